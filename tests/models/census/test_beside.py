"""A return beside the live and the published figures: what differs, by how much, and why."""

from collections.abc import Sequence
from datetime import date

import pytest

from models.census.beside import AS_THE_RETURN_COUNTS, Against, Other, beside
from models.census.definitions import CensusMeasure
from models.census.figures import CensusFigure
from models.census.parts import CensusParts
from models.reference.measures import PublishedMeasure as M
from models.vocabulary import Measure

DAY, LATER = date(2025, 9, 30), date(2025, 11, 20)
PARTS = CensusParts(cases=200, holders_fte=10.0, agency_cases=80, agency_holders_fte=2.0)
"""20 cases each; without agency workers 15."""


def differences(
    measure: CensusMeasure,
    value: float | None,
    *,
    live: Other | None = None,
    published: Other | None = None,
    warnings: tuple[str, ...] = (),
) -> Sequence[tuple[Against, float, tuple[str, ...]]]:
    figure = CensusFigure(measure, value, None, None, DAY, warnings)
    (line,) = beside(
        [figure],
        PARTS,
        {measure: live} if live else {},
        {measure: published} if published else {},
    )
    return [(each.against, each.by, each.reasons) for each in line.differences]


@pytest.mark.parametrize(
    ("value", "other", "differs"),
    [
        (16.5, 16.5, False),
        (16.5, 16.6, False),
        (16.5, 16.7, True),
        (16.5, 16.3, True),
        (None, 16.5, False),
        (16.5, None, False),
    ],
)
def test_what_rounding_explains_is_no_difference(
    value: float | None, other: float | None, differs: bool
) -> None:
    assert bool(differences(M.AGENCY_RATE, value, published=Other(other, DAY))) is differs


def test_another_day_is_the_first_reason_with_what_the_list_says_of_the_returns_own() -> None:
    ((_, by, reasons),) = differences(
        M.AGENCY_RATE, 9.0, live=Other(12.0, LATER, on_the_day=9.2, warnings=("a gap",))
    )
    assert by == -3
    assert reasons[0] == (
        "it is of 20 November 2025, the return of 30 September 2025; of the return's day the "
        "workforce list says 9.2 %"
    )
    assert reasons[-1] == "in the live figure, a gap"


@pytest.mark.parametrize(("other", "named"), [(15.2, True), (17.4, True), (17.6, False)])
def test_agency_workers_left_out_of_an_average_are_thought_of_where_that_is_nearer(
    other: float, named: bool
) -> None:
    ((_, _, reasons),) = differences(M.AVERAGE_CASELOAD, 20.0, published=Other(other, DAY))
    assert any("without agency workers the return comes to 15" in each for each in reasons) is named


@pytest.mark.parametrize(
    ("measure", "part"),
    [
        (M.VACANCY_RATE, "one number put in for the authority"),
        (Measure.SUPERNUMERARY_FTE, "counted by the basis of each agency worker"),
        (M.TURNOVER_RATE, "a leaver's FTE from a year before (FTE30)"),
        (M.AVERAGE_CASELOAD, "(Cases30)"),
        (M.IN_POST_FTE, "by their role in the workforce list"),
        (Measure.NEWLY_QUALIFIED, "CFKSSstatus 1"),
    ],
)
def test_a_live_figure_counted_otherwise_is_said_to_be(measure: CensusMeasure, part: str) -> None:
    ((against, _, reasons),) = differences(measure, 20.0, live=Other(10.0, DAY))
    assert against is Against.LIVE
    assert any(part in reason for reason in reasons)


def test_what_the_return_leaves_out_is_a_reason() -> None:
    ((_, _, reasons),) = differences(
        M.IN_POST_FTE, 9.0, published=Other(12.0, DAY), warnings=("2 workers have no FTE",)
    )
    assert reasons == ("in the return, 2 workers have no FTE",)


def test_where_nothing_explains_it_that_is_said() -> None:
    ((_, _, reasons),) = differences(M.VACANT_FTE, 9.0, published=Other(12.0, DAY))
    assert reasons[0].startswith("nothing is known that explains it")


@pytest.mark.parametrize(
    ("measure", "parts", "value"),
    [
        (Measure.SUPERNUMERARY_FTE, (9.0, 2.0, 8.0), 7.0),
        (M.AGENCY_COVER_RATE, (9.0, 2.0, 8.0), 22.2),
        (M.VACANCIES_COVERED_RATE, (9.0, 2.0, 8.0), 25.0),
        (M.VACANCIES_COVERED_RATE, (9.0, 9.0, 8.0), 100.0),
        (M.VACANCIES_COVERED_RATE, (9.0, 0.0, 0.0), None),
        (Measure.SUPERNUMERARY_FTE, (None, None, None), None),
    ],
)
def test_what_the_return_alone_counts_is_counted_so_of_the_list_too(
    measure: CensusMeasure, parts: tuple[float | None, float | None, float | None], value: float
) -> None:
    assert AS_THE_RETURN_COUNTS[measure](*parts) == value


def test_both_others_are_held_against_the_same_figure() -> None:
    found = differences(M.CASES, 200, live=Other(210, DAY), published=Other(190, DAY))
    assert [(against, by) for against, by, _ in found] == [
        (Against.LIVE, -10),
        (Against.PUBLISHED, 10),
    ]
