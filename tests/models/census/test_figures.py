"""A return's figures by the Department's formulas, counted by hand."""

from datetime import date
from typing import Any

import pytest

from models.census.definitions import CENSUS, CensusMeasure
from models.census.figures import CensusFigure, census_figures
from models.census.parts import (
    CensusParts,
    Counting,
    FteOf,
    count_return,
    parts_as_json,
    parts_from_json,
)
from models.census.records import CensusWorker, ReturnRecords
from models.reference.measures import PublishedMeasure as M
from models.vocabulary import Measure, Role
from tests.models.census.returns import a_record

DAY = date(2025, 9, 30)
LEFT = date(2025, 3, 31)


def a_return(*workers: CensusWorker, **given: Any) -> ReturnRecords:
    usual: dict[str, Any] = {
        "year": 2025,
        "authority_code": "852",
        "reference_on": DAY,
        "vacancies": 2.0,
        "covering_fte": 0.5,
        "covering_headcount": 1,
        "workers": workers,
    }
    return ReturnRecords(**usual | given)


WHOLE = a_return(
    a_record(person=1, cases=20, role=Role.CASE_HOLDER, days_lost=10.0, newly_qualified=True),
    a_record(person=2, fte=0.5, cases=10, role=Role.CASE_HOLDER, started_on=date(2024, 10, 1)),
    a_record(person=3, cases=0, role=Role.SENIOR_MANAGER, days_lost=2.5),
    a_record(person=4, agency=True, cases=15, role=Role.CASE_HOLDER),
    a_record(person=5, fte=0.0, fte_before=0.8, ended_on=LEFT, cases=3, days_lost=4.0),
    a_record(person=6, agency=True, fte=0.0, fte_before=1.0, ended_on=LEFT),
)


def by_measure(parts: CensusParts) -> dict[CensusMeasure, CensusFigure]:
    return {figure.measure: figure for figure in census_figures(parts, DAY)}


def figure_of(measure: CensusMeasure, *workers: CensusWorker, **given: Any) -> CensusFigure:
    return by_measure(count_return(a_return(*workers, **given)))[measure]


@pytest.mark.parametrize(
    ("measure", "value", "numerator", "denominator"),
    [
        (M.IN_POST_FTE, 2.5, 2.5, None),
        (M.IN_POST_HEADCOUNT, 3, 3, None),
        (M.AGENCY_FTE, 1, 1, None),
        (M.AGENCY_HEADCOUNT, 1, 1, None),
        (M.AGENCY_RATE, 28.6, 1, 3.5),
        (M.AGENCY_COVERING_FTE, 0.5, 0.5, None),
        (M.AGENCY_COVER_RATE, 50, 0.5, 1),
        (Measure.SUPERNUMERARY_FTE, 0.5, 0.5, 1),
        (M.VACANT_FTE, 2, 2, None),
        (M.VACANCY_RATE, 44.4, 2, 4.5),
        (M.VACANCIES_COVERED_RATE, 25, 0.5, 2),
        (M.STARTERS_FTE, 0.5, 0.5, None),
        (M.LEAVERS_FTE, 0.8, 0.8, None),
        (M.TURNOVER_RATE, 32, 0.8, 2.5),
        (M.CASES, 45, 45, None),
        (M.CASE_HOLDERS_FTE, 2.5, 2.5, None),
        (M.AVERAGE_CASELOAD, 18, 45, 2.5),
        (M.DAYS_LOST, 16.5, 16.5, None),
        (M.ABSENCE_RATE, 2.6, 16.5, 632.5),
        (Measure.NEWLY_QUALIFIED, 1, 1, None),
    ],
)
def test_every_figure_is_what_counting_by_hand_gives(
    measure: CensusMeasure, value: float, numerator: float, denominator: float | None
) -> None:
    figure = by_measure(count_return(WHOLE))[measure]
    assert (figure.value, figure.numerator, figure.denominator) == (value, numerator, denominator)
    assert figure.as_at == DAY


def test_every_figure_has_its_definition_and_comes_in_reading_order() -> None:
    figures = census_figures(count_return(WHOLE), DAY)
    assert [figure.measure for figure in figures] == list(CENSUS)
    assert all(figure.definition.sentence.endswith(".") for figure in figures)


def test_a_leavers_fte_is_that_of_a_year_before_unless_another_is_asked_for() -> None:
    gone = a_record(fte=0.0, fte_before=0.6, ended_on=LEFT)
    assert count_return(a_return(gone)).leavers_fte == 0.6
    assert count_return(a_return(gone), Counting(leavers=FteOf.FTE)).leavers_fte == 0


def test_case_holders_are_divided_by_the_fte_of_the_day_unless_another_is_asked_for() -> None:
    holder = a_record(fte=0.5, fte_before=1.0, cases=10)
    assert count_return(a_return(holder)).holders_fte == 0.5
    assert count_return(a_return(holder), Counting(holders=FteOf.FTE30)).holders_fte == 1


@pytest.mark.parametrize(
    ("ended_on", "leavers"),
    [
        (date(2024, 9, 30), 0),
        (date(2024, 10, 1), 1),
        (date(2025, 9, 30), 1),
        (date(2025, 10, 1), 0),
        (None, 0),
    ],
)
def test_leavers_are_those_of_the_year_to_30_september(ended_on: date | None, leavers: int) -> None:
    gone = a_record(fte=0.0, fte_before=1.0, ended_on=ended_on)
    assert count_return(a_return(gone)).leavers_headcount == leavers


