"""The posts of a scope: by funding and by role, and how many more or fewer than some time ago."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from math import fsum
from typing import TypeVar

from models.figures.figure import shown
from models.figures.limits import PLACES
from models.staffing.book import PostTerms, StaffingBook, years_before
from models.staffing.filling import Fill, fills
from models.staffing.gaps import said
from models.vocabulary import Funding, Role

Key = TypeVar("Key", Funding, Role)


@dataclass(frozen=True, slots=True)
class PostGroup:
    """Posts that have something in common, in FTE."""

    posts_fte: float
    filled_fte: float
    vacant_fte: float
    agency_fte: float  # of agency workers named in the posts; they stay vacant

    @classmethod
    def of(cls, found: Iterable[Fill]) -> "PostGroup":
        listed = list(found)
        return cls(
            _sum(fill.post.fte for fill in listed),
            _sum(fill.filled_fte for fill in listed),
            _sum(fill.vacant_fte for fill in listed),
            _sum(fill.agency_fte for fill in listed),
        )


@dataclass(frozen=True, slots=True)
class PostsChange:
    """Posts of all staff on two days, in FTE, and what made the difference."""

    before: date
    now: date
    before_fte: float
    now_fte: float
    social_workers_before_fte: float
    social_workers_now_fte: float
    created: tuple[PostTerms, ...]  # there now and not then
    ended: tuple[PostTerms, ...]  # there then and not now
    warnings: tuple[str, ...] = ()

    @property
    def change_fte(self) -> float:
        return _sum((self.now_fte, -self.before_fte))

    @property
    def change_percent(self) -> float | None:
        return 100 * self.change_fte / self.before_fte if self.before_fte > 0 else None


def by_funding(
    book: StaffingBook, *, social_workers: bool | None = None
) -> dict[Funding, PostGroup]:
    """Posts by what pays for them now; of social workers, of others, or with None of all."""
    return _grouped(book, social_workers, lambda fill: fill.funding, Funding)


def by_role(book: StaffingBook, *, social_workers: bool | None = None) -> dict[Role, PostGroup]:
    """Posts by the role they are for; of social workers, of others, or with None of all."""
    return _grouped(book, social_workers, lambda fill: fill.post.role, Role)


def fte_by_funding(book: StaffingBook, day: date) -> dict[Funding, float]:
    """FTE of the posts that there were on a day, by what paid for them.

    How many were vacant is not known of a day before the list's: it names today's holders, and a
    post that has been filled since would count as vacant then. The snapshots know it of all posts.
    """
    return _added_up((book.funding_of(post, day), post) for post in _there(book, day))


def fte_by_role(book: StaffingBook, day: date) -> dict[Role, float]:
    """The same by the role that the posts are for."""
    return _added_up((post.role, post) for post in _there(book, day))


def posts_change(book: StaffingBook, before: date | None = None) -> PostsChange:
    """How the establishment changed since a day, a year before the book's unless one is given.

    By the days on which posts were made, deleted, or gone from the list; FTE and role as of now.
    """
    then = years_before(book.day, 1) if before is None else before
    was, is_ = _there(book, then), _there(book, book.day)
    return PostsChange(
        before=then,
        now=book.day,
        before_fte=_sum(post.fte for post in was),
        now_fte=_sum(post.fte for post in is_),
        social_workers_before_fte=_sum(post.fte for post in was if post.social_worker),
        social_workers_now_fte=_sum(post.fte for post in is_ if post.social_worker),
        created=tuple(post for post in is_ if not book.there_is(post, then)),
        ended=tuple(post for post in was if not book.there_is(post, book.day)),
        warnings=tuple(_unknown_past(book, then)),
    )


def _unknown_past(book: StaffingBook, then: date) -> Iterable[str]:
    """What the list cannot say of a day before it was first loaded."""
    if then >= book.first_listed_on:
        return
    deleted = [p.deleted_on for p in book.counted_posts if p.deleted_on is not None]
    if not any(then <= day < book.first_listed_on for day in deleted):
        yield (
            f"posts deleted before {said(book.first_listed_on)}, when the workforce was first "
            "loaded, may not be in the list"
        )
    undated = [p for p in book.counted_posts if p.created_on is None]
    if undated:
        fte = shown(_sum(post.fte for post in undated))
        yield f"{fte} FTE of posts have no day on which they were made, and count as always there"


def _there(book: StaffingBook, day: date) -> list[PostTerms]:
    return [post for post in book.counted_posts if book.there_is(post, day)]


def _added_up(posts: Iterable[tuple[Key, PostTerms]]) -> dict[Key, float]:
    found: dict[Key, list[float]] = defaultdict(list)
    for key, post in posts:
        found[key].append(post.fte)
    return {key: _sum(fte) for key, fte in found.items()}


def _grouped(
    book: StaffingBook,
    social_workers: bool | None,
    key: Callable[[Fill], Key],
    order: Iterable[Key],
) -> dict[Key, PostGroup]:
    groups: dict[Key, list[Fill]] = defaultdict(list)
    for fill in fills(book, book.day):
        if social_workers is None or fill.post.social_worker is social_workers:
            groups[key(fill)].append(fill)
    return {each: PostGroup.of(groups[each]) for each in order if each in groups}


def _sum(values: Iterable[float]) -> float:
    return round(fsum(values), PLACES)
