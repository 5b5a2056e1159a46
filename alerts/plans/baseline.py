"""Gathers where a plan starts: what a scope's figures are now, each with its as-at."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from math import fsum
from zoneinfo import ZoneInfo

from sqlmodel import Session

from alerts.plans.plan import Input
from alerts.plans.starting import Baseline
from alerts.wording import count, moment
from models.access import Scope, ScopeKind
from models.figures.book import Book
from models.figures.limits import Promise
from models.figures.measures import average_caseload, gap_warnings, total_fte
from models.figures.queries import gather_book, limits_on, team_kinds
from models.staffing.agency import agency_workers
from models.staffing.book import StaffingBook
from models.staffing.costs import annual_cost_per_post, premium_of
from models.staffing.measures import value_of
from models.staffing.parts import parts_on
from models.staffing.queries import gather_staffing
from models.vocabulary import CASE_HOLDING_ROLES, SOCIAL_WORKER_ROLES, Employment, Measure

_NOT_SEEN_DAYS = 28
"""Not part of any plan; a book cannot be gathered without."""

_POSTS_OF_A_PLAN = CASE_HOLDING_ROLES & SOCIAL_WORKER_ROLES


@dataclass(frozen=True, slots=True)
class Start:
    """The figures that a plan starts from, of which day they are, and what is missing in them.

    `promises` are the scope's: several where its teams have different ones; None is without.
    """

    figures: Baseline
    day: date
    as_at: datetime
    warnings: tuple[str, ...]
    promises: tuple[Promise | None, ...]


def baseline(session: Session, scope: Scope, *, zone: ZoneInfo, today: date) -> Start:
    """Where a plan of this scope starts; NoData before the first load of both feeds."""
    book = gather_book(session, team_ids=scope.team_ids, not_seen_days=_NOT_SEEN_DAYS)
    staffing = gather_staffing(session, scope.team_ids)
    promises = _promises(session, scope, book)
    promise = promises[0] if len(promises) == 1 else None

    def as_at(value: datetime) -> str:
        return f"data as at {moment(value, zone, today)}"

    figures = baseline_of(book, staffing, promise, as_at)
    return Start(figures, book.day, book.as_at, tuple(_warnings(book)), promises)


def baseline_of(
    book: Book,
    staffing: StaffingBook,
    promise: Promise | None,
    as_at: Callable[[datetime], str],
) -> Baseline:
    """The same from plain values; `as_at` says in words of which moment a figure is."""
    average = average_caseload(book)
    agency = [h for h in book.holders if h.in_post and h.employment is Employment.AGENCY]
    agency = [holder for holder in agency if holder.social_worker]
    fte, holding = total_fte(agency), total_fte(h for h in agency if h.in_dfe_average)
    promised, held = as_at(staffing.as_at), as_at(book.as_at)
    return Baseline(
        cases=_live(average.numerator or 0.0, f"cases in the DfE average, {held}"),
        fte=_live(average.denominator or 0.0, f"social workers who hold a case, {held}"),
        promise_low=_known(promise.low if promise else None, f"the promise in force, {promised}"),
        promise_high=_known(promise.high if promise else None, f"the promise in force, {promised}"),
        agency_holding=_known(
            100 * holding / fte if fte else None, f"agency social workers who hold a case, {held}"
        ),
        **_staffing_now(staffing, as_at(staffing.as_at)),
    )


def _staffing_now(book: StaffingBook, as_at: str) -> dict[str, Input | None]:
    """Agency, turnover and costs; what is not known stays None."""
    parts = parts_on(book)
    turnover = value_of(Measure.TURNOVER_RATE, parts)
    cost = annual_cost_per_post(book, _POSTS_OF_A_PLAN)
    weekly, premium = _agency_costs(book)
    return {
        "agency_fte": _live(parts.agency_fte, f"agency social workers in post, {as_at}"),
        # In a team of a few, more than everybody may have left in a year.
        "turnover": _known(
            None if turnover is None else min(100.0, turnover),
            f"leavers of the last twelve months, {as_at}",
        ),
        "cost_per_post": _whole(cost, f"mean of its case holders' posts, {as_at}"),
        "agency_weekly_cost": _whole(weekly, f"mean of agency social workers, {as_at}"),
        "agency_premium": _whole(
            None if premium is None else max(0.0, premium),
            f"mean of agency social workers above employed ones of the same role, {as_at}",
        ),
    }


def _agency_costs(book: StaffingBook) -> tuple[float | None, float | None]:
    """Pounds a week for one FTE of agency: in all, and above employed; each where it is known."""
    workers = agency_workers(book)
    costs = [(w.weekly_cost, w.fte) for w in workers if w.weekly_cost is not None]
    premiums = [(premium_of(worker, book.employed_costs), worker.fte) for worker in workers]
    known = [(premium, fte) for premium, fte in premiums if premium is not None]
    return _for_one_fte(costs), _for_one_fte(known)


def _for_one_fte(amounts: Iterable[tuple[float, float]]) -> float | None:
    listed = list(amounts)
    fte = fsum(each for _, each in listed)
    return fsum(amount for amount, _ in listed) / fte if fte > 0 else None


def _live(value: float, source: str) -> Input:
    return Input(value, given=False, source=source, live=True)


def _known(value: float | None, source: str) -> Input | None:
    return None if value is None else _live(value, source)


def _whole(pounds: float | None, source: str) -> Input | None:
    return None if pounds is None else _live(round(pounds), source)


def _promises(session: Session, scope: Scope, book: Book) -> tuple[Promise | None, ...]:
    """The authority's promise, or each of those that the scope's teams have."""
    limits = limits_on(session, book.day)
    if scope.kind is ScopeKind.AUTHORITY:
        return (limits.promise(),)
    kinds = team_kinds(session)
    return tuple({limits.promise(team_id=each, kind=kinds[each]) for each in book.team_names})


def _warnings(book: Book) -> Iterator[str]:
    """What the average leaves out, and what is known to be missing."""
    if book.unallocated:
        are = "is" if book.unallocated == 1 else "are"
        yield f"{count(book.unallocated, 'unallocated case')} {are} not in the plan"
    yield from average_caseload(book, gap_warnings(book)).warnings
