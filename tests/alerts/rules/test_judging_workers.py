"""Which workers are over, which are clear of it, and which cases nobody at work holds."""

from datetime import date
from typing import Any

import pytest

from alerts.rules.judging.day import Away, TeamDay
from alerts.rules.judging.judge import judge
from models.figures.holders import Holder
from models.vocabulary import LimitScope, RuleKind
from tests.build import a_holder, a_limit, a_rule, a_team_day

WATCHED = frozenset({"worker:1"})
NEWLY = a_limit(16.2, LimitScope.NEWLY_QUALIFIED)
BEFORE = date(2026, 11, 16)


def over(holder: Holder, **given: Any) -> tuple[bool, bool]:
    """Whether the worker is over, and whether clear, by the rule for workers over their limit."""
    rule = a_rule(**given)
    (reading,) = judge({rule.kind: rule}, a_team_day(holder, watched=WATCHED))
    return reading.over, reading.clear


@pytest.mark.parametrize(
    ("cases", "fte", "limit", "rule", "is_over", "is_clear"),
    [
        (19, 1.0, 18, {}, True, False),
        (18, 1.0, 18, {}, False, False),  # at the limit: in the margin
        (17, 1.0, 18, {}, False, True),
        (18, 1.0, 18, {"margin": 0}, False, True),
        (16, 1.0, 18, {"margin": 3}, False, False),
        (15, 1.0, 18, {"margin": 3}, False, True),
        (20, 1.0, 18, {"limit": 2}, False, False),
        (21, 1.0, 18, {"limit": 2}, True, False),
        (19, 1.0, 18, {"limit": 2}, False, True),
        (10, 0.5, 18, {}, True, False),
        (9, 0.5, 18, {}, False, False),
        (8, 0.5, 18, {}, False, True),
        (57, 0.57, 100, {}, False, False),  # binary floats say that 0.57 of 100 is less than 57
        (1, 0.0, 18, {}, True, False),
        (0, 0.0, 18, {}, False, True),  # nothing is held: the margin cannot be reached, nor need be
        (17, 1.0, 16.2, {"margin": 0}, True, False),
        (16, 1.0, 16.2, {"margin": 0}, False, True),
    ],
)
def test_over_is_above_the_allowance_and_clear_is_below_it_by_the_margin(
    cases: int, fte: float, limit: float, rule: dict[str, Any], is_over: bool, is_clear: bool
) -> None:
    holder = a_holder(caseload=cases, fte=fte, limit=a_limit(limit))
    assert over(holder, **rule) == (is_over, is_clear)


def test_without_a_limit_nobody_is_over() -> None:
    assert over(a_holder(caseload=40, limit=None)) == (False, True)


def test_a_worker_with_nothing_to_tell_whom_no_alert_speaks_of_has_no_reading() -> None:
    rule = a_rule()
    assert judge({rule.kind: rule}, a_team_day(a_holder(caseload=18))) == []


@pytest.mark.parametrize(
    ("holder", "said"),
    [
        (a_holder(caseload=26), "26 cases, limit 18"),
        (a_holder(caseload=11, fte=0.5), "11 cases, limit 9 at half time"),
        (a_holder(caseload=17, limit=NEWLY), "17 cases, limit 16.2 newly qualified"),
        (
            a_holder(caseload=9, limit=a_limit(8, LimitScope.STAFF)),
            "9 cases, limit 8 own limit",
        ),
    ],
)
def test_how_a_worker_stands_is_said_with_the_limit_and_without_the_name(
    holder: Holder, said: str
) -> None:
    rule = a_rule()
    (reading,) = judge({rule.kind: rule}, a_team_day(holder))
    assert (reading.name, reading.said) == ("Worker 1", said)
    assert (reading.value, reading.limit) == (holder.caseload, holder.allowance)


# Newly qualified workers.


@pytest.mark.parametrize(
    ("kinds", "by"),
    [
        (
            {RuleKind.WORKER_OVER, RuleKind.NEWLY_QUALIFIED_OVER},
            ["worker-over-limit", "newly-qualified-over-limit"],
        ),
        ({RuleKind.WORKER_OVER}, ["worker-over-limit", "worker-over-limit"]),
        ({RuleKind.NEWLY_QUALIFIED_OVER}, ["newly-qualified-over-limit"]),
        (set(), []),
    ],
)
def test_a_newly_qualified_worker_is_judged_by_the_rule_of_their_own_while_it_is_on(
    kinds: set[RuleKind], by: list[str]
) -> None:
    workers = (
        a_holder(worker_id=1, caseload=20),
        a_holder(worker_id=2, caseload=17, newly_qualified=True, limit=NEWLY),
    )
    readings = judge({kind: a_rule(kind) for kind in kinds}, a_team_day(*workers))
    assert [reading.rule for reading in readings] == by


