"""Reads the sheet Targets: the path each measure should follow."""

from collections import defaultdict
from datetime import date
from itertools import pairwise

from models.extracts.cells import (
    Cell,
    Refused,
    as_word,
    not_among,
    read_date,
    read_number,
    read_text,
)
from models.extracts.problems import quoted
from models.extracts.records import TargetRecord
from models.extracts.sheets import Column, Row, Sheet
from models.extracts.workforce.names import Names
from models.extracts.workforce.staff import refuse_wrong_order
from models.staffing.targets import DIRECTIONS, is_beyond
from models.vocabulary import Measure

TARGETS = (Column("measure"), Column("scope"), Column("value"), Column("from"), Column("until"))

MEASURES = tuple(measure.value for measure in Measure if measure in DIRECTIONS)
"""What a target can be set for."""

PERCENTAGES = frozenset(name for name in MEASURES if name.endswith(("_rate", "_share")))
NO_DAY = date.min  # stands for a start that could not be read


def read_targets(
    sheet: Sheet, teams: Names, services: Names
) -> tuple[list[TargetRecord], list[str]]:
    """The steps of every path, and notes on paths that run backwards."""
    steps: list[tuple[Row, TargetRecord]] = []
    for row in sheet.rows():
        step = _read_step(row, teams, services)
        if step.from_on != NO_DAY:
            refuse_wrong_order(row, "from", step.from_on, "until", step.until_on)
        steps.append((row, step))
    _refuse_overlaps(steps)
    return [step for _, step in steps], _backwards_notes(steps)


def _read_step(row: Row, teams: Names, services: Names) -> TargetRecord:
    measure = row.needed("measure", _read_measure, "")
    return TargetRecord(
        measure=measure,
        scope=_known(row, row.needed("scope", _read_scope, "authority"), teams, services),
        value=row.needed("value", lambda cell: _read_value(cell, measure), 0.0),
        from_on=row.needed("from", read_date, NO_DAY),
        until_on=row.date("until"),
        place=row.place(),
    )


def _read_measure(cell: Cell) -> str | None:
    text = read_text(cell)
    if text is None:
        return None
    measure = as_word(text)
    if measure not in MEASURES:
        raise Refused(not_among(text, MEASURES))
    return measure


def _read_scope(cell: Cell) -> str | None:
    text = read_text(cell)
    if text is None:
        return None
    word, colon, name = (part.strip() for part in text.partition(":"))
    if word.casefold() == "authority" and not colon:
        return "authority"
    if word.casefold() in {"service", "team"} and name:
        return f"{word.casefold()}:{name}"
    raise Refused(
        f'"{quoted(text)}" does not say whose target it is; use authority, service:NAME or '
        "team:NAME."
    )


def _known(row: Row, scope: str, teams: Names, services: Names) -> str:
    """The scope with its team or service spelt as in its own sheet; unknown ones are reported."""
    word, colon, name = scope.partition(":")
    if not colon:
        return scope
    return f"{word}:{(teams if word == 'team' else services).find(row, 'scope', name)}"


def _read_value(cell: Cell, measure: str) -> float | None:
    value = read_number(cell)
    if value is None:
        return None
    if measure in PERCENTAGES and (0 < value < 1 or value > 100):
        raise Refused(
            f"{value:g} is not a percentage from 1 to 100; a target of 9 % is written 9, not 9% or "
            "0.09."
        )
    if not 0 <= value < 1e6:
        raise Refused(f"{value:g} is not a value a target can have; write 0 or more.")
    return value


def _refuse_overlaps(steps: list[tuple[Row, TargetRecord]]) -> None:
    """Reports steps of one path that begin on the same day or before the one before has ended."""
    for path in _paths(steps):
        for (before, earlier), (row, step) in pairwise(path):
            if step.from_on == earlier.from_on or (
                earlier.until_on is not None and step.from_on <= earlier.until_on
            ):
                row.refuse(
                    "from",
                    f"The step overlaps the one in row {before.number}; until is the last day of a "
                    "step, and each step begins after the one before.",
                )


def _backwards_notes(steps: list[tuple[Row, TargetRecord]]) -> list[str]:
    """Notes on steps that ask for less than the one before, which may be a slip or meant."""
    notes = []
    for path in _paths(steps):
        for (before, earlier), (row, step) in pairwise(path):
            direction = DIRECTIONS[Measure(step.measure)]
            if is_beyond(step.value, earlier.value, direction):
                notes.append(
                    f"Row {row.number} of Targets: {step.measure} goes from {earlier.value:g} "
                    f"(row {before.number}) to {step.value:g}, although it should be "
                    f"{direction.value} its target. It was taken as written."
                )
    return notes


def _paths(steps: list[tuple[Row, TargetRecord]]) -> list[list[tuple[Row, TargetRecord]]]:
    """The readable steps of each path, oldest first."""
    paths: dict[tuple[str, str], list[tuple[Row, TargetRecord]]] = defaultdict(list)
    for row, step in steps:
        if step.measure and step.from_on != NO_DAY:
            paths[step.measure, step.scope.casefold()].append((row, step))
    return [
        sorted(path, key=lambda each: (each[1].from_on, each[0].number)) for path in paths.values()
    ]
