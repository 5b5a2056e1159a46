"""Who fills which post on a day, what is vacant and since when, and who holds no post at all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import fsum

from models.figures.limits import PLACES
from models.staffing.book import PostTerms, StaffingBook, WorkerTerms, day_after, years_before
from models.vocabulary import Funding


@dataclass(frozen=True, slots=True)
class Fill:
    """One post of the scope on one day, in FTE."""

    post: PostTerms
    funding: Funding  # on the day
    employed_fte: float  # of permanent and fixed-term workers in it
    agency_fte: float  # of agency workers named in it: it is vacant, and covered

    @property
    def vacant_fte(self) -> float:
        return max(0.0, round(self.post.fte - self.employed_fte, PLACES))

    @property
    def filled_fte(self) -> float:
        return round(self.post.fte - self.vacant_fte, PLACES)

    @property
    def beyond_fte(self) -> float:
        """By how much its holders exceed the post, as in a handover."""
        return max(0.0, round(self.employed_fte - self.post.fte, PLACES))


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A post, or a part of one, that no employed worker fills."""

    post: PostTerms
    funding: Funding
    vacant_fte: float
    agency_fte: float
    since: date | None  # the first day it was vacant; None: not known
    starts_on: date | None  # when the next known holder starts


def fills(book: StaffingBook, day: date) -> list[Fill]:
    """Every post of the scope that there is on the day, with who fills it.

    A worker in several posts is shared out by what each of them lacks without this worker: who
    also helps in a post that others fill is still whole in their own.
    """
    there = [post for post in book.posts if book.there_is(post, day)]
    here = {worker.worker_id: worker for worker in book.workers if worker.in_post(day)}
    holders = {post.post_id: holders_of(post, here) for post in there}
    posts_of: dict[int, list[PostTerms]] = defaultdict(list)
    for post in there:
        for worker_id in post.holder_ids:
            posts_of[worker_id].append(post)

    def share(post: PostTerms, worker: WorkerTerms) -> float:
        posts = posts_of[worker.worker_id]
        if len(posts) == 1:
            return worker.fte
        return _shared_out(worker, {p: _lacking(p, worker, holders[p.post_id]) for p in posts})[
            post
        ]

    found = []
    for post in there:
        if post.team_id not in book.teams:
            continue
        employed: list[float] = []
        agency: list[float] = []
        for worker in holders[post.post_id]:
            (agency if worker.agency else employed).append(share(post, worker))
        found.append(Fill(post, book.funding_of(post, day), _sum(employed), _sum(agency)))
    return found


def _sum(shares: list[float]) -> float:
    return round(fsum(shares), PLACES) if shares else 0.0


def _lacking(post: PostTerms, worker: WorkerTerms, holders: Iterable[WorkerTerms]) -> float:
    """The FTE of a post that others like this worker, employed or of an agency, do not fill."""
    others = (w.fte for w in holders if w is not worker and w.agency is worker.agency)
    return max(0.0, post.fte - fsum(others))


def _shared_out(worker: WorkerTerms, lacking: Mapping[PostTerms, float]) -> dict[PostTerms, float]:
    """First by what the posts lack; what is more than that by their FTE."""
    wanted = fsum(lacking.values())
    needed = min(worker.fte, wanted)
    more = worker.fte - needed
    posts_fte = fsum(post.fte for post in lacking)
    return {
        post: (needed * lacks / wanted if wanted > 0 else 0.0)
        + more * (post.fte / posts_fte if posts_fte > 0 else 1 / len(lacking))
        for post, lacks in lacking.items()
    }


def vacancies(book: StaffingBook, day: date | None = None) -> list[Vacancy]:
    """What is vacant on the day, social workers' posts and others; the longest vacant first.

    Those whose beginning is not known come last.
    """
    on = book.day if day is None else day
    workers = book.by_id()
    found = []
    for fill in fills(book, on):
        if fill.vacant_fte > 0:
            employed = [w for w in holders_of(fill.post, workers) if not w.agency]
            found.append(
                Vacancy(
                    fill.post,
                    fill.funding,
                    fill.vacant_fte,
                    fill.agency_fte,
                    _vacant_since(book, fill.post, employed, on),
                    min(_starts_after(employed, on), default=None),
                )
            )
    return sorted(found, key=lambda v: (v.since is None, v.since or on, v.post.reference))


def without_post(book: StaffingBook, day: date) -> list[WorkerTerms]:
    """Employed workers of the scope who fill no post that there is on the day."""
    holding = {
        worker_id
        for post in book.posts
        if book.there_is(post, day)
        for worker_id in post.holder_ids
    }
    return [
        worker
        for worker in book.counted_workers
        if worker.in_post(day) and not worker.agency and worker.worker_id not in holding
    ]


def holders_of(post: PostTerms, workers: Mapping[int, WorkerTerms]) -> list[WorkerTerms]:
    return [workers[worker_id] for worker_id in post.holder_ids if worker_id in workers]


def _vacant_since(
    book: StaffingBook, post: PostTerms, employed: Iterable[WorkerTerms], day: date
) -> date | None:
    """The day after the last holder left, or the day of a post that was never filled.

    A post made before the workforce was first loaded, and more than a year ago, may have had
    holders that nobody remembers.
    """
    left = [last for w in employed if (last := w.last_day) is not None and last < day]
    if left:
        return day_after(max(left))
    remembered = min(book.first_listed_on, years_before(day, 1))
    made = post.created_on
    anybody = any(w.in_post(day) for w in employed)
    return made if made is not None and made >= remembered and not anybody else None


def _starts_after(workers: Iterable[WorkerTerms], day: date) -> list[date]:
    return [w.started_on for w in workers if w.started_on is not None and w.started_on > day]
