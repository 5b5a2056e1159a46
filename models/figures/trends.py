"""How figures went: what was written down with each load, as points of a measure over time."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlmodel import Session, col

from models.figures import formulas
from models.figures.figure import tidy
from models.figures.limits import PLACES
from models.figures.spreads import spreads_by_day
from models.history import AuthoritySnapshot, TeamSnapshot, WorkerSnapshot
from models.nearest import nearest
from models.rows import rows
from models.staffing.measures import MEASURES, formed_of
from models.staffing.snapshots import staffing_history
from models.vocabulary import Measure


@dataclass(frozen=True, slots=True)
class Point:
    """One day of a measure, as the figure of that day was; None where it cannot be formed."""

    day: date
    value: float | None
    numerator: float | None
    denominator: float | None


@dataclass(frozen=True, slots=True)
class WorkerPoint:
    """What one worker held on one day, and the limit for one full-time worker on that day."""

    day: date
    caseload: int
    fte: float
    limit_cases: float | None

    @property
    def per_fte(self) -> float | None:
        return self.caseload / self.fte if self.fte > 0 else None

    @property
    def allowance(self) -> float | None:
        return None if self.limit_cases is None else round(self.limit_cases * self.fte, PLACES)


def history(
    session: Session,
    team_ids: Collection[int] | None,
    measures: Collection[Measure],
    since: date,
    until: date,
) -> Mapping[Measure, Sequence[Point]]:
    """Each measure's kept points of these teams together (None: the authority), oldest first.

    From the first day to the last, both included. A day on which a measure was not kept yet has no
    point of it; a day on which there was nothing to divide by has one without a value. KeyError for
    a measure that is not in `KEPT`.
    """
    of_cases = [measure for measure in measures if measure in _OF_CASES]
    others = [measure for measure in measures if measure not in _OF_CASES]
    if unknown := [measure for measure in others if measure not in KEPT]:
        raise KeyError(*unknown)
    found: dict[Measure, list[Point]] = {measure: [] for measure in measures}
    if of_cases:
        for day in _days(session, team_ids, since, until, of_cases):
            for measure in of_cases:
                if (point := _OF_CASES[measure](day)) is not None:
                    found[measure].append(point)
    if others:
        for on, parts in staffing_history(session, team_ids, since):
            for measure in others if on <= until else ():
                formed = formed_of(measure, parts)
                point = Point(on, formed.value, formed.numerator, formed.denominator)
                found[measure].append(point)
    return found


def worker_history(
    session: Session, worker_id: int, since: date, until: date
) -> Sequence[WorkerPoint]:
    """What one worker held on each day that is kept, oldest first."""
    query = (
        select(
            *(col(column) for column in (WorkerSnapshot.day, WorkerSnapshot.caseload)),
            *(col(column) for column in (WorkerSnapshot.fte, WorkerSnapshot.limit_cases)),
        )
        .where(
            col(WorkerSnapshot.worker_id) == worker_id,
            col(WorkerSnapshot.day).between(since, until),
        )
        .order_by(col(WorkerSnapshot.day))
    )
    return [WorkerPoint(*row) for row in rows(session, query)]


def about(points: Sequence[Point], day: date) -> Point | None:
    """The point nearest to the day, a few days before or after it; None where there is none."""
    found = nearest((point.day for point in points), day)
    return next((point for point in points if point.day == found), None)


@dataclass(slots=True)
class _Day:
    """A day's sums of a scope; None where a part of them was not kept of that day."""

    day: date
    counts: Mapping[str, float | None]
    spread: Counter[int] | None = field(default=None)

    def point(self, value: float | None, *parts: float | None) -> Point:
        numerator, denominator = (*parts, None, None)[:2]
        return Point(self.day, value, numerator, denominator)


_CASE_COUNTS = ("open_cases", "unallocated", "opened", "closed", "not_seen")
_WORKER_COUNTS = ("in_post", "over_limit", "nobody_at_work", "average_cases", "average_fte",
                  "working_cases", "working_fte")  # fmt: skip
_COUNTS = (*_CASE_COUNTS, *_WORKER_COUNTS)
_DERIVED = ("nobody_at_work", "average_cases", "average_fte", "working_cases", "working_fte")
"""What workers' own rows say of days on which their team's row did not."""


def _days(
    session: Session,
    team_ids: Collection[int] | None,
    since: date,
    until: date,
    measures: Collection[Measure],
) -> list[_Day]:
    """The days of these measures, with no more of each than they are made of."""
    in_scope = _in_scope(TeamSnapshot, team_ids, since, until)
    needed = {name for measure in measures for name in _MADE_OF[measure]}
    sums = _sums_by_day(session, in_scope, [name for name in _COUNTS if name in needed])
    derived = needed.intersection(_DERIVED)
    if any(counts[name] is None for counts in sums.values() for name in derived):
        _fill_from_workers(session, sums, _in_scope(WorkerSnapshot, team_ids, since, until))
    if team_ids is None and not needed.isdisjoint(_CASE_COUNTS):
        _take_the_authoritys(session, sums, _in_scope(AuthoritySnapshot, None, since, until))
    spreads = spreads_by_day(session, in_scope) if not _OF_SPREAD.isdisjoint(measures) else {}
    return [_Day(day, sums[day], spreads.get(day)) for day in sorted(sums)]


def _in_scope(
    table: type[TeamSnapshot | WorkerSnapshot | AuthoritySnapshot],
    team_ids: Collection[int] | None,
    since: date,
    until: date,
) -> ColumnElement[bool]:
    within = col(table.day).between(since, until)
    if team_ids is None or table is AuthoritySnapshot:
        return within
    return and_(within, col(table.team_id).in_(team_ids))  # type: ignore[union-attr]


