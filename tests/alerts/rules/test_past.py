"""A past day by rules: judged as it was judged then, as far as its figures were kept."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, update
from sqlmodel import Session, col

from alerts.calendar import WorkingCalendar
from alerts.rules.defaults import SHIPPED
from alerts.rules.gathering import gather_team_days
from alerts.rules.in_force import rules_for
from alerts.rules.judging.judge import judge
from alerts.rules.past import JUDGED, PastTrial, try_past_day
from alerts.rules.rule import Rule
from models.database import Database
from models.errors import NotFound
from models.figures.queries import gather_book
from models.figures.snapshots import write_snapshots
from models.history import WorkerSnapshot
from models.vocabulary import LimitScope, Role, RuleKind
from models.workforce import Worker
from tests.build import FRIDAY, a_limit_row, a_rule, a_team, a_worker, cases, loaded, saved

LONDON = ZoneInfo("Europe/London")
CALENDAR = WorkingCalendar()
RULES = {**SHIPPED, "team-above-promise": a_rule(RuleKind.TEAM_ABOVE_PROMISE)}


def an_authority(session: Session) -> None:
    """Workers of every sort in one team, and Friday's figures kept."""
    loaded(session)
    team = a_team(session, "Court North")
    saved(session, a_limit_row(cases=4, promise_low=1, promise_high=3))
    saved(session, a_limit_row(scope=LimitScope.NEWLY_QUALIFIED, cases=None, percent=50))
    for number, given in enumerate(WORKERS, start=1):
        cases(session, number + 2, a_worker(session, team, **given))
    session.flush()
    write_snapshots(session, gather_book(session, team_ids=None, not_seen_days=28))


WORKERS: list[dict[str, Any]] = [
    {"name": "Ana"},
    {"name": "Jo", "newly_qualified_until": FRIDAY},
    {"name": "Sam", "fte": 0.5},
    {"name": "Kit", "absent_from": FRIDAY},
    {"name": "Ola", "left_on": FRIDAY - timedelta(days=1)},
    {"name": "Pat", "role": Role.PERSONAL_ADVISER},
    {"name": "Robin", "role": Role.FIRST_LINE_MANAGER, "fte": 0.0},
]


def tried(session: Session, day: date = FRIDAY, rules: dict[str, Rule] = RULES) -> PastTrial:
    return try_past_day(session, rules, day, zone=LONDON, calendar=CALENDAR)


def said(trial: PastTrial) -> list[tuple[str, str, str]]:
    return sorted(
        (reading.rule, reading.name, reading.said)
        for found in trial.found
        for reading in found.readings
    )


def test_the_newest_day_is_judged_as_it_is_judged_live(database: Database) -> None:
    with database.transaction() as session:
        an_authority(session)
        (day,) = gather_team_days(session, RULES, calendar=CALENDAR).values()
        here = {k: rule for k, rule in rules_for(RULES, day.place).items() if k in JUDGED}
        live = sorted((r.rule, r.name, r.said) for r in judge(here, day) if r.over)
        assert len(live) == 5
        assert said(tried(session)) == live


def test_what_changed_since_does_not_change_what_was(sqlite_database: Database) -> None:
    """Cases, FTE, team and limit are as they were kept; the workforce has moved on."""
    with sqlite_database.transaction() as session:
        an_authority(session)
        before = said(tried(session))
        south = a_team(session, "Court South")
        session.execute(update(Worker).values(team_id=south.id, fte=1.0))
        session.expire_all()
        for found in tried(session, FRIDAY + timedelta(days=7)).found:
            assert found.place == "Court North"
        assert said(tried(session)) == before


def test_other_rules_find_others(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        an_authority(session)
        rules = {**RULES, "worker-over-limit": a_rule(limit=3)}
        names = {name for rule, name, _ in said(tried(session, rules=rules)) if "worker" in rule}
        assert names == {"Pat", "Robin"}


def test_the_rules_that_cannot_be_judged_are_named_unless_they_are_off(
    sqlite_database: Database,
) -> None:
    off = a_rule(RuleKind.NOT_SEEN, is_on=False)
    with sqlite_database.transaction() as session:
        an_authority(session)
        trial = tried(session, rules={**RULES, off.name: off})
    names = [rule.name for rule in trial.not_judged]
    assert "case-unallocated" in names
    assert not {off.name, "worker-over-limit", "team-above-promise"}.intersection(names)


def test_a_day_without_figures_has_those_kept_before_it(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        an_authority(session)
        for days in (0, 1, 10):
            assert tried(session, FRIDAY + timedelta(days=days)).day == FRIDAY


def test_before_the_first_figures_there_is_nothing_to_judge(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        with pytest.raises(NotFound, match="nothing was loaded yet"):
            tried(session)
        an_authority(session)
        with pytest.raises(NotFound, match="the first are of Fri 20 Nov"):
            tried(session, FRIDAY - timedelta(days=1))
        with pytest.raises(
            NotFound, match="kept by Wed 1 Jan 2020: the first are of Fri 20 Nov 20"
        ):
            tried(session, date(2020, 1, 1))


@pytest.mark.parametrize(
    ("day", "judged"),
    [
        (FRIDAY, FRIDAY),
        (FRIDAY - timedelta(days=1), FRIDAY - timedelta(days=4)),
        (FRIDAY - timedelta(days=7), None),
    ],
)
def test_long_ago_a_weeks_last_day_is_judged_and_longer_ago_none(
    sqlite_database: Database, day: date, judged: date | None
) -> None:
    days = [FRIDAY - timedelta(days=n) for n in (14, 7, 4, 1)]
    with sqlite_database.transaction() as session:
        an_authority(session)
        book = gather_book(session, team_ids=None, not_seen_days=28)
        for kept in days:
            write_snapshots(session, replace(book, day=kept))
        gone = col(WorkerSnapshot.day).in_([days[0], days[1], days[3]])
        session.execute(delete(WorkerSnapshot).where(gone))
        if judged is None:
            with pytest.raises(NotFound, match=r"13 Nov is no longer kept: .* is Mon 16 Nov"):
                tried(session, day)
        else:
            assert tried(session, day).day == judged
