"""The Department's files are read as it publishes them, of this release and of older ones."""

import pytest

from models.reference.column_names import MEASURES
from models.reference.layout import table_text
from models.reference.measures import PublishedMeasure as M
from models.reference.measures import Symbol
from models.reference.reading import kind_of
from models.reference.table import Published, Value
from models.vocabulary import ExtractKind
from tests.models.reference.files import (
    ENGLAND,
    JOINT,
    SOUTH_EAST,
    SOUTHAMPTON,
    as_published,
    neighbours,
    read,
    row,
    table,
    text_of,
    wrong,
)

NOW = {measure: column.name for measure, column in MEASURES.items()}
IN_2022 = {
    M.IN_POST_FTE: "social_worker_fte",
    M.LEAVERS_FTE: "leaver_fte",
    M.TURNOVER_RATE: "turnover_rate_fte_%",
    M.DAYS_LOST: "working_days_lost_fte",
    M.ABSENCE_RATE: "absence_rate_fte_%",
    M.AGENCY_FTE: "agency_fte",
    M.AGENCY_RATE: "agency_worker_rate_fte_%",
    M.AGENCY_COVERING_FTE: "agency_cover_fte",
    M.AGENCY_COVER_RATE: "agency_cover_rate_fte_%",
    M.VACANT_FTE: "vacancy_fte",
    M.VACANCY_RATE: "vacancy_rate_fte_%",
    M.VACANCIES_COVERED_RATE: "vacancy_agency_cover_rate_fte_%",
    M.CASE_HOLDERS_FTE: "case_holders_fte",
    M.CASES: "cases",
    M.AVERAGE_CASELOAD: "caseload_fte",
    M.IN_POST_HEADCOUNT: "social_worker_headcount",
    M.LEAVERS_HEADCOUNT: "leaver_headcount",
    M.TURNOVER_RATE_HEADCOUNT: "turnover_rate_headcount_%",
    M.AGENCY_HEADCOUNT: "agency_headcount",
    M.AGENCY_RATE_HEADCOUNT: "agency_worker_rate_headcount_%",
}


def test_the_file_as_published_gives_the_packaged_text_exactly(packaged: Published) -> None:
    text = as_published(packaged.indicators, NOW)
    assert table_text(table("\ufeff" + text)) == table_text(packaged.indicators)


def test_the_columns_of_the_2022_release_say_the_same(packaged: Published) -> None:
    found = read(as_published(packaged.indicators, IN_2022))
    expected = {
        place: {measure: value for measure, value in said.items() if measure in IN_2022}
        for place, said in packaged.indicators.rows.items()
    }
    assert table(as_published(packaged.indicators, IN_2022)).rows == expected
    (note,) = found.notes
    assert note == (
        "The file does not have the columns starters_fte, starters_headcount; nothing is taken "
        "from it there."
    )


@pytest.mark.parametrize("mark", ["perc", "percent", "pct", "%"])
def test_a_rate_may_say_in_its_name_that_it_is_a_percentage(mark: str) -> None:
    said = {f"agency_rate_fte_{mark}": "12.5", f"Vacancy Rate FTE {mark}": "3"}
    (found,) = table(text_of(row(said=said))).rows.values()
    assert found == {M.AGENCY_RATE: 12.5, M.VACANCY_RATE: 3.0}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12.5", 12.5),
        (" 12.5 ", 12.5),
        ("0", 0.0),
        ("1,234.5", 1234.5),
        ("12,345,678", 12345678.0),
        ("12.5%", 12.5),
        ("z", Symbol.NOT_APPLICABLE),
        ("x", Symbol.UNAVAILABLE),
        (" X ", Symbol.UNAVAILABLE),
        ("[x]", Symbol.UNAVAILABLE),
        (":", Symbol.UNAVAILABLE),
        ("c", Symbol.SUPPRESSED),
        ("low", Symbol.LOW),
        ("u", Symbol.UNRELIABLE),
        ("", None),
        ("#N/A", None),
    ],
)
def test_a_cell_is_a_number_a_symbol_or_blank(cell: str, value: Value | None) -> None:
    (found,) = table(text_of(row(inpost_fte="1", agency_fte=cell))).rows.values()
    assert found.get(M.AGENCY_FTE) == value


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("about 12", '"about 12" is not a number; write digits such as 0.6 or 15. Symbols are z'),
        ("12,5", "12,5 has a decimal comma; write a point, as in 12.5."),
        ("-3", "-3 cannot be right; published values are 0 or more."),
        ("1e400", '"1e400" is not a number'),
        ("9999999999", "9999999999 cannot be right"),
    ],
)
def test_a_cell_that_is_neither_is_named_with_its_row_and_column(cell: str, sentence: str) -> None:
    ((place, message),) = wrong(text_of(row(), row(year=2024, agency_fte=cell)))
    assert (place.row, place.column) == (3, "agency_fte")
    assert message.startswith(sentence)


