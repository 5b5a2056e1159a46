"""The register: what was decided, about whom as they stood, and where it stands now."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from alerts.breach_words import breach_words
from alerts.places import Within
from alerts.register import RegisterState, counted, register_rows, review_words, what_words
from alerts.store import write_event
from models.database import Database
from models.vocabulary import AlertState, DecisionKind, RuleKind
from tests.alerts.test_register_workbook import ROW
from tests.build import (
    FRIDAY,
    a_decision,
    a_member,
    a_service,
    a_services_alert,
    a_team,
    a_worker,
    an_alert,
    at_six,
)
from tests.conftest import NOW

MONDAY = NOW.date()
LONDON = ZoneInfo("Europe/London")


SNOOZE: dict[str, Any] = {"decision_id": None, "decision": None}
TOMORROW, FRIDAY_BEFORE = MONDAY + timedelta(days=1), MONDAY - timedelta(days=3)


@pytest.mark.parametrize(
    ("given", "state", "said"),
    [
        ({"review_on": TOMORROW}, RegisterState.OPEN, "review Tue 24 Nov"),
        ({"review_on": MONDAY}, RegisterState.OPEN, "review Mon 23 Nov"),
        (
            {"review_on": FRIDAY_BEFORE},
            RegisterState.REVIEW_PASSED,
            "review Fri 20 Nov has passed",
        ),
        (
            {"ended_at": NOW, "alert_ended": True, "review_on": FRIDAY_BEFORE},
            RegisterState.ENDED,
            "the alert ended Mon 23 Nov",
        ),
        ({"ended_at": NOW}, RegisterState.REPLACED, "no longer since Mon 23 Nov"),
        ({**SNOOZE, "review_on": TOMORROW}, RegisterState.OPEN, "told again Tue 24 Nov"),
        ({**SNOOZE, "review_on": FRIDAY_BEFORE}, RegisterState.OPEN, "told again Fri 20 Nov"),
    ],
)
def test_a_decision_stands_until_the_day_after_its_review_a_later_one_or_the_alerts_end(
    given: dict[str, Any], state: RegisterState, said: str
) -> None:
    row = replace(ROW, **given)
    assert row.state(MONDAY) is state
    assert review_words(row, LONDON, MONDAY) == said


def test_decisions_and_snoozes_are_counted_apart() -> None:
    assert counted([]) == "no decisions"
    assert counted([ROW, ROW]) == "2 decisions"
    assert counted([ROW, replace(ROW, **SNOOZE)]) == "1 decision, 1 snooze"


def test_a_row_says_what_was_decided_about_whom_and_why(database: Database) -> None:
    with database.transaction() as session:
        team = a_team(session, "Court North", a_service(session, "Court"))
        sam = a_worker(session, team, "Sam Example")
        life = an_alert(session, team, a_member(sam))
        a_decision(session, life, note="Two cases move to Kit.")
    with database.look() as session:
        (row,) = register_rows(session, zone=LONDON)
    assert (row.service, row.team, row.kind) == ("Court", "Court North", RuleKind.WORKER_OVER)
    assert (row.headline, row.about) == (
        "1 worker over the limit",
        ("Sam Example: 26 cases, limit 18",),
    )
    assert (row.decision, row.note) == (
        DecisionKind.NO_NEW_ALLOCATIONS,
        "Two cases move to Kit.",
    )
    assert (row.by_name, row.by, row.decided_at) == (
        "Mia Manager",
        "mia@example.gov.uk",
        at_six(FRIDAY),
    )


def test_whether_the_alert_ended_or_went_on_is_told_by_the_alert(database: Database) -> None:
    over = {"state": AlertState.RESOLVED, "resolved_at": NOW}
    with database.transaction() as session:
        life = an_alert(session, a_team(session), **over)
        a_decision(session, life, at=at_six(FRIDAY), ended_at=at_six(FRIDAY), outcome="It grew.")
        a_decision(session, life, at=NOW, ended_at=NOW, outcome="The figures fell.")
        rows = register_rows(session, zone=LONDON)
    assert [(row.state(MONDAY).value, row.outcome) for row in rows] == [
        ("ended", "The figures fell."),
        ("replaced", "It grew."),
    ]


def test_a_snooze_is_in_the_register_with_who_muted_it_until_when_and_what_ended_it(
    database: Database,
) -> None:
    about = {"subject": "worker:999", "value": 26, "limit": 18}
    until = {"until": "2026-11-27", "about": [about]}
    with database.transaction() as session:
        team = a_team(session, "Court North")
        a_worker(session, team, "Mia Manager", email="mia@example.gov.uk")
        lives = [an_alert(session, team, kind=kind) for kind in list(RuleKind)[:6]]
        for life in lives:
            write_event(session, life, "snoozed", at=NOW, who="mia@example.gov.uk", detail=until)
        ends = ("acknowledged", "snoozed", "grown", "snooze_over", "cleared")
        for life, event in zip(lives, ends, strict=False):
            write_event(session, life, event, at=NOW + timedelta(hours=1), who="hal@example.org")
        write_event(session, an_alert(session, None), "snoozed", at=NOW)  # of an older version
        rows = register_rows(session, zone=LONDON)
    row = rows[-1]
    assert (row.by_name, row.review_on) == ("Mia Manager", date(2026, 11, 27))
    assert (row.headline, row.about) == (
        "1 worker over the limit",
        ("somebody no longer listed: 26 cases, limit 18",),
    )
    assert what_words(row, MONDAY) == "snoozed until Fri 27 Nov"
    by_alert = {row.alert_id: (row.state(MONDAY).value, row.outcome) for row in rows}
    assert [by_alert[life.id or 0] for life in lives] == [
        ("replaced", "Replaced by a later decision."),
        ("replaced", "Replaced by a later snooze."),
        ("replaced", "It grew, and was told again."),
        ("replaced", "The snooze was over, and it was told again."),
        ("ended", "The alert ended."),
        ("open", None),
    ]


@pytest.mark.parametrize(
    ("kind", "figures", "said"),
    [
        (RuleKind.WORKER_OVER, [], "worker over limit"),
        (RuleKind.WORKER_OVER, [(26, 18)], "1 worker over the limit"),
        (RuleKind.WORKER_OVER, [(26, 18), (17, 16.2)], "2 workers over their limit"),
        (
            RuleKind.TEAM_ABOVE_PROMISE,
            [(19.3, 15)],
            "19.3 cases per full-time worker, promise up to 15",
        ),
        (RuleKind.TEAM_ABOVE_PROMISE, [(19.3, None)], "19.3 cases per full-time worker"),
        (
            RuleKind.URGENT_UNALLOCATED,
            [(1, None), (1, None)],
            "2 child-protection or looked-after cases without a worker",
        ),
        (RuleKind.UNALLOCATED, [(3, None)], "3 cases without a worker for long"),
        (RuleKind.ABSENT_HOLDING, [(7, None), (1, None)], "8 cases held by 2 absent workers"),
        (RuleKind.LEAVER_HOLDING, [(1, None)], "1 case held by 1 leaver"),
        (RuleKind.NOT_SEEN, [(1, 28)], "1 child not seen for long"),
        (RuleKind.UNMATCHED, [(2, None)], "2 cases held by somebody not in the workforce list"),
        (RuleKind.DATA_LATE, [(2, None)], "data late"),
    ],
)
def test_what_an_alert_was_about_is_said_without_names(
    kind: RuleKind, figures: list[tuple[float, float | None]], said: str
) -> None:
    assert breach_words(kind, figures) == said


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


def test_a_decision_about_a_services_own_alert_is_of_the_service(database: Database) -> None:
    with database.transaction() as session:
        court, law = a_service(session, "Court"), a_service(session, "Law")
        a_decision(session, a_services_alert(session, court))
        a_decision(session, a_services_alert(session, law))
        (row,) = register_rows(session, zone=LONDON, within=Within((), {court.id}))
    assert (row.team, row.service) == (None, "Court")


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
                row.decision_id
                for row in register_rows(session, zone=LONDON, within=Within({east.id}))
            ],
            "none": register_rows(session, zone=LONDON, within=Within(())),
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
