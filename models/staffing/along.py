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
"""A name, which all the rows of one person share, or a post."""


def parts_along(book: StaffingBook, until: date, today: Parts | None = None) -> dict[date, Parts]:
    """The scope's parts on the book's day and on each day up to `until` on which they may change.

    `today` are those of the book's day, where they were added up already. Leavers, starters and
    experience change with every day that passes; they are not followed.
    """
    changes: dict[date, list[tuple[Parts, Parts]]] = defaultdict(list)  # before, after
    for circle in _circles(book, until):
        before = parts_on(circle)
        for day in sorted(_coming(circle, until)):
            after = parts_on(circle, day)
            changes[day].append((before, after))
            before = after
    found = {book.day: parts_on(book) if today is None else today}
    for day in sorted(changes):
        befores, afters = zip(*changes[day], strict=True)
        last = next(reversed(found.values()))
        found[day] = less(total((last, *afters)), total(befores))
    return found


def _circles(book: StaffingBook, until: date) -> Iterator[StaffingBook]:
    """Small books around whoever and whatever comes or goes by a day.

    Each has all that bears on one another; nothing of one bears on another.
    """
    terms = (each for each in book.terms if _is_coming(book, until, _turns_of(each)))
    posts = (post for post in book.posts if _is_coming(book, until, _turns_of_post(book, post)))
    moved = [*map(_name_of, terms), *map(_post_of, posts)]
    if moved:
        near, seen = _Near(book), set[Node]()
        yield from (near.circle(node, seen) for node in moved if node not in seen)


class _Near:
    """Who has which name, and who holds which posts."""

    def __init__(self, book: StaffingBook) -> None:
        self._book, self._by_id = book, book.by_id()
        self._workers: defaultdict[Node, list[WorkerTerms]] = defaultdict(list)
        self._spells: defaultdict[Node, list[WorkerTerms]] = defaultdict(list)
        self._posts: dict[Node, PostTerms] = {}
        self._held: defaultdict[int, list[Node]] = defaultdict(list)  # by worker
        for worker in book.workers:
            self._workers[_name_of(worker)].append(worker)
        for spell in book.spells:
            self._spells[_name_of(spell)].append(spell)
        for post in book.posts:
            self._posts[_post_of(post)] = post
            for worker_id in post.holder_ids:
                self._held[worker_id].append(_post_of(post))

    def circle(self, first: Node, seen: set[Node]) -> StaffingBook:
        """All that bears on this one, marked as seen."""
        workers: list[WorkerTerms] = []
        spells: list[WorkerTerms] = []
        posts: list[PostTerms] = []
        left = [first]
        while left:
            node = left.pop()
            if node in seen:
                continue
            seen.add(node)
            workers += self._workers.get(node, ())
            spells += self._spells.get(node, ())
            if node in self._posts:
                posts.append(self._posts[node])
            left += self._beside(node)
        return _small_book(self._book, workers, posts, spells)

    def _beside(self, node: Node) -> Iterator[Node]:
        post = self._posts.get(node)
        ids = post.holder_ids if post else [each.worker_id for each in self._workers.get(node, ())]
        for worker_id in ids:
            yield from self._held.get(worker_id, ())
            if worker_id in self._by_id:
                yield _name_of(self._by_id[worker_id])


def _name_of(worker: WorkerTerms) -> Node:
    return "name", folded_name(worker.name)


def _post_of(post: PostTerms) -> Node:
    return "post", post.post_id


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


def _coming(book: StaffingBook, until: date) -> set[date]:
    """Each first day by `until` on which a worker or a post is there, or there no more."""
    turns = [turn for worker in book.terms for turn in _turns_of(worker)]
    turns += [turn for post in book.posts for turn in _turns_of_post(book, post)]
    return {turn for turn in turns if turn is not None and book.day < turn <= until}


Turns = tuple[date | None, date | None]
"""The first day on which something is there, and the first on which it is there no more."""


def _is_coming(book: StaffingBook, until: date, turns: Turns) -> bool:
    return any(turn is not None and book.day < turn <= until for turn in turns)


def _turns_of(worker: WorkerTerms) -> Turns:
    return _turns(worker.started_on, worker.last_day)


def _turns_of_post(book: StaffingBook, post: PostTerms) -> Turns:
    return _turns(post.created_on, book.last_day_of(post))


def _turns(first: date | None, last: date | None) -> Turns:
    return first, None if last is None else day_after(last)
