"""What rules would find and tell in the data as it is, without telling anybody."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from alerts.authority import Authority
from alerts.calendar import WorkingCalendar
from alerts.hours import WorkingHours
from alerts.rules.defaults import SHIPPED
from alerts.rules.trying import Trial, try_rules
from models.database import Database
from models.errors import NoData
from models.vocabulary import CaseKind, RuleKind
from tests.build import (
    FRIDAY,
    a_case,
    a_limit_row,
    a_rule,
    a_team,
    a_worker,
    an_unmatched_worker,
    cases,
    loaded,
    saved,
)

LONDON = ZoneInfo("Europe/London")
CALENDAR = WorkingCalendar()
AUTHORITY = Authority(
    "Northmere", LONDON, CALENDAR, WorkingHours(time(8), time(18), LONDON, CALENDAR)
)
SATURDAY = datetime(2026, 11, 21, 9, tzinfo=LONDON)


def an_authority(session: Session) -> None:
    """Over by three and by one, an urgent case for four working days, an unknown worker."""
    loaded(session)
    team = a_team(session, "Court North")
    saved(session, a_limit_row(cases=2))
    cases(session, 3, a_worker(session, team, "Ana"))
    cases(session, 5, a_worker(session, team, "Sam"))
    cases(session, 1, a_worker(session, team, "Kit", absent_from=FRIDAY))
    since = FRIDAY - timedelta(days=4)
    a_case(session, team=team, kind=CaseKind.CHILD_PROTECTION, unallocated_since=since)
    an_unmatched_worker(session, "Robin", team)


def tried(database: Database, now: datetime = SATURDAY, **own: Any) -> Trial:
    rules = dict(SHIPPED)
    if own:
        rules["worker-over-limit"] = a_rule(**own)
    with database.transaction() as session:
        an_authority(session)
        return try_rules(session, rules, AUTHORITY, now)


def told(trial: Trial) -> dict[str, tuple[int, int]]:
    """How many are over and how many of them would be told, by rule."""
    return {each.rule.name: (len(each.readings), len(each.told)) for each in trial.found}


def test_what_is_over_is_found_and_told_once_it_has_lasted_as_the_data_says(
    database: Database,
) -> None:
    assert told(tried(database)) == {
        "worker-over-limit": (2, 0),
        "urgent-case-unallocated": (1, 1),
        "absent-worker-holding-cases": (1, 0),
        "unmatched-workers": (1, 0),
    }


def test_the_worst_comes_first_and_says_how_it_stands(database: Database) -> None:
    first = tried(database, for_days=0).found[0]
    assert (first.rule.name, first.place) == ("worker-over-limit", "Court North")
    assert [reading.said for reading in first.readings] == ["5 cases, limit 2", "3 cases, limit 2"]
    assert len(first.told) == 2


def test_another_limit_finds_others(database: Database) -> None:
    assert told(tried(database, limit=1))["worker-over-limit"] == (1, 0)


@pytest.mark.parametrize(("days", "late"), [(3, False), (4, True)])
def test_on_late_data_nothing_is_told_but_that_it_is_late(
    sqlite_database: Database, days: int, late: bool
) -> None:
    trial = tried(sqlite_database, SATURDAY + timedelta(days=days - 1))
    assert trial.late is late
    found = told(trial)
    assert ("data-late" in found) is late
    assert found["urgent-case-unallocated"] == (1, 0 if late else 1)
    if late:
        assert found["data-late"] == (1, 1)


def test_rules_that_are_off_find_nothing(sqlite_database: Database) -> None:
    rules = {rule.name: a_rule(kind, is_on=False) for kind in RuleKind for rule in [a_rule(kind)]}
    with sqlite_database.transaction() as session:
        an_authority(session)
        assert try_rules(session, rules, AUTHORITY, SATURDAY).found == ()


def test_before_the_first_load_there_is_nothing_to_try(sqlite_database: Database) -> None:
    with sqlite_database.look() as session, pytest.raises(NoData):
        try_rules(session, SHIPPED, AUTHORITY, SATURDAY)
