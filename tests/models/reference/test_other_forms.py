"""Published files in other forms: of 2015 and 2016, saved as a workbook, or of other figures."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from models.extracts.files import gather_extracts, read_extract
from models.extracts.records import ReadExtract
from models.reference.measures import PublishedMeasure as M
from models.reference.measures import Symbol
from models.reference.records import PublishedRecords
from models.reference.table import Neighbours, Table
from models.vocabulary import ExtractKind
from tests.models.reference.files import SOUTHAMPTON, row, table, text_of, write, wrong

Cells = Sequence[str | float | None]
PLACE = ["Country_code", "Country_name", "Region_code", "Region_name"]
AUTHORITY = ["LA_code (9 digit)", "LA_name", "LA_code (3 digit)"]
OF_2016 = [
    *("A1_FTE_ChildrensSocialWorkers_2016", "B2_FTE_Leavers_2016", "B3_FTE_TurnoverRate_2016"),
    *("D1_FTE_AgencyWorkers_2016", "D1a_FTE_AgencyWorkers_2016", "D2_FTE_AgencyWorkerRate_2016"),
    *("A2_FTE_Vacancies_2016", "A3_FTE_VacancyRate_2016", "C1_FTE_Absence_2016"),
    *("A1aa_FTE_Number_ChildrensSocialWorkers_Age_2016", "Average_caseload"),
]
ENGLAND = 'E92000001,England,,,,,,"20,100","3,210",16.0,..,-,x,"4,000",16.6,"150,000","9,100",17.5'
NORTH = 'E92000001,England,E12000001,North East,,,,"1,010",99,9.8,200,100,16.5,30,2.9,800,50,18.0'
TOWN = "E92000001,England,E12000001,North East,E06000099,Town,899,50.5,5,9.9,3,x,5.6,2,3.8,40,9,.."


def of_2016(*lines: str) -> str:
    header = ",".join((*PLACE, *AUTHORITY, *OF_2016))
    return "".join(f"{line},,\r\n" for line in (header, *lines))


def test_files_of_2015_and_2016_have_their_year_behind_the_names_of_the_columns() -> None:
    found = table(of_2016(ENGLAND, NORTH, TOWN))
    assert set(found.rows) == {("E92000001", 2016), ("E12000001", 2016), ("899", 2016)}
    assert found.rows["899", 2016] == {
        M.IN_POST_FTE: 50.5,
        M.LEAVERS_FTE: 5.0,
        M.TURNOVER_RATE: 9.9,
        M.AGENCY_FTE: 3.0,
        M.AGENCY_COVERING_FTE: Symbol.UNAVAILABLE,
        M.AGENCY_RATE: 5.6,
        M.VACANT_FTE: 2.0,
        M.VACANCY_RATE: 3.8,
        M.DAYS_LOST: 40.0,
        M.AVERAGE_CASELOAD: Symbol.UNAVAILABLE,
    }
    assert found.rows["E92000001", 2016][M.IN_POST_FTE] == 20100.0
    assert M.AGENCY_COVERING_FTE not in found.rows["E92000001", 2016]


def test_columns_of_two_years_do_not_say_of_which_a_row_is() -> None:
    two = of_2016(TOWN).replace("B2_FTE_Leavers_2016", "B2_FTE_Leavers_2015")
    assert [message for _, message in wrong(two)] == [
        'The column "time_period" is missing from published.csv.'
    ]


def saved(folder: Path, name: str, rows: Sequence[Cells], sheet: str = "published") -> ReadExtract:
    """What is read of a workbook with these rows behind an empty sheet."""
    book = Workbook()
    page = book.create_sheet(sheet)
    for cells in rows:
        page.append(list(cells))
    path = folder / name
    book.save(path)
    (found,) = gather_extracts([path])
    return read_extract(found, as_at=date(2026, 11, 20))


def said_by(extract: ReadExtract) -> Table | Neighbours:
    assert extract.problems == ()
    assert isinstance(extract.records, PublishedRecords)
    return extract.records.said


@pytest.mark.parametrize("year", [2025, 2025.0, "2025", " 2025 ", 202425, "202425", "2024/25"])
def test_the_indicators_may_have_been_saved_as_a_workbook(
    tmp_path: Path, year: str | float
) -> None:
    cells = row(SOUTHAMPTON, said={"inpost_fte": "", "agency_fte": "", "vacancy_fte": ""})
    header: list[str] = [f"\ufeff{name} " for name in cells]
    line: list[str | float | None] = [
        {"time_period": year, "old_la_code": 852, "inpost_fte": 90.5, "agency_fte": 10}.get(k, v)
        for k, v in cells.items()
    ]
    line[-1] = " z "
    extract = saved(tmp_path, "csww.xlsx", [header, line])
    assert extract.kind is ExtractKind.INDICATORS
    found = said_by(extract)
    assert isinstance(found, Table)
    assert found.rows == {
        ("852", 2025): {
            M.IN_POST_FTE: 90.5,
            M.AGENCY_FTE: 10.0,
            M.VACANT_FTE: Symbol.NOT_APPLICABLE,
        }
    }


def test_a_cell_of_a_workbook_that_cannot_be_read_is_named_with_its_sheet(tmp_path: Path) -> None:
    cells = row(agency_fte="about 12")
    extract = saved(tmp_path, "csww.xlsx", [list(cells), list(cells.values())], "indicators")
    (problem,) = extract.problems
    assert (problem.place.sheet, problem.place.row, problem.place.column) == (
        "indicators",
        2,
        "agency_fte",
    )


def test_neighbours_may_have_been_saved_as_a_workbook(tmp_path: Path) -> None:
    header = ["LA num", "LA Name", "LA number"]
    line: list[str | float | None] = [852, "Southampton", 852]
    for number in range(1, 11):
        header += [f"SN{number}", "SNP"]
        line += [300 + number, "Very Close "]
    found = said_by(saved(tmp_path, "Groupings_April_2021.xlsx", [header, line]))
    assert isinstance(found, Neighbours)
    assert (found.year, found.of["852"][9].code) == (2021, "310")
    assert found.of["852"][0].closeness == "very close"


def test_tables_made_for_reading_are_refused_with_the_file_to_take(tmp_path: Path) -> None:
    extract = saved(tmp_path, "tables.xlsx", [["Table 1: social workers"], [None, 2024, 2025]])
    (problem,) = extract.problems
    assert problem.message.startswith("The workbook has neither Annex A's sheets")
    assert "take the CSV file with a row for each authority and year" in problem.message


def test_other_figures_of_the_department_are_refused_with_the_file_to_take(tmp_path: Path) -> None:
    text = text_of(row(said={"OrgRole": "All", "known_headcount": "12", "white_perc": "80"}))
    (found,) = gather_extracts([write(tmp_path, "roles_by_ethnicity.csv", text)])
    ((place, message),) = [(each.place, each.message) for each in found.problems]
    assert place.file == "roles_by_ethnicity.csv"
    assert message.startswith("This file of the Department has none of the figures read.")
