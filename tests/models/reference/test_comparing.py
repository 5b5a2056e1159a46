"""An authority beside England, its region and its neighbours, by the published figures."""

from dataclasses import replace

import pytest

from models.reference.comparing import Comparison, Median, comparison
from models.reference.finding import children_in_need, find_area
from models.reference.measures import COMPARED, PublishedMeasure
from models.reference.measures import PublishedMeasure as M
from models.reference.table import Level, Published, Row

RATES = (M.AVERAGE_CASELOAD, M.AGENCY_RATE, M.VACANCY_RATE, M.TURNOVER_RATE)


def compared(packaged: Published, text: str, measure: PublishedMeasure) -> Comparison:
    found = comparison(packaged, text, measure)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("code", "own", "medians", "first"),
    [
        ("852", (14.3, 8.0, 3.8, 7.4), (15.45, 7.65, 7.65, 11.0), "Coventry"),
        ("305", (15.0, 13.1, 11.1, 17.2), (15.05, 20.45, 17.7, 11.85), "Hertfordshire"),
        ("850", (16.1, 9.1, 9.1, 7.6), (15.15, 11.5, 13.25, 12.65), "Wiltshire"),
        ("860", (18.4, 8.8, 19.9, 8.4), (15.0, 9.4, 14.35, 10.5), "East Riding of Yorkshire"),
        # With Kingston, whose code is one of two in a cell; without it they would be of nine.
        ("319", (14.0, 25.8, 29.5, 34.9), (15.25, 18.9, 18.8, 13.4), "Merton"),
    ],
)
def test_an_authority_stands_beside_the_median_of_its_ten_neighbours(
    packaged: Published,
    code: str,
    own: tuple[float, ...],
    medians: tuple[float, ...],
    first: str,
) -> None:
    found = [compared(packaged, code, measure) for measure in RATES]
    assert tuple(each.now.own.value for each in found) == own
    assert [each.now.median.value for each in found] == pytest.approx(medians)
    assert {(each.now.year, each.now.median.counted) for each in found} == {(2025, 10)}
    assert found[0].neighbours[0].name == first


def test_a_neighbour_that_its_model_does_not_name_has_its_published_name(
    packaged: Published,
) -> None:
    model = replace(packaged.neighbours, names={"852": "Southampton"})
    found = compared(replace(packaged, neighbours=model), "852", M.AGENCY_RATE)
    assert found.neighbours[0].name == "Coventry"


def test_england_and_the_region_stand_beside_it(packaged: Published) -> None:
    found = compared(packaged, "305", M.AVERAGE_CASELOAD)
    assert found.now.region is not None
    assert (found.now.england.value, found.now.region.value) == (15.2, 14.6)
    assert found.now.region.name == "Outer London"


def test_every_year_is_there_with_the_neighbours_of_the_newest_model(packaged: Published) -> None:
    found = compared(packaged, "852", M.AVERAGE_CASELOAD)
    history = [23.9, 19.5, 17.3, 16.9, 26.1, 17.9, 16.0, 14.9, 14.3]
    assert [year.own.value for year in found.history] == history
    assert [year.year for year in found.history] == list(range(2017, 2026))
    assert found.history[0].england.value == 17.7
    assert found.history[-1] == found.now
    assert found.model_year == 2025


def test_a_value_that_is_not_printed_is_named_by_what_its_symbol_means(
    packaged: Published,
) -> None:
    sutton = compared(packaged, "319", M.AGENCY_RATE).history[6].own
    assert (sutton.year, sutton.value, sutton.missing) == (
        2023,
        None,
        "left out because it is not reliable",
    )
    southampton = compared(packaged, "852", M.ABSENCE_RATE).history[5].own
    assert southampton.missing == "more than nothing, and rounds to 0"


def test_a_joint_return_is_found_for_either_and_is_not_its_own_neighbour(
    packaged: Published,
) -> None:
    kingston = compared(packaged, "314", M.AVERAGE_CASELOAD)
    richmond = compared(packaged, "318", M.AVERAGE_CASELOAD)
    assert kingston.area == richmond.area
    assert [near.name for near in kingston.neighbours] != [
        near.name for near in richmond.neighbours
    ]
    assert kingston.now.median == Median(15.1, 9, 10)
    (together,) = [near for near in kingston.neighbours if near.reading.value is None]
    assert (together.name, together.reading.missing) == (
        "Richmond upon Thames",
        "reported together with your own authority",
    )