@pytest.mark.parametrize(
    ("cell", "year"),
    [("2025", 2025), ("2025.0", 2025), ("202425", 2025), ("2024/25", 2025), ("2024-2025", 2025)],
)
def test_a_year_is_the_one_its_period_ends_in(cell: str, year: int) -> None:
    assert table(text_of(row(year=cell))).years == [year]


@pytest.mark.parametrize("cell", ["twenty", "25", "202427", "1999", "2024/26", "30/09/2025"])
def test_what_is_no_year_is_refused(cell: str) -> None:
    ((place, message),) = wrong(text_of(row(year=cell)))
    assert (place.row, place.column) == (2, "time_period")
    assert message == f'"{cell}" is not a year; write 2025 or 202425.'


def test_an_empty_year_is_refused() -> None:
    ((_, message),) = wrong(text_of(row(year="")))
    assert message == "time_period is empty; every row needs one."


def test_two_codes_in_a_cell_are_one_area() -> None:
    (area,) = table(text_of(row(JOINT))).areas.values()
    assert (area.code, area.codes) == ("314/318", ("314", "318"))
    assert area.long_codes == ("E09000021", "E09000027")


def test_an_authority_keeps_every_e_code_it_has_had() -> None:
    before = row(SOUTHAMPTON | {"new_la_code": "E06000001", "la_name": "Old name"}, 2024)
    (area,) = table(text_of(before, row(), before | {"time_period": "2023"})).areas.values()
    assert (area.name, area.long_codes) == ("Southampton", ("E06000045", "E06000001"))


def test_england_and_regions_are_known_by_their_own_codes() -> None:
    areas = table(text_of(row(ENGLAND), row(SOUTH_EAST))).areas
    assert {code: area.name for code, area in areas.items()} == {
        "E92000001": "England",
        "E12000008": "South East",
    }


def test_rows_of_other_levels_are_left_out_and_counted() -> None:
    ward = SOUTHAMPTON | {"geographic_level": "Ward"}
    found = read(text_of(row(), row(ward), row(ward, 2024)))
    assert "2 rows of another level or category were left out: Ward." in found.notes


def test_the_order_of_columns_and_columns_nobody_knows_do_not_matter() -> None:
    columns = ["agency_fte", "la_name", "old_la_code", "geographic_level", "time_period", "new"]
    text = text_of(row(new="1", agency_fte="4"), columns=columns, separator=";")
    assert table(text).rows == {("852", 2025): {M.AGENCY_FTE: 4.0}}


def test_a_file_without_a_level_is_read_by_its_codes() -> None:
    columns = ["time_period", "old_la_code", "region_code", "region_name", "agency_fte"]
    rows = [row(where, agency_fte="1") for where in (ENGLAND, SOUTH_EAST, SOUTHAMPTON)]
    assert set(table(text_of(*rows, columns=columns)).areas) == {"E92000001", "E12000008", "852"}


