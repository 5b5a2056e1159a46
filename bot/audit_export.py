"""Who asked and did what, as a file for the authority's own archive: CSV, a workbook or JSON."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.styles import Font
from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from alerts.wording import start_of_day
from models.people import AuditEntry
from models.safe_cells import SafeCsv, readable, text_cell

COLUMNS = ("id", "at", "who", "deed", "scope_kind", "scope_name", "detail")
"""The same in every form and every version; new ones come after them."""

MOST_ROWS = 1_000_000
"""Of a workbook; Excel itself ends at 1,048,576."""

_AT_ONCE = 1_000  # rows in memory


class Form(StrEnum):
    """How an export is written."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included, in the authority's zone; None is without an end."""

    zone: ZoneInfo
    since: date | None = None
    until: date | None = None

    def __call__(self, query: Select[Any]) -> Select[Any]:
        at = col(AuditEntry.at)
        if self.since is not None and self.since > date.min:
            query = query.where(at >= start_of_day(self.since, self.zone))
        if self.until is not None and self.until < date.max:  # after that is no day
            query = query.where(at < start_of_day(self.until + timedelta(days=1), self.zone))
        return query


Row = dict[str, Any]
Told = Callable[[int], None]
"""Told how many rows are written."""


def counted(session: Session, period: Period) -> int:
    """How many entries there are of a period."""
    return int(session.execute(period(select(func.count(col(AuditEntry.id))))).scalar_one())


def entries(session: Session, period: Period) -> Iterator[Row]:
    """The entries of a period, oldest first, a thousand of them in memory at a time."""
    query = period(select(*(getattr(AuditEntry, name) for name in COLUMNS)))
    query = query.order_by(col(AuditEntry.at), col(AuditEntry.id))
    for row in session.execute(query, execution_options={"yield_per": _AT_ONCE}):
        yield {**row._asdict(), "at": _written(row.at, period.zone)}


def write_csv(rows: Iterable[Row], file: IO[str], told: Told) -> int:
    """A line of headings and one for each entry; the detail is JSON in one cell. Gives how many."""
    number = 0
    table = SafeCsv(file)
    table.write(COLUMNS)
    for number, row in enumerate(rows, start=1):
        table.write([_cell(row, name) for name in COLUMNS])
        told(number)
    return number


def write_json(rows: Iterable[Row], file: IO[str], told: Told) -> int:
    """One array, an object a line. Gives how many."""
    file.write("[")
    number = 0
    for number, row in enumerate(rows, start=1):
        file.write("\n" if number == 1 else ",\n")
        file.write(readable(json.dumps(row, ensure_ascii=False)))
        told(number)
    file.write("\n]\n" if number else "]\n")
    return number


def write_workbook(rows: Iterable[Row], path: Path, told: Told) -> int:
    """One sheet; gives how many entries, which may not be more than `MOST_ROWS`."""
    number = 0
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Audit")
    sheet.freeze_panes = "A2"
    headings = [text_cell(sheet, name) for name in COLUMNS]
    for heading in headings:
        heading.font = Font(bold=True)
    sheet.append(headings)
    for number, row in enumerate(rows, start=1):
        cells = [_cell(row, name) for name in COLUMNS]
        sheet.append([text_cell(sheet, each) if isinstance(each, str) else each for each in cells])
        told(number)
    book.save(path)
    return number


def _cell(row: Row, name: str) -> str | int | None:
    value = row[name]
    return json.dumps(value, ensure_ascii=False) if name == "detail" else value


def _written(at: datetime, zone: ZoneInfo) -> str:
    """ "2026-11-23T08:45:00+00:00": to the second, in the authority's zone."""
    return at.astimezone(zone).isoformat(timespec="seconds")
