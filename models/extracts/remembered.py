"""What the cells of a column say, each different one read once: most recur thousands of times."""

from collections.abc import Callable
from datetime import date
from typing import Any

from models.extracts.cells import Cell, Refused, read_date

Reader = Callable[[Cell], Any]


class Remembered(dict[Cell, Any]):
    """`said[cell]` is what the reader makes of it; one that it refuses is refused each time.

    Not for references of children, and not where a cell may be TRUE: Python has 1 for the same.
    """

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self._reader = reader

    def __missing__(self, cell: Cell) -> Any:
        found = self[cell] = self._reader(cell)
        return found


def days_until(as_at: date) -> Remembered:
    """The days in the cells of a column; one after the day the data is as at is refused."""

    def not_later(cell: Cell) -> date | None:
        day = read_date(cell)
        if day is not None and day > as_at:
            raise Refused("after the day the data is as at")
        return day

    return Remembered(not_later)
