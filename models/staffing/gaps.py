"""What is known to be missing from staffing figures, or was assumed in them, as warnings.

No warning names a worker: the totals they stand beside may be read by colleagues.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import fsum

from models.figures.figure import shown
from models.staffing.agency import agency_workers
from models.staffing.book import StaffingBook, years_before
from models.staffing.costs import agency_cost
from models.staffing.filling import Fill, fills, without_post
from models.staffing.parts import Parts
from models.staffing.persons import Double, Moves, doubles, left_in_the_year
from models.vocabulary import Funding, Measure

FEW = 10
"""With fewer people than this one coming or going moves a rate by ten points or more."""

_AGENCY = (
    Measure.AGENCY_VACANCY_FTE,
    Measure.AGENCY_ABSENCE_FTE,
    Measure.SUPERNUMERARY_FTE,
    Measure.AGENCY_UNKNOWN_FTE,
)
_RATES = (
    Measure.AGENCY_RATE,
    Measure.VACANCY_RATE,
    Measure.PERMANENT_SHARE,
    Measure.TURNOVER_RATE,
    Measure.UNDER_TWO_YEARS_SHARE,
)
_VACANCY = (Measure.VACANT_FTE, Measure.VACANCY_RATE)
_FLOWS = (Measure.TURNOVER_RATE, Measure.LEAVERS_FTE, Measure.STARTERS_FTE)
_OF_BOTH = (
    *_AGENCY,
    Measure.IN_POST_FTE,
    Measure.IN_POST_HEADCOUNT,
    Measure.AGENCY_FTE,
    Measure.AGENCY_HEADCOUNT,
    Measure.AGENCY_RATE,
    Measure.PERMANENT_SHARE,
    Measure.AGENCY_WEEKLY_COST,
    Measure.AGENCY_WEEKLY_PREMIUM,
    Measure.UNDER_TWO_YEARS_SHARE,
    Measure.NEWLY_QUALIFIED,
)
"""What depends on whether somebody counts as agency or as employed."""

_MANAGERS = (Measure.MANAGERS_PERMANENT_SHARE,)
_UNDER_TWO_YEARS = (Measure.UNDER_TWO_YEARS_SHARE,)
_PREMIUM = (Measure.AGENCY_WEEKLY_PREMIUM,)
_COSTS = (Measure.AGENCY_WEEKLY_COST, *_PREMIUM)

Warnings = dict[Measure, list[str]]


def warnings_of(
    book: StaffingBook, day: date, parts: Parts, wanted: Collection[Measure] = tuple(Measure)
) -> Warnings:
    """The warnings of each measure wanted of this book on a day, as clauses without a full stop.

    Nothing else is looked for: that takes longer than the figures do.
    """
    found: Warnings = {measure: [] for measure in wanted}
    looked_at = _Looked(book, day, parts)
    for measures, warn in _WARNED_OF:
        about = found.keys() & measures
        warnings = [warning for warning in warn(looked_at) if warning] if about else []
        for measure in about:
            found[measure].extend(warnings)
    return found


@dataclass
class _Looked:
    """What warnings are looked for in."""

    book: StaffingBook
    day: date
    parts: Parts

    @cached_property
    def both(self) -> list[Double]:
        """Social workers who seem to be of an agency and employed."""
        found = doubles(self.book, self.day)
        return [double for double in found if double.agency.social_worker]


def _unknown_basis(parts: Parts) -> str | None:
    if not parts.agency_unknown_fte:
        return None
    fte = shown(parts.agency_unknown_fte)
    return f"{fte} FTE of agency workers without a basis: why they are here is not known"


def _few_managers(book: StaffingBook, day: date) -> str | None:
    return _few(sum(w.manager and w.in_post(day) for w in book.counted_terms), "managers")


def _few(people: int, noun: str) -> str | None:
    if people >= FEW:
        return None
    return f"fewer than ten {noun}: one coming or going moves it by much"


def _of_posts(book: StaffingBook, day: date) -> Iterable[str]:
    social_workers = [fill for fill in fills(book, day) if fill.post.social_worker]
    yield from held_beyond(social_workers)
    unfunded = fsum(fill.vacant_fte for fill in social_workers if fill.funding is Funding.UNFUNDED)
    if unfunded:
        yield f"{shown(unfunded)} FTE of the vacant posts are unfunded"
    extra = fsum(worker.fte for worker in without_post(book, day) if worker.social_worker)
    if extra:
        yield f"{shown(extra)} FTE of social workers in post hold no post of the list"


def held_beyond(found: Iterable[Fill]) -> Iterable[str]:
    """How many of the posts are held by more than their FTE; nothing where none is."""
    beyond = sum(fill.beyond_fte > 0 for fill in found)
    if beyond:
        held = (
            "post is held by more than its" if beyond == 1 else "posts are held by more than their"
        )
        yield f"{beyond} {held} FTE, as in a handover, and not vacant"


def _before_the_list(book: StaffingBook, day: date) -> str | None:
    """The list may leave out who left before it was first loaded, unless it names anybody such."""
    since = book.first_listed_on
    if since <= years_before(day, 1):
        return None
    if any(w.left_on is not None and w.left_on < since for w in book.terms):
        return None
    return f"who left before {said(since)}, when the workforce was first loaded, is not known"


def _of_flows(book: StaffingBook, day: date) -> Iterable[str]:
    moves = Moves(book)
    left = [worker for worker in book.counted_terms if left_in_the_year(worker, day)]
    moved = sum(moves.went_on(worker) for worker in left)
    if moved:
        started = "person left and started" if moved == 1 else "people left and started"
        yield f"{moved} {started} under the same name within a month, and moved rather than left"
    namesakes = sum(moves.namesake_came(w) and not moves.went_on(w) for w in left)
    if namesakes:
        have = "leaver has" if namesakes == 1 else "leavers have"
        yield (
            f"{namesakes} {have} the name of somebody who started within a month, and another "
            "email: counted as two people"
        )
    undated = sum(worker.left_without_date and not moves.went_on(worker) for worker in left)
    if undated:
        are = "person is" if undated == 1 else "people are"
        yield f"{undated} {are} gone from the list without a leaving date, counted among leavers"


def _of_doubles(found: Collection[Double]) -> Iterable[str]:
    same = sum(double.same for double in found)
    if same:
        people = "person is" if same == 1 else "people are"
        yield (
            f"{same} {people} listed both as agency and as employed, and counted once, as employed"
        )
    if len(found) > same:
        others = len(found) - same
        workers = "worker has" if others == 1 else "workers have"
        yield (
            f"{others} agency {workers} the name of somebody employed, and another email: counted "
            "as two people"
        )


def _undated(book: StaffingBook, day: date) -> str | None:
    workers = [w for w in book.counted_terms if w.social_worker and w.in_post(day)]
    undated = sum(worker.qualified_on is None for worker in workers)
    if not undated:
        return None
    are = "social worker is" if undated == 1 else "social workers are"
    return f"{undated} {are} left out: the day of qualifying is not known"


def _without_cost(book: StaffingBook, day: date) -> str | None:
    missing = agency_cost(agency_workers(book, day), book.employed_costs).without_cost
    if not missing:
        return None
    have = "agency worker has" if missing == 1 else "agency workers have"
    left = "is" if missing == 1 else "are"
    return f"{missing} {have} no weekly cost in the list, and {left} left out"


def _of_premium(book: StaffingBook, day: date) -> Iterable[str]:
    workers = agency_workers(book, day)
    if not workers:
        return
    yield "assumed: an employed worker would cost what permanent workers of the role cost per FTE"
    missing = agency_cost(workers, book.employed_costs).without_comparison
    if missing:
        people = "agency worker is" if missing == 1 else "agency workers are"
        yield f"{missing} {people} left out: no permanent worker of the role has a weekly cost"


_WARNED_OF: tuple[tuple[Collection[Measure], Callable[[_Looked], Iterable[str | None]]], ...] = (
    (_AGENCY, lambda at: [_unknown_basis(at.parts)]),
    (_RATES, lambda at: [_few(at.parts.social_workers, "social workers")]),
    (_MANAGERS, lambda at: [_few_managers(at.book, at.day)]),
    (_VACANCY, lambda at: _of_posts(at.book, at.day)),
    (_FLOWS, lambda at: [_before_the_list(at.book, at.day), *_of_flows(at.book, at.day)]),
    (_OF_BOTH, lambda at: _of_doubles(at.both)),
    (_MANAGERS, lambda at: _of_doubles([each for each in at.both if each.agency.manager])),
    (_UNDER_TWO_YEARS, lambda at: [_undated(at.book, at.day)]),
    (_COSTS, lambda at: [_without_cost(at.book, at.day)]),
    (_PREMIUM, lambda at: _of_premium(at.book, at.day)),
)
"""Which measures a warning is of, and how it is found."""


def said(day: date) -> str:
    """ "1 March 2027": a day as a person says it."""
    return f"{day.day} {day:%B %Y}"
