"""Reads the cases out of an Ofsted Annex A workbook: lists 6 and 9, with visits from 7 and 8."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from models.extracts.case_dates import refuse_impossible_dates
from models.extracts.case_status import kind_of_status
from models.extracts.cases_csv import QuickRow
from models.extracts.cells import Cell, Refused, read_holder, read_reference, read_text
from models.extracts.problems import Problems
from models.extracts.records import AllocationsRecords, CaseRecord, Place
from models.extracts.remembered import Remembered, days_until
from models.extracts.sheets import Column, Grid, Row, Sheet, find_header
from models.vocabulary import CaseKind

CHILD = Column("Child Unique ID", ("Unique Child ID", "Child ID", "Child Unique Identifier"))
TEAM = Column("Allocated Team", ("Team Allocated", "Team"))
WORKER = Column("Allocated Worker", ("Allocated Social Worker", "Worker Allocated", "Worker"))
ADVISER = Column("Allocated Personal Advisor", ("Allocated Personal Adviser",), required=False)
STARTED = Column("CIN Start Date", ("CIN Episode Start Date", "Date CIN Started"))
SEEN = Column("Date Child Was Last Seen", ("Date Child Last Seen", "Date Last Seen"))
CLOSED = Column("CIN Closure Date", ("CIN Closed Date", "CIN End Date"))
STATUS = Column("Case Status", ("Status",))
CONTACT = Column("Latest Date of Contact", ("Date of Latest Contact",), required=False)
STATUTORY_VISIT = Column(
    "Date of the Last Statutory Visit", ("Date of Last Statutory Visit", "Last Statutory Visit")
)
SOCIAL_WORK_VISIT = Column(
    "Date of Last Social Work Visit", ("Date of the Last Social Work Visit",)
)

LIST_6 = (CHILD, STARTED, SEEN, CLOSED, STATUS, TEAM, WORKER)
LIST_9 = (CHILD, TEAM, WORKER, ADVISER, CONTACT)
VISITS = {"list7": STATUTORY_VISIT, "list8": SOCIAL_WORK_VISIT}


@dataclass(slots=True)
class _Reading:
    """What has been found so far in one workbook; children are keyed by their reference."""

    as_at: date
    problems: Problems
    visits: dict[str, date] = field(default_factory=dict)
    open_cases: dict[str, CaseRecord] = field(default_factory=dict)
    closed_cases: dict[str, CaseRecord] = field(default_factory=dict)
    without_status: int = 0
    closed_undated: int = 0
    in_both_lists: int = 0
    notes: list[str] = field(default_factory=list)


def read_annex_a(
    file: str, grids: Mapping[str, Grid], problems: Problems, *, as_at: date
) -> AllocationsRecords:
    """The cases of a workbook whose lists are under "list6" to "list9".

    A child is one case: open in List 6, else in List 9, else closed in List 6. Names, dates of
    birth and everything else about a child stay in the workbook.
    """
    reading = _Reading(as_at, problems)
    for name, visit in VISITS.items():
        _read_visits(reading, grids.get(name), name, visit)
    for name, read in (("list6", _read_list_6), ("list9", _read_list_9)):
        grid = grids.get(name)
        if grid is None:
            title = f"List_{name[-1]}"
            message = f"{title} is missing from the workbook; caseloads need List_6 and List_9."
            problems.add(Place(file, title), message)
        else:
            read(reading, grid)
    _note_decisions(reading)
    closed = (case for ref, case in reading.closed_cases.items() if ref not in reading.open_cases)
    return AllocationsRecords((*reading.open_cases.values(), *closed), tuple(reading.notes))


def _read_visits(reading: _Reading, grid: Grid | None, name: str, visit: Column) -> None:
    if grid is None:
        reading.notes.append(
            f"List_{name[-1]} is not in the workbook, so its visits do not count as last seen."
        )
        return
    sheet = find_header(grid, (CHILD, visit), reading.problems)
    for row in sheet.rows() if sheet else ():
        child = row.reference(CHILD.name)
        day = row.date(visit.name)
        refuse_impossible_dates(row, {visit.name: day}, in_order=(), as_at=reading.as_at)
        if child and day:
            reading.visits[child] = max(day, reading.visits.get(child, day))


def _read_list_6(reading: _Reading, grid: Grid) -> None:
    sheet = find_header(grid, LIST_6, reading.problems)
    if sheet is None:
        return
    quick_row = _quick_rows(reading, sheet)
    for number, cells in sheet.numbered_rows():
        row = Row(number, sheet, cells)
        case = quick_row(number, cells) or _read_list_6_row(reading, row)
        if case is None or not case.case_ref:
            continue
        if case.closed_on:
            _keep_latest_closed(reading, case)
        elif case.case_ref in reading.open_cases:
            _refuse_second(row, reading.open_cases[case.case_ref])
        else:
            reading.open_cases[case.case_ref] = case


def _quick_rows(reading: _Reading, sheet: Sheet) -> QuickRow:
    """For the many rows of List 6 in which nothing is wrong; the others are read cell by cell."""
    days = days_until(reading.as_at)
    kinds, teams, workers = map(Remembered, (_kind_in, read_text, read_holder))
    child_at, started_at, seen_at, closed_at, status_at, team_at, worker_at = (
        sheet.header[column.name] for column in LIST_6
    )
    file, name, width, visits = sheet.file, sheet.name, sheet.width, reading.visits

    def quick_row(number: int, cells: Sequence[Cell]) -> CaseRecord | None:
        if len(cells) != width or True in cells:  # which 1 is too, and not remembered apart
            return None
        try:
            child, kind = read_reference(cells[child_at]), kinds[cells[status_at]]
            started, closed = days[cells[started_at]], days[cells[closed_at]]
            team, worker = teams[cells[team_at]], workers[cells[worker_at]]
            seen = _latest(days[cells[seen_at]], visits.get(child or ""))
        except Refused:
            return None
        if not child or not kind or closed:
            return None
        place = Place(file, name, number)
        return CaseRecord(child, kind, team, worker, started, None, None, seen, 1.0, place)

    return quick_row


def _kind_in(cell: Cell) -> CaseKind | None:
    return kind_of_status(read_text(cell) or "")


def _read_list_6_row(reading: _Reading, row: Row) -> CaseRecord | None:
    dates = {column.name: row.date(column.name) for column in (STARTED, SEEN, CLOSED)}
    refuse_impossible_dates(row, dates, in_order=(STARTED.name, CLOSED.name), as_at=reading.as_at)
    child = row.needed(CHILD.name, read_reference, "")
    closed_on = dates[CLOSED.name]
    kind = _closed_kind(row) if closed_on else _open_kind(reading, row)
    if kind is None:
        reading.closed_undated += 1
        return None
    return CaseRecord(
        case_ref=child,
        kind=kind,
        team=row.text(TEAM.name),
        worker=row.read(WORKER.name, read_holder),
        opened_on=dates[STARTED.name],
        allocated_on=None,
        closed_on=closed_on,
        last_seen_on=_latest(dates[SEEN.name], reading.visits.get(child)),
        weight=1.0,
        place=row.place(),
    )


def _open_kind(reading: _Reading, row: Row) -> CaseKind | None:
    """The kind of a row without a closure date; None when its status says closed."""
    status = row.text(STATUS.name)
    if status is None:
        reading.without_status += 1
        return CaseKind.OTHER
    try:
        return kind_of_status(status)
    except Refused as error:
        row.refuse(STATUS.name, str(error))
        return CaseKind.OTHER


def _closed_kind(row: Row) -> CaseKind:
    """What a closed case was, as far as its status still says: most say only that it closed."""
    try:
        return kind_of_status(row.text(STATUS.name) or "") or CaseKind.OTHER
    except Refused:
        return CaseKind.OTHER


def _keep_latest_closed(reading: _Reading, case: CaseRecord) -> None:
    before = reading.closed_cases.get(case.case_ref)
    if before is None or (case.closed_on or date.min) > (before.closed_on or date.min):
        reading.closed_cases[case.case_ref] = case


def _read_list_9(reading: _Reading, grid: Grid) -> None:
    sheet = find_header(grid, LIST_9, reading.problems)
    seen_rows: dict[str, CaseRecord] = {}
    for row in sheet.rows() if sheet else ():
        case = _read_list_9_row(reading, row)
        if not case.case_ref:
            continue
        if case.case_ref in seen_rows:
            _refuse_second(row, seen_rows[case.case_ref])
            continue
        seen_rows[case.case_ref] = case
        if case.case_ref in reading.open_cases:
            reading.in_both_lists += 1
        else:
            reading.open_cases[case.case_ref] = case


def _read_list_9_row(reading: _Reading, row: Row) -> CaseRecord:
    child = row.needed(CHILD.name, read_reference, "")
    contact = row.date(CONTACT.name)
    refuse_impossible_dates(row, {CONTACT.name: contact}, in_order=(), as_at=reading.as_at)
    return CaseRecord(
        case_ref=child,
        kind=CaseKind.CARE_LEAVER,
        team=row.text(TEAM.name),
        worker=row.read(WORKER.name, read_holder) or row.read(ADVISER.name, read_holder),
        opened_on=None,
        allocated_on=None,
        closed_on=None,
        last_seen_on=_latest(contact, reading.visits.get(child)),
        weight=1.0,
        place=row.place(),
    )


def _refuse_second(row: Row, first: CaseRecord) -> None:
    row.refuse(
        CHILD.name,
        f"The child of this row is already in row {first.place.row}; keep one row per child.",
    )


def _latest(*days: date | None) -> date | None:
    return max((day for day in days if day), default=None)


def _note_decisions(reading: _Reading) -> None:
    reopened = len(reading.closed_cases.keys() & reading.open_cases.keys())
    counted = (
        (reading.in_both_lists, "in List_6 and in List_9: counted once, as List_6 says"),
        (reopened, "closed in one row and open in another: counted as open"),
        (reading.without_status, 'open without a case status: counted as "other"'),
        (reading.closed_undated, "closed by status but without a closure date: left out"),
    )
    for count, what in counted:
        if count:
            cases = "1 case is" if count == 1 else f"{count:,} cases are"
            reading.notes.append(f"{cases} {what}.")
