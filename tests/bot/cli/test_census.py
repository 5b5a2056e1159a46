"""`caseload return`: the own census return beside the live and the published figures."""

from pathlib import Path

import pytest

from models.database import Database
from tests.bot.cli.command_line import CommandLine
from tests.models.census.returns import VACANCIES, message, worker
from tests.models.extracts.authority import Authority, cases_of
from tests.models.extracts.authority import worker as listed

RETURN = message(
    VACANCIES,
    *[worker(Cases30=15)] * 3,
    worker(AgencyWorker=1, Cases30=30),
    worker(FTE=0, RoleEndDate="2025-03-31", FTE30="0.5", Cases30=None),
)


def write(folder: Path, text: str) -> Path:
    path = folder / "return.xml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def returned(caseload: CommandLine) -> CommandLine:
    """The return of 2025, and in November four workers with 40 cases, one of an agency."""
    database = Database(f"sqlite:///{caseload.database}")
    authority = Authority(database, caseload.folder)
    agency = listed("W4", employment="agency", agency_basis="vacancy")
    files = authority.staff_files(*(listed(f"W{n}") for n in range(1, 4)), agency)
    cases = [row for n in range(1, 5) for row in cases_of(f"W{n}", 10)]
    ran = caseload("import", files, authority.cases_file(*cases), "--as-at", "2025-11-20")
    assert ran.status == 0
    assert caseload("import", write(caseload.folder, RETURN)).status == 0
    database.close()
    return caseload


def test_importing_a_return_prints_its_figures(caseload: CommandLine) -> None:
    ran = caseload("import", write(caseload.folder, RETURN))
    assert "return.xml: census return loaded, as at Tue 30 Sep 2025" in ran.out
    assert "average caseload 18.8: 75 cases, 4 FTE of case holders" in ran.out


def test_each_figure_stands_beside_the_live_and_the_published_one(returned: CommandLine) -> None:
    ran = returned("return")
    assert ran.out.startswith(
        "Workforce census 2025: the return of authority 852 as at 30 September 2025 (return.xml)"
    )
    row = next(line for line in ran.out.splitlines() if line.startswith("│ average caseload"))
    assert [cell.strip() for cell in row.strip("│").split("│")] == [
        *("average caseload", "18.8", "10.0", "14.3")
    ]
    assert "average caseload: 8.8 more than the live figure" in ran.out
    assert "it is of 20 November 2025, the return of 30 September 2025" in ran.out
    assert "published figures of Southampton, 30 September" in ran.out


def test_the_form_for_programs_has_every_figure_with_its_differences(
    returned: CommandLine,
) -> None:
    found = returned("return", "2025", "--json").json
    assert list(found) == [
        *("year", "authority_code", "as_at", "file", "imported_at", "live_as_at"),
        *("published_year", "published_name", "figures", "roles", "warnings"),
    ]
    assert (found["year"], found["live_as_at"], found["published_year"]) == (
        2025,
        "2025-11-20",
        2025,
    )
    figures = {figure["measure"]: figure for figure in found["figures"]}
    turnover = figures["turnover_rate"]
    assert (turnover["value"], turnover["numerator"], turnover["denominator"]) == (16.7, 0.5, 3)
    average = figures["average_caseload"]
    assert list(average) == [
        *("measure", "value", "numerator", "denominator", "definition", "as_at", "warnings"),
        *("live", "published", "differences"),
    ]
    assert average["live"]["value"] == 10
    live, published = average["differences"]
    assert (live["against"], live["by"]) == ("live", 8.8)
    assert (published["against"], published["by"]) == ("published", 4.5)
    assert published["reasons"][0].startswith("without agency workers the return comes to 15")
    assert found["roles"][0]["role"] == "case_holder"


def test_a_return_is_shown_before_anything_else_is_loaded(caseload: CommandLine) -> None:
    caseload("import", write(caseload.folder, RETURN.replace("852", "999")))
    found = caseload("return", "--json", CASELOAD_AUTHORITY_CODE="852").json
    assert {figure["live"] for figure in found["figures"]} == {None}
    assert found["published_year"] is None
    assert found["warnings"] == [
        "the return is of authority 999, and CASELOAD_AUTHORITY_CODE is 852: correct the setting, "
        "or import your own return"
    ]


def test_a_return_that_is_not_there_is_said_with_those_that_are(returned: CommandLine) -> None:
    ran = returned("return", "2019")
    assert (ran.status, ran.error) == (
        2,
        "There is no return of 2019. Imported are those of 2025.\n",
    )


def test_without_any_return_the_next_step_is_said(caseload: CommandLine) -> None:
    assert caseload("return").error.endswith("Import one: caseload import return.xml\n")
