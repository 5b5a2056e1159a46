"""Why a breach is over, when several reasons would do: the surest is given."""

from dataclasses import replace
from typing import Any

import pytest

from alerts.endings import Now, Outflow, Receiver, ending_of
from alerts.members import Member, clears_at
from alerts.readings import Reading
from alerts.rules.rule import Rule
from models.figures.holders import Holder
from models.vocabulary import Ending, RuleKind
from tests.alerts.place import MON, clear
from tests.build import a_holder, a_rule

OVER = Member(
    subject="worker:1", rule="worker-over-limit", since=MON, value=21, limit=18, worker_id=1
)
MOVED = Outflow(closed=2, receivers=(Receiver("Kit Dummy", 1, "Court North", 3, 15, 18),))
CLOSED = Outflow(closed=5, unallocated=1)
NORTH = a_holder()
SOUTH = a_holder(team_id=2, team="Court South")


def now(kind: RuleKind = RuleKind.WORKER_OVER, **given: Any) -> Now:
    """A worker of Court North, judged by a rule whose limit and margin are 0."""
    usual = Now(kind=kind, team_id=1, rule=a_rule(kind, limit=0, margin=0), holder=NORTH)
    return replace(usual, **given)


@pytest.mark.parametrize(
    ("reading", "outflow", "holder", "ending"),
    [
        (None, MOVED, None, Ending.LEFT),  # the workforce list has the worker no more
        (None, MOVED, NORTH, Ending.FELL),
        (clear(gone="left"), MOVED, NORTH, Ending.LEFT),
        (clear(gone="absent"), MOVED, NORTH, Ending.ABSENT),
        (clear(21), MOVED, SOUTH, Ending.MOVED_TEAM),
        (clear(0), MOVED, SOUTH, Ending.MOVED_TEAM),
        (None, CLOSED, SOUTH, Ending.MOVED_TEAM),
        (clear(21, limit=22), CLOSED, SOUTH, Ending.MOVED_TEAM),
        (clear(21, limit=22), MOVED, NORTH, Ending.LIMIT_CHANGED),
        (clear(21, limit=22, gone="left"), Outflow(), NORTH, Ending.LEFT),
        (clear(18, limit=22), Outflow(), NORTH, Ending.FELL),  # within the old limit, too
        (clear(19, limit=22), MOVED, NORTH, Ending.LIMIT_CHANGED),
        (clear(21, limit=None), MOVED, NORTH, Ending.LIMIT_CHANGED),
        (clear(18, limit=None), MOVED, NORTH, Ending.MOVED),
        (clear(0, limit=None), Outflow(), NORTH, Ending.FELL),
        (clear(17, limit=16), MOVED, NORTH, Ending.MOVED),
        (clear(17), MOVED, NORTH, Ending.MOVED),
        (clear(17), Outflow(elsewhere=1), NORTH, Ending.MOVED),
        (clear(17), CLOSED, NORTH, Ending.FELL),
        (clear(17), Outflow(), NORTH, Ending.FELL),
    ],
)
def test_the_surest_cause_is_the_one_given(
    reading: Reading | None, outflow: Outflow, holder: Holder | None, ending: Ending
) -> None:
    assert ending_of(OVER, reading, now(outflow=outflow, holder=holder)) is ending


def test_without_a_rule_that_looks_for_it_nothing_else_is_asked() -> None:
    switched_off = now(rule=None, holder=SOUTH)
    assert ending_of(OVER, clear(gone="left"), switched_off) is Ending.SWITCHED_OFF


def test_a_kind_of_case_cannot_leave() -> None:
    kind = replace(OVER, subject="kind:child_protection", worker_id=None)
    assert ending_of(kind, None, now(RuleKind.UNALLOCATED, holder=None)) is Ending.FELL


def test_a_member_without_a_limit_has_none_that_could_change() -> None:
    member = replace(OVER, limit=None, clears_at=30)
    assert ending_of(member, clear(21, limit=22), now()) is Ending.FELL


