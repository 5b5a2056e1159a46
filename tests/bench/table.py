"""What came of a bench: measured, floor, ratio, bound and verdict, as a table and as JSON."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.bench.timing import Pair, Spread

MET, MISSED, NO_BOUND = "met", "NOT MET", "–"
_TITLES = (
    "measure",
    "database",
    "size",
    "measured",
    "floor",
    "ratio",
    "bound",
    "verdict",
    "memory",
)


@dataclass(frozen=True, slots=True)
class Bound:
    """The most that is promised: so many times the floor, or so much of the unit."""

    most: float
    of_floor: bool = True

    def words(self, unit: str) -> str:
        return f"≤ {self.most:g} ×" if self.of_floor else f"≤ {shown(self.most, unit)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measure; `note` says what the floor is and why it is fair.

    `unit` is "s", "MB" or whatever is counted. `facts` are for the JSON and the lines under the
    table: an exponent, a count of rows.
    """

    measure: str
    database: str
    size: str
    measured: Spread
    floor: Spread | None = None
    ratio: Spread | None = None
    bound: Bound | None = None
    unit: str = "s"
    memory_mb: float | None = None
    note: str = ""
    facts: Mapping[str, float | str] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """By the middle one of the repeats."""
        if self.bound is None:
            return NO_BOUND
        return MET if bound_share(self) <= 1 else MISSED


def bound_share(row: Row) -> float:
    """How much of its bound a row takes, by the middle one of the repeats; above 1 it is missed.

    ValueError of a row without a bound, or with a bound of its floor and no floor.
    """
    held = row.ratio if row.bound and row.bound.of_floor else row.measured
    if row.bound is None or held is None:
        raise ValueError(f"{row.measure} has no bound, or one of its floor and no floor")
    return held.median / row.bound.most


def beside(pair: Pair) -> dict[str, Spread]:
    """A pair as the fields of a row."""
    return {"measured": pair.measured, "floor": pair.floor, "ratio": pair.ratio}


def shown(amount: float, unit: str) -> str:
    """An amount with its unit, in three figures: "0.231 ms", "12.4 s", "148 MB"."""
    if unit == "s" and amount < 1:
        amount, unit = amount * 1000, "ms"
    return f"{_three_figures(amount)} {unit}".strip()


def print_rows(rows: Sequence[Row], out: Console) -> None:
    """The table, then what each floor is."""
    table = Table()
    for title in _TITLES:
        table.add_column(title, justify="left" if title in _TITLES[:3] else "right")
    for row in rows:
        table.add_row(*cells(row))
    out.print(table)
    out.print("In brackets: from the first to the third quartile of the repeats.")
    for measures, note in notes(rows):
        out.print(f"{measures}: {note}", markup=False)
    for fact in facts(rows):
        out.print(fact, markup=False)


def in_a_line(row: Row) -> str:
    """The row while others are still to come."""
    return " | ".join(cell for cell in cells(row) if cell)


def as_json(rows: Iterable[Row], machine: Mapping[str, str]) -> dict[str, Any]:
    """The same for programs: {"machine": {…}, "rows": [{"measure", …, "verdict"}]}."""
    return {
        "machine": dict(machine),
        "rows": [{**asdict(row), "facts": dict(row.facts), "verdict": row.verdict} for row in rows],
    }


def cells(row: Row) -> list[str]:
    """A row of the table, in the order of its titles."""
    return [
        row.measure,
        row.database,
        row.size,
        _spread(row.measured, row.unit),
        "" if row.floor is None else _spread(row.floor, row.unit),
        "" if row.ratio is None else _spread(row.ratio, "×"),
        "" if row.bound is None else row.bound.words(row.unit),
        row.verdict,
        "" if row.memory_mb is None else f"{row.memory_mb:.0f} MB",
    ]


def against_bound(row: Row, *, briefly: bool = False) -> str:
    """What of a row is held against its bound, and the bound: "3.27 × (2.81–3.38), bound ≤ 5 ×"."""
    *_, measured, _floor, ratio, bound, _verdict, _memory = cells(row)
    value = ratio if row.bound and row.bound.of_floor else measured
    return f"{value.partition(' (')[0] if briefly else value}, bound {bound}"


def _spread(found: Spread, unit: str) -> str:
    if found.takes == 1:
        return shown(found.median, unit)
    scale = 1000 if unit == "s" and found.median < 1 else 1
    low, high = (_three_figures(end * scale) for end in (found.low, found.high))
    return f"{shown(found.median, unit)} ({low}–{high})"


def _three_figures(amount: float) -> str:
    if amount == 0:
        return "0"
    if abs(amount) >= 100:
        return f"{amount:,.0f}"
    return f"{amount:.{2 if abs(amount) < 10 else 1}f}" if abs(amount) >= 1 else f"{amount:.3g}"


def notes(rows: Iterable[Row]) -> list[tuple[str, str]]:
    """What each floor is, said once after all the measures that have it."""
    measures: dict[str, dict[str, None]] = {}
    for row in rows:
        if row.note:
            measures.setdefault(row.note, {})[row.measure] = None
    return [("; ".join(of), note) for note, of in measures.items()]


def facts(rows: Iterable[Row]) -> list[str]:
    """What else is known of each row, in a line."""
    return [
        f"{row.measure}, {row.database}, {row.size}: "
        + ", ".join(f"{name} {_fact(value)}" for name, value in row.facts.items())
        for row in rows
        if row.facts
    ]


def _fact(value: float | str) -> str:
    return value if isinstance(value, str) else _three_figures(value)
