"""When a team's average is above its promise."""

from dataclasses import replace
from typing import Any

import pytest

from alerts.rules.judging.judge import judge
from models.figures.limits import Promise
from models.vocabulary import Role, RuleKind
from tests.build import a_rule, a_team_day, holding

KIND = RuleKind.TEAM_ABOVE_PROMISE
WATCHED = frozenset({"team:1"})


@pytest.mark.parametrize(
    ("caseloads", "rule", "is_over", "is_clear"),
    [
        ([16, 15, 15], {}, True, False),  # 15.33
        ([15, 15, 15], {}, False, False),
        ([15, 14, 15], {}, False, False),  # 14.67: in the margin
        ([14, 14, 15], {}, False, True),  # 14.33
        ([15, 15, 15], {"margin": 0}, False, True),
        ([16, 16, 16], {"limit": 1}, False, False),
        ([17, 16, 16], {"limit": 1}, True, False),
    ],
)
def test_a_team_is_above_its_promise_when_its_average_is_above_the_upper_end(
    caseloads: list[int], rule: dict[str, Any], is_over: bool, is_clear: bool
) -> None:
    day = a_team_day(*holding(*caseloads), watched=WATCHED)
    (reading,) = judge({KIND: a_rule(KIND, **rule)}, day)
    assert (reading.over, reading.clear) == (is_over, is_clear)
    assert (reading.subject, reading.limit) == ("team:1", 15)


def test_it_is_said_as_an_answer_says_it() -> None:
    (reading,) = judge({KIND: a_rule(KIND)}, a_team_day(*holding(19, 19, 20)))
    assert reading.said == "19.3 cases per full-time worker, above the promise of 12–15"


def test_the_average_of_two_workers_is_not_said() -> None:
    (reading,) = judge({KIND: a_rule(KIND)}, a_team_day(*holding(19, 20)))
    assert reading.said == "above the promise of 12–15"


def test_a_team_without_social_workers_is_judged_by_the_working_average() -> None:
    advisers = [replace(each, role=Role.PERSONAL_ADVISER) for each in holding(30, 30)]
    (reading,) = judge({KIND: a_rule(KIND)}, a_team_day(*advisers))
    assert reading.over


@pytest.mark.parametrize("promise", [None, Promise(12, None)])
def test_without_an_upper_end_no_team_is_above_it(promise: Promise | None) -> None:
    workers = holding(40, 40, 40)
    assert judge({KIND: a_rule(KIND)}, a_team_day(*workers, promise=promise)) == []
    day = a_team_day(*workers, promise=promise, watched=WATCHED)
    (reading,) = judge({KIND: a_rule(KIND)}, day)
    assert (reading.over, reading.clear) == (False, True)


def test_a_team_in_which_nobody_holds_a_case_is_clear() -> None:
    (reading,) = judge({KIND: a_rule(KIND)}, a_team_day(watched=WATCHED))
    assert (reading.over, reading.clear, reading.value) == (False, True, 0)
