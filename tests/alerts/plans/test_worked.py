"""The three worked plans, recomputed by hand, and the page that shows them."""

from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import pytest

from alerts.plans.plan import Input
from alerts.plans.projecting import YearRow, post_years, posts_needed, project
from alerts.plans.starting import make_inputs
from alerts.plans.tables import input_rows, year_table
from tests.alerts.plans.worked import (
    ALL,
    BROMLEY,
    BROMLEY_OF_ITS_CASES,
    HAMPSHIRE,
    HAMPSHIRE_WITH_SUPPORT,
    SOUTHAMPTON,
    SOUTHAMPTON_IF_ALL_HELD,
    Worked,
    assumed,
)

PAGE = (Path(__file__).parents[3] / "docs/plans.md").read_text(encoding="utf-8")


def markdown(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def averages(worked: Worked) -> list[float]:
    return [round(row.average, 1) for row in worked.plan.rows]


@pytest.mark.parametrize("name", ALL)
def test_the_page_shows_the_years_as_the_plan_projects_them(name: str) -> None:
    assert markdown(*year_table(ALL[name].plan)) in PAGE


@pytest.mark.parametrize("worked", [BROMLEY, HAMPSHIRE, SOUTHAMPTON], ids=lambda each: each.about)
def test_the_page_says_of_every_input_whether_it_is_given_or_assumed(worked: Worked) -> None:
    rows = [(row.label, row.value, row.how, row.source) for row in input_rows(worked.inputs)]
    assert markdown(("input", "value", "given or assumed", "where from"), rows) in PAGE
    assert f"`{worked.words}`" in PAGE


def test_the_page_names_every_key_of_a_year() -> None:
    missing = [field.name for field in fields(YearRow) if f"`{field.name}`" not in PAGE]
    assert missing == []


def test_bromleys_years_by_hand() -> None:
    churn = 1 - 0.186 * 12 / 52
    fte = [96 + 20 * churn * 40 / 52, 96 + 15 * churn, 96 + 10 * churn, 96 + 5 * churn]
    cases = [2016 - 67.5 * year for year in (1, 2, 3, 4)]
    found = BROMLEY.plan.years
    assert [row.fte for row in found] == pytest.approx(fte)
    assert [row.cases for row in found] == cases
    assert averages(BROMLEY) == [21, 17.6, 17.0, 17.2, 17.3, 18.2]


def test_bromleys_plan_does_not_reach_its_promise_in_either_reading() -> None:
    assert [row.in_promise for row in BROMLEY.plan.years] == [False] * 4
    assert averages(BROMLEY_OF_ITS_CASES) == [21, 16.2, 15.4, 15.5, 15.6, 16.8]
    assert [row.in_promise for row in BROMLEY_OF_ITS_CASES.plan.years] == [False] * 4


@pytest.mark.parametrize(
    ("fte", "reaches"),
    [(61, [1]), (61.25, [1]), (61.3, []), (60, [1, 2]), (58.75, [1, 2, 3]), (57.5, [1, 2, 3, 4])],
)
def test_bromleys_plan_reaches_15_at_its_best_only_with_61_fte_or_fewer(
    fte: float, reaches: list[int]
) -> None:
    at_best = replace(
        BROMLEY.inputs,
        fte=assumed(fte, ""),
        cases=assumed(21 * fte, ""),
        recruit_weeks=assumed(0, "filled from the first day"),
    )
    assert [row.year for row in project(at_best, 4) if row.average <= 15] == reaches


def test_bromleys_money_is_50_post_years_of_48_000_pounds() -> None:
    assert post_years(BROMLEY.inputs, 4) == 20 + 15 + 10 + 5
    assert BROMLEY.inputs.cost_per_post.value == 48_000
    assert [row.cost for row in BROMLEY.plan.years] == [960_000, 720_000, 480_000, 240_000]


def test_bromley_needs_35_posts_to_hold_15_in_the_first_year_and_21_in_the_last() -> None:
    needed = [round(posts_needed(BROMLEY.inputs, 15, year), 1) for year in (1, 4)]
    assert needed == [35.4, 21.3]


def test_bromleys_last_year_is_better_with_workers_kept_on_in_vacancies() -> None:
    kept = replace(BROMLEY.inputs, absorbed=Input(10, True, "absorb 10"))
    assert round(project(kept, 4)[-1].average, 1) == 15.8


def test_hampshires_years_by_hand() -> None:
    churn = 1 - 0.175 * 12 / 52
    fte = [276.3 + 70 * churn * 40 / 52, 276.3 + 70 * churn]
    assert [row.fte for row in HAMPSHIRE.plan.years] == pytest.approx(fte)
    assert averages(HAMPSHIRE) == [22.8, 19.2, 18.4]
    assert averages(HAMPSHIRE_WITH_SUPPORT) == [22.8, 20.1, 19.5]


@pytest.mark.parametrize("worked", [HAMPSHIRE, HAMPSHIRE_WITH_SUPPORT])
def test_hampshires_money_is_35_714_pounds_a_post_and_14_posts_a_team(worked: Worked) -> None:
    assert round(worked.inputs.cost_per_post.value) == 35_714
    assert [row.cost for row in worked.plan.years] == [2_500_000, 2_500_000]
    assert {row.posts + row.support for row in worked.plan.years} == {70}


def test_hampshire_would_need_150_posts_to_hold_15() -> None:
    assert round(posts_needed(HAMPSHIRE.inputs, 15, 2), 1) == 150.4


def test_southamptons_caseload_hangs_on_what_the_extra_agency_workers_held() -> None:
    (year,) = SOUTHAMPTON.plan.years
    assert (year.agency_fte, SOUTHAMPTON.inputs.convert.value) == (12, 33)
    assert averages(SOUTHAMPTON) == [17.9, 17.9]
    assert averages(SOUTHAMPTON_IF_ALL_HELD) == [17.9, 30.1]


def test_southampton_saves_half_in_the_first_year_and_all_of_it_in_the_next() -> None:
    first, second = project(
        replace(
            SOUTHAMPTON.inputs,
            agency_fte=assumed(83, "the 83 that go; none is left for a second year"),
        ),
        2,
    )
    assert (first.premium_saved, first.agency_saved) == (446_160, 2_340_000)
    assert (second.premium_saved, second.agency_saved) == (892_320, 4_680_000)


def test_what_the_question_gives_is_given_and_all_else_is_assumed() -> None:
    given = {name for name, each in BROMLEY.inputs.listed() if each.given}
    assert given == {
        *("cases_change", "posts", "taper", "cost_per_post"),
        *("promise_low", "promise_high", "years"),
    }
    assert make_inputs({"posts": Input(1, True, "")}, BROMLEY.baseline).posts.given
