"""cases.csv: what a row becomes, and what is refused."""

from datetime import date
from pathlib import Path

import pytest

from models.extracts.records import ReadExtract
from models.vocabulary import CaseKind, ExtractKind
from tests.models.extracts.workbooks import allocations, only_problem, read_one

HEADER = "case_ref,kind,team,worker,opened_on,allocated_on,closed_on,last_seen_on"


def read_rows(folder: Path, *rows: str, header: str = HEADER) -> ReadExtract:
    path = folder / "cases.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return read_one(path)


def test_a_row_is_a_case(tmp_path: Path) -> None:
    read = read_rows(
        tmp_path, "00123,Child Protection,Court North,W2,2026-09-01,02/09/2026,,19/11/2026"
    )
    (case,) = allocations(read).cases
    assert read.kind is ExtractKind.ALLOCATIONS
    assert (case.case_ref, case.kind) == ("00123", CaseKind.CHILD_PROTECTION)
    assert (case.team, case.worker, case.weight) == ("Court North", "W2", 1)
    assert (case.opened_on, case.allocated_on) == (date(2026, 9, 1), date(2026, 9, 2))
    assert (case.closed_on, case.last_seen_on) == (None, date(2026, 11, 19))
    assert (case.place.file, case.place.sheet, case.place.row) == ("cases.csv", None, 2)


def test_weight_is_optional_and_may_differ_from_one(tmp_path: Path) -> None:
    read = read_rows(tmp_path, "1,other,,,,,,,1.5", "2,other,,,,,,,", header=HEADER + ",weight")
    assert [case.weight for case in allocations(read).cases] == [1.5, 1]


@pytest.mark.parametrize("column", HEADER.split(","))
def test_every_other_column_is_required(tmp_path: Path, column: str) -> None:
    problem = only_problem(read_rows(tmp_path, header=HEADER.replace(column, "other_column")))
    assert problem.message == f'The column "{column}" is missing from cases.csv.'


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        (",other,,,,,,", "case_ref", "case_ref is empty"),
        ("2,,,,,,,", "kind", "kind is empty"),
        ("2,lookd after,,,,,,", "kind", 'Did you mean "looked_after"?'),
        ("2,other,,,31/02/2026,,,", "opened_on", "not a date that exists"),
        ("2,other,,,21/11/2026,,,", "opened_on", "after the day the data is as at, 20/11/2026"),
        ("2,other,,,,,21/11/2026,", "closed_on", "after the day"),
        ("2,other,,,,,,21/11/2026", "last_seen_on", "after the day"),
        ("2,other,,,02/09/2026,01/09/2026,,", "allocated_on", "before opened_on"),
        ("2,other,,,02/09/2026,,01/09/2026,", "closed_on", "before opened_on"),
        ("2,other,,,,02/09/2026,01/09/2026,", "closed_on", "before allocated_on"),
        ("1,other,,,,,,", "case_ref", "already in row 2"),
        ("2,other,,", None, "has 4 cells and the header 8"),
        ("2,other,Court, North,,,,,", None, "has 9 cells and the header 8"),
        ('2,other,"Court,,,,,', None, "quotation marks do not pair up"),
    ],
)
def test_what_cannot_be_is_refused_with_row_and_column(
    tmp_path: Path, row: str, column: str | None, sentence: str
) -> None:
    problem = only_problem(read_rows(tmp_path, "1,other,,,,,,", row))
    assert (problem.place.row, problem.place.column) == (3, column)
    assert sentence in problem.message


@pytest.mark.parametrize("weight", ["0", "-1", "101", "one"])
def test_a_weight_that_is_not_above_0_is_refused(tmp_path: Path, weight: str) -> None:
    read = read_rows(tmp_path, f"1,other,,,,,,,{weight}", header=HEADER + ",weight")
    assert only_problem(read).place.column == "weight"
