"""One person in two rows: agency and employed at once, or gone in one and come in another."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from models.staffing.book import StaffingBook, WorkerTerms

A_MOVE = timedelta(days=31)
"""Somebody who leaves and starts within this time under the same name has moved, not left."""


@dataclass(frozen=True, slots=True)
class Double:
    """An agency worker whose name an employed worker in post has too."""

    agency: WorkerTerms
    employed: WorkerTerms
    same: bool  # taken for one person; two rows with an email each are two


def doubles(book: StaffingBook, day: date) -> list[Double]:
    """Agency workers of the scope in post who seem to be employed too.

    They are known by their name: an email stands in one row alone.
    """
    employed = _by_name(w for w in book.workers if not w.agency and w.in_post(day))
    found: list[Double] = []
    for worker in book.counted_workers:
        if worker.agency and worker.in_post(day):
            named = employed[folded(worker.name)]
            ordered = sorted(named, key=lambda w: not _may_be_same(worker, w))
            found.extend(Double(worker, w, _may_be_same(worker, w)) for w in ordered[:1])
    return found


class Moves:
    """Who left in one row and started in another: a move inside the authority, neither a leaver
    nor a starter."""

    def __init__(self, book: StaffingBook) -> None:
        self._employed = _by_name(worker for worker in book.workers if not worker.agency)

    def went_on(self, leaver: WorkerTerms) -> bool:
        """Whether this employed worker who left is employed again at once."""
        return any(self._follows(leaver, other) for other in self._others(leaver))

    def came_from(self, starter: WorkerTerms) -> bool:
        """Whether this employed worker who started had been employed until then."""
        return any(self._follows(other, starter) for other in self._others(starter))

    def _others(self, worker: WorkerTerms) -> list[WorkerTerms]:
        named = self._employed[folded(worker.name)]
        return [w for w in named if w is not worker and _may_be_same(worker, w)]

    @staticmethod
    def _follows(before: WorkerTerms, after: WorkerTerms) -> bool:
        left, started = before.last_day, after.started_on
        return left is not None and started is not None and abs(started - left) <= A_MOVE


def _may_be_same(one: WorkerTerms, other: WorkerTerms) -> bool:
    return not (one.email and other.email)


def folded(name: str) -> str:
    """A name as it is compared: whatever its case and spaces."""
    return " ".join(name.casefold().split())


def _by_name(workers: Iterable[WorkerTerms]) -> defaultdict[str, list[WorkerTerms]]:
    found: defaultdict[str, list[WorkerTerms]] = defaultdict(list)
    for worker in workers:
        found[folded(worker.name)].append(worker)
    return found