@pytest.mark.parametrize(
    ("given", "in_post"),
    [
        ({}, 1),
        ({"fte": 0.0}, 1),
        ({"fte": None}, 1),
        ({"fte": 0.0, "ended_on": LEFT}, 0),
        ({"fte": None, "ended_on": LEFT}, 0),
        ({"fte": 0.5, "ended_on": LEFT}, 1),
        ({"agency": True}, 0),
        ({"agency": None}, 0),
    ],
)
def test_in_post_is_who_is_not_agency_and_has_an_fte_or_no_end(
    given: dict[str, Any], in_post: int
) -> None:
    assert count_return(a_return(a_record(**given))).in_post_headcount == in_post


def test_two_roles_of_one_person_are_two_ftes_and_one_head() -> None:
    halves = (a_record(number=1, fte=0.5), a_record(number=2, fte=0.5))
    parts = count_return(a_return(*halves))
    assert (parts.in_post_fte, parts.in_post_headcount) == (1.0, 1)
    twice = [a_record(number=n, agency=True) for n in (1, 2)]
    assert count_return(a_return(*twice)).agency_headcount == 2


def test_roles_add_up_and_records_without_one_are_named_apart() -> None:
    parts = count_return(a_return(*WHOLE.workers, a_record(person=9, fte=0.25, cases=4)))
    assert list(parts.by_role) == ["senior_manager", "case_holder", "unknown"]
    assert sum(role.in_post_fte for role in parts.by_role.values()) == parts.in_post_fte
    assert sum(role.cases for role in parts.by_role.values()) == parts.cases
    assert (parts.by_role["case_holder"].agency_fte, parts.by_role["unknown"].cases) == (1.0, 4)


@pytest.mark.parametrize(
    ("measure", "given", "warning"),
    [
        (M.IN_POST_FTE, {"fte": None}, "1 worker without an FTE adds nothing to it"),
        (M.AGENCY_RATE, {"agency": None}, "1 worker is left out: AgencyWorker is not said"),
        (
            M.IN_POST_HEADCOUNT,
            {"ended_on": LEFT},
            "1 worker with both an FTE and an end date counts as in post",
        ),
        (
            M.TURNOVER_RATE,
            {"fte": 0.0, "fte_before": 1.0, "ended_on": date(2019, 9, 23)},
            "1 worker whose end date is not in the census's year is no leaver of it",
        ),
        (
            M.LEAVERS_FTE,
            {"fte": 0.0, "ended_on": LEFT},
            "1 leaver without an FTE a year before adds nothing to it",
        ),
        (
            M.STARTERS_FTE,
            {"fte_before": 1.0, "started_on": LEFT},
            "1 starter had an FTE a year before, and may only have changed role",
        ),
        (
            M.AVERAGE_CASELOAD,
            {"fte": None, "cases": 1},
            "1 case of somebody who has left or has no FTE is left out",
        ),
        (M.AVERAGE_CASELOAD, {"cases": 51}, "1 worker holds more than 50 cases"),
        (M.ABSENCE_RATE, {}, "1 worker in post does not say the days lost"),
        (
            M.DAYS_LOST,
            {"fte": 0.0, "ended_on": LEFT, "days_lost": 4.5},
            "4.5 of the days lost are leavers'",
        ),
    ],
)
def test_what_a_figure_leaves_out_is_said_with_it(
    measure: CensusMeasure, given: dict[str, Any], warning: str
) -> None:
    assert figure_of(measure, a_record(**given)).warnings == (warning,)


def test_several_records_are_counted_in_a_warning() -> None:
    found = figure_of(M.IN_POST_FTE, a_record(fte=None), a_record(fte=None))
    assert found.warnings == ("2 workers without an FTE add nothing to it",)


def test_a_return_without_workers_or_vacancies_has_no_rate_and_never_a_zero() -> None:
    empty = count_return(a_return(vacancies=None, covering_fte=None, covering_headcount=None))
    found = by_measure(empty)
    rates = (M.AGENCY_RATE, M.VACANCY_RATE, M.TURNOVER_RATE, M.AVERAGE_CASELOAD, M.ABSENCE_RATE)
    assert {found[rate].value for rate in rates} == {None}
    assert found[M.VACANT_FTE].value is None
    assert found[M.VACANT_FTE].warnings == ("the return has no NumberOfVacancies",)
    assert found[Measure.SUPERNUMERARY_FTE].warnings == ("the return has no NoAgencyFTE",)


def test_more_cover_than_agency_workers_leaves_no_supernumerary_figure() -> None:
    found = figure_of(Measure.SUPERNUMERARY_FTE, a_record(agency=True), covering_fte=3.5)
    assert (found.value, found.warnings) == (
        None,
        ("3.5 agency FTE cover a vacancy (NoAgencyFTE), more than the 1 agency FTE there are",),
    )


def test_parts_are_kept_and_found_again_and_a_later_versions_are_passed_over() -> None:
    parts = count_return(WHOLE)
    kept = parts_as_json(parts)
    assert parts_from_json(kept) == parts
    assert parts_from_json({**kept, "invented_later": 1}) == parts
