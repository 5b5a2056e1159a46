"""An authority beside England, its region and its ten neighbours, by what was published."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from models.reference.finding import find_area
from models.reference.measures import (
    COMPARED,
    MEANINGS,
    NOT_PUBLISHED,
    Description,
    PublishedMeasure,
    Symbol,
)
from models.reference.table import Area, Level, Neighbour, Published, Table


@dataclass(frozen=True, slots=True)
class Reading:
    """One area's published value in one year, or why there is none."""

    name: str
    year: int
    value: float | None
    missing: str | None = None  # why there is no value, as it follows a dash


@dataclass(frozen=True, slots=True)
class NeighbourReading:
    """One of the ten; `name` is the authority's own, the reading's that of a joint return."""

    name: str
    code: str
    closeness: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Median:
    """The middle of the neighbours that have a value; None where none has."""

    value: float | None
    counted: int
    of: int


@dataclass(frozen=True, slots=True)
class Year:
    """What was published for one year."""

    year: int
    own: Reading
    england: Reading
    region: Reading | None
    median: Median
    neighbours: tuple[NeighbourReading, ...]  # the closest first


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure: the newest year with the authority in it, and all years."""

    measure: PublishedMeasure
    area: Area
    now: Year
    history: tuple[Year, ...]  # the oldest first; the last is `now`
    model_year: int  # of the neighbours; 0 where it is not known

    @property
    def neighbours(self) -> tuple[NeighbourReading, ...]:
        """The ten as they are now."""
        return self.now.neighbours

    @property
    def description(self) -> Description:
        return COMPARED[self.measure]


def comparison(published: Published, text: str, measure: PublishedMeasure) -> Comparison | None:
    """The authority meant by a code or name beside the others; None where it is not known.

    The neighbours' values are the printed ones, never recomputed. A joint return counts once.
    """
    area, table = find_area(published, text), published.indicators
    if area is None:
        return None
    near = _neighbours_of(published, area, text)
    history = []
    for year in table.years_of(area.code):
        readings = _readings(published, near, area, (year, measure))
        history.append(_year(table, area, readings, (year, measure)))
    return Comparison(measure, area, history[-1], tuple(history), published.neighbours.year)


def _neighbours_of(published: Published, area: Area, text: str) -> Sequence[Neighbour]:
    """Those of the authority that was named; of a joint return's first where both were."""
    of = published.neighbours.of
    codes = [code for code in (text.strip(), *area.codes) if code in of]
    return of[codes[0]] if codes else ()


def _year(
    table: Table,
    area: Area,
    readings: Sequence[NeighbourReading],
    what: tuple[int, PublishedMeasure],
) -> Year:
    england = next(each for each in table.areas.values() if each.level is Level.ENGLAND)
    region = table.areas.get(area.region or "")
    values = [near.reading.value for near in readings if near.reading.value is not None]
    return Year(
        what[0],
        _reading(table, area, what),
        _reading(table, england, what),
        None if region is None else _reading(table, region, what),
        Median(round(median(values), 2) if values else None, len(values), len(readings)),
        tuple(readings),
    )


def _readings(
    published: Published,
    near: Sequence[Neighbour],
    own: Area,
    what: tuple[int, PublishedMeasure],
) -> list[NeighbourReading]:
    table, names = published.indicators, published.neighbours.names
    by_code = _areas_by_code(table, what[0])
    of_areas = {area.codes[0]: area.name for area in table.areas.values() if len(area.codes) == 1}
    counted: dict[str, str] = {own.code: "your own authority"}
    found = []
    for neighbour in near:
        name = names.get(neighbour.code) or of_areas.get(neighbour.code, neighbour.code)
        area = by_code.get(neighbour.code)
        if area is None:
            reading = Reading(name, what[0], None, NOT_PUBLISHED)
        elif area.code in counted:
            reading = Reading(
                area.name, what[0], None, f"reported together with {counted[area.code]}"
            )
        else:
            counted[area.code] = name
            reading = _reading(table, area, what)
        found.append(NeighbourReading(name, neighbour.code, neighbour.closeness, reading))
    return found


def _areas_by_code(table: Table, year: int) -> dict[str, Area]:
    """Which area reports for each authority in a year, alone or with another."""
    there = [area for area in table.areas.values() if (area.code, year) in table.rows]
    return {code: area for area in there for code in area.codes}


def _reading(table: Table, area: Area, what: tuple[int, PublishedMeasure]) -> Reading:
    year, measure = what
    value = table.rows.get((area.code, year), {}).get(measure)
    if value is None:
        return Reading(area.name, year, None, NOT_PUBLISHED)
    if isinstance(value, Symbol):
        return Reading(area.name, year, None, MEANINGS[value])
    return Reading(area.name, year, value)
