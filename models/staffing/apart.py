"""Small books for parts of the authority out of one whole book, in one pass however many."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TypeVar

from models.folding import folded_name
from models.staffing.book import StaffingBook

_Key = TypeVar("_Key")


def books_apart(
    book: StaffingBook, parts: Mapping[_Key, Collection[int]]
) -> dict[_Key, StaffingBook]:
    """A book for each part, given as the ids of its teams, from the whole authority's book.

    Each has its own workers, spells and posts, and of those elsewhere whatever bears on them:
    holders of its posts, other posts of its people with who else is in them, and namesakes, who
    may be the same person.
    """
    near = _Near(book)
    return {key: near.book_of(team_ids) for key, team_ids in parts.items()}


class _Near:
    """Who and what stands beside what, by places in the book."""

    def __init__(self, book: StaffingBook) -> None:
        self._book = book
        self._workers_of: defaultdict[int, list[int]] = defaultdict(list)  # by team
        self._named: defaultdict[str, list[int]] = defaultdict(list)
        self._spells_of: defaultdict[int, list[int]] = defaultdict(list)  # by team
        self._spells_named: defaultdict[str, list[int]] = defaultdict(list)
        self._posts_of: defaultdict[int, list[int]] = defaultdict(list)  # by team
        self._held_by: defaultdict[int, list[int]] = defaultdict(list)  # by worker
        self._place = {worker.worker_id: i for i, worker in enumerate(book.workers)}
        for place, worker in enumerate(book.workers):
            self._workers_of[worker.team_id].append(place)
            self._named[folded_name(worker.name)].append(place)
        for place, spell in enumerate(book.spells):
            self._spells_of[spell.team_id].append(place)
            self._spells_named[folded_name(spell.name)].append(place)
        for place, post in enumerate(book.posts):
            self._posts_of[post.team_id].append(place)
            for worker_id in post.holder_ids:
                self._held_by[worker_id].append(place)

    def book_of(self, team_ids: Collection[int]) -> StaffingBook:
        book = self._book
        own = [place for team_id in team_ids for place in self._workers_of[team_id]]
        posts = {place for team_id in team_ids for place in self._posts_of[team_id]}
        holders = (id_ for place in posts for id_ in book.posts[place].holder_ids)
        workers = {self._place[id_] for id_ in holders if id_ in self._place}.union(own)
        posts.update(p for w in workers for p in self._held_by[book.workers[w].worker_id])
        beside = (id_ for place in posts for id_ in book.posts[place].holder_ids)
        workers.update(self._place[id_] for id_ in beside if id_ in self._place)
        here = [book.workers[place] for place in own]
        here += [book.spells[place] for team_id in team_ids for place in self._spells_of[team_id]]
        names = {folded_name(each.name) for each in here}
        workers.update(place for name in names for place in self._named[name])
        spells = {place for name in names for place in self._spells_named[name]}
        return replace(
            book,
            teams={id_: book.teams[id_] for id_ in team_ids if id_ in book.teams},
            workers=tuple(book.workers[place] for place in sorted(workers)),
            posts=tuple(book.posts[place] for place in sorted(posts)),
            spells=tuple(book.spells[place] for place in sorted(spells)),
        )
