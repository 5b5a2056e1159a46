"""Published figures as plain values: areas, a row for each area and year, and neighbours."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.reference.measures import PublishedMeasure, Symbol

Value = float | Symbol
Row = Mapping[PublishedMeasure, Value]
"""One area in one year; a measure the file does not have, or has blank, is not in it."""


class Level(StrEnum):
    ENGLAND = "england"
    REGION = "region"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class Area:
    """England, a region, or an authority; two authorities with one return are one area."""

    code: str  # by which rows name it: "852", "314/318" for a joint return, a region's E code
    level: Level
    name: str
    region: str | None = None  # its region's code
    long_codes: tuple[str, ...] = ()  # E…, the newest first; an authority's change over the years

    @property
    def codes(self) -> tuple[str, ...]:
        """The three digits of each authority in it; none for England and the regions."""
        return tuple(part for part in self.code.split("/") if len(part) == THREE_DIGITS)

    @property
    def known_by(self) -> frozenset[str]:
        """Every code that means this area, or an authority in it."""
        return frozenset((*self.code.split("/"), *self.long_codes))


THREE_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Table:
    """Every row of one published file."""

    areas: Mapping[str, Area]  # by code
    rows: Mapping[tuple[str, int], Row]  # by the area's code and the year

    @property
    def years(self) -> list[int]:
        return sorted({year for _, year in self.rows})

    @property
    def latest_year(self) -> int:
        """The newest year; 0 of a table without rows."""
        return max((year for _, year in self.rows), default=0)

    @property
    def measures(self) -> list[PublishedMeasure]:
        """What any row has, in the order it is published."""
        found = {measure for row in self.rows.values() for measure in row}
        return [measure for measure in PublishedMeasure if measure in found]

    def years_of(self, code: str) -> list[int]:
        return sorted(year for area, year in self.rows if area == code)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One statistical neighbour of an authority."""

    code: str  # three digits
    closeness: str  # "very close", in the Department's words


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The statistical neighbours of each authority, the closest first."""

    year: int  # of the model; 0 where the file's name does not say
    of: Mapping[str, tuple[Neighbour, ...]]  # by three digits
    names: Mapping[str, str]

    @property
    def latest_year(self) -> int:
        return self.year


@dataclass(frozen=True, slots=True)
class Published:
    """All that is known of other authorities."""

    indicators: Table
    neighbours: Neighbours
    need: Table  # children in need at 31 March
