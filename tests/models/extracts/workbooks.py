"""Builds the extracts that the tests read: small, fictional, and easy to spoil in one place."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from models.extracts.files import gather_extracts, read_extract
from models.extracts.records import AllocationsRecords, Problem, ReadExtract, WorkforceRecords

AS_AT = date(2026, 11, 20)
Rows = Sequence[Sequence[Any]]

LIST_6_HEADER = [
    "Child Unique ID",
    "Gender",
    "Date of Birth",
    "Age of Child (Years)",
    "CIN Start Date",
    "Date Child Was Last Seen",
    "CIN Closure Date",
    "Case Status",
    "Allocated Team",
    "Allocated Worker",
]
LIST_7_HEADER = ["Child Unique ID", "Date of Birth", "Date of the Last Statutory Visit"]
LIST_8_HEADER = ["Child Unique ID", "Date of Birth", "Date of Last Social Work Visit"]
LIST_9_HEADER = [
    "Child Unique ID",
    "Date of Birth",
    "Allocated Team",
    "Allocated Worker",
    "Allocated Personal Advisor",
    "Latest Date of Contact",
]

STAFF_HEADER = [
    *("staff_id", "name", "email", "team", "role", "fte", "employment", "agency_basis"),
    *("started_on", "left_on", "qualified_on", "newly_qualified_until"),
    *("absent_from", "absent_until", "weekly_cost"),
]
POSTS_HEADER = [
    *("post_id", "team", "role", "fte", "funding", "funded_until", "held_by"),
    *("annual_cost", "created_on", "deleted_on"),
]


def _filled(header: Sequence[str], **cells: object) -> list[Any]:
    return [cells.get(name) for name in header]


WORKFORCE: dict[str, list[list[Any]]] = {
    "Teams": [
        ["team", "service", "kind", "manager", "slack_channel", "ends_on"],
        ["Court North", "Court", "court", "W1", "#court-north", None],
        ["Court South", "Court", "court", "mia@example.org", None, "31/03/2027"],
    ],
    "Services": [["service", "head", "slack_channel"], ["Court", "Hal Head", None]],
    "Staff": [
        STAFF_HEADER,
        _filled(
            STAFF_HEADER,
            staff_id="W1",
            name="Mia Manager",
            email="mia@example.org",
            team="Court North",
            role="first_line_manager",
            fte=1.0,
            employment="permanent",
            started_on="2020-01-06",
            qualified_on="1988-07-01",
        ),
        _filled(
            STAFF_HEADER,
            staff_id="W2",
            name="Sam Example",
            email="Sam@Example.org",
            team="Court North",
            role="case_holder",
            fte=0.6,
            employment="agency",
            agency_basis="vacancy",
            started_on=date(2026, 1, 5),
            weekly_cost="£1,450",
        ),
        _filled(
            STAFF_HEADER,
            staff_id="W3",
            name="Hal Head",
            team="court south",
            role="middle_manager",
            fte=1.0,
            employment="permanent",
        ),
    ],
    "Posts": [
        POSTS_HEADER,
        _filled(
            POSTS_HEADER,
            post_id="P1",
            team="Court North",
            role="case_holder",
            fte=1.0,
            funding="base",
            held_by="Sam Example",
            annual_cost=58000,
        ),
        _filled(
            POSTS_HEADER,
            post_id="P2",
            team="Court South",
            role="case_holder",
            fte=0.5,
            funding="time limited",
            funded_until="31/03/2027",
            created_on="01/04/2025",
        ),
    ],
    "Limits": [
        ["applies_to", "promise_low", "promise_high", "limit", "from", "until", "reason"],
        ["authority", 12, 15, 18, None, None, None],
        ["newly_qualified", None, None, "90%", None, None, None],
        ["kind:disabled_children", 30, 36, None, None, None, "Reviews"],
        ["team:Court North", None, None, 16, "2026-04-01", "2027-03-31", None],
        ["staff:W2", None, None, 10, None, None, None],
    ],
    "Targets": [
        ["measure", "scope", "value", "from", "until"],
        ["agency_fte", "authority", 14, "2026-10-01", None],
        ["agency_fte", "authority", 12, "2027-03-01", None],
        ["vacancy_rate", "service:Court", 9.5, "2026-10-01", "2027-03-31"],
    ],
}


def write_workbook(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """A workbook with these sheets and rows."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def list_6(*rows: Mapping[str, Any]) -> list[list[Any]]:
    """List 6 with a row for each mapping of header to cell."""
    return [list(LIST_6_HEADER), *([row.get(name) for name in LIST_6_HEADER] for row in rows)]


def list_9(*rows: Mapping[str, Any]) -> list[list[Any]]:
    """List 9 with a row for each mapping of header to cell."""
    return [list(LIST_9_HEADER), *([row.get(name) for name in LIST_9_HEADER] for row in rows)]


def an_open_child(ref: object = "C1", **cells: object) -> dict[str, Any]:
    """A row of List 6; keywords are headers with underscores for spaces."""
    row = {
        "Child Unique ID": ref,
        "Gender": "b) Female",
        "Date of Birth": date(2014, 5, 6),
        "CIN Start Date": "01/09/2026",
        "Case Status": "c) Child in need plan",
        "Allocated Team": "Court North",
        "Allocated Worker": "Sam Example",
    }
    return row | {name.replace("_", " "): cell for name, cell in cells.items()}


def a_care_leaver(ref: object = "L1", **cells: object) -> dict[str, Any]:
    """A row of List 9; keywords are headers with underscores for spaces."""
    row = {
        "Child Unique ID": ref,
        "Allocated Team": "Care Leavers",
        "Allocated Worker": "Kit Dummy",
    }
    return row | {name.replace("_", " "): cell for name, cell in cells.items()}


def read_one(path: Path, *, as_at: date = AS_AT) -> ReadExtract:
    """What comes of importing this path, which holds one extract."""
    (found,) = gather_extracts([path])
    return read_extract(found, as_at=as_at)


def read_sheets(folder: Path, sheets: Mapping[str, Rows]) -> ReadExtract:
    """What comes of importing a workbook with these sheets."""
    return read_one(write_workbook(folder / "extract.xlsx", sheets))


def allocations(read: ReadExtract) -> AllocationsRecords:
    """The records of allocations that were read without a problem."""
    assert read.problems == ()
    assert isinstance(read.records, AllocationsRecords)
    return read.records


def workforce(read: ReadExtract) -> WorkforceRecords:
    """The records of a workforce that was read without a problem."""
    assert read.problems == ()
    assert isinstance(read.records, WorkforceRecords)
    return read.records


def spoilt(sheet: str, row: int, column: str, cell: object) -> dict[str, list[list[Any]]]:
    """The good workforce with one cell changed; `row` is as the spreadsheet shows it."""
    sheets = {name: [list(cells) for cells in rows] for name, rows in WORKFORCE.items()}
    rows = sheets[sheet]
    index = rows[0].index(column)
    if row > len(rows):
        rows.append([None] * len(rows[0]))
    rows[row - 1][index] = cell
    return sheets


def only_problem(read: ReadExtract) -> Problem:
    """The one problem of an extract that was refused."""
    assert read.records is None
    (problem,) = read.problems
    return problem
