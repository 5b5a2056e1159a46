"""Puts a published file and what is known together: nothing that is known is lost by a file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from models.reference.table import Area, Neighbours, Row, Table


@dataclass(frozen=True, slots=True)
class Change:
    """How many rows a file brings, and how many it changes."""

    added: int
    changed: int


def merged(known: Table, file: Table) -> Table:
    """Both; where both have a value, the one of the file that goes to the later year.

    Of two files that end in the same year, what was known gives way: it is a revision. A row of
    authorities that the other reports on together, or apart, is left out where both would count.
    """
    file = _by_known_codes(file, known)
    if file.latest_year >= known.latest_year:
        return _filled(file, known)
    return _filled(known, file)


def change(before: Table, after: Table) -> Change:
    """What is new in the second, and what is not as it was."""
    both = before.rows.keys() & after.rows.keys()
    return Change(
        len(after.rows.keys() - both), sum(before.rows[key] != after.rows[key] for key in both)
    )


def neighbours_change(before: Neighbours, after: Neighbours) -> Change:
    """The same of neighbours, by authority."""
    both = before.of.keys() & after.of.keys()
    return Change(
        len(after.of.keys() - both), sum(before.of[code] != after.of[code] for code in both)
    )


def _filled(first: Table, second: Table) -> Table:
    """The first table, with what only the second has."""
    rows: dict[tuple[str, int], Row] = dict(first.rows)
    areas = dict(first.areas)
    by_each_code = _by_each_code(first.areas)
    for (code, year), row in second.rows.items():
        area = second.areas[code]
        if (code, year) in first.rows:
            rows[code, year] = {**row, **first.rows[code, year]}
        elif not any((other, year) in first.rows for other in _sharing(area, by_each_code)):
            rows[code, year] = row
            areas.setdefault(code, area)
    for code in areas.keys() & second.areas.keys():
        codes = dict.fromkeys((*areas[code].long_codes, *second.areas[code].long_codes))
        areas[code] = replace(areas[code], long_codes=tuple(codes))
    return Table(areas, rows)


def _by_each_code(areas: Mapping[str, Area]) -> dict[str, set[str]]:
    """The areas that each code is part of."""
    found: dict[str, set[str]] = {}
    for area in areas.values():
        for code in area.known_by:
            found.setdefault(code, set()).add(area.code)
    return found


def _sharing(area: Area, by_each_code: Mapping[str, set[str]]) -> set[str]:
    """Other areas with an authority in common with this one."""
    found = [by_each_code.get(code, set()) for code in area.known_by]
    return set[str]().union(*found) - {area.code}


def _by_known_codes(file: Table, known: Table) -> Table:
    """The same, with authorities that the file has by E code alone under their three digits."""
    by_each_code = _by_each_code(known.areas)
    renamed: dict[str, str] = {}
    for area in file.areas.values():
        found = _sharing(area, by_each_code)
        if not area.codes and area.code not in known.areas and len(found) == 1:
            (renamed[area.code],) = found
    if not renamed:
        return file
    areas = {
        renamed.get(code, code): replace(area, code=renamed.get(code, code))
        for code, area in file.areas.items()
    }
    rows = {(renamed.get(code, code), year): row for (code, year), row in file.rows.items()}
    return Table(areas, rows)