@pytest.mark.parametrize(
    ("kind", "measure", "gap", "target", "ending"),
    [
        (RuleKind.AGENCY_ABOVE, "agency_fte", 0, 12, Ending.FELL),
        (RuleKind.AGENCY_ABOVE, "agency_fte", 0, 14, Ending.LIMIT_CHANGED),  # 14 still misses 12
        (RuleKind.AGENCY_ABOVE, "agency_fte", -2, 14, Ending.FELL),  # 12 meets the old one, too
        (RuleKind.AGENCY_ABOVE, "agency_fte", -4, 10, Ending.FELL),
        (RuleKind.AGENCY_ABOVE, "agency_fte", 0, None, Ending.LIMIT_CHANGED),
        (RuleKind.PERMANENT_OFF, "permanent_share", 0, 10, Ending.LIMIT_CHANGED),  # 10, not 12
        (RuleKind.PERMANENT_OFF, "permanent_share", -2, 10, Ending.FELL),
        (RuleKind.TARGET_MISSED, "agency_fte", 0, 14, Ending.FELL),
        (RuleKind.TARGET_MISSED, "agency_fte", 0, None, Ending.LIMIT_CHANGED),
    ],
)
def test_a_target_that_was_set_anew_is_told_from_a_figure_that_came_to_meet_it(
    kind: RuleKind, measure: str, gap: int, target: int | None, ending: Ending
) -> None:
    """It was 2 off a target of 12."""
    member = replace(OVER, subject=f"measure:{measure}", worker_id=None, value=2, limit=12)
    rule = a_rule(kind)
    member = replace(member, clears_at=clears_at(rule))
    assert ending_of(member, clear(gap, limit=target), now(kind, rule=rule, holder=None)) is ending


@pytest.mark.parametrize(
    ("kind", "before", "after", "ending"),
    [
        (RuleKind.AGENCY_ABOVE, 0, 5, Ending.RULE_CHANGED),  # so much is tolerated now
        (RuleKind.TARGET_MISSED, 12, 4, Ending.RULE_CHANGED),  # it looks less far ahead
        (RuleKind.TARGET_MISSED, 4, 12, Ending.FELL),
        (RuleKind.FUNDING_ENDS, 16, 8, Ending.RULE_CHANGED),
        (RuleKind.TEAM_ENDS, 8, 8, Ending.FELL),
    ],
)
def test_a_rule_on_staffing_that_finds_less_than_before_was_changed(
    kind: RuleKind, before: float, after: float, ending: Ending
) -> None:
    member = replace(
        OVER, subject="measure:agency_fte", worker_id=None, value=2, limit=12, clears_at=before
    )
    rule = a_rule(kind, limit=after)
    assert ending_of(member, clear(2, limit=12), now(kind, rule=rule, holder=None)) is ending


PLUS_5 = a_rule(limit=5, margin=0)
TO_THE_LIMIT = a_rule(limit=0, margin=0)
ONE_BELOW = a_rule(limit=0, margin=1)


@pytest.mark.parametrize(
    ("clears_at", "rule", "cases", "limit", "ending"),
    [
        (0, PLUS_5, 21, 18, Ending.RULE_CHANGED),  # three over, and five are allowed now
        (0, PLUS_5, 18, 18, Ending.FELL),  # over by neither
        (-1, TO_THE_LIMIT, 18, 18, Ending.RULE_CHANGED),  # the margin was taken away
        (-1, TO_THE_LIMIT, 17, 18, Ending.FELL),
        (-1, ONE_BELOW, 18, 22, Ending.LIMIT_CHANGED),  # not clear of the old limit
        (0, PLUS_5, 21, 20, Ending.LIMIT_CHANGED),  # both: the limit is the nearer
        (5, PLUS_5, 24, 19, Ending.LIMIT_CHANGED),
        (5, PLUS_5, 22, 19, Ending.FELL),  # four over the old limit, of five
        (5, TO_THE_LIMIT, 18, 18, Ending.FELL),  # a stricter rule ends nothing
        (-1, PLUS_5, 0, 0.5, Ending.FELL),  # who holds nothing is over no limit
    ],
)
def test_a_rule_that_allows_more_ends_what_would_last_by_the_rule_as_it_was(
    clears_at: float, rule: Rule, cases: int, limit: float, ending: Ending
) -> None:
    member = replace(OVER, clears_at=clears_at, limit=min(limit, 18))
    assert ending_of(member, clear(cases, limit=limit), now(rule=rule)) is ending


