"""Finds the header of a sheet and hands out its rows, each cell under its column's name."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from itertools import chain, islice
from typing import TypeVar

from models.extracts.cells import (
    BLANK_WORDS,
    FIRST_DAY,
    Cell,
    Refused,
    Word,
    read_date,
    read_reference,
    read_text,
    read_word,
)
from models.extracts.problems import Problems, Unreadable, listed
from models.extracts.records import Place

_BETWEEN = re.compile(r"[\W_]+")
HEADER_WITHIN = 20  # rows; titles and run dates stand above the header of a report
Value = TypeVar("Value")
NumberedRow = tuple[int, Sequence[Cell]]  # counted from 1, as a spreadsheet shows it


@dataclass(frozen=True, slots=True)
class Grid:
    """The raw rows of one sheet or CSV file; `sheet` is None for a CSV file."""

    file: str
    sheet: str | None
    rows: Iterator[NumberedRow]
    even: bool = False  # every row must be as long as the header: a CSV file's commas may slip

    @property
    def title(self) -> str:
        return self.sheet or self.file


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read: its header's words, other words for it, and whether it must be."""

    name: str
    others: tuple[str, ...] = ()
    required: bool = True


@dataclass(slots=True)  # not frozen, because making one then takes longer than reading a cell
class Row:
    """One row of a sheet; a cell that cannot be read is reported and read as blank."""

    number: int
    sheet: "Sheet"
    cells: Sequence[Cell]

    def place(self, column: str | None = None) -> Place:
        return Place(self.sheet.file, self.sheet.name, self.number, column)

    def refuse(self, column: str | None, message: str) -> None:
        self.sheet.problems.add(self.place(column), message)

    def cell(self, column: str) -> Cell:
        index = self.sheet.header.get(column)
        return self.cells[index] if index is not None and index < len(self.cells) else None

    def read(self, column: str, reader: Callable[[Cell], Value | None]) -> Value | None:
        """What `reader` makes of the cell, or None with the problem reported."""
        cell = self.cell(column)
        if cell is None or cell == "":
            return None
        try:
            return reader(cell)
        except Refused as error:
            self.refuse(column, str(error))
            return None

    def text(self, column: str) -> str | None:
        return self.read(column, read_text)

    def reference(self, column: str) -> str | None:
        return self.read(column, read_reference)

    def date(self, column: str, *, earliest: date = FIRST_DAY) -> date | None:
        if earliest == FIRST_DAY:
            return self.read(column, read_date)
        return self.read(column, partial(read_date, earliest=earliest))

    def word(self, column: str, vocabulary: type[Word]) -> Word | None:
        return self.read(column, lambda cell: read_word(cell, vocabulary))

    def needed(
        self, column: str, reader: Callable[[Cell], Value | None], otherwise: Value
    ) -> Value:
        """What the cell says; `otherwise`, with the problem reported, if it says nothing."""
        try:
            value = reader(self.cell(column))
        except Refused as error:
            self.refuse(column, str(error))
            return otherwise
        if value is None:
            self.refuse(column, f"{column} {_no_value(self.cell(column))}; every row needs one.")
            return otherwise
        return value


def _no_value(cell: Cell) -> str:
    """ "is empty", or the word that is read as if it were."""
    word = cell.strip() if isinstance(cell, str) else ""
    if word.casefold() in BLANK_WORDS:
        return f'says "{word}", which is read as empty'
    return "is empty"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet whose header was found: `header` gives each column's place in a row."""

    file: str
    name: str | None
    header: dict[str, int]
    header_row: int
    width: int  # cells in the header row
    problems: Problems
    _rows: Iterator[NumberedRow] = field(repr=False)
    _even: bool = False

    def rows(self) -> Iterator[Row]:
        """The rows under the header; those blank in every column that is read are skipped."""
        for number, cells in self.numbered_rows():
            yield Row(number, self, cells)

    def numbered_rows(self) -> Iterator[NumberedRow]:
        """The same as bare cells."""
        read = sorted(self.header.values())
        try:
            for number, cells in self._rows:
                if self._even and len(cells) != self.width and not self._fits(number, cells):
                    continue
                for index in read:
                    if index < len(cells) and is_filled(cells[index]):
                        yield number, cells
                        break
        except Unreadable as error:
            self.problems.add(Place(self.file, self.name, error.row), str(error))

    def _fits(self, number: int, cells: Sequence[Cell]) -> bool:
        """Whether a row of another length is blank; any other may have its cells shifted."""
        if not any(is_filled(cell) for cell in cells):
            return True
        self.problems.add(
            Place(self.file, self.name, number),
            f"The row has {len(cells)} cells and the header {self.width}; put quotes round a cell "
            "with a comma in it, and keep the commas of empty cells.",
        )
        return False