@pytest.mark.parametrize(
    ("changed", "column", "sentence"),
    [
        ({"old_la_code": "85"}, "old_la_code", '"85" is not a code; it is three digits'),
        ({"new_la_code": "852"}, "new_la_code", '"852" is not a code; it is E and eight digits'),
        ({"old_la_code": "", "new_la_code": ""}, "old_la_code", "An authority needs its code"),
        ({"geographic_level": "Regional", "region_code": ""}, "region_code", "A region needs"),
    ],
)
def test_an_area_that_cannot_be_told_is_refused(
    changed: dict[str, str], column: str, sentence: str
) -> None:
    place, message = wrong(text_of(row(SOUTHAMPTON | changed)))[0]
    assert (place.row, place.column) == (2, column)
    assert message.startswith(sentence)


def test_a_row_that_is_there_twice_is_refused() -> None:
    ((place, message),) = wrong(text_of(row(), row()))
    assert (place.row, message) == (
        3,
        "Southampton is there twice for 2025; keep one row of each year.",
    )


def test_a_file_without_rows_is_refused() -> None:
    ((_, message),) = wrong(text_of(columns=["time_period", "agency_fte", "inpost_fte"]))
    assert message == "The file has no row of England, a region or an authority."


def test_children_in_need_are_those_at_31_march() -> None:
    said = {"category": "Children in Need", "Anypoint_episodes": "9", "At31_episodes": "1,971"}
    other = {"category": "Disabled", "At31_episodes": "5"}
    found = read(text_of(row(said=said), row(said=other)), ExtractKind.CHILDREN_IN_NEED)
    assert table(text_of(row(said=said)), ExtractKind.CHILDREN_IN_NEED).rows == {
        ("852", 2025): {M.CHILDREN_IN_NEED: 1971.0}
    }
    assert found.notes == ("1 row of another level or category was left out: Disabled.",)


TEN = [str(code) for code in range(301, 311)]


def test_neighbours_are_read_in_their_order_with_their_closeness() -> None:
    cells = {"old_la_code": "852", "la_name": "Southampton"}
    for number, code in enumerate(TEN, start=1):
        cells |= {f"SN_{number}": code, f"SN_{number}P": "Very close "}
    model = neighbours("\ufeff" + text_of(cells, columns=list(cells)))
    assert model.year == 2025
    assert [(near.code, near.closeness) for near in model.of["852"]] == [
        (code, "very close") for code in TEN
    ]


def test_neighbours_of_2021_have_their_closeness_in_columns_of_one_name() -> None:
    header = [
        "LA num",
        "LA Name",
        "LA number",
        *(x for n in range(1, 11) for x in (f"SN{n}", "SNP")),
    ]
    line = ["852", "Southampton", "852", *(x for code in TEN for x in (code, "Not Close"))]
    model = neighbours(f"{','.join(header)},\n{','.join(line)},\n", "Groupings_April_2021.csv")
    assert (model.year, model.of["852"][9].code, model.of["852"][9].closeness) == (
        2021,
        "310",
        "not close",
    )


def test_a_model_whose_name_has_no_year_says_so() -> None:
    header = ["old_la_code", "la_name", *(f"SN_{n}" for n in range(1, 11))]
    text = f"{','.join(header)}\n852,Southampton,{','.join(TEN)}\n"
    found = read(text, ExtractKind.NEIGHBOURS, "neighbours.csv")
    assert [note[:37] for note in found.notes] == ["The name of the file has no year, so "]


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ("time_period,geographic_level,agency_fte,inpost_fte", ExtractKind.INDICATORS),
        ("time_period;geographic_level;turnover_rate_fte_%;cases", ExtractKind.INDICATORS),
        ("time_period,old_la_code,At31_episodes", ExtractKind.CHILDREN_IN_NEED),
        ("old_la_code,la_name,SN_1,SN_1P,SN_2,SN_2P", ExtractKind.NEIGHBOURS),
        ("LA num,LA Name,SN1,SNP,SN2,SNP", ExtractKind.NEIGHBOURS),
        ("case_ref,kind,team", None),
        ("time_period,cases", None),
        ("staff_id,name", None),
    ],
)
def test_a_file_is_recognised_by_its_columns(columns: str, kind: ExtractKind | None) -> None:
    assert kind_of(f"{columns}\n") is kind
