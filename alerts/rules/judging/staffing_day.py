"""What the rules on staffing are judged by: scopes with targets, money that ends, on one day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from models.figures.book import Book
from models.staffing.book import StaffingBook, years_before
from models.staffing.measures import MEASURES, value_of
from models.staffing.parts import Parts
from models.staffing.projection import MOVED_BY, Projection, project_all
from models.staffing.targets import Path

YEARS_AHEAD = 1
"""So far a course is followed to say when a target is reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetScope:
    """The authority, a service or a team that has targets, and its staffing."""

    name: str  # "" is the authority
    book: StaffingBook  # of the scope
    paths: tuple[Path, ...]
    parts: Parts  # what it comes to on the book's day
    history: Sequence[tuple[date, Parts]] = ()  # the days kept, where it is newly off a target


@dataclass(frozen=True, slots=True)
class Standing:
    """A measure beside its path today, and where it is going."""

    path: Path
    name: str  # of the scope; "" is the authority
    day: date
    book: StaffingBook  # of the scope
    parts: Parts
    value: float | None
    projection: Projection | None  # None where known dates do not move it
    history: Sequence[tuple[date, Parts]] = ()  # of the scope, as far as it was asked for

    @property
    def gap(self) -> float | None:
        """How far it is off, 0 or less where it is not; None without a figure or a target."""
        return None if self.value is None else self.path.gap(self.value, self.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffingDay:
    """One place's staffing: a team's, a service's, or the authority's."""

    day: date  # of the book: what was to happen by then has happened
    scopes: tuple[TargetScope, ...] = ()
    watched: frozenset[str] = frozenset()  # subjects in open alerts of the place
    elsewhere: frozenset[str] = frozenset()  # subjects that services' own days judge
    staffing: StaffingBook | None = None  # the whole authority's, where that is the place
    caseload: Book | None = None  # every worker's cases, where the authority is the place
    service_names: Mapping[int, str] = field(default_factory=dict)


def standings(day: StaffingDay) -> list[Standing]:
    """Every target of the place with today's figure and its course, the widest scope first."""
    return [standing for scope in day.scopes for standing in _standings(scope, day.day)]


def _standings(scope: TargetScope, day: date) -> list[Standing]:
    paths = [path for path in scope.paths if path.measure in MEASURES]
    parts = scope.parts
    moved = [path.measure for path in paths if path.measure in MOVED_BY]
    until = years_before(day, -YEARS_AHEAD)
    courses = project_all(scope.book, moved, until, parts) if moved else ()
    by_measure = {course.measure: course for course in courses}
    return [
        Standing(
            path=path,
            name=scope.name,
            day=day,
            book=scope.book,
            parts=parts,
            value=value_of(path.measure, parts),
            projection=by_measure.get(path.measure),
            history=scope.history,
        )
        for path in sorted(paths, key=lambda path: MEASURES.index(path.measure))
    ]
