"""A past day's staffing by rules: judged by what was kept of it and the paths of that day."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from alerts.rules.defaults import SHIPPED
from alerts.rules.past_staffing import JUDGED, PastStaffing, try_past_staffing
from alerts.rules.rule import Rule
from models.database import Database
from models.limits import Target
from models.vocabulary import Measure, RuleKind
from tests.alerts.rules.kept_staffing import a_snapshot
from tests.build import FRIDAY, a_rule, a_service, a_team, saved

LONDON = ZoneInfo("Europe/London")
WEEK = timedelta(weeks=1)
OCTOBER = date(2026, 10, 1)
SEPTEMBER = date(2026, 9, 25)  # the last load before the step of 1 October

PARTS = {
    "agency_fte": 4.0,
    "in_post_fte": 16.0,
    "in_post_headcount": 16,
    "vacant_fte": 4.0,
    "posts_fte": 20.0,
    "leavers_fte": 4.0,
    "supernumerary_fte": 4.0,
    "managers_in_post_fte": 1.0,
}


def a_target(session: Session, measure: Measure, value: float, **given: object) -> None:
    usual: dict[str, object] = {"from_on": OCTOBER, **given}
    saved(session, Target.model_validate({"measure": measure.value, "value": value, **usual}))


def an_authority(session: Session) -> None:
    """Two teams of a service and one of another, the same on Friday and in September."""
    court, other = a_service(session, "Court"), a_service(session, "Other")
    teams = [a_team(session, "North", court), a_team(session, "South", court)]
    for team in (*teams, a_team(session, "East", other)):
        for day in (SEPTEMBER, FRIDAY - WEEK, FRIDAY):
            session.add(a_snapshot(day, team.id or 0, **PARTS))
    a_target(session, Measure.AGENCY_FTE, 20, from_on=date(2026, 4, 1))
    a_target(session, Measure.AGENCY_FTE, 10)
    a_target(session, Measure.AGENCY_FTE, 7, service_id=court.id)
    a_target(session, Measure.VACANCY_RATE, 20, team_id=teams[0].id)
    a_target(session, Measure.VACANCY_RATE, 19, team_id=teams[1].id)
    a_target(session, Measure.PERMANENT_SHARE, 85)
    a_target(session, Measure.TURNOVER_RATE, 20)
    a_target(session, Measure.SUPERNUMERARY_FTE, 0)
    session.flush()


def tried(session: Session, day: date, rules: dict[str, Rule] | None = None) -> PastStaffing:
    return try_past_staffing(session, rules or SHIPPED, day, zone=LONDON, whole="Northmere")


def test_each_target_is_judged_where_it_belongs(database: Database) -> None:
    with database.transaction() as session:
        an_authority(session)
        found = tried(session, FRIDAY)
    assert sorted((f.place, f.readings[0].said) for f in found.found) == [
        ("Court", "Court, agency social workers: 8.0 FTE, target 7 since 1 October"),
        ("Northmere", "Agency social workers: 12.0 FTE, target 10 since 1 October"),
        ("Northmere", "Permanent share: 80.0 %, target at least 85 % since 1 October"),
        ("Northmere", "Supernumerary agency: 12.0 FTE, target 0 since 1 October"),
        ("Northmere", "Turnover (DfE): 25.0 %, target 20 % since 1 October"),
        ("South", "South, vacancy rate (DfE): 20.0 %, target 19 % since 1 October"),
    ]
    assert {f.readings[0].since for f in found.found} == {FRIDAY - WEEK}


def test_the_path_is_that_of_the_day(sqlite_database: Database) -> None:
    """In September up to 20 were asked for, and of most measures nothing."""
    with sqlite_database.transaction() as session:
        an_authority(session)
        found = tried(session, SEPTEMBER + timedelta(days=10))
    assert (found.day, found.found) == (SEPTEMBER, ())


def test_the_rules_decide_where_they_apply(sqlite_database: Database) -> None:
    here = a_rule(RuleKind.AGENCY_ABOVE, name="court", applies_to="service:Court", is_on=False)
    more = a_rule(RuleKind.AGENCY_ABOVE, limit=2)
    with sqlite_database.transaction() as session:
        an_authority(session)
        assert tried(session, FRIDAY, {"court": here, more.name: more}).found == ()
        less = a_rule(RuleKind.AGENCY_ABOVE, limit=1)
        (found,) = tried(session, FRIDAY, {"court": here, less.name: less}).found
    assert found.place == "Northmere"


def test_before_the_first_day_kept_nothing_is_judged(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        an_authority(session)
        assert tried(session, SEPTEMBER - timedelta(days=1)) == PastStaffing(None)


@pytest.mark.parametrize(
    "kind",
    [RuleKind.TARGET_MISSED, RuleKind.FUNDING_ENDS],
)
def test_what_takes_more_than_is_kept_is_not_judged(kind: RuleKind) -> None:
    assert kind not in JUDGED
