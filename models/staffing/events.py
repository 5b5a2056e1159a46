"""What is known to happen to workers and posts after the book's day, each on its date."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import fsum

from models.figures.limits import PLACES
from models.staffing.book import (
    PostTerms,
    StaffingBook,
    TeamTerms,
    WorkerTerms,
    day_after,
)
from models.vocabulary import Funding


class Happening(StrEnum):
    """What can be known to happen."""

    CONTRACT_ENDS = "contract ends"  # of an agency worker
    AGENCY_STARTS = "agency worker starts"
    LEAVES = "leaves"  # somebody employed
    STARTS = "starts"
    FUNDING_ENDS = "funding ends"  # and with it the post, not the worker in it
    POST_ENDS = "post ends"
    ENDS_WITH_TEAM = "post ends with its team"
    POST_BEGINS = "post begins"
    TEAM_ENDS = "team ends"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that will happen, to a worker, a post or a team."""

    on: date  # as people say it: the last day of a contract, the first of a starter
    from_on: date  # the first day on which the figures show it
    happening: Happening
    worker: WorkerTerms | None = None
    post: PostTerms | None = None
    team: TeamTerms | None = None

    @property
    def fte(self) -> float:
        """Of the worker or the post; 0 for a team."""
        if self.worker is not None:
            return self.worker.fte
        return 0.0 if self.post is None else self.post.fte

    @property
    def social_worker(self) -> bool:
        return any(each is not None and each.social_worker for each in (self.worker, self.post))


def events(book: StaffingBook, until: date) -> list[Event]:
    """What is known to happen in the scope after the book's day and up to a day, in its order."""
    found = [
        *(event for worker in book.counted_terms for event in _of_worker(worker, book.day)),
        *(event for post in book.counted_posts for event in _of_post(book, post, book.day)),
        *(event for team in book.teams.values() for event in _of_team(team)),
    ]
    coming = [event for event in found if book.day < event.from_on <= until]
    return sorted(coming, key=lambda event: (event.from_on, event.happening))


def _of_worker(worker: WorkerTerms, after: date) -> Iterator[Event]:
    """What happens to a worker from a day on; most have started, and leave on no known day."""
    started_on, last = worker.started_on, worker.last_day
    if started_on is not None and started_on > after and worker.dropped_on is None:
        happening = Happening.AGENCY_STARTS if worker.agency else Happening.STARTS
        yield Event(started_on, started_on, happening, worker=worker)
    if last is not None and last >= after:
        happening = Happening.CONTRACT_ENDS if worker.agency else Happening.LEAVES
        yield Event(last, day_after(last), happening, worker=worker)


def _of_post(book: StaffingBook, post: PostTerms, after: date) -> Iterator[Event]:
    created_on = post.created_on
    if created_on is not None and created_on > after and post.dropped_on is None:
        yield Event(created_on, created_on, Happening.POST_BEGINS, post=post)
    last = book.last_day_of(post)
    if last is not None and last >= after:
        yield Event(last, day_after(last), _why_it_ends(book, post, last), post=post)


def _why_it_ends(book: StaffingBook, post: PostTerms, last: date) -> Happening:
    if post.funding is Funding.TIME_LIMITED and post.funded_until == last:
        return Happening.FUNDING_ENDS
    team = book.teams.get(post.team_id)
    with_team = team is not None and team.ends_on == last and post.deleted_on != last
    return Happening.ENDS_WITH_TEAM if with_team else Happening.POST_ENDS


def _of_team(team: TeamTerms) -> Iterator[Event]:
    if team.ends_on is not None and team.dropped_on is None:
        yield Event(team.ends_on, day_after(team.ends_on), Happening.TEAM_ENDS, team=team)


@dataclass(frozen=True, slots=True)
class FundingEnd:
    """Time-limited posts whose money ends on one day, and who is in them then."""

    last_day: date
    posts: tuple[PostTerms, ...]
    fte: float
    staying: tuple[WorkerTerms, ...]  # employed, with no leaving date by then and no other post

    @property
    def holder_ids(self) -> frozenset[int]:
        return frozenset(worker_id for post in self.posts for worker_id in post.holder_ids)


def funding_ends(book: StaffingBook, until: date) -> list[FundingEnd]:
    """The days up to `until` on which time-limited money ends, the first at the front."""
    return ends_of_money(book, events(book, day_after(until)))


def ends_of_money(book: StaffingBook, coming: Sequence[Event]) -> list[FundingEnd]:
    """The days on which time-limited money ends among events in their order."""
    ending: dict[date, list[PostTerms]] = defaultdict(list)
    for event in coming:
        if event.happening is Happening.FUNDING_ENDS and event.post is not None:
            ending[event.on].append(event.post)
    return [_funding_end(book, last, posts) for last, posts in ending.items()]


def _funding_end(book: StaffingBook, last: date, posts: list[PostTerms]) -> FundingEnd:
    workers, after = book.by_id(), day_after(last)
    placed = {id_ for post in book.posts if book.there_is(post, after) for id_ in post.holder_ids}
    holders = {id_: workers[id_] for post in posts for id_ in post.holder_ids if id_ in workers}
    staying = [
        worker
        for worker in holders.values()
        if not worker.agency and worker.in_post(after) and worker.worker_id not in placed
    ]
    fte = round(fsum(post.fte for post in posts), PLACES)
    return FundingEnd(last, tuple(posts), fte, tuple(staying))
