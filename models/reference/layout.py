"""Our own compact text of published figures, and back: what is packaged, stored and compared.

A table is two lists of comma-separated lines with an empty line between: the areas, then a line for
each area and year. Equal values always give equal bytes, so that a change shows in a comparison.
"""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from models.reference.measures import PublishedMeasure, Symbol
from models.reference.table import Area, Level, Neighbour, Neighbours, Table, Value

_AREA_COLUMNS = ("code", "level", "name", "region", "long_codes")
_SYMBOLS = {symbol.value: symbol for symbol in Symbol}


def table_text(table: Table) -> str:
    """A table in our layout: England, regions and authorities by code, each by year."""
    areas = sorted(table.areas.values(), key=_place)
    place = {area.code: index for index, area in enumerate(areas)}
    measures = table.measures
    described = [
        (area.code, area.level, area.name, area.region or "", " ".join(area.long_codes))
        for area in areas
    ]
    rows = [
        (code, year, *(_written(table.rows[code, year].get(measure)) for measure in measures))
        for code, year in sorted(table.rows, key=lambda row: (place[row[0]], row[1]))
    ]
    return "\n".join(
        (_lines([_AREA_COLUMNS, *described]), _lines([("code", "year", *measures), *rows]))
    )


def read_table(text: str) -> Table:
    """The table that `table_text` wrote."""
    described, rows = text.split("\n\n")
    areas = {
        code: Area(code, Level(level), name, region or None, tuple(long_codes.split()))
        for code, level, name, region, long_codes in _cells(described)[1:]
    }
    header, *lines = _cells(rows)
    measures = [PublishedMeasure(name) for name in header[2:]]
    return Table(
        areas,
        {
            (code, int(year)): {
                measure: _read(cell) for measure, cell in zip(measures, cells, strict=True) if cell
            }
            for code, year, *cells in lines
        },
    )


def neighbours_text(neighbours: Neighbours) -> str:
    """Statistical neighbours in our layout, a line for each authority."""
    most = max((len(found) for found in neighbours.of.values()), default=0)
    header = [f"{what}_{n}" for n in range(1, most + 1) for what in ("neighbour", "closeness")]
    rows = [
        (neighbours.year, code, neighbours.names[code], *_flat(neighbours.of[code], most))
        for code in sorted(neighbours.of)
    ]
    return _lines([("year", "code", "name", *header), *rows])


def read_neighbours(text: str) -> Neighbours:
    """The neighbours that `neighbours_text` wrote."""
    lines = _cells(text)[1:]
    of = {
        code: tuple(
            Neighbour(neighbour, closeness)
            for neighbour, closeness in zip(cells[::2], cells[1::2], strict=True)
            if neighbour
        )
        for _, code, _, *cells in lines
    }
    year = int(lines[0][0]) if lines else 0
    return Neighbours(year, of, {code: name for _, code, name, *_ in lines})


def _flat(found: Sequence[Neighbour], most: int) -> list[str]:
    cells = [cell for neighbour in found for cell in (neighbour.code, neighbour.closeness)]
    return cells + [""] * (2 * most - len(cells))


def _place(area: Area) -> tuple[int, str]:
    return list(Level).index(area.level), area.code


def _written(value: Value | None) -> str:
    """A number without a decimal it does not need, or the symbol in its place."""
    if value is None:
        return ""
    if isinstance(value, Symbol):
        return value.value
    return str(int(value)) if value == int(value) else repr(value)


def _read(cell: str) -> Value:
    return _SYMBOLS[cell] if cell in _SYMBOLS else float(cell)


def _lines(rows: Iterable[Sequence[object]]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _cells(text: str) -> list[list[str]]:
    return list(csv.reader(text.splitlines()))
