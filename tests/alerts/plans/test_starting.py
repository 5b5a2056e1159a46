"""A plan's inputs: what was said, else the figures now, else stated defaults."""

import math

import pytest

from alerts.plans.plan import Input, PlanInputs, PlanRefused
from alerts.plans.reading import read_plan
from alerts.plans.starting import Baseline, make_inputs

NOW = "data as at Fri 20 Nov 18:00"


def live(value: float) -> Input:
    return Input(value, given=False, source=NOW, live=True)


BASELINE = Baseline(
    cases=live(2_000),
    fte=live(100),
    promise_low=live(12),
    promise_high=live(15),
    agency_fte=live(14),
    turnover=live(18),
    cost_per_post=live(50_000),
)


def inputs(text: str, baseline: Baseline = BASELINE) -> PlanInputs:
    return make_inputs(read_plan(text).given, baseline)


@pytest.mark.parametrize(
    ("name", "value", "given", "source"),
    [
        ("posts", 20, True, "20 posts"),
        ("cases", 2_000, False, NOW),
        ("turnover", 18, False, f"as now ({NOW})"),
        ("recruit_weeks", 12, False, "stated default: no published figure; say your own"),
        ("cost_per_post", 50_000, False, NOW),
        ("taper", 0, False, "not said: none"),
        ("years", 4, False, "stated default: four years"),
    ],
)
def test_every_input_says_whether_it_was_given_and_where_it_comes_from(
    name: str, value: float, given: bool, source: str
) -> None:
    found = getattr(inputs("20 posts"), name)
    assert (found.value, found.given, found.source) == (value, given, source)


def test_what_is_said_comes_before_what_the_figures_are() -> None:
    found = inputs("20 posts at £48,000 a post, 96 FTE, promise up to 16, turnover 12 %")
    assert (found.cost_per_post.value, found.fte.value) == (48_000, 96)
    assert (found.promise_low, found.promise_high and found.promise_high.value) == (None, 16)
    assert (found.turnover.value, found.turnover_now.value) == (12, 18)


def test_without_a_known_turnover_the_one_said_is_todays_too() -> None:
    unknown = Baseline(cases=live(2_000), fte=live(100))
    assert inputs("turnover 12 %", unknown).turnover_now.value == 12
    assert inputs("20 posts", unknown).turnover.value == 11.8


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("20 posts taper 5", "years", 4),
        ("20 posts taper 6", "years", 4),
        ("20 posts taper 1", "years", 10),
        ("20 posts taper 5 £2.4m", "cost_per_post", 48_000),
        ("70 posts £2.5m a year", "cost_per_post", 2_500_000 / 70),
        ("50 posts 20 support staff £2.5m a year", "cost_per_post", 2_500_000 / 70),
        ("20 posts average 21", "cases", 2_100),
        ("20 posts average 21 1,344 cases", "fte", 64),
        ("agency to 4 over 2 years", "convert", 5),
        ("agency to 4 over 2 years end 3 agency a year", "convert", 2),
        ("to 15", "posts", 35),  # (2,000 ÷ 15 − 100) ÷ (1 − 0.18 × 12 ÷ 52) = 34.8
        ("to 25", "posts", 0),
        ("to 15 cases -200 a year", "posts", 21),  # the first year needs the most
    ],
)
def test_what_was_said_another_way_is_reckoned(text: str, name: str, value: float) -> None:
    assert getattr(inputs(text), name).value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "A plan needs something that changes."),
        ("over 4 years", "A plan needs something that changes."),
        ("-20 posts", "Extra posts that hold cases cannot be -20. Say a number from 0 to 5,000"),
        ("9999999 posts", "cannot be 9,999,999"),
        (f"{'9' * 400} posts", "cannot be without end"),
        ("20 posts taper -5", "Posts fewer each year cannot be -5"),
        ("5 posts taper 20", "5 posts cannot become 20 fewer each year"),
        ("convert -3 agency a year", "cannot be -3"),
        ("turnover 101 %", "cannot be 101"),
        ("recruit in 53 weeks", "cannot be 53"),
        ("20 posts turnover 100 % recruit in 52 weeks", "every new post would stay empty"),
        ("20 posts at £-5 a post", "cannot be -5"),
        ("20 posts £-5m", "cannot be less than nothing"),
        ("20 posts at £48,000 a post £2.4m", "are two costs"),
        ("turnover 12 % £2.4m", "needs to say for how many posts"),
        ("20 posts 0 FTE", "Nobody holds cases there now"),
        ("20 posts average 0", "An average of 0 leaves nothing to plan"),
        ("20 posts average 21 96 FTE 2,016 cases", "say the same in two ways"),
        ("20 posts cases -600 a year", "600 cases fewer each year would leave less than none"),
        (
            "20 posts over 11 years",
            "cannot be 11. Say a whole number from 1 to 10",
        ),
        ("20 posts over 1.5 years", "Length of the plan cannot be 1.5"),
        ("20 posts promise 15-12", "A promise cannot run from 15 to 12"),
        ("to 0", "Average to hold cannot be 0"),
        ("agency to 20", "so that 20 is more"),
        ("agency to 4 convert 2 agency", "say the same in two ways"),
        ("agency 0 convert 2 agency a year", "There is no agency worker"),
        ("agency 200 end 100 agency a year", "would leave nobody to hold the cases"),
    ],
)
def test_negative_absurd_and_contradicting_numbers_are_refused(text: str, sentence: str) -> None:
    with pytest.raises(PlanRefused) as refused:
        inputs(text)
    assert sentence in str(refused.value)


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(PlanRefused, match="without end"):
        make_inputs({"posts": Input(math.nan, True, "")}, BASELINE)
