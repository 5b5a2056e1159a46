"""Where a plan leads: each effect by itself, by hand, and what always holds."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.plans.charting import plan_chart
from alerts.plans.plan import Input, PlanInputs, PlanRefused
from alerts.plans.projecting import afterwards, make_plan, posts_needed, project, today
from alerts.plans.starting import Baseline, make_inputs
from alerts.plans.tables import input_rows, year_table
from alerts.plans.wording import headline, lines, no_one_promise
from models.figures.limits import Promise


def said(value: float) -> Input:
    return Input(value, given=True, source="said")


def a_plan(**changes: float) -> PlanInputs:
    """2,000 cases and 100 FTE; posts are filled at once and nobody leaves, unless said."""
    usual = {"turnover": 0.0, "turnover_now": 0.0, "recruit_weeks": 0.0, "cost_per_post": 50_000.0}
    values = {**usual, "posts": 0.0, **changes}
    now = Baseline(cases=said(2_000), fte=said(100))
    return make_inputs({name: said(value) for name, value in values.items()}, now)


@pytest.mark.parametrize(
    ("changes", "name", "values"),
    [
        ({}, "average", [20, 20, 20]),
        ({"cases_change": -100.0}, "cases", [1_900, 1_800, 1_700]),
        ({"cases_change": 100.0}, "average", [21, 22, 23]),
        ({"posts": 25.0}, "average", [16, 16, 16]),
        ({"posts": 20.0, "taper": 8.0}, "posts", [20, 12, 4]),
        ({"posts": 20.0, "taper": 8.0}, "fte", [120, 112, 104]),
        ({"posts": 20.0, "taper": 8.0}, "cost", [1_000_000, 600_000, 200_000]),
        ({"posts": 20.0, "taper": 8.0, "absorbed": 10.0}, "fte", [120, 120, 114]),
        ({"posts": 20.0, "support": 10.0}, "fte", [120, 120, 120]),
        ({"posts": 20.0, "support": 10.0}, "cost", [1_500_000] * 3),
        ({"posts": 20.0, "recruit_weeks": 13.0}, "filled", [15, 20, 20]),
        ({"posts": 20.0, "recruit_weeks": 26.0, "turnover": 20.0, "turnover_now": 20.0},
         "filled", [9, 18, 18]),
        ({"turnover_now": 20.0, "recruit_weeks": 26.0}, "fte", [110, 110, 110]),
        ({"turnover": 20.0, "recruit_weeks": 26.0}, "fte", [90, 90, 90]),
        ({"turnover": 20.0, "turnover_now": 20.0, "recruit_weeks": 26.0}, "fte", [100, 100, 100]),
        ({"turnover": 20.0, "turnover_now": 20.0}, "leavers", [20, 20, 20]),
        ({"agency_fte": 14.0, "convert": 5.0}, "agency_fte", [9, 4, 0]),
        ({"agency_fte": 14.0, "convert": 5.0}, "fte", [100, 100, 100]),
        ({"agency_fte": 14.0, "convert": 5.0, "agency_premium": 100.0}, "premium_saved",
         [2.5 * 5_200, 7.5 * 5_200, 12 * 5_200]),
        ({"agency_fte": 14.0, "end": 6.0}, "fte", [94, 88, 86]),
        ({"agency_fte": 14.0, "end": 6.0, "agency_holding": 50.0}, "fte", [97, 94, 93]),
        ({"agency_fte": 14.0, "end": 6.0, "agency_weekly_cost": 1_000.0}, "agency_saved",
         [3 * 52_000, 9 * 52_000, 13 * 52_000]),
        ({"agency_fte": 10.0, "convert": 8.0, "end": 8.0}, "agency_fte", [0, 0, 0]),
    ],
)  # fmt: skip
def test_each_effect_by_itself(changes: dict[str, float], name: str, values: list[float]) -> None:
    found = [getattr(row, name) for row in project(a_plan(**changes), 3)]
    assert found == pytest.approx(values)


@pytest.mark.parametrize(
    ("cases", "within"), [(1_500, True), (1_501, False), (1_200, True), (1_199, False)]
)
def test_the_promise_includes_both_its_ends(cases: float, within: bool) -> None:
    inputs = a_plan(cases=cases, promise_low=12.0, promise_high=15.0)
    assert project(inputs, 1)[0].in_promise is within


def test_without_a_promise_nothing_is_within_it() -> None:
    assert project(a_plan(), 1)[0].in_promise is None


@pytest.mark.parametrize(
    ("changes", "year", "posts"),
    [
        ({}, 1, 33.333333),  # 2,000 ÷ 15 = 133.33
        ({"cases_change": -100.0}, 2, 20),
        ({"turnover": 20.0, "turnover_now": 20.0, "recruit_weeks": 26.0}, 1, 37.037037),
        ({"agency_fte": 14.0, "end": 14.0}, 1, 47.333333),
        ({"cases": 1_400.0}, 1, 0),
    ],
)
def test_posts_needed_to_hold_15(changes: dict[str, float], year: int, posts: float) -> None:
    assert posts_needed(a_plan(**changes), 15, year) == pytest.approx(posts)


def test_the_posts_needed_hold_the_target_once_they_are_filled() -> None:
    inputs = a_plan(turnover=18.0, turnover_now=18.0, recruit_weeks=12.0, target=15.0)
    held = replace(inputs, posts=said(posts_needed(inputs, 15)))
    assert project(held, 2)[1].average == pytest.approx(15)


def test_afterwards_the_posts_are_gone_and_cases_stay_as_they_were() -> None:
    after = afterwards(a_plan(posts=20.0, taper=10.0, cases_change=-100.0))
    assert after is not None
    assert (after.year, after.posts, after.fte, after.cases) == (3, 0, 100, 1_800)
    assert afterwards(a_plan(posts=20.0)) is None


def test_today_nothing_is_added_and_nothing_is_paid() -> None:
    now = today(a_plan(posts=20.0, cases_change=-100.0))
    assert (now.posts, now.fte, now.cases, now.average, now.cost) == (0, 100, 2_000, 20, 0)


def test_more_years_than_the_numbers_allow_are_refused() -> None:
    inputs = a_plan(cases_change=-300.0, years=4.0)
    assert len(project(inputs, 6)) == 6
    with pytest.raises(PlanRefused, match="less than none"):
        project(inputs, 7)


AMOUNT = st.floats(0, 200, allow_nan=False)


@given(posts=AMOUNT, taper=AMOUNT, turnover=st.floats(0, 99), weeks=st.floats(0, 52))
def test_more_posts_never_make_the_average_worse(
    posts: float, taper: float, turnover: float, weeks: float
) -> None:
    inputs = a_plan(
        posts=posts,
        taper=min(posts, taper),
        turnover=turnover,
        turnover_now=turnover,
        recruit_weeks=weeks,
        years=3.0,
    )
    for row in project(inputs, 3):
        assert row.average <= 20
        assert 0 <= row.filled <= row.posts + 0.000001


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"posts": 25.0},
            "Court: 20 cases per full-time worker now, 16 from year 1",
        ),
        (
            {"posts": 40.0, "promise_high": 15.0},
            "Court: 20 cases per full-time worker now, 14.3 from year 1; "
            "within the promise of up to 15 in every year",
        ),
        (
            {"posts": 40.0, "taper": 10.0, "promise_high": 15.0},
            "Court: 20 cases per full-time worker now, 14.3 at its lowest in year 1; "
            "within the promise of up to 15 in year 1 of 4; above it again the year after",
        ),
        (
            {"cases_change": 100.0, "years": 1.0},
            "Court: 20 cases per full-time worker now, 21 after a year",
        ),
        (
            {"agency_fte": 5.0, "convert": 5.0, "years": 1.0},
            "Court: 20 cases per full-time worker now and after a year",
        ),
        (
            {"cases_change": -150.0, "promise_low": 12.0, "promise_high": 17.0, "years": 5.0},
            "Court: 20 cases per full-time worker now, 12.5 in year 5; "
            "within the promise of 12–17 from year 2",
        ),
        (
            {"cases_change": -250.0, "promise_low": 12.0, "promise_high": 17.5, "years": 4.0},
            "Court: 20 cases per full-time worker now, 10 in year 4; "
            "within the promise of 12–17.5 in years 1 to 3 of 4; below it in year 4 of 4",
        ),
    ],
)
def test_the_headline_says_what_it_comes_to(changes: dict[str, float], line: str) -> None:
    assert headline(make_plan("Court", a_plan(**changes))) == line


@pytest.mark.parametrize(
    ("target", "line"),
    [
        (
            15,
            "Court: 34 extra posts to hold 15 cases per full-time worker once they are filled; "
            "the average is 20 now",
        ),
        (
            19.9,
            "Court: 1 extra post to hold 19.9 cases per full-time worker once it is filled; "
            "the average is 20 now",
        ),
        (20, "Court: no extra post is needed to hold 20; the average is 20 now"),
    ],
)
def test_asked_what_it_takes_the_headline_says_how_many_posts(target: float, line: str) -> None:
    given: dict[str, Any] = {"target": said(target), "recruit_weeks": said(0)}
    inputs = make_inputs(given, Baseline(cases=said(2_000), fte=said(100)))
    assert headline(make_plan("Court", inputs)) == line


def test_the_lines_say_the_end_the_need_the_money_and_what_is_assumed() -> None:
    inputs = a_plan(posts=20.0, taper=10.0, promise_high=15.0, agency_fte=4.0, convert=2.0)
    inputs = replace(inputs, agency_premium=said(100), recruit_weeks=replace(said(12), given=False))
    assert lines(make_plan("Court", inputs)) == [
        "In year 2: 2,000 cases held by 110.0 FTE, 18.2 on average.",
        "The year after, without the posts and with cases as they were: 2,000 cases held by "
        "100.0 FTE, 20.0 on average, above the promise.",
        "To hold 15 takes 33.3 extra posts, once they are filled.",
        "The posts cost £1,500,000 over 2 years: 30 post-years at £50,000.",
        "Agency goes from 4 to 0 FTE: £20,800 of premium saved.",
        "Assumed: 12 weeks to recruit; over 2 years.",
    ]


def test_money_that_stays_the_same_is_told_by_the_year_and_in_all() -> None:
    found = lines(make_plan("Court", a_plan(posts=20.0, teams=2.0, years=4.0)))
    assert found[1:3] == [
        "The posts cost £1,000,000 a year (20 at £50,000), £4,000,000 over 4 years.",
        "In 2 teams, each of 10 posts.",
    ]


def test_of_posts_that_are_asked_for_the_lines_do_not_say_again_how_many() -> None:
    given: dict[str, Any] = {"target": said(15), "recruit_weeks": said(0), "years": said(1)}
    inputs = make_inputs(given, Baseline(cases=said(2_000), fte=said(100), turnover=said(0)))
    assert lines(make_plan("Court", inputs)) == [
        "In year 1: 2,000 cases held by 134.0 FTE, 14.9 on average.",
        "The posts cost £2,263,040: 34 post-years at £66,560.",
        "Assumed: turnover 0 % a year; £66,560 a post a year.",
    ]


@pytest.mark.parametrize(
    ("promises", "line"),
    [
        ((), None),
        ((None,), None),
        ((Promise(12, 15),), None),
        (
            (Promise(14, 18), Promise(12, 15)),
            "Its teams have different promises (12–15 and 14–18), so the plan is held against "
            "none. Say one, for example `promise 12-15`.",
        ),
        (
            (None, Promise(14, 18), Promise(None, 15)),
            "Its teams have different promises (14–18, none and up to 15), so the plan is held "
            "against none. Say one, for example `promise 12-15`.",
        ),
    ],
)
def test_teams_with_different_promises_are_told(
    promises: tuple[Promise | None, ...], line: str | None
) -> None:
    assert no_one_promise(make_plan("Court", a_plan()), promises) == line
    said_one = make_plan("Court", a_plan(promise_high=15.0))
    assert no_one_promise(said_one, promises) is None


def test_a_table_has_no_column_that_says_nothing() -> None:
    headings, rows = year_table(make_plan("Court", a_plan(cases_change=-100.0, years=1.0)))
    assert headings == ("Year", "Average", "FTE", "Cases")
    assert rows == [("now", "20.0", "100.0", "2,000"), ("1", "19.0", "100.0", "1,900")]


def test_inputs_that_play_no_part_are_not_listed() -> None:
    names = [row.name for row in input_rows(a_plan(cases_change=-100.0))]
    assert "agency_premium" not in names
    assert "posts" in names  # said, though none are


def test_the_chart_draws_the_promise_beside_the_average() -> None:
    inputs = a_plan(posts=20.0, taper=10.0, promise_low=12.0, promise_high=15.0)
    chart = plan_chart(make_plan("Court", inputs))
    assert chart.categories == ("Now", "Year 1", "Year 2", "After")
    assert chart.series == (
        ("Average", (20.0, 16.7, 18.2, 20.0)),
        ("Promise, lower end", (12.0,) * 4),
        ("Promise, upper end", (15.0,) * 4),
    )
