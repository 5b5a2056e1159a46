"""Everything a scope's figures are made of on one day, as plain values without a database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol, TypeVar

from models.figures.holders import Holder
from models.vocabulary import CaseKind


@dataclass(frozen=True, slots=True)
class Held:
    """Open cases of one kind with one holder, or with none, in one team."""

    team_id: int | None
    worker_id: int | None
    matched: bool  # False: the extract names a worker who is not in the workforce
    allocated: bool
    kind: CaseKind
    cases: int
    not_seen: int  # last seen before the cut-off
    never_dated: int  # no date of having been seen
    longest_unseen: date | None  # the oldest date among the not seen


@dataclass(frozen=True, slots=True)
class Waiting:
    """Unallocated cases of one kind in one team since one day."""

    team_id: int | None
    kind: CaseKind
    since: date | None
    cases: int


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A worker the extract names who is not, or not clearly, in the workforce."""

    worker_ref: str
    team_id: int | None
    cases: int
    reason: str


@dataclass(frozen=True, slots=True)
class Flow:
    """Cases of one kind opened and closed in one team in the seven days up to the day."""

    team_id: int | None
    kind: CaseKind
    opened: int
    closed: int


@dataclass(frozen=True, slots=True)
class Book:
    """A scope's day: who holds what, what nobody holds, and how old the data is."""

    day: date  # of the allocations' as-at, in the authority's zone
    as_at: datetime  # of the allocations
    workforce_as_at: datetime
    team_names: Mapping[int, str]
    holders: tuple[Holder, ...]
    held: tuple[Held, ...]
    waiting: tuple[Waiting, ...]
    unmatched: tuple[Unmatched, ...]
    flows: tuple[Flow, ...]
    not_seen_days: int

    @property
    def opened(self) -> int:
        return sum(flow.opened for flow in self.flows)

    @property
    def closed(self) -> int:
        return sum(flow.closed for flow in self.flows)

    @property
    def open_cases(self) -> int:
        return sum(held.cases for held in self.held)

    @property
    def unallocated(self) -> int:
        return sum(waiting.cases for waiting in self.waiting)

    @property
    def unmatched_cases(self) -> int:
        return sum(unmatched.cases for unmatched in self.unmatched)

    def of_team(self, team_id: int) -> "Book":
        """The same day for one of the teams."""
        return replace(
            self,
            team_names={team_id: self.team_names[team_id]},
            holders=tuple(h for h in self.holders if h.team_id == team_id),
            held=tuple(h for h in self.held if h.team_id == team_id),
            waiting=tuple(w for w in self.waiting if w.team_id == team_id),
            unmatched=tuple(u for u in self.unmatched if u.team_id == team_id),
            flows=tuple(f for f in self.flows if f.team_id == team_id),
        )

    def by_team(self) -> "dict[int, Book]":
        """The same day for each of the teams, made in one pass however many there are."""
        holders, held = _by_team(self.holders), _by_team(self.held)
        waiting, unmatched = _by_team(self.waiting), _by_team(self.unmatched)
        flows = _by_team(self.flows)
        return {
            team_id: Book(
                day=self.day,
                as_at=self.as_at,
                workforce_as_at=self.workforce_as_at,
                team_names={team_id: name},
                holders=tuple(holders.get(team_id, ())),
                held=tuple(held.get(team_id, ())),
                waiting=tuple(waiting.get(team_id, ())),
                unmatched=tuple(unmatched.get(team_id, ())),
                flows=tuple(flows.get(team_id, ())),
                not_seen_days=self.not_seen_days,
            )
            for team_id, name in self.team_names.items()
        }


class _OfATeam(Protocol):
    @property
    def team_id(self) -> int | None: ...


_Part = TypeVar("_Part", bound=_OfATeam)


def _by_team(parts: Iterable[_Part]) -> dict[int | None, list[_Part]]:
    found: dict[int | None, list[_Part]] = {}
    for part in parts:
        found.setdefault(part.team_id, []).append(part)
    return found