AT_WORK, ABSENT, GONE = NORTH, a_holder(absent=True), a_holder(in_post=False)


@pytest.mark.parametrize(
    ("kind", "holder", "cases", "rule_limit", "ending"),
    [
        (RuleKind.ABSENT_HOLDING, AT_WORK, 21, 0, Ending.RETURNED),
        (RuleKind.ABSENT_HOLDING, AT_WORK, 1, 0, Ending.RETURNED),
        (RuleKind.ABSENT_HOLDING, AT_WORK, 0, 0, Ending.MOVED),  # before the return
        (RuleKind.ABSENT_HOLDING, ABSENT, 0, 0, Ending.MOVED),
        (RuleKind.ABSENT_HOLDING, ABSENT, 21, 30, Ending.RULE_CHANGED),
        (RuleKind.ABSENT_HOLDING, AT_WORK, 21, 30, Ending.RETURNED),
        (RuleKind.LEAVER_HOLDING, AT_WORK, 7, 0, Ending.RETURNED),  # the last day was put off
        (RuleKind.LEAVER_HOLDING, ABSENT, 7, 0, Ending.ABSENT),
        (RuleKind.LEAVER_HOLDING, GONE, 7, 9, Ending.RULE_CHANGED),
        (RuleKind.LEAVER_HOLDING, GONE, 0, 0, Ending.MOVED),
        (RuleKind.LEAVER_HOLDING, SOUTH, 7, 0, Ending.MOVED_TEAM),
    ],
)
def test_whoever_was_away_may_be_back_with_the_cases(
    kind: RuleKind, holder: Holder, cases: int, rule_limit: float, ending: Ending
) -> None:
    member = replace(OVER, limit=None)
    rule = a_rule(kind, limit=rule_limit, margin=0)
    found = now(kind, holder=holder, rule=rule, outflow=MOVED)
    assert ending_of(member, clear(cases, limit=None), found) is ending


@pytest.mark.parametrize(
    ("kind", "was", "limit", "ending"),
    [
        (RuleKind.NOT_SEEN, 28, 40, Ending.RULE_CHANGED),
        (RuleKind.NOT_SEEN, 28, 28, Ending.FELL),
        (RuleKind.NOT_SEEN, 40, 28, Ending.FELL),
        (RuleKind.UNALLOCATED, 10, 15, Ending.RULE_CHANGED),
        (RuleKind.UNALLOCATED, 10, 10, Ending.FELL),
        (RuleKind.DATA_LATE, 2, 5, Ending.RULE_CHANGED),
    ],
)
def test_a_rule_that_counts_days_and_counts_more_of_them_ends_what_waits_for_less(
    kind: RuleKind, was: float, limit: float, ending: Ending
) -> None:
    member = replace(OVER, subject="kind:assessment", worker_id=None, clears_at=was, limit=was)
    reading = clear(0, limit=limit)
    found = now(kind, holder=None, rule=a_rule(kind, limit=limit))
    assert ending_of(member, reading, found) is ending


@pytest.mark.parametrize(
    ("cases", "limit", "ending"), [(3, 5, Ending.RULE_CHANGED), (0, 5, Ending.FELL)]
)
def test_unknown_people_are_measured_by_the_rule_alone(
    cases: int, limit: float, ending: Ending
) -> None:
    member = replace(OVER, subject="unmatched:1", worker_id=None, value=3, limit=0)
    rule = a_rule(RuleKind.UNMATCHED, limit=limit)
    found = now(RuleKind.UNMATCHED, holder=None, rule=rule)
    assert ending_of(member, clear(cases, limit=limit), found) is ending


@pytest.mark.parametrize(
    ("average", "high", "ending"),
    [
        (16.2, 17, Ending.LIMIT_CHANGED),
        (16.2, None, Ending.LIMIT_CHANGED),
        (14.2, 15, Ending.FELL),
    ],
)
def test_a_promise_is_a_limit_that_may_change(
    average: float, high: float | None, ending: Ending
) -> None:
    member = replace(OVER, subject="team:1", worker_id=None, value=16.2, limit=15)
    found = now(RuleKind.TEAM_ABOVE_PROMISE, holder=None)
    assert ending_of(member, replace(clear(), value=average, limit=high), found) is ending
