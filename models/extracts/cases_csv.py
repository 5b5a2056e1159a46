"""Reads `cases.csv`, the allocations of an authority that does not use Annex A."""

from collections.abc import Callable, Sequence
from datetime import date

from models.extracts.case_dates import are_in_order, refuse_impossible_dates
from models.extracts.cells import (
    Cell,
    Refused,
    read_holder,
    read_number,
    read_reference,
    read_text,
    read_word,
)
from models.extracts.problems import Problems
from models.extracts.records import AllocationsRecords, CaseRecord, Place
from models.extracts.remembered import Remembered, days_until
from models.extracts.sheets import Column, Grid, Row, Sheet, find_header
from models.vocabulary import CaseKind

CASE_REF = Column("case_ref", ("case reference",))
CASE_COLUMNS = (
    CASE_REF,
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

QuickRow = Callable[[int, Sequence[Cell]], CaseRecord | None]
"""From a row's number and cells to its case; None where something in it may be wrong."""


def read_cases(grid: Grid, problems: Problems, *, as_at: date) -> AllocationsRecords:
    """The cases; what is wrong with them goes to `problems`."""
    sheet = find_header(grid, CASE_COLUMNS, problems)
    if sheet is None:
        return AllocationsRecords(())
    first_rows: dict[str, int] = {}
    cases = []
    quick_row = _quick_rows(sheet, as_at)
    for number, cells in sheet.numbered_rows():
        case = quick_row(number, cells) or _read_case(Row(number, sheet, cells), as_at)
        first = first_rows.setdefault(case.case_ref, number)
        if first != number and case.case_ref:
            message = f"The case is already in row {first}; keep one row per case."
            problems.add(Place(sheet.file, sheet.name, number, "case_ref"), message)
        cases.append(case)
    return AllocationsRecords(tuple(cases))


def _quick_rows(sheet: Sheet, as_at: date) -> QuickRow:
    """For the many rows in which nothing is wrong; the others are read again, cell by cell."""
    kinds, days = Remembered(_read_kind), days_until(as_at)
    teams, workers, weights = map(Remembered, (read_text, read_holder, _weight_in))
    header, file, name, width = sheet.header, sheet.file, sheet.name, sheet.width
    ref_at, kind_at, team_at, worker_at = map(
        header.__getitem__, ("case_ref", "kind", "team", "worker")
    )
    opened_at, allocated_at, closed_at, seen_at = map(
        header.__getitem__, ("opened_on", "allocated_on", "closed_on", "last_seen_on")
    )
    weight_at = header.get("weight")

    def quick_row(number: int, cells: Sequence[Cell]) -> CaseRecord | None:
        if len(cells) != width:
            return None
        try:
            ref, kind = read_reference(cells[ref_at]), kinds[cells[kind_at]]
            opened, allocated = days[cells[opened_at]], days[cells[allocated_at]]
            closed, seen = days[cells[closed_at]], days[cells[seen_at]]
            team, worker = teams[cells[team_at]], workers[cells[worker_at]]
            weight = 1.0 if weight_at is None else weights[cells[weight_at]]
        except Refused:
            return None
        if not ref or not kind or not are_in_order(opened, allocated, closed):
            return None
        place = Place(file, name, number)
        return CaseRecord(ref, kind, team, worker, opened, allocated, closed, seen, weight, place)

    return quick_row


def _read_case(row: Row, as_at: date) -> CaseRecord:
    case = CaseRecord(
        case_ref=row.needed("case_ref", read_reference, ""),
        kind=row.needed("kind", _read_kind, CaseKind.OTHER),
        team=row.text("team"),
        worker=row.read("worker", read_holder),
        opened_on=row.date("opened_on"),
        allocated_on=row.date("allocated_on"),
        closed_on=row.date("closed_on"),
        last_seen_on=row.date("last_seen_on"),
        weight=row.read("weight", _weight_in) or 1.0,
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


def _read_kind(cell: Cell) -> CaseKind | None:
    return read_word(cell, CaseKind)


def _weight_in(cell: Cell) -> float:
    weight = read_number(cell)
    if weight is None:
        return 1.0
    if not 0 < weight <= MAX_WEIGHT:
        raise Refused(f"{weight:g} is not a weight; weights are above 0, and 1 is usual.")
    return weight
