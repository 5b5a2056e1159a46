"""What staffing comes to on a day as sums that can be added up: of teams, services, the authority.

Every rate is made of these, so a team's figures always add up to its service's.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from math import fsum
from operator import attrgetter
from typing import Any

from models.figures.limits import PLACES
from models.staffing.book import StaffingBook, WorkerTerms, years_before
from models.staffing.costs import premium_of
from models.staffing.filling import Fill, fills
from models.staffing.persons import (
    Moves,
    counted_as_employed,
    employed_by_name,
    left_in_the_year,
    started_in_the_year,
)
from models.vocabulary import AgencyBasis, Funding


@dataclass(frozen=True, slots=True)
class Parts:
    """Social workers where it does not say otherwise; FTE, people or pounds a week.

    In post is without agency. The fields are those of `StaffingSnapshot`, and what it leaves out.
    """

    posts_fte: float = 0.0
    base_fte: float = 0.0
    time_limited_fte: float = 0.0
    unfunded_fte: float = 0.0
    vacant_fte: float = 0.0
    in_post_fte: float = 0.0
    in_post_headcount: int = 0
    agency_fte: float = 0.0
    agency_headcount: int = 0
    agency_vacancy_fte: float = 0.0
    agency_absence_fte: float = 0.0
    supernumerary_fte: float = 0.0
    agency_weekly_cost: float = 0.0
    agency_weekly_premium: float = 0.0
    managers_in_post_fte: float = 0.0
    managers_agency_fte: float = 0.0
    leavers_fte: float = 0.0  # in the twelve months to the day
    experience_known: int = 0
    under_two_years: int = 0
    newly_qualified: int = 0
    other_posts_fte: float = 0.0
    other_vacant_fte: float = 0.0
    other_in_post_fte: float = 0.0
    other_in_post_headcount: int = 0
    other_agency_fte: float = 0.0
    starters_fte: float = 0.0  # in the twelve months to the day; not in snapshots

    @property
    def agency_unknown_fte(self) -> float:
        """Agency workers of whom nobody wrote why they are here."""
        known = (self.agency_vacancy_fte, self.agency_absence_fte, self.supernumerary_fte)
        return max(0.0, round(self.agency_fte - fsum(known), PLACES))

    @property
    def all_posts_fte(self) -> float:
        return round(self.posts_fte + self.other_posts_fte, PLACES)

    @property
    def social_workers(self) -> int:
        """People: employed and agency."""
        return self.in_post_headcount + self.agency_headcount


COLUMNS = tuple(field.name for field in fields(Parts) if field.name != "starters_fte")
"""What a snapshot keeps."""

_NAMES = tuple(field.name for field in fields(Parts))
_VALUES = attrgetter(*_NAMES)

_WHOLE = frozenset(
    {
        "in_post_headcount",
        "agency_headcount",
        "experience_known",
        "under_two_years",
        "newly_qualified",
        "other_in_post_headcount",
    }
)

_OF_FUNDING = {
    Funding.BASE: "base_fte",
    Funding.TIME_LIMITED: "time_limited_fte",
    Funding.UNFUNDED: "unfunded_fte",
}
_OF_BASIS = {
    AgencyBasis.VACANCY: "agency_vacancy_fte",
    AgencyBasis.ABSENCE: "agency_absence_fte",
    AgencyBasis.SUPERNUMERARY: "supernumerary_fte",
}

Amounts = Iterable[tuple[str, float]]


def parts_by_team(book: StaffingBook, day: date | None = None) -> dict[int, Parts]:
    """What each team of the scope comes to on a day, the book's own unless one is given.

    Taken in one pass, whatever the number of teams.
    """
    amounts: dict[int, dict[str, list[float]]] = {
        team_id: defaultdict(list) for team_id in book.teams
    }
    for team_id, of_one in _amounts(book, book.day if day is None else day):
        for name, amount in of_one:
            amounts[team_id][name].append(amount)
    return {team_id: _parts(of_team) for team_id, of_team in amounts.items()}


def parts_on(book: StaffingBook, day: date | None = None) -> Parts:
    """What the whole scope comes to on a day, the book's own unless one is given."""
    amounts: dict[str, list[float]] = defaultdict(list)
    for _, of_one in _amounts(book, book.day if day is None else day):
        for name, amount in of_one:
            amounts[name].append(amount)
    return _parts(amounts)


