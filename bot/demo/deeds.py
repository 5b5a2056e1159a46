"""What a story can let happen on a day, each a deed that changes cases or somebody's career."""

from dataclasses import dataclass, replace
from typing import Protocol

from bot.demo.case import Case
from bot.demo.cast import cast_member
from bot.demo.ordinary import OrdinaryDay
from bot.demo.organisation import TEAMS
from bot.demo.people import Absence, Person
from models.vocabulary import CaseKind

_TEAM_NAMES = frozenset(team.name for team in TEAMS)


class Deed(Protocol):
    """People are named by their keys in the cast."""

    def do(self, today: OrdinaryDay) -> None:
        """Changes the day's cases or people."""


@dataclass(frozen=True, slots=True)
class Opens:
    """New cases for somebody, or for a team's tray."""

    taker: str  # key in the cast, or a team
    kind: CaseKind
    cases: int = 1

    def do(self, today: OrdinaryDay) -> None:
        for _ in range(self.cases):
            if self.taker in _TEAM_NAMES:
                today.book.open(self.taker, self.kind, today.day, today.dice)
            else:
                taker = _person(today, self.taker)
                case = today.book.open(taker.team, self.kind, today.day, today.dice)
                today.book.give(case, taker.team, taker.staff_id, today.day)


@dataclass(frozen=True, slots=True)
class Closes:
    """Cases of somebody end."""

    holder: str
    cases: int

    def do(self, today: OrdinaryDay) -> None:
        for case in _first(today, self.holder, self.cases):
            today.book.close(case, today.day)


@dataclass(frozen=True, slots=True)
class Moves:
    """Cases go to a colleague, or to those of a team who hold the least of what they can."""

    giver: str
    taker: str  # key in the cast, or a team
    cases: int

    def do(self, today: OrdinaryDay) -> None:
        for case in _first(today, self.giver, self.cases):
            taker = _taker(today, self.taker)
            today.book.give(case, taker.team, taker.staff_id, today.day)


@dataclass(frozen=True, slots=True)
class Allocates:
    """The case of this kind that waits longest in somebody's team becomes theirs."""

    taker: str
    kind: CaseKind

    def do(self, today: OrdinaryDay) -> None:
        taker = _person(today, self.taker)
        waiting = [case for case in today.book.waiting(taker.team) if case.kind is self.kind]
        for case in sorted(waiting, key=lambda case: case.opened_on)[:1]:
            today.book.give(case, taker.team, taker.staff_id, today.day)


@dataclass(frozen=True, slots=True)
class GoesAway:
    """Absent from today; nobody knows until when."""

    who: str

    def do(self, today: OrdinaryDay) -> None:
        _change(today, self.who, absence=Absence(today.day, None))


@dataclass(frozen=True, slots=True)
class ComesBack:
    """Back at work today."""

    who: str

    def do(self, today: OrdinaryDay) -> None:
        _change(today, self.who, absence=None)


@dataclass(frozen=True, slots=True)
class Leaves:
    """Today is the last day of work."""

    who: str

    def do(self, today: OrdinaryDay) -> None:
        _change(today, self.who, left_on=today.day)


def _person(today: OrdinaryDay, key: str) -> Person:
    email = cast_member(key).email
    return next(each for each in today.workforce.people.values() if each.email == email)


def _taker(today: OrdinaryDay, taker: str) -> Person:
    if taker not in _TEAM_NAMES:
        return _person(today, taker)
    found = today.lightest(taker)
    if found is None:
        raise AssertionError(f"nobody in {taker} can be given a case on {today.day}")
    return found


def _first(today: OrdinaryDay, holder: str, cases: int) -> list[Case]:
    held = today.book.held_by(_person(today, holder).staff_id)
    if len(held) < cases:
        raise AssertionError(f"{holder} holds {len(held)} cases on {today.day}, not {cases}")
    return held[:cases]


def _change(today: OrdinaryDay, who: str, **changes: object) -> None:
    person = _person(today, who)
    today.workforce.people[person.staff_id] = replace(person, **changes)  # type: ignore[arg-type]
