"""Cells of the files that people open in a spreadsheet, none of which is taken for a formula.

People type notes, extracts name people, and Slack tells what somebody wrote: any of it may begin
like a formula, which a spreadsheet would work out on the reader's machine. In a workbook such a
text is marked as text; in CSV, which cannot say so, an apostrophe stands before it.
"""

import csv
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import IO, Any

from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.worksheet.worksheet import Worksheet

LONGEST_CELL = 32_767  # characters, Excel's own limit

Value = str | int | float | date | datetime | None

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SKIPPED = "[\\s\"'\u200b-\u200f\u2060\ufeff]*"  # what a reader of CSV may take away at the start
_BEGINS = _SKIPPED + "[=+\\-@\uff1d\uff0b\uff0d\uff20]"  # the last four are in full width
_FORMULA = re.compile(_BEGINS)
_LATER = re.compile(f";(?={_BEGINS})")
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?%?")
_BREAKS = ("\t", "\r", "\n")


def is_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet may work it out, or begin to where somebody edits it."""
    return text.startswith(_BREAKS) or _FORMULA.match(text) is not None


def readable(text: str) -> str:
    """The same without characters that no workbook can hold."""
    return _NOT_IN_XML.sub("", text)


def in_csv(value: Value) -> Value:
    """What is written for a value: a text that is like a formula with an apostrophe before it.

    So too after a semicolon, at which some countries' spreadsheets part cells. Numbers and days
    stay as they are, a number in a text too: it is what it says, even with a sign.
    """
    if not isinstance(value, str) or _NUMBER.fullmatch(value):
        return value
    text = readable(value)
    return ("'" if is_like_a_formula(text) else "") + _LATER.sub(";'", text)


class SafeCsv:
    """Writes rows as CSV in which every text is quoted."""

    def __init__(self, file: IO[str]) -> None:
        self._writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")

    def write(self, row: Sequence[Value]) -> None:
        self._writer.writerow([in_csv(value) for value in row])


def written(cell: Any, value: Value) -> Any:
    """The cell with a value: texts as texts, numbers and days as what they are."""
    if isinstance(value, str):
        return as_text(cell, value)
    cell.value = value
    return cell


def text_cell(sheet: Worksheet, text: str) -> WriteOnlyCell:
    """A cell of a workbook that is written row by row."""
    return as_text(WriteOnlyCell(sheet), text)


def as_text(cell: Any, text: str) -> Any:
    """The cell with a text that stays one even when somebody edits it."""
    shown = readable(text)[:LONGEST_CELL]
    cell.value = shown
    cell.data_type = "s"
    cell.quotePrefix = is_like_a_formula(shown)
    return cell
