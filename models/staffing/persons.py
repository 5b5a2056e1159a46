"""One person in two rows: agency and employed at once, or gone in one and come in another."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.folding import folded_name
from models.staffing.book import StaffingBook, WorkerTerms, years_before

A_MOVE = timedelta(days=31)
"""Somebody who leaves and starts within this time, in one row or under one name, has moved."""


@dataclass(frozen=True, slots=True)
class Double:
    """An agency worker whose name an employed worker in post has too."""

    agency: WorkerTerms
    employed: WorkerTerms
    same: bool  # taken for one person; two rows with an email each are two


ByName = Mapping[str, Sequence[WorkerTerms]]


def employed_by_name(book: StaffingBook) -> ByName:
    """Everybody who is or was employed, by the folded name."""
    found: defaultdict[str, list[WorkerTerms]] = defaultdict(list)
    for worker in book.terms:
        if not worker.agency:
            found[folded_name(worker.name)].append(worker)
    return found


def doubles(book: StaffingBook, day: date, employed: ByName | None = None) -> list[Double]:
    """Agency workers of the scope in post who seem to be employed too.

    They are known by their name: an email stands in one row alone.
    """
    employed = employed_by_name(book) if employed is None else employed
    found: list[Double] = []
    for worker in book.counted_terms:
        if worker.agency and worker.in_post(day):
            named = [w for w in employed.get(folded_name(worker.name), ()) if w.in_post(day)]
            ordered = sorted(named, key=lambda w: not _may_be_same(worker, w))
            found.extend(Double(worker, w, _may_be_same(worker, w)) for w in ordered[:1])
    return found


def counted_as_employed(
    book: StaffingBook, day: date, employed: ByName | None = None
) -> frozenset[WorkerTerms]:
    """The agency rows of people who are listed as employed too, and count as that alone."""
    return frozenset(double.agency for double in doubles(book, day, employed) if double.same)


class Moves:
    """Who left in one row or spell and started in another: a move inside the authority, neither a
    leaver nor a starter."""

    def __init__(self, book: StaffingBook, employed: ByName | None = None) -> None:
        self._employed = employed_by_name(book) if employed is None else employed

    def went_on(self, leaver: WorkerTerms) -> bool:
        """Whether this employed worker who left is employed again at once."""
        return any(self._follows(leaver, other) for other in self._others(leaver))

    def came_from(self, starter: WorkerTerms) -> bool:
        """Whether this employed worker who started had been employed until then."""
        return any(self._follows(other, starter) for other in self._others(starter))

    def namesake_came(self, leaver: WorkerTerms) -> bool:
        """Whether somebody of the leaver's name, and another email, is employed from then on."""
        named = self._employed.get(folded_name(leaver.name), ())
        return any(
            self._follows(leaver, other) for other in named if not _may_be_same(leaver, other)
        )

    def _others(self, worker: WorkerTerms) -> list[WorkerTerms]:
        named = self._employed.get(folded_name(worker.name), ())
        return [w for w in named if w is not worker and _may_be_same(worker, w)]

    @staticmethod
    def _follows(before: WorkerTerms, after: WorkerTerms) -> bool:
        left, started = before.last_day, after.started_on
        return left is not None and started is not None and abs(started - left) <= A_MOVE


def left_in_the_year(worker: WorkerTerms, day: date) -> bool:
    """Whether an employed social worker's last day is in the twelve months to the day.

    So too for a fixed term that ended and for somebody gone from the list without a date.
    """
    return _in_the_year(worker.last_day, day) and _flows(worker)


def started_in_the_year(worker: WorkerTerms, day: date) -> bool:
    """Whether an employed social worker's first day is in the twelve months to the day."""
    return _in_the_year(worker.started_on, day) and _flows(worker)


def _flows(worker: WorkerTerms) -> bool:
    return worker.social_worker and not worker.agency and worker.ever_came


def _in_the_year(known: date | None, day: date) -> bool:
    return known is not None and known <= day and known > years_before(day, 1)


def _may_be_same(one: WorkerTerms, other: WorkerTerms) -> bool:
    return one.worker_id == other.worker_id or not (one.email and other.email)
