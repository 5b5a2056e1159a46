"""A plan's inputs in a few words each, and the name that is proposed for it."""

from datetime import date

import pytest

from alerts.plans.naming import proposed_name
from alerts.plans.phrases import assumed, from_today, said
from alerts.plans.plan import Input, PlanInputs
from alerts.plans.projecting import make_plan
from alerts.plans.reading import read_plan
from alerts.plans.starting import Baseline, make_inputs

NOVEMBER = date(2026, 11, 23)


def live(value: float) -> Input:
    return Input(value, given=False, source="data as at Fri 20 Nov", live=True)


def asked(words: str) -> PlanInputs:
    """2,000 cases, 100 FTE of which 14 agency, and a promise, with what was said."""
    now = Baseline(
        cases=live(2_000),
        fte=live(100),
        promise_low=live(12),
        promise_high=live(15),
        agency_fte=live(14),
        turnover=live(12),
        cost_per_post=live(55_000),
    )
    return make_inputs(read_plan(words).given, now)


@pytest.mark.parametrize(
    ("words", "phrases"),
    [
        ("1 post at £48,000 a post", ["1 extra post", "£48,000 a post a year"]),
        (
            "20 posts taper 5 a year absorb 3 cases -65 a year",
            [
                *("cases −65 a year", "20 extra posts", "5 fewer each year"),
                "3 kept on in vacancies",
            ],
        ),
        ("50 posts and 20 support staff in 5 teams",
         ["50 extra posts", "20 support staff", "5 new teams"]),
        ("cases +40 a year, promise 14-16", ["cases +40 a year", "promise 14–16"]),
        ("to 15 over 1 year", ["15 to hold", "over 1 year"]),
        ("convert 5 agency a year, end 2 agency a year, premium £500 a week",
         ["5 FTE of agency replaced each year", "2 FTE of agency ended each year",
          "premium of £500 a week for one FTE of agency"]),
        ("turnover 8 %, recruit in 1 week", ["turnover 8 % a year", "1 week to recruit"]),
    ],
)  # fmt: skip
def test_what_was_said_is_said_back_in_short(words: str, phrases: list[str]) -> None:
    assert said(asked(words)) == phrases


def test_figures_of_today_are_told_apart_from_what_is_assumed() -> None:
    inputs = asked("to 15")
    assert from_today(inputs) == [
        *("2,000 cases", "100 FTE", "turnover 12 % a year", "£55,000 a post a year"),
        "promise 12–15",
    ]
    assert assumed(inputs) == ["12 weeks to recruit", "over 4 years"]


def test_what_was_reckoned_says_how() -> None:
    assert assumed(asked("agency to 0"))[0] == (
        "3.5 FTE of agency replaced each year (agency to 0: from 14 in 4 years)"
    )


@pytest.mark.parametrize(
    ("about", "words", "name"),
    [
        ("Northmere", "20 posts cases -65 a year", "Northmere, 20 posts, Nov 2026"),
        ("Court", "1 post", "Court, 1 post, Nov 2026 (3)"),
        ("Court North", "to 15", "Court North, to 15, Nov 2026"),
        ("Court", "cases -65 a year", "Court, cases −65 a year, Nov 2026"),
        ("Court", "agency to 0", "Court, agency replaced, Nov 2026"),
        ("x" * 100, "20 posts", f"{'x' * 60}, 20 posts, Nov 2026"),
    ],
)
def test_a_name_is_proposed_that_no_plan_has(about: str, words: str, name: str) -> None:
    taken = {"court, 1 POST, nov 2026", "Court, 1 post, Nov 2026 (2)"}
    assert proposed_name(make_plan(about, asked(words)), NOVEMBER, taken) == name
    assert len(name) <= 80
