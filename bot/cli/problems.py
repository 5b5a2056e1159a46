"""What is wrong with an extract, as a person reads it: alike problems once, with their rows."""

from collections.abc import Sequence
from dataclasses import replace

from models.extracts.records import Place, Problem

NAMED_ROWS = 3
"""Rows that a problem names; a column that is wrong throughout would fill the screen."""


def problem_lines(problems: Sequence[Problem]) -> list[str]:
    """Each problem once, where first met, with all the rows of a column that have it."""
    rows: dict[Problem, list[int]] = {}
    for problem in problems:
        alike = replace(problem, place=replace(problem.place, row=None))
        found = rows.setdefault(alike, [])
        if problem.place.row is not None:
            found.append(problem.place.row)
    return [f"{_where(alike.place, found)}: {alike.message}" for alike, found in rows.items()]


def _where(place: Place, rows: Sequence[int]) -> str:
    """The file, sheet, rows and column of a problem, as far as they are known."""
    column = f'column "{place.column}"' if place.column else None
    parts = (place.file, place.sheet, _row_words(rows), column)
    return ", ".join(part for part in parts if part)


def _row_words(rows: Sequence[int]) -> str | None:
    """ "row 2", "rows 2, 3 and 4", "rows 2, 3, 4 and 9 more"; None for no row."""
    if len(rows) <= 1:
        return f"row {rows[0]}" if rows else None
    named, left = rows[:NAMED_ROWS], len(rows) - NAMED_ROWS
    *most, last = [str(row) for row in named] + ([f"{left:,} more"] if left > 0 else [])
    return f"rows {', '.join(most)} and {last}"
