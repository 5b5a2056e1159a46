"""Cases that nobody works on: never a week in which nothing needs a decision."""

from dataclasses import replace

import pytest

from alerts.digest.composing import compose
from alerts.digest.facts import Health
from alerts.digest.sentences.decisions import decisions
from models.vocabulary import CaseKind, Measure, RuleKind
from tests.alerts.digest.samples import (
    a_quiet_week,
    a_review,
    a_team,
    an_open_alert,
    by_measure,
    measured,
    waiting,
)

IN_NEED = CaseKind.CHILD_IN_NEED


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([waiting(60, 9, kind=IN_NEED)], []),
        ([waiting(60, None, kind=IN_NEED)], []),  # nobody knows since when
        (
            [waiting(3, 10, kind=IN_NEED, long=1)],
            ["1 case has had no worker for ten working days or more, in Court North."],
        ),
        (
            [waiting(60, 37, kind=IN_NEED, long=58), waiting(1, 12, kind=CaseKind.OTHER, team="A",
                                                             long=1),
             waiting(3, 12, kind=CaseKind.OTHER, team="B", long=3)],
            ["62 cases have had no worker for ten working days or more, the longest for 37, in "
             "Court North, B and one other team."],
        ),
    ],
)  # fmt: skip
def test_any_case_without_a_worker_for_ten_working_days_needs_a_decision(
    parts: list[object], said: list[str]
) -> None:
    week = a_quiet_week(waiting=tuple(parts))
    assert decisions(week) == said
    assert ("nothing needs a decision" in compose(week).headline) is not bool(said)


def test_a_decision_about_cases_without_a_worker_is_told_beside_them() -> None:
    week = a_quiet_week(
        waiting=(waiting(3, 10, kind=IN_NEED, long=3),),
        reviews=(a_review(kind=RuleKind.UNALLOCATED),),
    )
    assert decisions(week) == [
        "3 cases have had no worker for ten working days or more, in Court North; decided about, "
        "and not yet due for review."
    ]


def test_their_alerts_do_not_say_it_again() -> None:
    week = a_quiet_week(
        waiting=(waiting(3, 10, kind=IN_NEED, long=3),),
        alerts=(an_open_alert(waits=6),),
    )
    assert len(decisions(week)) == 1


def test_of_old_data_no_days_are_said() -> None:
    week = a_quiet_week(
        waiting=(waiting(3, 10, kind=IN_NEED, long=3),), health=Health(stale_days=4)
    )
    assert decisions(week) == [
        "On Fri 20 Nov 3 cases had had no worker for ten working days or more, in Court North."
    ]


@pytest.mark.parametrize(
    ("open_cases", "then", "now", "is_said"),
    [
        (2040, 34, 53, False),
        (2040, 34, 54, False),  # less than a hundredth of the open cases
        (2040, 34, 55, True),
        (1000, 20, 39, False),
        (1000, 20, 40, True),
        (1000, 49, 49, False),
        (1000, 50, 50, True),  # one in twenty
        (300, 19, 19, False),
        (300, 20, 20, True),
        (1000, None, 40, False),
    ],
)
def test_cases_held_by_nobody_at_work_need_a_decision_when_they_are_many_or_rose_sharply(
    open_cases: int, then: int | None, now: int, is_said: bool
) -> None:
    nobody = replace(measured(Measure.NOBODY_AT_WORK, now), week_ago=then)
    figures = by_measure(nobody, measured(Measure.OPEN_CASES, open_cases))
    assert bool(decisions(a_quiet_week(measures=figures))) is is_said


def test_the_team_that_made_most_of_them_is_named_unless_it_is_small() -> None:
    figures = by_measure(
        measured(Measure.NOBODY_AT_WORK, 492, 34), measured(Measure.OPEN_CASES, 2040)
    )
    north = a_team("Court North", nobody_at_work=480, nobody_at_work_week_ago=22)
    week = a_quiet_week(measures=figures, teams=(north, a_team("Court South", 14.4)))
    digest = compose(week)
    assert digest.decisions == (
        "492 open cases are held by nobody at work, last week 34, mostly Court North: their "
        "workers are absent or have left.",
    )
    assert digest.worse == ()  # the decision says it
    assert digest.rows[0].measure == "cases held by nobody at work"
    small = replace(week, teams=(replace(north, is_small=True), a_team("Court South", 14.4)))
    assert "Court" not in decisions(small)[0]