def test_two_neighbours_with_one_return_count_once(packaged: Published) -> None:
    found = compared(packaged, "866", M.AVERAGE_CASELOAD)  # Swindon, near both Northamptonshires
    by_name = {near.name: near.reading for near in found.neighbours}
    assert by_name["North Northamptonshire"].value == 14.8
    assert by_name["West Northamptonshire"].missing == (
        "reported together with North Northamptonshire"
    )
    assert found.now.median.counted == 9


def test_years_before_an_authority_was_made_have_no_value(packaged: Published) -> None:
    staffordshire = compared(packaged, "860", M.AVERAGE_CASELOAD)  # near Westmorland and Furness
    assert [year.median.counted for year in staffordshire.history] == [9] * 6 + [10] * 3


def test_an_authority_that_is_gone_is_shown_as_it_was_last_published(packaged: Published) -> None:
    cumbria = compared(packaged, "909", M.AVERAGE_CASELOAD)
    assert (cumbria.now.year, cumbria.now.own.value) == (2022, 15.5)
    assert cumbria.now.median == Median(None, 0, 0)


def test_a_measure_that_no_file_had_is_not_published(packaged: Published) -> None:
    rows: dict[tuple[str, int], Row] = {place: {} for place in packaged.indicators.rows}
    bare = replace(packaged, indicators=replace(packaged.indicators, rows=rows))
    found = compared(bare, "852", M.AGENCY_RATE)
    assert found.now.own.missing == "not published for this year"
    assert found.now.median == Median(None, 0, 10)


def test_every_measure_that_is_compared_has_its_words() -> None:
    for described in COMPARED.values():
        assert described.label
        assert described.unit in {"%", "cases per FTE"}
        assert described.sentence.endswith(".")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("852", "Southampton"),
        (" 852 ", "Southampton"),
        ("E06000045", "Southampton"),
        ("e06000045", "Southampton"),
        ("southampton", "Southampton"),
        ("Bristol", "Bristol, City of"),
        ("314 / 318", "Kingston upon Thames / Richmond upon Thames"),
        ("318", "Kingston upon Thames / Richmond upon Thames"),
        ("E06000062", "North Northamptonshire / West Northamptonshire"),
        ("West Northamptonshire", "North Northamptonshire / West Northamptonshire"),
        ("E08000016", "Barnsley"),  # until 2024
        ("E08000038", "Barnsley"),
        ("999", None),
        ("South East", None),
        ("", None),
    ],
)
def test_an_authority_is_found_by_code_or_name(
    packaged: Published, text: str, name: str | None
) -> None:
    found = find_area(packaged, text)
    assert (found.name if found else None) == name


def test_of_two_areas_of_one_name_the_one_that_still_reports_is_meant(packaged: Published) -> None:
    dorset = find_area(packaged, "Dorset")
    assert dorset is not None
    assert (dorset.code, dorset.level) == ("838", Level.AUTHORITY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("852", (1971, 2025)),
        ("E10000014", (10636, 2025)),
        ("314", (1002, 2025)),
        ("314/318", (1966, 2025)),
        ("Kingston upon Thames / Richmond upon Thames", (1966, 2025)),
        ("314/999", None),
        ("999", None),
    ],
)
def test_children_in_need_are_those_of_the_newest_year(
    packaged: Published, text: str, expected: tuple[int, int] | None
) -> None:
    assert children_in_need(packaged, text) == expected


def test_children_in_need_of_a_year_without_a_number_are_those_of_the_year_before(
    packaged: Published,
) -> None:
    rows = {place: row for place, row in packaged.need.rows.items() if place != ("852", 2025)}
    before = replace(packaged, need=replace(packaged.need, rows=rows | {("852", 2025): {}}))
    found = children_in_need(before, "852")
    assert found is not None
    assert found[1] == 2024
