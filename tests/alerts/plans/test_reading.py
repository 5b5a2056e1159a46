"""A plan's words are understood in any order, and refused with an example where they are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.plans.plan import PlanRefused
from alerts.plans.reading import read_plan

NAMES = ("Court North", "Court", "Assessment 2", "Over 11s Team")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "plan 20 posts taper 5 a year cases -65 a year",
            {"posts": 20, "taper": 5, "cases_change": -65},
        ),
        (
            "cases −65 a year, taper 5 a year, 20 posts",
            {"posts": 20, "taper": 5, "cases_change": -65},
        ),
        ("plan 70 posts", {"posts": 70}),
        ("PLAN 70 EXTRA POSTS, please", {"posts": 70}),
        ("20 posts, five fewer each year", {"posts": 20, "taper": 5}),
        ("twenty more social workers", {"posts": 20}),
        ("posts 12.5", {"posts": 12.5}),
        ("50 social workers and 20 support staff", {"posts": 50, "support": 20}),
        ("70 posts of which 20 support staff", {"posts": 50, "support": 20}),
        ("70 posts in five new teams", {"posts": 70, "teams": 5}),
        ("absorb 8 posts into agency posts or vacancies", {"absorbed": 8}),
        ("cases fall by 65–70 a year", {"cases_change": -67.5}),
        ("65 fewer open cases a year", {"cases_change": -65}),
        ("40 more cases each year", {"cases_change": 40}),
        ("cases up 40 a year", {"cases_change": 40}),
        ("cases minus 65", {"cases_change": -65}),
        ("cases-65 a year", {"cases_change": -65}),
        ("1,346 cases 96 FTE", {"cases": 1346, "fte": 96}),
        ("average 21, 96 FTE", {"average": 21, "fte": 96}),
        ("promise 12–15", {"promise_low": 12, "promise_high": 15}),
        ("promise up to 15", {"promise_high": 15}),
        ("to 15", {"target": 15}),
        ("hold 15 cases per worker", {"target": 15}),
        ("to 12-15 with 20 posts", {"promise_low": 12, "promise_high": 15, "posts": 20}),
        ("convert 10 agency a year", {"convert": 10}),
        ("convert 10 agency workers into permanent each year", {"convert": 10}),
        ("agency to 12", {"agency_target": 12}),
        ("agency 95 to 12", {"agency_fte": 95, "agency_target": 12}),
        ("end 50 supernumerary, agency holding 0 %", {"end": 50, "agency_holding": 0}),
        ("95 agency workers", {"agency_fte": 95}),
        ("turnover 12 %", {"turnover": 12}),
        ("turnover now 18% turnover falls to 12%", {"turnover_now": 18, "turnover": 12}),
        ("recruit in 12 weeks", {"recruit_weeks": 12}),
        ("recruit within 3 months", {"recruit_weeks": 13}),
        ("20 weeks to recruit", {"recruit_weeks": 20}),
        ("at £48,000 a post", {"cost_per_post": 48_000}),
        ("48k a post", {"cost_per_post": 48_000}),
        ("20 posts for £2.4m", {"posts": 20, "budget": 2_400_000}),
        ("£2.4 million over four years", {"budget": 2_400_000, "years": 4}),
        ("£2.5M a year", {"budget_year": 2_500_000}),
        (
            "premium £520 a week, agency at £1,800 a week",
            {"agency_premium": 520, "agency_weekly_cost": 1800},
        ),
        ("over 4 years", {"years": 4}),
        ("-20 posts", {"posts": -20}),
        ("", {}),
    ],
)
def test_a_plan_says(text: str, said: dict[str, float]) -> None:
    asked = read_plan(text, NAMES)
    assert {name: each.value for name, each in asked.given.items()} == said
    assert asked.name is None
    assert all(each.given for each in asked.given.values())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("plan team Court North to 15", "Court North"),
        ("What would it take to get Court North to 15?", "Court North"),
        ("20 posts for service court over 3 years", "Court"),
        ("Assessment 2 to 15", "Assessment 2"),
        ("to 15 for the over 11s team", "Over 11s Team"),
        ("plan team Harbour to 15", "Harbour"),
        ("plan for team Harbour and Quay to 15 at £48k a post", "Harbour and Quay"),
    ],
)
def test_a_plan_may_name_whom_it_is_for(text: str, name: str) -> None:
    assert read_plan(text, NAMES).name == name


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("5 bananas", 'I did not understand "5 bananas". Say for example `plan 20 posts'),
        ("banana 20 posts apple", 'I did not understand "banana", "apple".'),
        ("2 in 3", "I did not understand"),
        ("15 posts and 20 posts", "`15 posts` and `20 posts` say the same thing twice."),
        ("70 social workers and support staff", "needs to say how many hold cases"),
        ("x" * 501, "longer than a plan can be"),
    ],
)
def test_what_means_nothing_is_refused_with_an_example(text: str, sentence: str) -> None:
    with pytest.raises(PlanRefused) as refused:
        read_plan(text)
    assert sentence in str(refused.value)
    assert "Say" in str(refused.value)


def test_the_words_are_kept_as_they_were_said() -> None:
    asked = read_plan("Plan 20 posts for £2.4M")
    assert asked.given["budget"].source == "for £2.4M"


WORDS = st.sampled_from(
    [
        *("20", "-5", "five", "£2.4m", "12-15", "65–70", "1,346", ".5", "posts", "cases", "fewer"),
        *("a year", "taper", "agency", "to", "over", "years", "%", "turnover", "recruit", "weeks"),
        *("FTE", "team", "Court North", "support staff", "and", ",", "promise", "premium", "x"),
    ]
)


@given(st.lists(WORDS, max_size=14).map(" ".join) | st.text(max_size=80))
def test_any_words_are_read_or_refused_with_a_sentence(text: str) -> None:
    said = ""
    try:
        read_plan(text, NAMES)
    except PlanRefused as refused:
        said = str(refused)
    assert not said or "Say" in said
