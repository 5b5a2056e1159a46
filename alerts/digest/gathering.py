"""Gathers what a digest is made of: the same few looks, whatever the number of teams."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from alerts.authority import Authority
from alerts.digest.facts import (
    LONG_WITHOUT,
    DigestFacts,
    LimitChange,
    Measured,
    PastPoint,
    StaffingFacts,
    WaitingFacts,
)
from alerts.digest.few import HOW_MANY, left_out_then, told_of
from alerts.digest.gathering_alerts import gather_alerts, gather_reviews, gather_turnover
from alerts.digest.gathering_health import gather_health
from alerts.digest.gathering_limits import gather_limit_change
from alerts.digest.gathering_staffing import gather_staffing_facts
from alerts.digest.gathering_teams import gather_before, has_limits, team_facts
from alerts.places import Within
from alerts.when import When
from models.errors import NotFound
from models.figures.book import Book
from models.figures.limits import LimitsInForce, Promise
from models.figures.measures import scope_figures, tells_on_somebody
from models.figures.queries import gather_book, limits_on, team_kinds
from models.figures.trends import KEPT_OF_CASES, Point, about, history
from models.nearest import NEAR, a_point_a_week
from models.organisation import Service, Team
from models.reference.comparing import Comparison, comparison
from models.reference.measures import PublishedMeasure
from models.reference.storing import published
from models.staffing.book import years_before
from models.staffing.measures import value_of
from models.staffing.parts import Parts
from models.staffing.snapshots import parts_about
from models.vocabulary import CaseKind, Measure, TeamKind

WEEK = timedelta(days=7)

OF_CASES = (
    Measure.OPEN_CASES,
    Measure.AVERAGE_CASELOAD,
    Measure.WORKING_AVERAGE_CASELOAD,
    Measure.AT_20_OR_MORE,
    Measure.OVER_LIMIT,
    Measure.NOBODY_AT_WORK,
    Measure.UNALLOCATED,
    Measure.NOT_SEEN,
)
OF_STAFFING = (
    Measure.AGENCY_FTE,
    Measure.AGENCY_RATE,
    Measure.SUPERNUMERARY_FTE,
    Measure.VACANCY_RATE,
    Measure.PERMANENT_SHARE,
    Measure.TURNOVER_RATE,
    Measure.UNDER_TWO_YEARS_SHARE,
)
_AVERAGES = frozenset({Measure.AVERAGE_CASELOAD, Measure.WORKING_AVERAGE_CASELOAD})
_OF_SOMEBODY = _AVERAGES | {
    Measure.AT_20_OR_MORE,
    Measure.OVER_LIMIT,
    Measure.MEDIAN_CASELOAD,
    Measure.HIGHEST_CASELOAD,
}
"""Of one or two workers these say what one of them holds."""

_NEIGHBOURLY = (
    PublishedMeasure.AVERAGE_CASELOAD,
    PublishedMeasure.AGENCY_RATE,
    PublishedMeasure.VACANCY_RATE,
    PublishedMeasure.TURNOVER_RATE,
)


@dataclass(frozen=True, slots=True)
class _Scope:
    """The authority, or one service with its teams that are still listed."""

    name: str
    service_id: int | None
    team_ids: frozenset[int] | None

    @property
    def within(self) -> Within | None:
        if self.team_ids is None or self.service_id is None:
            return None
        return Within(self.team_ids, (self.service_id,))


def gather_facts(
    session: Session, authority: Authority, now: datetime, service_id: int | None = None
) -> DigestFacts:
    """What there is to say of the authority, or of one service.

    NoData before both feeds were loaded; NotFound for a service that is not listed.
    """
    scope = _scope(session, authority, service_id)
    book = gather_book(session, team_ids=scope.team_ids, not_seen_days=authority.not_seen_days)
    when = authority.when(now, book.day)
    limits, kinds = limits_on(session, book.day), team_kinds(session)
    before = gather_before(session, scope.team_ids, book.day)
    staffing = gather_staffing_facts(session, book, scope.service_id, scope.team_ids)
    began, ended = gather_turnover(session, now, scope.within)
    alerts = gather_alerts(session, when, scope.within)
    health = gather_health(session, authority, when, book, alerts)
    changed = gather_limit_change(session, book)
    return DigestFacts(
        scope=scope.name,
        is_service=service_id is not None,
        now=now,
        zone=authority.zone,
        today=when.today,
        day=book.day,
        as_at=book.as_at,
        workforce_as_at=book.workforce_as_at,
        not_seen_days=authority.not_seen_days,
        promise=_promise(scope, book, limits, kinds),
        measures=_measures(session, scope, book, staffing, changed),
        teams=team_facts(session, book, limits, kinds, before),
        staffing=staffing,
        waiting=_waiting(book, when, book.day if health.stale_days else when.today),
        urgent_week_ago=before.urgent,
        limit_change=changed,
        alerts=alerts,
        reviews=gather_reviews(session, scope.within),
        began=began,
        ended=ended,
        health=health,
        neighbours=() if scope.service_id is not None else _neighbours(session, authority),
        past=_past(session, scope, book),
    )


def _scope(session: Session, authority: Authority, service_id: int | None) -> _Scope:
    if service_id is None:
        return _Scope(authority.name, None, None)
    service = session.get(Service, service_id)
    if service is None or service.dropped_on is not None:
        raise NotFound("There is no such service in the workforce list, so it has no digest.")
    teams = select(col(Team.id)).where(
        col(Team.service_id) == service_id, col(Team.dropped_on).is_(None)
    )
    return _Scope(service.name, service_id, frozenset(session.scalars(teams)))


def _promise(
    scope: _Scope, book: Book, limits: LimitsInForce, kinds: Mapping[int, TeamKind]
) -> Promise | None:
    """The authority's; a service's where all of its teams were promised the same."""
    if scope.service_id is None:
        return limits.promise()
    of_teams = {limits.promise(team_id=id_, kind=kinds[id_]) for id_ in book.team_names}
    return of_teams.pop() if len(of_teams) == 1 else None


def _measures(
    session: Session,
    scope: _Scope,
    book: Book,
    staffing: StaffingFacts,
    changed: LimitChange | None,
) -> dict[Measure, Measured]:
    wanted = [*OF_CASES, *(KEPT_OF_CASES & staffing.paths.keys() - set(OF_CASES))]
    a_year_ago = years_before(book.day, 1)
    a_week_ago = book.day - WEEK
    asked = {*wanted, *HOW_MANY}
    week = history(session, scope.team_ids, asked, a_week_ago - NEAR, a_week_ago + NEAR)
    year = history(session, scope.team_ids, asked, a_year_ago - NEAR, a_year_ago + NEAR)
    small = tells_on_somebody(book)
    found: dict[Measure, Measured] = {}
    for figure in scope_figures(book):
        measure = figure.measure
        if measure not in wanted or (small and measure in _OF_SOMEBODY):
            continue
        if measure is Measure.OVER_LIMIT and not has_limits(book):
            continue
        then = about(_told(week, measure), a_week_ago)
        long_ago = about(_told(year, measure), a_year_ago)
        found[measure] = Measured(
            measure=measure,
            now=figure.value,
            week_ago=then.value if then else None,
            year_ago=long_ago.value if long_ago else None,
            path=staffing.paths.get(measure),
            is_comparable=changed is None or measure is not Measure.OVER_LIMIT,
        )
    return found | _of_staffing(staffing, book.day)


def _told(found: Mapping[Measure, Sequence[Point]], measure: Measure) -> Sequence[Point]:
    """What is nobody's alone may be said of any day."""
    return told_of(found, measure) if measure in _OF_SOMEBODY else found[measure]


