"""Where a measure is going by what is known already: contracts, notices, starts, money's ends."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from math import fsum

from models.figures.book import Book
from models.figures.figure import tidy
from models.figures.formulas import average_caseload
from models.staffing.along import parts_along
from models.staffing.assumptions import assumptions_of
from models.staffing.book import StaffingBook, WorkerTerms
from models.staffing.events import Event, events
from models.staffing.measures import value_of
from models.staffing.parts import Parts
from models.staffing.targets import Direction, Path, is_beyond
from models.vocabulary import AgencyBasis, Measure


@dataclass(frozen=True, slots=True)
class Point:
    """What a measure comes to from a day on, and what happened to make it so."""

    day: date
    value: float | None
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Miss:
    """The first day on which a measure will be off its path."""

    day: date
    value: float
    target: float


@dataclass(frozen=True, slots=True)
class Projection:
    """A measure from the book's day on, with a point for each day on which something happens."""

    measure: Measure
    points: tuple[Point, ...]  # the first is the book's day
    until: date
    assumptions: tuple[str, ...]

    def value_on(self, day: date) -> float | None:
        """What the measure is expected to be on a day of the projection."""
        return [point for point in self.points if point.day <= day][-1].value

    def reaches(
        self, target: float, direction: Direction, from_on: date | None = None
    ) -> date | None:
        """The first day, from a day on, with the measure at a value or on its right side."""
        first = self.points[0].day if from_on is None else from_on
        for day in (first, *(point.day for point in self.points if point.day > first)):
            value = self.value_on(day)
            if value is not None and not is_beyond(value, target, direction):
                return day
        return None

    def meets(self, path: Path) -> date | None:
        """The first day on which the measure is where its path asks it to be, today included."""
        for day, value in self._days(path):
            if path.value_on(day) is not None and not path.off_target(value, day):
                return day
        return None

    def first_miss(self, path: Path) -> Miss | None:
        """The first day on which the measure is off its path, today included."""
        for day, value in self._days(path):
            if path.off_target(value, day):
                return Miss(day, value, path.value_on(day) or 0.0)
        return None

    def events_to(self, day: date) -> tuple[Event, ...]:
        """What happens until the figures of a day."""
        return tuple(e for point in self.points if point.day <= day for e in point.events)

    def _days(self, path: Path) -> Iterable[tuple[date, float]]:
        """Each day on which the measure or its target changes, with the measure's value."""
        first = self.points[0].day
        steps = [step.from_on for step in path.steps if first < step.from_on <= self.until]
        for day in sorted({*steps, *(point.day for point in self.points)}):
            value = self.value_on(day)
            if value is not None:
                yield day, value


def project(book: StaffingBook, measure: Measure, until: date) -> Projection:
    """The measure from the book's day to `until`, by what is known; ValueError if it cannot be."""
    (found,) = project_all(book, (measure,), until)
    return found


def project_all(
    book: StaffingBook, measures: Iterable[Measure], until: date, today: Parts | None = None
) -> tuple[Projection, ...]:
    """Several measures at once: what changes is added up only once.

    `today` is what the book comes to on its own day, where that was reckoned already.
    """
    wanted = tuple(measures)
    for measure in wanted:
        if measure not in MOVED_BY:
            raise ValueError(f"{measure.value} cannot be projected from known dates")
    coming = events(book, until)
    happening: dict[date, list[Event]] = defaultdict(list)
    for event in coming:
        happening[event.from_on].append(event)
    parts = parts_along(book, until, today)
    found = []
    for measure in wanted:
        moves = MOVED_BY[measure]
        points = [Point(book.day, value_of(measure, parts[book.day]))]
        for day, of_scope in parts.items():
            of_day = tuple(e for e in happening[day] if moves(e))
            value = value_of(measure, of_scope)
            if of_day or value != points[-1].value:
                points.append(Point(day, value, of_day))
        assumed = assumptions_of(book, measure, coming)
        found.append(Projection(measure, tuple(points), until, assumed))
    return tuple(found)


def average_without(book: Book, worker_ids: Iterable[int]) -> float | None:
    """The DfE average if these workers were gone and their cases were held by the others.

    Cases held ÷ FTE of social workers in post who hold a case, without these; one decimal.
    """
    gone = set(worker_ids)
    counted = [holder for holder in book.holders if holder.in_dfe_average]
    fte = fsum(holder.fte for holder in counted if holder.worker_id not in gone)
    average = average_caseload(sum(holder.caseload for holder in counted), fte)
    return None if average is None else tidy(average)


def _worker(check: Callable[[WorkerTerms], bool]) -> Callable[[Event], bool]:
    return lambda e: e.worker is not None and check(e.worker)


def _basis(basis: AgencyBasis | None) -> Callable[[Event], bool]:
    return _worker(lambda w: w.social_worker and w.agency and w.agency_basis is basis)


def _post(social_worker: bool | None) -> Callable[[Event], bool]:
    return lambda e: e.post is not None and social_worker in (None, e.post.social_worker)


def _either(*checks: Callable[[Event], bool]) -> Callable[[Event], bool]:
    return lambda e: any(check(e) for check in checks)


_AGENCY = _worker(lambda w: w.social_worker and w.agency)
_EMPLOYED = _worker(lambda w: w.social_worker and not w.agency)
_SOCIAL_WORKER = _worker(lambda w: w.social_worker)
_OTHER = _worker(lambda w: not w.social_worker and not w.agency)

MOVED_BY: dict[Measure, Callable[[Event], bool]] = {
    Measure.POSTS_FTE: _post(True),
    Measure.BASE_POSTS_FTE: _post(True),
    Measure.TIME_LIMITED_POSTS_FTE: _post(True),
    Measure.UNFUNDED_POSTS_FTE: _post(True),
    Measure.ALL_POSTS_FTE: _post(None),
    Measure.VACANT_FTE: _either(_EMPLOYED, _post(True)),
    Measure.VACANCY_RATE: _either(_EMPLOYED, _post(True)),
    Measure.IN_POST_FTE: _EMPLOYED,
    Measure.IN_POST_HEADCOUNT: _EMPLOYED,
    Measure.AGENCY_FTE: _AGENCY,
    Measure.AGENCY_HEADCOUNT: _AGENCY,
    Measure.AGENCY_RATE: _SOCIAL_WORKER,
    Measure.AGENCY_VACANCY_FTE: _basis(AgencyBasis.VACANCY),
    Measure.AGENCY_ABSENCE_FTE: _basis(AgencyBasis.ABSENCE),
    Measure.SUPERNUMERARY_FTE: _basis(AgencyBasis.SUPERNUMERARY),
    Measure.AGENCY_UNKNOWN_FTE: _basis(None),
    Measure.AGENCY_WEEKLY_COST: _AGENCY,
    Measure.AGENCY_WEEKLY_PREMIUM: _AGENCY,
    Measure.PERMANENT_SHARE: _SOCIAL_WORKER,
    Measure.MANAGERS_PERMANENT_SHARE: _worker(lambda w: w.manager),
    Measure.OTHER_POSTS_FTE: _post(False),
    Measure.OTHER_VACANT_FTE: _either(_OTHER, _post(False)),
    Measure.OTHER_IN_POST_FTE: _OTHER,
    Measure.OTHER_IN_POST_HEADCOUNT: _OTHER,
}
"""The measures that known dates project, and which events move each.

Turnover is not among them: only those who have given notice are known, so it would always fall.
"""
