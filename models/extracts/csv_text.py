"""Turns the bytes of a CSV file into numbered rows, with the separator its header shows."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice

from models.extracts.cells import Cell
from models.extracts.problems import Unreadable
from models.extracts.sheets import (
    HEADER_WITHIN,
    Column,
    Grid,
    NumberedRow,
    likeliest_header,
    match_columns,
)
from models.extracts.workbooks import OLD_OFFICE

MAX_LINE = 100_000  # characters; a row of an extract has a few hundred
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
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
    separator = max(SEPARATORS, key=lambda each: _columns_found(text, each, columns))
    return Grid(file, None, _rows(text, separator), even=True)


def header_of(text: str, columns: Sequence[Column]) -> set[str]:
    """The columns named by the likeliest header row; empty where there is none."""
    return likeliest_header(top_rows(text), columns)


def top_rows(text: str) -> list[Sequence[Cell]]:
    """The first rows, parted by each separator in turn: one of them is the header."""
    return [cells for separator in SEPARATORS for cells in _top(text, separator)]


def _columns_found(text: str, separator: str, columns: Sequence[Column]) -> int:
    return max((len(match_columns(row, columns)) for row in _top(text, separator)), default=0)


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


def _parted(text: str) -> Iterator[str]:
    """The lines with their ends, \\r\\n, \\n or \\r; StringIO would hold four bytes a letter."""
    at, end = 0, len(text)
    while at < end:
        after = text.find("\n", at) + 1 or end
        line = text[at:after]
        if line.count("\r") > line.endswith("\r\n"):
            yield from _LINE.findall(line)
        else:
            yield line
        at = after


def _lines(text: str) -> Iterable[str]:
    for number, line in enumerate(_parted(text), start=1):
        if len(line) > MAX_LINE:
            raise Unreadable(
                f"The line is longer than {MAX_LINE:,} characters; it is not a row.", number
            )
        yield line
