"""Facts of a quiet and of a busy week, from which the tests make others."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from alerts.digest.facts import (
    AlertFacts,
    DigestFacts,
    Health,
    LoadFacts,
    Measured,
    MoneyEnd,
    ReviewFacts,
    StaffingFacts,
    TeamFacts,
    WaitingFacts,
)
from alerts.digest.pictures import Dot
from models.figures.limits import Promise
from models.staffing.parts import Parts
from models.staffing.targets import Path, Step
from models.vocabulary import AlertState, CaseKind, Measure, RuleKind
from tests.build import FRIDAY, at_six

MONDAY = FRIDAY + timedelta(days=3)
PROMISE = Promise(12, 15)
SINCE_OCTOBER = date(2026, 10, 1)


def a_target(measure: Measure, value: float) -> Path:
    return Path(measure, (Step(value, SINCE_OCTOBER),))


AGENCY_TARGET = a_target(Measure.AGENCY_FTE, 12)
WEEK = tuple(FRIDAY - timedelta(days=back) for back in (4, 3, 2, 1, 0))


def measured(measure: Measure, now: float, week_ago: float | None = None, **given: Any) -> Measured:
    """A figure; without another value the same a week ago."""
    return Measured(
        measure=measure, now=now, week_ago=now if week_ago is None else week_ago, **given
    )


def by_measure(*found: Measured) -> dict[Measure, Measured]:
    return {each.measure: each for each in found}


def a_team(name: str = "Court North", average: float | None = 15.2, **given: Any) -> TeamFacts:
    """A team of four workers with its promise of 12–15, as it was a week ago."""
    usual = TeamFacts(
        name=name,
        is_small=False,
        average=average,
        exact=average,
        average_week_ago=average,
        promise=PROMISE,
        limit=18,
        median=15,
        highest=18,
        open_cases=61,
        over_limit_week_ago=0,
        unallocated_week_ago=0,
        not_seen_week_ago=0,
        dots=tuple(Dot(per_fte=cases, over=False) for cases in (13.0, 15.0, 15.0, 18.0)),
    )
    return replace(usual, **given)


def an_open_alert(kind: RuleKind = RuleKind.UNALLOCATED, **given: Any) -> AlertFacts:
    """Court South's, told on Thursday and not acknowledged."""
    usual = AlertFacts(
        id=1,
        kind=kind,
        team="Court South",
        headline="Court South: 3 cases have had no worker for 10 working days or more",
        state=AlertState.FIRING,
        since=FRIDAY - timedelta(days=14),
        working_days=10,
        waits=2,
    )
    return replace(usual, **given)


def a_review(**given: Any) -> ReviewFacts:
    """Of Court North's alert of its promise, due on Friday week."""
    usual = ReviewFacts(
        alert_id=1,
        kind=RuleKind.TEAM_ABOVE_PROMISE,
        team="Court North",
        decision="cases being moved",
        by="Mia Manager",
        review_on=FRIDAY + timedelta(days=14),
    )
    return replace(usual, **given)


def waiting(cases: int = 2, days: int | None = 4, **given: Any) -> WaitingFacts:
    """Looked-after children of Court North without a worker."""
    usual = WaitingFacts(
        kind=CaseKind.LOOKED_AFTER,
        team="Court North",
        cases=cases,
        working_days=days,
        shortest_days=days,
    )
    return replace(usual, **given)


def a_quiet_week(**given: Any) -> DigestFacts:
    """Nothing needs a decision, and nothing changed enough to be told."""
    usual = DigestFacts(
        scope="Northmere Council",
        is_service=False,
        now=datetime(2026, 11, 23, 8, 30, tzinfo=UTC),
        zone=ZoneInfo("Europe/London"),
        today=MONDAY,
        day=FRIDAY,
        as_at=at_six(FRIDAY),
        workforce_as_at=at_six(FRIDAY),
        not_seen_days=28,
        promise=PROMISE,
        measures=by_measure(
            measured(Measure.AVERAGE_CASELOAD, 15.9, year_ago=18.1),
            measured(Measure.OVER_LIMIT, 9),
            measured(Measure.AGENCY_FTE, 12, path=AGENCY_TARGET),
        ),
        teams=(a_team("Court North", 15.9), a_team("Court South", 14.4)),
        staffing=StaffingFacts(
            now=Parts(agency_fte=12, agency_headcount=12, in_post_fte=100, posts_fte=110),
            paths={Measure.AGENCY_FTE: AGENCY_TARGET},
        ),
        health=Health(loads=LoadFacts(arrived=WEEK)),
    )
    return replace(usual, **given)


def _busy_measures() -> dict[Measure, Measured]:
    return by_measure(
        measured(Measure.AVERAGE_CASELOAD, 16.3, 16.5, year_ago=18.1),
        measured(Measure.OVER_LIMIT, 9, 11, year_ago=23),
        measured(Measure.AT_20_OR_MORE, 12, 14),
        measured(Measure.NOT_SEEN, 38, 31),
        measured(Measure.AGENCY_FTE, 14, 15, year_ago=34, path=AGENCY_TARGET),
        measured(
            Measure.SUPERNUMERARY_FTE,
            5,
            6,
            year_ago=14,
            path=a_target(Measure.SUPERNUMERARY_FTE, 0),
        ),
    )


def _busy_teams() -> tuple[TeamFacts, ...]:
    return (
        a_team(
            "Court North",
            19.3,
            over_limit=3,
            over_limit_week_ago=4,
            above_since=FRIDAY - timedelta(days=44),
        ),
        a_team("Assessment East", 15.6, not_seen=20, not_seen_week_ago=14),
        a_team("Assessment West", 15.4, not_seen=18, not_seen_week_ago=17),
        a_team("Court South", 14.4),
    )


def _busy_alerts() -> tuple[AlertFacts, ...]:
    """One that is above the promise for six weeks, and one that is muted."""
    above = AlertFacts(
        id=1,
        kind=RuleKind.TEAM_ABOVE_PROMISE,
        team="Court North",
        headline="Court North: 19.3 cases per full-time worker, above the promise of 12–15",
        state=AlertState.FIRING,
        since=FRIDAY - timedelta(days=44),
        working_days=32,
        waits=1,
    )
    muted = an_open_alert(
        RuleKind.NOT_SEEN,
        id=2,
        state=AlertState.SNOOZED,
        snoozed_until=date(2026, 11, 30),
        snoozed_by="Mia Manager",
    )
    return above, muted


def a_busy_week(**given: Any) -> DigestFacts:
    """The week of the design's sample: three teams above promise, agency over its target."""
    week = a_quiet_week(
        measures=_busy_measures(),
        teams=_busy_teams(),
        waiting=(waiting(),),
        urgent_week_ago=3,
        alerts=_busy_alerts(),
        reviews=(a_review(review_on=FRIDAY - timedelta(days=1)),),
        health=Health(loads=LoadFacts(arrived=WEEK), unmatched_cases=2, unmatched_people=1),
    )
    money = MoneyEnd(last_day=date(2027, 3, 31), posts=20, average_without=19.8)
    week = replace(week, staffing=replace(week.staffing, money_ends=(money,)))
    return replace(week, **given)