def find_header(grid: Grid, columns: Sequence[Column], problems: Problems) -> Sheet | None:
    """The sheet with its header found, or None with the problems reported.

    The header is the row, of the first 20, with most of the columns' names.
    """
    try:
        top = list(islice(grid.rows, HEADER_WITHIN))
    except Unreadable as error:
        problems.add(Place(grid.file, grid.sheet, error.row), str(error))
        return None
    number, cells = likeliest_row(top, columns)
    header = match_columns(cells, columns)
    if len(header) < min(2, len(columns)):
        problems.add(Place(grid.file, grid.sheet), _no_header(grid, columns))
        return None
    place = Place(grid.file, grid.sheet, number)
    missing = _missing(header, columns)
    for column in missing:
        problems.add(_under(place, column), f'The column "{column}" is missing from {grid.title}.')
    for column in _repeated(cells, columns):
        problems.add(
            _under(place, column), f'The column "{column}" is there twice; keep the right one.'
        )
    if missing:
        return None
    below = (row for row in top if row[0] > number)
    return Sheet(
        grid.file,
        grid.sheet,
        header,
        number,
        len(cells),
        problems,
        chain(below, grid.rows),
        grid.even,
    )


def match_columns(cells: Sequence[Cell], columns: Sequence[Column]) -> dict[str, int]:
    """Which cell of a possible header row names which column; the first of two wins."""
    header: dict[str, int] = {}
    names = _names_of(tuple(columns))
    for index, cell in enumerate(cells):
        column = names.get(same(cell)) if isinstance(cell, str) and cell else None
        if column is not None:
            header.setdefault(column, index)
    return header


def likeliest_row(rows: Iterable[NumberedRow], columns: Sequence[Column]) -> NumberedRow:
    """The first of the rows that name most of the columns, with its number; row 0 of no rows."""
    found: NumberedRow = (0, ())
    most = -1
    for row in rows:
        named = len(match_columns(row[1], columns))
        if named > most:
            found, most = row, named
        if named == len(columns):
            break
    return found


def likeliest_header(rows: Iterable[Sequence[Cell]], columns: Sequence[Column]) -> set[str]:
    """The columns named by the row that names most of them; empty where none names any."""
    _, cells = likeliest_row(enumerate(rows), columns)
    return set(match_columns(cells, columns))


@cache
def _names_of(columns: tuple[Column, ...]) -> Mapping[str, str]:
    """The name of the column that each of its words stands for."""
    return {same(word): column.name for column in columns for word in (column.name, *column.others)}


def same(words: str) -> str:
    """Words reduced to what must be equal: letters and digits, whatever their case."""
    return _BETWEEN.sub("", words.casefold())


def is_filled(cell: Cell) -> bool:
    """Whether a cell has anything but spaces, `#N/A` or the like in it."""
    if isinstance(cell, str):
        return cell != "" and (words := cell.strip().casefold()) != "" and words not in BLANK_WORDS
    return cell is not None


def _missing(header: dict[str, int], columns: Sequence[Column]) -> list[str]:
    return [column.name for column in columns if column.required and column.name not in header]


def _repeated(cells: Sequence[Cell], columns: Sequence[Column]) -> list[str]:
    """Columns whose own name, not another word for it, stands in two cells."""
    headers = [same(cell) for cell in cells if isinstance(cell, str)]
    return [column.name for column in columns if headers.count(same(column.name)) > 1]


def _under(place: Place, column: str) -> Place:
    return Place(place.file, place.sheet, place.row, column)


def _no_header(grid: Grid, columns: Sequence[Column]) -> str:
    needed = listed(column.name for column in columns if column.required)
    return (
        f"{grid.title} has no header row in its first {HEADER_WITHIN} rows; "
        f"it needs the columns {needed}."
    )
