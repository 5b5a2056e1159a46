"""The register: what was decided, about whom as they stood, and where it stands now."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from alerts.register import RegisterState, register_rows, review_words, state_of
from models.database import Database
from models.vocabulary import DecisionKind, RuleKind
from tests.build import (
    FRIDAY,
    a_decision,
    a_member,
    a_service,
    a_team,
    a_worker,
    an_alert,
    at_six,
)
from tests.conftest import NOW

MONDAY = NOW.date()
LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("ended_at", "review_on", "state"),
    [
        (None, MONDAY + timedelta(days=1), RegisterState.OPEN),
        (None, MONDAY, RegisterState.OPEN),
        (None, MONDAY - timedelta(days=1), RegisterState.REVIEW_PASSED),
        (NOW, MONDAY + timedelta(days=1), RegisterState.OVER),
        (NOW, MONDAY - timedelta(days=1), RegisterState.OVER),
    ],
)
def test_a_decision_is_open_until_the_day_after_its_review_or_the_alerts_end(
    ended_at: datetime | None, review_on: date, state: RegisterState
) -> None:
    assert state_of(ended_at, review_on, MONDAY) is state


def test_a_row_says_what_was_decided_about_whom_and_why(database: Database) -> None:
    with database.transaction() as session:
        team = a_team(session, "Court North", a_service(session, "Court"))
        sam = a_worker(session, team, "Sam Example")
        life = an_alert(session, team, a_member(sam))
        a_decision(session, life, note="Two cases move to Kit.")
    with database.look() as session:
        (row,) = register_rows(session, zone=LONDON)
    assert (row.service, row.team, row.kind) == ("Court", "Court North", RuleKind.WORKER_OVER)
    assert row.about == ("Sam Example: 26 cases, limit 18",)
    assert (row.decision, row.note) == (
        DecisionKind.NO_NEW_ALLOCATIONS,
        "Two cases move to Kit.",
    )
    assert (row.by_name, row.by, row.decided_at) == (
        "Mia Manager",
        "mia@example.gov.uk",
        at_six(FRIDAY),
    )
    assert review_words(row, LONDON, MONDAY) == "review Fri 27 Nov"
    assert review_words(row, LONDON, MONDAY + timedelta(days=5)) == "review Fri 27 Nov has passed"


def test_a_decision_that_is_over_says_since_when_and_what_came_of_it(database: Database) -> None:
    with database.transaction() as session:
        life = an_alert(session, a_team(session))
        a_decision(session, life, ended_at=NOW, outcome="The figures fell.")
        (row,) = register_rows(session, zone=LONDON)
    assert review_words(row, LONDON, MONDAY) == "over since Mon 23 Nov"
    assert row.outcome == "The figures fell."


def test_figures_and_names_stay_when_worker_and_team_are_gone(database: Database) -> None:
    with database.transaction() as session:
        team = a_team(session, "Court North", dropped_on=FRIDAY)
        sam = a_worker(session, team, "Sam Example", dropped_on=FRIDAY)
        life = an_alert(session, team, a_member(sam), a_member(None, subject="worker:999", value=2))
        a_decision(session, life)
        (row,) = register_rows(session, zone=LONDON)
    assert row.team == "Court North"
    assert row.about == (
        "Sam Example: 26 cases, limit 18",
        "somebody no longer listed: 2 cases, limit 18",
    )


def test_decisions_come_newest_first_of_the_teams_that_are_asked_about(database: Database) -> None:
    with database.transaction() as session:
        east, west = a_team(session, "East"), a_team(session, "West")
        first = a_decision(session, an_alert(session, east), at=at_six(FRIDAY - timedelta(days=1)))
        second = a_decision(session, an_alert(session, west))
        third = a_decision(session, an_alert(session, None, kind=RuleKind.DATA_LATE), at=NOW)
        ids = {
            "all": [row.decision_id for row in register_rows(session, zone=LONDON)],
            "newest": [row.decision_id for row in register_rows(session, zone=LONDON, limit=1)],
            "east": [
                row.decision_id for row in register_rows(session, zone=LONDON, team_ids={east.id})
            ],
            "none": register_rows(session, zone=LONDON, team_ids=set()),
        }
    assert ids == {
        "all": [third.id, second.id, first.id],
        "newest": [third.id],
        "east": [first.id],
        "none": [],
    }


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        (date(2026, 7, 1), None, True),
        (date(2026, 7, 2), None, False),
        (None, date(2026, 7, 1), True),
        (None, date(2026, 6, 30), False),
        (date(2026, 7, 1), date(2026, 7, 1), True),
    ],
)
def test_days_are_those_of_the_authoritys_zone(
    database: Database, since: date | None, until: date | None, found: bool
) -> None:
    with database.transaction() as session:
        half_past_midnight = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # the first of July there
        a_decision(session, an_alert(session, a_team(session)), at=half_past_midnight)
        rows = register_rows(session, zone=LONDON, since=since, until=until)
    assert bool(rows) is found
