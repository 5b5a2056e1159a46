"""The limits of tables and charts."""

from collections.abc import Iterator
from typing import Any

from bot.practice.block_kit.objects import BLOCK_ID
from bot.practice.block_kit.rich_text import RICH_TEXT
from bot.practice.block_kit.rules import (
    Fault,
    Rule,
    choice,
    flag,
    integer,
    listing,
    number,
    record,
    string,
    tagged,
)

DATA_TABLE_CHARACTERS = 20_000

_RAW_TEXT = record({"text": string(None, 1)})
_RAW_NUMBER = record({"value": number}, {"text": string(None, 1)})
_CELLS = {"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER, "rich_text": RICH_TEXT}
_CELL = tagged(_CELLS, "table cell")
_COLUMN_SETTING = record({}, {"align": choice("left", "center", "right"), "is_wrapped": flag})


def _nullable(rule: Rule) -> Rule:
    def check(value: Any, pointer: str) -> Iterator[Fault]:
        if value is not None:
            yield from rule(value, pointer)

    return check


TABLE = record(
    {"rows": listing(listing(_CELL, 20), 100)},
    {"block_id": BLOCK_ID, "column_settings": listing(_nullable(_COLUMN_SETTING), 20)},
)


def text_characters(value: Any) -> int:
    """How many characters of text a block or a part of one holds."""
    if isinstance(value, dict):
        return sum(
            len(found) if name == "text" and isinstance(found, str) else text_characters(found)
            for name, found in value.items()
        )
    if isinstance(value, list):
        return sum(text_characters(item) for item in value)
    return 0


def _rows_of(value: Any) -> list[list[Any]]:
    rows = value.get("rows")
    if not isinstance(rows, list):
        return []
    return [row for row in rows if isinstance(row, list)]


def _even_rows(value: Any, pointer: str) -> Iterator[Fault]:
    rows = _rows_of(value)
    for index, row in enumerate(rows):
        if len(row) != len(rows[0]):
            yield Fault(f"{pointer}/rows/{index}", "must have as many cells as the first row")


def _plain_header(value: Any, pointer: str) -> Iterator[Fault]:
    for index, cell in enumerate(next(iter(_rows_of(value)), [])):
        if isinstance(cell, dict) and cell.get("type") == "rich_text":
            yield Fault(f"{pointer}/rows/0/{index}", "a header cell must not be rich_text")


def _header_column(value: Any, pointer: str) -> Iterator[Fault]:
    column = value.get("row_header_column_index")
    rows = _rows_of(value)
    if isinstance(column, int) and rows and column >= len(rows[0]):
        yield Fault(f"{pointer}/row_header_column_index", "must be one of the columns")


DATA_TABLE = record(
    {"rows": listing(listing(_CELL, 20), 101, 2), "caption": string(None, 1)},
    {"block_id": BLOCK_ID, "page_size": integer(1, 100), "row_header_column_index": integer(0, 19)},
    _even_rows,
    _plain_header,
    _header_column,
)

_LABEL = string(20, 1)


def _positive(value: Any, pointer: str) -> Iterator[Fault]:
    yield from number(value, pointer)
    if isinstance(value, int | float) and value <= 0:
        yield Fault(pointer, "must be more than 0")


def _listed(value: Any, key: str) -> list[Any]:
    """A part that should be a list; one that is not is another rule's fault to name."""
    found = value.get(key)
    return found if isinstance(found, list) else []


def _labels_match(value: Any, pointer: str) -> Iterator[Fault]:
    """Every series has one point for each category, in the same order."""
    axis = value.get("axis_config")
    categories = axis.get("categories") if isinstance(axis, dict) else None
    for index, one in enumerate(_listed(value, "series")):
        points = one.get("data") if isinstance(one, dict) else None
        if not isinstance(points, list) or not isinstance(categories, list):
            continue
        labels = [point.get("label") for point in points if isinstance(point, dict)]
        if labels != categories:
            yield Fault(f"{pointer}/series/{index}/data", "labels must match the categories")


def _names_differ(value: Any, pointer: str) -> Iterator[Fault]:
    names = [one.get("name") for one in _listed(value, "series") if isinstance(one, dict)]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Fault(f"{pointer}/series/{index}/name", f"name already used: {name}")


_AXIS_CHART = record(
    {
        "series": listing(
            record(
                {
                    "name": _LABEL,
                    "data": listing(record({"label": _LABEL, "value": number}), 20),
                }
            ),
            12,
        ),
        "axis_config": record(
            {"categories": listing(_LABEL, 20)}, {"x_label": string(50), "y_label": string(50)}
        ),
    },
    {},
    _labels_match,
    _names_differ,
)

_CHARTS = {
    "pie": record({"segments": listing(record({"label": _LABEL, "value": _positive}), 12)}),
    "bar": _AXIS_CHART,
    "area": _AXIS_CHART,
    "line": _AXIS_CHART,
}

DATA_VISUALIZATION = record(
    {"title": string(50, 1), "chart": tagged(_CHARTS, "chart")}, {"block_id": BLOCK_ID}
)