def _of_staffing(staffing: StaffingFacts, day: date) -> dict[Measure, Measured]:
    then = parts_about(staffing.history, day - WEEK)
    week_ago = None if then is None else then[1]
    return {
        measure: Measured(
            measure=measure,
            now=value_of(measure, staffing.now),
            week_ago=_value_then(measure, week_ago),
            year_ago=_value_then(measure, staffing.year_ago),
            path=staffing.paths.get(measure),
        )
        for measure in OF_STAFFING
        if measure not in staffing.few
    }


def _value_then(measure: Measure, then: Parts | None) -> float | None:
    """None too where it was of one or two people then, however many it is of now."""
    is_few = then is None or measure in left_out_then(then)
    return None if then is None or is_few else value_of(measure, then)


def _waiting(book: Book, when: When, until: date) -> tuple[WaitingFacts, ...]:
    """By kind and team, those that waited longest first; their working days up to a day."""
    days_of: dict[tuple[CaseKind, int | None], list[tuple[int, int | None]]] = {}
    for part in book.waiting:
        days = None if part.since is None else when.calendar.working_days(part.since, until)
        days_of.setdefault((part.kind, part.team_id), []).append((part.cases, days))
    found = [
        WaitingFacts(
            kind=kind,
            team=None if team_id is None else book.team_names.get(team_id),
            cases=sum(cases for cases, _ in parts),
            working_days=max((days for _, days in parts if days is not None), default=None),
            shortest_days=min((days or 0 for _, days in parts), default=None),
            long=sum(cases for cases, days in parts if (days or 0) >= LONG_WITHOUT),
        )
        for (kind, team_id), parts in days_of.items()
    ]
    return tuple(sorted(found, key=lambda w: (-(w.working_days or 0), -w.cases, w.team or "")))


def _neighbours(session: Session, authority: Authority) -> tuple[Comparison, ...]:
    known = published(session)
    found = [comparison(known, authority.code or authority.name, m) for m in _NEIGHBOURLY]
    return tuple(each for each in found if each is not None)


def _past(session: Session, scope: _Scope, book: Book) -> tuple[PastPoint, ...]:
    """Open cases and the average of a year, a point a week."""
    if tells_on_somebody(book):
        return ()
    wanted = {Measure.OPEN_CASES, *HOW_MANY}
    a_year_ago = years_before(book.day, 1)
    found = history(session, scope.team_ids, wanted, a_year_ago - NEAR, book.day)
    averages = {point.day: point.value for point in told_of(found, Measure.AVERAGE_CASELOAD)}
    cases = {point.day: point.value for point in found[Measure.OPEN_CASES]}
    return tuple(
        PastPoint(day=day, open_cases=cases[day], average=averages.get(day))
        for day in a_point_a_week(cases, a_year_ago)
    )
