"""Turns the bytes of a CSV file into numbered rows, with the separator its header shows."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from io import StringIO
from itertools import islice

from models.extracts.cells import Cell
from models.extracts.problems import Unreadable
from models.extracts.sheets import (
    HEADER_WITHIN,
    Column,
    Grid,
    NumberedRow,
    likeliest_header,
    same,
)
from models.extracts.workbooks import OLD_OFFICE

MAX_LINE = 100_000  # characters; a row of an extract has a few hundred
PORTION = 64 * 1024  # characters parted into lines at a time: StringIO takes four bytes for each
SEPARATORS = (",", ";", "\t")  # declared, never guessed from the content


def decode(data: bytes) -> str:
    """The text: UTF-8, with or without its mark, or else Windows' cp1252; raises Unreadable."""
    if not data.strip():
        raise Unreadable("The file is empty; export it again.")
    if data.startswith((b"PK\x03\x04", OLD_OFFICE)):
        raise Unreadable("This is a workbook named .csv; rename it to .xlsx, or save it as CSV.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable('This is "Unicode text" (UTF-16); save it as "CSV UTF-8".')
    if b"\0" in data:
        raise Unreadable('This is not text: it has NUL bytes in it; save it as "CSV UTF-8".')
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        raise Unreadable(
            'The letters are in an unknown encoding; save it as "CSV UTF-8".'
        ) from None


def csv_grid(file: str, text: str, columns: Sequence[Column]) -> Grid:
    """The rows, parted by the separator under which the header names most of the columns."""
    return Grid(file, None, _rows(text, _separator(text, columns)), even=True)


def header_of(text: str, columns: Sequence[Column]) -> set[str]:
    """The columns named by the likeliest header row; empty where there is none."""
    return likeliest_header(top_rows(text), columns)


def mentions(text: str, column: Column) -> bool:
    """Whether a word for the column is anywhere in the first rows; it may be part of another."""
    top = same(" ".join(str(cell) for cells in top_rows(text) for cell in cells))
    return any(same(word) in top for word in (column.name, *column.others))


def top_rows(text: str) -> list[Sequence[Cell]]:
    """The first rows, parted by each separator in turn: one of them is the header."""
    return [cells for separator in _used(text) for cells in _top(text, separator)]


def _separator(text: str, columns: Sequence[Column]) -> str:
    found = {}
    for separator in _used(text):
        found[separator] = len(likeliest_header(_top(text, separator), columns))
        if found[separator] == len(columns):
            break
    return max(found, key=found.__getitem__)


def _used(text: str) -> Sequence[str]:
    """The separators that are in the first rows at all; one, where there is none."""
    end = HEADER_WITHIN * MAX_LINE
    return [each for each in SEPARATORS if text.find(each, 0, end) >= 0] or SEPARATORS[:1]


def _top(text: str, separator: str) -> list[Sequence[Cell]]:
    rows: list[Sequence[Cell]] = []
    with suppress(Unreadable):  # said again, with its row, when the rows are read
        rows.extend(cells for _, cells in islice(_rows(text, separator), HEADER_WITHIN))
    return rows


def _rows(text: str, separator: str) -> Iterator[NumberedRow]:
    number = 0
    try:
        for number, cells in enumerate(
            csv.reader(_lines(text), delimiter=separator, strict=True), start=1
        ):
            yield number, cells
    except csv.Error:
        raise Unreadable(
            "The quotation marks do not pair up from this row on; correct the row or export the "
            "file again.",
            number + 1,
        ) from None


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends, \\r\\n, \\n or \\r."""
    at = 0
    while at < len(text):
        after = text.find("\n", at + PORTION) + 1 or len(text)
        lines = StringIO(text[at:after], newline="")
        yield from lines if after - at <= MAX_LINE else _not_too_long(lines, text[:at])
        at = after


def _not_too_long(lines: Iterable[str], before: str) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if len(line) > MAX_LINE:
            number += sum(1 for _ in _lines(before))
            raise Unreadable(
                f"The line is longer than {MAX_LINE:,} characters; it is not a row.", number
            )
        yield line
