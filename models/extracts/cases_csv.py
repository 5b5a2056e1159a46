"""Reads `cases.csv`, the allocations of an authority that does not use Annex A."""

from datetime import date

from models.extracts.case_dates import refuse_impossible_dates
from models.extracts.cells import read_holder, read_number, read_reference, read_word
from models.extracts.problems import Problems
from models.extracts.records import AllocationsRecords, CaseRecord
from models.extracts.sheets import Column, Grid, Row, find_header
from models.vocabulary import CaseKind

CASE_COLUMNS = (
    Column("case_ref", ("case reference",)),
    Column("kind"),
    Column("team"),
    Column("worker"),
    Column("opened_on"),
    Column("allocated_on"),
    Column("closed_on"),
    Column("last_seen_on"),
    Column("weight", required=False),
)
MAX_WEIGHT = 100.0  # cases; beyond it the columns have slipped


def read_cases(grid: Grid, problems: Problems, *, as_at: date) -> AllocationsRecords:
    """The cases; what is wrong with them goes to `problems`."""
    sheet = find_header(grid, CASE_COLUMNS, problems)
    if sheet is None:
        return AllocationsRecords(())
    first_rows: dict[str, int] = {}
    cases = []
    for row in sheet.rows():
        case = _read_case(row, as_at)
        if case.case_ref and case.case_ref in first_rows:
            first = first_rows[case.case_ref]
            row.refuse("case_ref", f"The case is already in row {first}; keep one row per case.")
        first_rows.setdefault(case.case_ref, row.number)
        cases.append(case)
    return AllocationsRecords(tuple(cases))


def _read_case(row: Row, as_at: date) -> CaseRecord:
    case = CaseRecord(
        case_ref=row.needed("case_ref", read_reference, ""),
        kind=row.needed("kind", lambda cell: read_word(cell, CaseKind), CaseKind.OTHER),
        team=row.text("team"),
        worker=row.read("worker", read_holder),
        opened_on=row.date("opened_on"),
        allocated_on=row.date("allocated_on"),
        closed_on=row.date("closed_on"),
        last_seen_on=row.date("last_seen_on"),
        weight=_read_weight(row),
        place=row.place(),
    )
    refuse_impossible_dates(
        row,
        {
            "opened_on": case.opened_on,
            "allocated_on": case.allocated_on,
            "closed_on": case.closed_on,
            "last_seen_on": case.last_seen_on,
        },
        in_order=("opened_on", "allocated_on", "closed_on"),
        as_at=as_at,
    )
    return case


def _read_weight(row: Row) -> float:
    weight = row.read("weight", read_number)
    if weight is None:
        return 1.0
    if not 0 < weight <= MAX_WEIGHT:
        row.refuse("weight", f"{weight:g} is not a weight; weights are above 0, and 1 is usual.")
    return weight