def _amounts(book: StaffingBook, day: date) -> Iterator[tuple[int, Amounts]]:
    """What each post and each worker adds to its team."""
    counted = _Counting(book, day)
    yield from ((fill.post.team_id, _of_post(fill)) for fill in fills(book, day))
    yield from ((worker.team_id, counted.of_worker(worker)) for worker in book.counted_terms)


def total(parts: Iterable[Parts]) -> Parts:
    """The parts added up."""
    columns = zip(*map(_VALUES, parts), strict=True)
    return _parts(dict(zip(_NAMES, map(list, columns), strict=False)))


def less(whole: Parts, part: Parts) -> Parts:
    """What is left of the parts without others."""
    return _parts({name: [getattr(whole, name), -getattr(part, name)] for name in _NAMES})


def _parts(amounts: dict[str, list[float]]) -> Parts:
    sums: dict[str, Any] = {
        name: int(sum(values)) if name in _WHOLE else round(fsum(values), PLACES)
        for name, values in amounts.items()
    }
    return Parts(**sums)


def _of_post(fill: Fill) -> Amounts:
    if not fill.post.social_worker:
        yield "other_posts_fte", fill.post.fte
        yield "other_vacant_fte", fill.vacant_fte
        return
    yield "posts_fte", fill.post.fte
    yield _OF_FUNDING[fill.funding], fill.post.fte
    yield "vacant_fte", fill.vacant_fte


class _Counting:
    """What each worker adds on one day."""

    def __init__(self, book: StaffingBook, day: date) -> None:
        self._book, self._day = book, day
        self._two_years_ago = years_before(day, 2)
        employed = employed_by_name(book)
        self._moves = Moves(book, employed)
        self._counted_already = counted_as_employed(book, day, employed)

    def of_worker(self, worker: WorkerTerms) -> Amounts:
        yield from self._flows(worker)
        if not worker.in_post(self._day) or worker in self._counted_already:
            return
        if not worker.social_worker:
            yield from self._of_other(worker)
            return
        yield from self._of_agency(worker) if worker.agency else self._of_employed(worker)
        yield from self._experience(worker)

    def _of_other(self, worker: WorkerTerms) -> Amounts:
        if worker.agency:
            yield "other_agency_fte", worker.fte
        else:
            yield "other_in_post_fte", worker.fte
            yield "other_in_post_headcount", 1

    def _of_employed(self, worker: WorkerTerms) -> Amounts:
        yield "in_post_fte", worker.fte
        yield "in_post_headcount", 1
        if worker.manager:
            yield "managers_in_post_fte", worker.fte

    def _of_agency(self, worker: WorkerTerms) -> Amounts:
        yield "agency_fte", worker.fte
        yield "agency_headcount", 1
        if worker.agency_basis is not None:
            yield _OF_BASIS[worker.agency_basis], worker.fte
        if worker.manager:
            yield "managers_agency_fte", worker.fte
        yield "agency_weekly_cost", worker.weekly_cost or 0.0
        yield "agency_weekly_premium", premium_of(worker, self._book.employed_costs) or 0.0

    def _experience(self, worker: WorkerTerms) -> Amounts:
        if worker.qualified_on is not None:
            yield "experience_known", 1
            if worker.qualified_on > self._two_years_ago:
                yield "under_two_years", 1
        until = worker.newly_qualified_until
        if until is not None and self._day <= until:
            yield "newly_qualified", 1

    def _flows(self, worker: WorkerTerms) -> Amounts:
        if left_in_the_year(worker, self._day) and not self._moves.went_on(worker):
            yield "leavers_fte", worker.fte
        if started_in_the_year(worker, self._day) and not self._moves.came_from(worker):
            yield "starters_fte", worker.fte
