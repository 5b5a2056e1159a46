"""The demo authority's extracts as files: CSV folders, and a workbook for the workforce."""

import csv
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook

from bot.demo.authority import Evening
from bot.demo.workforce import SHEETS, Sheet
from models.safe_cells import as_text, in_csv, written

_DATE_COLUMNS = frozenset({"from", "until"})
_NUMBER_COLUMNS = frozenset(
    {"fte", "weekly_cost", "annual_cost", "promise_low", "promise_high", "limit", "value"}
)


def write_evening(evening: Evening, folder: Path) -> Path:
    """Writes the CSV files into a folder named by their day inside `folder`; returns it."""
    place = folder / evening.day.isoformat()
    place.mkdir(parents=True, exist_ok=True)
    _write_csv(place / "cases.csv", evening.cases)
    for name, rows in (evening.workforce or {}).items():
        _write_csv(place / f"{name}.csv", rows)
    return place


def write_workbook(week: Evening, folder: Path) -> Path:
    """Writes the week's workforce as `folder`/workforce.xlsx; ValueError when it has none."""
    if week.workforce is None:
        raise ValueError(f"There is no new workforce extract in the week to {week.day}.")
    book = Workbook()
    book.remove(book.active)
    for name in SHEETS:
        _write_sheet(book, name, week.workforce[name])
    folder.mkdir(parents=True, exist_ok=True)
    book.save(folder / "workforce.xlsx")
    return folder / "workforce.xlsx"


def _write_csv(path: Path, rows: Sheet) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({name: in_csv(text) for name, text in row.items()} for row in rows)


def _write_sheet(book: Workbook, name: str, rows: Sheet) -> None:
    sheet = book.create_sheet(name)
    columns = list(rows[0])
    for index, column in enumerate(columns, start=1):
        as_text(sheet.cell(1, index), column)
        for number, row in enumerate(rows, start=2):
            written(sheet.cell(number, index), _cell(column, row[column]))
    sheet.freeze_panes = "A2"


def _cell(column: str, text: str) -> str | float | datetime | None:
    """What a spreadsheet program would hold: real dates and numbers."""
    if not text:
        return None
    if column in _DATE_COLUMNS or column.endswith(("_on", "_until", "_from")):
        day = date.fromisoformat(text)
        return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a cell has no zone
    if column in _NUMBER_COLUMNS and not text.endswith("%"):
        return float(text)
    return text
