"""Finds an authority among the published figures by code or name, and its children in need."""

from collections.abc import Iterable

from models.extracts.sheets import same
from models.reference.measures import PublishedMeasure, Symbol
from models.reference.table import Area, Level, Published, Table


def find_area(published: Published, text: str) -> Area | None:
    """The authority by its three digits, its E code or its name; None where there is none.

    Two authorities with one return are found by either. Of two areas of one name, as after a
    reorganisation, the one with the newer figures is meant.
    """
    return _found(published.indicators, text)


def children_in_need(published: Published, text: str) -> tuple[int, int] | None:
    """The newest published number of children in need at 31 March, and its year.

    For two authorities with one return, named together, it is that of both.
    """
    area = find_area(published, text)
    parts = text.split("/")
    if area is not None and len(parts) == 1 and same(text) == same(area.name):
        parts = list(area.codes)
    found = [_need(published.need, part) for part in parts]
    known = [each for each in found if each is not None]
    if not known or len(known) < len(found):
        return None
    return sum(children for children, _ in known), min(year for _, year in known)


def _found(table: Table, text: str) -> Area | None:
    wanted = same(text)
    found = [
        area
        for area in table.areas.values()
        if area.level is Level.AUTHORITY and wanted in map(same, _names(area))
    ]
    return max(found, key=lambda area: max(table.years_of(area.code), default=0), default=None)


def _names(area: Area) -> Iterable[str]:
    """Whatever the area may be called: "Bristol" as well as "Bristol, City of"."""
    yield from (area.code, area.name, *area.known_by, *area.name.split("/"))
    yield area.name.split(",")[0]


def _need(table: Table, text: str) -> tuple[int, int] | None:
    area = _found(table, text)
    if area is None:
        return None
    for year in reversed(table.years_of(area.code)):
        value = table.rows[area.code, year].get(PublishedMeasure.CHILDREN_IN_NEED)
        if value is not None and not isinstance(value, Symbol):
            return int(value), year
    return None
