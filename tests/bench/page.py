"""Writes the figures that are kept into docs/speed.md: python -m tests.bench.page."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tests.bench.drawing import DATABASES, drawn
from tests.bench.peers.side import NOTES, Side, compared, side_of
from tests.bench.sizes import SIZES
from tests.bench.table import MISSED, Bound, Row, against_bound, cells, facts, notes
from tests.bench.timing import Spread

DOCS = Path(__file__).parents[2] / "docs"
PAGE, KEPT = DOCS / "speed.md", DOCS / "speed"
BEGIN, END = "<!-- begin of what tests/bench/page.py writes -->", "<!-- end of it -->"

_COLUMNS = ("measure", "measured", "floor", "ratio", "bound", "verdict")


def page(written: str, kept: Iterable[dict[str, Any]]) -> str:
    """The page with the figures of these runs; what is written around them stays."""
    before, _, rest = written.partition(BEGIN)
    _, _, after = rest.partition(END)
    return "\n".join((before + BEGIN, "", *figures(kept), END)) + after


def figures(kept: Iterable[dict[str, Any]]) -> list[str]:
    """The lines of each size's and database's table, largest first, and what the floors are."""
    runs = list(kept)
    rows = [row_of(row) for run in runs for row in run.get("rows", ())]
    lines = [f"Taken on {machine}." for machine in dict.fromkeys(_machine(run) for run in runs)]
    lines += ["", *_missed(rows)]
    for size in reversed(SIZES):
        if any(row.size == size for row in rows):
            lines += ["", f"![How much of its bound each measure takes: {size}](speed/{size}.svg)"]
        for database, name in DATABASES.items():
            those = [row for row in rows if (row.size, row.database) == (size, database)]
            if those:
                lines += ["", f"### {size.capitalize()}, {name}", "", *_table(those)]
    lines += ["", "### What each floor is, and why it is fair", ""]
    lines += [f"- **{measures}**: {note}" for measures, note in notes(rows)]
    lines += ["", "### What else was seen", "", *(f"- {fact}" for fact in facts(rows))]
    for run in runs:
        if "sides" in run:
            lines += _beside(run["size"], [side_of(side) for side in run["sides"]])
    return [*lines, ""]


def row_of(kept: dict[str, Any]) -> Row:
    """A row as it was before it was written as JSON."""
    given = {name: value for name, value in kept.items() if name != "verdict"}
    for name in ("measured", "floor", "ratio"):
        given[name] = None if given[name] is None else Spread(**given[name])
    given["bound"] = None if given["bound"] is None else Bound(**given["bound"])
    return Row(**given)


def _machine(run: dict[str, Any]) -> str:
    on = run["machine"]
    return (
        f"{on['processors']} processors, {on['system']}, Python {on['python']}, "
        f"SQLite {on['sqlite']}"
    )


def _missed(rows: Sequence[Row]) -> list[str]:
    """How many bounds there are, and by how much which of them are not met."""
    bound = [row for row in rows if row.bound is not None]
    missed = [row for row in bound if row.verdict == MISSED]
    lines = [f"**{len(bound) - len(missed)} of {len(bound)} bounds are met.**"]
    if missed:
        lines += ["Not met:", ""]
    for row in missed:
        of = DATABASES[row.database]
        lines.append(f"- {row.measure}, {row.size}, {of}: {against_bound(row)}")
    return lines


def _table(rows: Iterable[Row]) -> list[str]:
    return [
        f"| {' | '.join(_COLUMNS)} |",
        f"|{'---|' * len(_COLUMNS)}",
        *(f"| {' | '.join(_shown(row))} |" for row in rows),
    ]


def _beside(size: str, sides: Sequence[Side]) -> list[str]:
    """What people use today beside the product, at one size."""
    return [
        *("", f"### What people use today beside it: {size}, PostgreSQL", ""),
        f"| | {' | '.join(side.name for side in sides)} |",
        f"|{'---|' * (len(sides) + 1)}",
        *(f"| {' | '.join(row)} |" for row in compared(sides)),
        *("", *(f"- {note}" for note in NOTES)),
        *(f"- {side.name}: {side.settings}" for side in sides),
    ]


def _shown(row: Row) -> list[str]:
    measure, _database, _size, *rest, memory = cells(row)
    return [f"{measure} ({memory})" if memory else measure, *rest]


def pictures(kept: Iterable[dict[str, Any]]) -> dict[Path, str]:
    """A picture of each size, by the file it belongs in."""
    rows = [row_of(row) for run in kept for row in run.get("rows", ())]
    found = {}
    for size in dict.fromkeys(row.size for row in rows):
        title = f"How much of its bound each measure takes: {size}"
        found[KEPT / f"{size}.svg"] = drawn([row for row in rows if row.size == size], title)
    return found


def main() -> None:
    kept = [json.loads(path.read_text("utf-8")) for path in sorted(KEPT.glob("*.json"))]
    PAGE.write_text(page(PAGE.read_text("utf-8"), kept), "utf-8")
    for path, picture in pictures(kept).items():
        path.write_text(picture, "utf-8")


if __name__ == "__main__":
    main()