def _sums_by_day(
    session: Session, in_scope: ColumnElement[bool], names: Sequence[str]
) -> dict[date, dict[str, float | None]]:
    # Of a day that only some teams' rows tell, no sum tells it of all.
    sums = [_whole_sum(getattr(TeamSnapshot, name)) for name in names]
    query = select(col(TeamSnapshot.day), *sums).where(in_scope).group_by(col(TeamSnapshot.day))
    return _by_day(session, query, names)


def _whole_sum(column: Any) -> ColumnElement[Any]:
    return case((func.count(column) == func.count(), func.sum(column)))


def _by_day(
    session: Session, query: Select[*tuple[Any, ...]], names: Sequence[str]
) -> dict[date, dict[str, float | None]]:
    return {
        day: {
            name: None if value is None else round(float(value), PLACES)
            for name, value in zip(names, values, strict=True)
        }
        for day, *values in rows(session, query)
    }


def _fill_from_workers(
    session: Session, sums: dict[date, dict[str, float | None]], in_scope: ColumnElement[bool]
) -> None:
    kept = WorkerSnapshot
    averaged = col(kept.in_average).is_(True)
    working = and_(col(kept.at_work).is_(True), col(kept.fte) > 0, col(kept.caseload) > 0)
    amounts = (
        (col(kept.caseload), col(kept.at_work).is_(False)),
        (col(kept.caseload), averaged),
        (col(kept.fte), averaged),
        (col(kept.caseload), working),
        (col(kept.fte), working),
    )
    added = [func.sum(case((counted, amount), else_=0)) for amount, counted in amounts]
    query = select(col(kept.day), *added).where(in_scope).group_by(col(kept.day))
    for day, derived in _by_day(session, query, _DERIVED).items():
        known = sums.get(day, {})
        missing = [name for name in derived if name in known and known[name] is None]
        known.update({name: derived[name] for name in missing})


def _take_the_authoritys(
    session: Session, sums: dict[date, dict[str, float | None]], in_scope: ColumnElement[bool]
) -> None:
    """The authority's own counts of cases, which include those that are in no team."""
    columns = [getattr(AuthoritySnapshot, name) for name in _CASE_COUNTS]
    query = select(col(AuthoritySnapshot.day), *columns).where(in_scope)
    for day, counts in _by_day(session, query, _CASE_COUNTS).items():
        sums.setdefault(day, dict.fromkeys(_WORKER_COUNTS)).update(counts)


Maker = Callable[[_Day], Point | None]


def _counted(name: str, of: str | None = None) -> Maker:
    def make(day: _Day) -> Point | None:
        amount = day.counts[name]
        if amount is None:
            return None
        return day.point(amount, amount, None if of is None else day.counts[of])

    return make


def _averaged(cases: str, fte: str) -> Maker:
    def make(day: _Day) -> Point | None:
        held, holders_fte = day.counts[cases], day.counts[fte]
        if held is None or holders_fte is None:
            return None
        exactly = formulas.average_caseload(held, holders_fte)
        return day.point(None if exactly is None else tidy(exactly), held, holders_fte)

    return make


def _median(day: _Day) -> Point | None:
    if day.spread is None:
        return None
    holding = sorted(day.spread.elements())
    return day.point(median(holding) if holding else None, None, len(holding))


def _highest(day: _Day) -> Point | None:
    if day.spread is None:
        return None
    return day.point(max(day.spread, default=None), None, day.spread.total())


def _at_20_or_more(day: _Day) -> Point | None:
    if day.spread is None:
        return None
    many = sum(workers for cases, workers in day.spread.items() if cases >= 20)
    return day.point(many, many, day.spread.total())


_COUNTED: Mapping[Measure, tuple[str, ...]] = {
    Measure.OPEN_CASES: ("open_cases",),
    Measure.OPENED: ("opened",),
    Measure.CLOSED: ("closed",),
    Measure.OVER_LIMIT: ("over_limit", "in_post"),
    Measure.NOBODY_AT_WORK: ("nobody_at_work", "open_cases"),
    Measure.UNALLOCATED: ("unallocated", "open_cases"),
    Measure.NOT_SEEN: ("not_seen", "open_cases"),
}
_AVERAGED: Mapping[Measure, tuple[str, str]] = {
    Measure.AVERAGE_CASELOAD: ("average_cases", "average_fte"),
    Measure.WORKING_AVERAGE_CASELOAD: ("working_cases", "working_fte"),
}
_SPREAD: Mapping[Measure, Maker] = {
    Measure.MEDIAN_CASELOAD: _median,
    Measure.HIGHEST_CASELOAD: _highest,
    Measure.AT_20_OR_MORE: _at_20_or_more,
}
_MADE_OF: Mapping[Measure, tuple[str, ...]] = {
    **_COUNTED,
    **_AVERAGED,
    **dict.fromkeys(_SPREAD, ()),
}
"""The counts of a day that a measure is made of."""

_OF_SPREAD = frozenset(_SPREAD)
_OF_CASES: Mapping[Measure, Maker] = {
    **{measure: _counted(*names) for measure, names in _COUNTED.items()},
    **{measure: _averaged(*names) for measure, names in _AVERAGED.items()},
    **_SPREAD,
}

KEPT_OF_CASES = frozenset(_OF_CASES)
"""The measures of cases that are kept of each team's day."""

KEPT = KEPT_OF_CASES | (frozenset(MEASURES) - {Measure.STARTERS_FTE})
"""Every measure with a history; starters are not kept."""