# Away.

AWAY = Away(absent_from={1: BEFORE}, left_on={1: BEFORE})
absent = a_holder(caseload=12, absent=True)
left = a_holder(caseload=12, in_post=False)


@pytest.mark.parametrize(("holder", "gone"), [(absent, "absent"), (left, "left")])
def test_a_worker_away_is_not_over_but_gone(holder: Holder, gone: str) -> None:
    rule = a_rule()
    day = a_team_day(holder, watched=WATCHED, away=AWAY)
    (reading,) = judge({rule.kind: rule}, day)
    assert (reading.over, reading.clear, reading.gone) == (False, True, gone)
    assert judge({rule.kind: rule}, a_team_day(holder, away=AWAY)) == []


def test_a_worker_who_is_yet_to_start_is_neither_over_nor_gone() -> None:
    rule = a_rule()
    holder = a_holder(caseload=40, in_post=False)
    (reading,) = judge({rule.kind: rule}, a_team_day(holder, watched=WATCHED))
    assert (reading.over, reading.clear, reading.gone) == (False, True, None)


def day_of(holder: Holder, **given: Any) -> TeamDay:
    return a_team_day(holder, **{"away": AWAY, "watched": WATCHED, **given})


@pytest.mark.parametrize(
    ("kind", "holder", "is_over", "said"),
    [
        (RuleKind.ABSENT_HOLDING, absent, True, "absent, with 12 cases"),
        (RuleKind.ABSENT_HOLDING, a_holder(absent=True), False, "absent, with no cases"),
        (RuleKind.ABSENT_HOLDING, a_holder(caseload=12), False, "at work, with 12 cases"),
        (RuleKind.ABSENT_HOLDING, left, False, "has left, with 12 cases"),
        (RuleKind.LEAVER_HOLDING, left, True, "has left, with 12 cases"),
        (RuleKind.LEAVER_HOLDING, a_holder(in_post=False), False, "has left, with no cases"),
        (RuleKind.LEAVER_HOLDING, absent, False, "absent, with 12 cases"),
    ],
)
def test_cases_of_a_worker_away_are_a_breach_since_the_worker_is_away(
    kind: RuleKind, holder: Holder, is_over: bool, said: str
) -> None:
    rule = a_rule(kind)
    (reading,) = judge({kind: rule}, day_of(holder))
    assert (reading.over, reading.clear, reading.said) == (is_over, not is_over, said)
    if is_over:
        assert (reading.since, reading.value) == (BEFORE, 12)


def test_an_absent_worker_who_leaves_is_gone_from_the_absent_ones() -> None:
    kind = RuleKind.ABSENT_HOLDING
    (reading,) = judge({kind: a_rule(kind)}, day_of(left))
    assert reading.gone == "left"


@pytest.mark.parametrize(
    ("cases", "is_over", "is_clear"), [(4, True, False), (3, False, False), (1, False, True)]
)
def test_a_few_cases_of_an_absent_worker_may_be_allowed(
    cases: int, is_over: bool, is_clear: bool
) -> None:
    kind = RuleKind.ABSENT_HOLDING
    rule = a_rule(kind, limit=3, margin=2)
    (reading,) = judge({kind: rule}, day_of(a_holder(caseload=cases, absent=True)))
    assert (reading.over, reading.clear) == (is_over, is_clear)


@pytest.mark.parametrize(
    "kind",
    [
        RuleKind.WORKER_OVER,
        RuleKind.ABSENT_HOLDING,
        RuleKind.LEAVER_HOLDING,
        RuleKind.NOT_SEEN,
    ],
)
def test_a_worker_who_moved_to_another_team_is_no_breach_in_the_old_one(kind: RuleKind) -> None:
    elsewhere = a_holder(worker_id=7, caseload=30, team_id=2, team="Court South")
    day = a_team_day(moved={"worker:7": elsewhere}, watched=frozenset({"worker:7"}))
    (reading,) = judge({kind: a_rule(kind)}, day)
    assert (reading.over, reading.clear, reading.gone) == (False, True, None)
    assert reading.said == "now works in Court South"
