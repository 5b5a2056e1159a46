"""A scope's parts on every coming day on which they change, adding up anew only what does.

An authority has hundreds of workers and a few known dates: each touches one post, its holders and
perhaps a namesake, and the rest stay as they were.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from models.folding import folded_name
from models.staffing.book import PostTerms, StaffingBook, WorkerTerms, day_after
from models.staffing.parts import Parts, less, parts_on, total

Node = tuple[str, int | str]


def parts_along(book: StaffingBook, until: date) -> dict[date, Parts]:
    """The scope's parts on the book's day and on each day up to `until` on which they may change.

    Leavers, starters and experience change with every day that passes; they are not followed.
    """
    changes: dict[date, list[tuple[Parts, Parts]]] = defaultdict(list)  # before, after
    for circle in _circles(book):
        days = {day for day in _days_of(circle) if book.day < day <= until}
        before = parts_on(circle) if days else Parts()
        for day in sorted(days):
            after = parts_on(circle, day)
            changes[day].append((before, after))
            before = after
    found = {book.day: parts_on(book)}
    for day in sorted(changes):
        befores, afters = zip(*changes[day], strict=True)
        last = next(reversed(found.values()))
        found[day] = less(total((last, *afters)), total(befores))
    return found


def _circles(book: StaffingBook) -> list[StaffingBook]:
    """Small books of workers and posts that bear on each other, none of which bears on another."""
    root: dict[Node, Node] = {}

    def find(node: Node) -> Node:
        while root.setdefault(node, node) != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for worker in book.workers:
        root[find(("worker", worker.worker_id))] = find(("name", folded_name(worker.name)))
    for post in book.posts:
        for worker_id in post.holder_ids:
            root[find(("worker", worker_id))] = find(("post", post.post_id))
    workers: dict[Node, list[WorkerTerms]] = defaultdict(list)
    spells: dict[Node, list[WorkerTerms]] = defaultdict(list)
    posts: dict[Node, list[PostTerms]] = defaultdict(list)
    for spell in book.spells:
        spells[find(("name", folded_name(spell.name)))].append(spell)
    for worker in book.workers:
        workers[find(("worker", worker.worker_id))].append(worker)
    for post in book.posts:
        posts[find(("post", post.post_id))].append(post)
    return [
        _small_book(book, workers[circle], posts[circle], spells[circle])
        for circle in {**workers, **posts, **spells}
    ]


def _small_book(
    book: StaffingBook,
    workers: list[WorkerTerms],
    posts: list[PostTerms],
    spells: list[WorkerTerms],
) -> StaffingBook:
    places = {worker.team_id for worker in (*workers, *spells)}
    places.update(post.team_id for post in posts)
    teams = {place: book.teams[place] for place in places if place in book.teams}
    return replace(
        book, teams=teams, workers=tuple(workers), posts=tuple(posts), spells=tuple(spells)
    )


def _days_of(book: StaffingBook) -> Iterator[date]:
    """Each first day on which a worker or a post of the book is there, or there no more."""
    for worker in book.terms:
        yield from _turns(worker.started_on, worker.last_day)
    for post in book.posts:
        yield from _turns(post.created_on, book.last_day_of(post))


def _turns(first: date | None, last: date | None) -> Iterator[date]:
    if first is not None:
        yield first
    if last is not None:
        yield day_after(last)
