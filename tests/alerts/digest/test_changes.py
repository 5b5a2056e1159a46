"""Better and worse: from which change on it is one, and who is named for it."""

import pytest

from alerts.digest.digest import Turn
from alerts.digest.facts import Measured
from alerts.digest.sentences.changes import MOST, beyond, changes, of_turn, turn_of
from models.vocabulary import Measure
from tests.alerts.digest.samples import a_quiet_week, a_team, by_measure, measured, waiting

B, W, S, U = Turn.BETTER, Turn.WORSE, Turn.SAME, Turn.UNKNOWN


@pytest.mark.parametrize(
    ("measure", "then", "now", "turn"),
    [
        (Measure.AVERAGE_CASELOAD, 16.5, 16.2, B),
        (Measure.AVERAGE_CASELOAD, 16.5, 16.3, S),
        (Measure.AVERAGE_CASELOAD, 16.2, 16.5, W),
        (Measure.OVER_LIMIT, 11, 9, B),
        (Measure.OVER_LIMIT, 11, 10, S),
        (Measure.OVER_LIMIT, 40, 37, S),  # less than a tenth
        (Measure.OVER_LIMIT, 40, 36, B),
        (Measure.NOT_SEEN, 31, 35, S),
        (Measure.NOT_SEEN, 31, 36, W),
        (Measure.AGENCY_FTE, 15, 14.1, S),
        (Measure.AGENCY_FTE, 15, 14, B),
        (Measure.PERMANENT_SHARE, 90.0, 90.5, B),
        (Measure.PERMANENT_SHARE, 90.0, 89.5, W),
        (Measure.OPEN_CASES, 2000, 1800, U),  # fewer children in need is neither
        (Measure.AVERAGE_CASELOAD, None, 16.5, U),
        (Measure.AVERAGE_CASELOAD, 16.5, None, U),
    ],
)
def test_a_change_counts_from_where_it_is_more_than_the_wobble_of_any_week(
    measure: Measure, then: float | None, now: float | None, turn: Turn
) -> None:
    assert turn_of(Measured(measure=measure, now=now, week_ago=then)) is turn


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        (15.2, 15.4, []),
        (15.0, 15.2, []),
        (15.0, 15.3, [(W, "Court North is now above its promise of 12–15: average 15 → 15.3.")]),
        (15.4, 15.1, []),
        (15.4, 15.0, [(B, "Court North is back within its promise of 12–15: average 15.4 → 15.")]),
        (12.0, 13.4, []),
        (12.0, 13.5, [(W, "Court North: average 12 → 13.5.")]),
        (13.5, 12.0, []),
    ],
)
def test_a_team_is_told_when_it_crosses_its_promise_or_jumps(
    then: float, now: float, said: list[tuple[Turn, str]]
) -> None:
    week = a_quiet_week(measures={}, teams=(a_team(average=now, average_week_ago=then),))
    assert [(change.turn, change.said) for change in changes(week)] == said


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        (14.0, 15.3, "Four teams are now above their promise: A, B and two other teams."),
        (15.4, 14.0, "Four teams are back within their promise: A, B and two other teams."),
        (16.0, 17.5, "Averages up by 1.5 or more: A, B and two other teams."),
    ],
)
def test_many_teams_that_moved_alike_are_one_sentence(then: float, now: float, said: str) -> None:
    teams = tuple(a_team(name, now, average_week_ago=then) for name in "ABCD")
    week = a_quiet_week(measures={}, teams=teams)
    assert [change.said for change in changes(week)] == [said]


@pytest.mark.parametrize(
    ("east", "west", "named"),
    [
        ((10, 3), (5, 5), ", mostly East"),
        ((10, 7), (8, 5), ""),
        ((10, None), (5, 5), ""),
        ((12, 6), (9, 3), ""),  # and other teams fell by as much as one of them rose
    ],
)
def test_a_team_is_named_that_alone_makes_more_than_half_of_what_rose(
    east: tuple[int, int | None], west: tuple[int, int | None], named: str
) -> None:
    teams = tuple(
        a_team(name, unallocated=now, unallocated_week_ago=then)
        for name, (now, then) in (("East", east), ("West", west))
    )
    figure = measured(Measure.UNALLOCATED, 15, 8)
    week = a_quiet_week(measures=by_measure(figure), teams=teams)
    assert [change.said for change in changes(week)] == [f"Cases without a worker 8 → 15{named}."]


def test_a_team_too_small_is_not_named_for_its_workers() -> None:
    teams = (
        a_team("East", over_limit=4, over_limit_week_ago=0, is_small=True),
        a_team("West", over_limit=1, over_limit_week_ago=1),
    )
    week = a_quiet_week(measures=by_measure(measured(Measure.OVER_LIMIT, 5, 1)), teams=teams)
    assert [change.said for change in changes(week)] == ["Workers over their limit 1 → 5."]


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        (2, (), ["No child-protection or looked-after case is without a worker; last week two "
                 "were."]),
        (0, (), []),
        (None, (), []),
        (2, (waiting(1),), []),
    ],
)  # fmt: skip
def test_that_every_urgent_case_has_a_worker_again_is_told(
    then: int | None, now: tuple[object, ...], said: list[str]
) -> None:
    week = a_quiet_week(urgent_week_ago=then, waiting=now)
    assert [change.said for change in changes(week)] == said


def test_the_team_is_named_beside_the_figure_that_it_made() -> None:
    teams = (a_team("East", over_limit=4), a_team("West", over_limit=2, over_limit_week_ago=2))
    figures = by_measure(
        measured(Measure.OVER_LIMIT, 6, 2), measured(Measure.AT_20_OR_MORE, 14, 11)
    )
    assert [change.said for change in changes(a_quiet_week(measures=figures, teams=teams))] == [
        "Workers over their limit 2 → 6, mostly East; those at 20 or more 11 → 14."
    ]


def test_over_limit_and_20_or_more_that_part_are_two_sentences() -> None:
    figures = by_measure(
        measured(Measure.OVER_LIMIT, 9, 11), measured(Measure.AT_20_OR_MORE, 14, 12)
    )
    assert [(c.turn, c.said) for c in changes(a_quiet_week(measures=figures))] == [
        (B, "Workers over their limit 11 → 9."),
        (W, "Workers with 20 cases or more 12 → 14."),
    ]


def test_the_permanent_share_is_told_only_where_agency_is_not() -> None:
    share, agency = measured(Measure.PERMANENT_SHARE, 91, 90), measured(Measure.AGENCY_FTE, 14, 15)
    alone = a_quiet_week(measures=by_measure(share))
    assert [change.said for change in changes(alone)] == ["Permanent share 90 % → 91 %."]
    both = a_quiet_week(measures=by_measure(share, agency))
    assert [c.said for c in changes(both)] == ["Agency social workers 15 → 14 FTE."]


def test_each_side_has_four_sentences_at_most() -> None:
    figures = by_measure(
        *(measured(m, 90, 60) for m in (Measure.NOT_SEEN, Measure.UNALLOCATED, Measure.OVER_LIMIT)),
        *(measured(m, 90, 60) for m in (Measure.AGENCY_FTE, Measure.VACANCY_RATE)),
    )
    found = changes(a_quiet_week(measures=figures))
    assert len(of_turn(found, W)) == MOST
    assert beyond(found) == ("Worse: Vacancy rate 60 % → 90 %.",)


def test_what_another_limit_counts_is_neither_better_nor_worse() -> None:
    figure = measured(Measure.OVER_LIMIT, 3, 46, is_comparable=False)
    assert turn_of(figure) is U
    assert changes(a_quiet_week(measures=by_measure(figure))) == []
