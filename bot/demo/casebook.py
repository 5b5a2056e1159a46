"""All cases of the demo authority after its two years, moved on case by case."""

from collections.abc import Iterable
from datetime import date, timedelta

from bot.demo.case import UNALLOCATED, Case
from bot.demo.dice import Dice
from models.vocabulary import CaseKind


class CaseBook:
    """Open cases by who holds them, and those closed not long ago."""

    def __init__(self, cases: Iterable[Case]) -> None:
        self._held: dict[str, list[Case]] = {}
        self._closed: list[Case] = []
        self._last_ref = 0
        for case in cases:
            self._last_ref = max(self._last_ref, int(case.ref.removeprefix("N-")))
            if case.closed_on is None:
                self._held.setdefault(case.worker, []).append(case)
            else:
                self._closed.append(case)

    def held_by(self, worker: str) -> list[Case]:
        """The open cases of a staff id, those held longest first."""
        return list(self._held.get(worker, ()))

    def count(self, worker: str) -> int:
        return len(self._held.get(worker, ()))

    def waiting(self, team: str) -> list[Case]:
        """The team's cases without a worker."""
        return [case for case in self._held.get(UNALLOCATED, ()) if case.team == team]

    def open(self, team: str, kind: CaseKind, day: date, dice: Dice) -> Case:
        """A new case, opened on `day` and not allocated yet."""
        self._last_ref += dice.whole(1, 3)
        case = Case(
            ref=f"N-{self._last_ref}",
            kind=kind,
            team=team,
            worker=UNALLOCATED,
            opened_on=day,
            allocated_on=None,
            seen_on=None,
            next_seen_on=day + timedelta(days=dice.whole(1, 9)),
            waits_long=dice.happens(0.3),
        )
        self._held.setdefault(UNALLOCATED, []).append(case)
        return case

    def give(self, case: Case, team: str, worker: str, day: date) -> None:
        self._held[case.worker].remove(case)
        case.give(team, worker, day)
        self._held.setdefault(worker, []).append(case)

    def close(self, case: Case, day: date) -> None:
        self._held[case.worker].remove(case)
        case.close(day)
        self._closed.append(case)

    def end_of_day(self, day: date, dice: Dice) -> None:
        """Children who were to be seen are seen; what closed long ago is no longer kept."""
        for cases in self._held.values():
            for case in cases:
                case.see(day, dice)
        self._closed = [case for case in self._closed if case.is_kept(day)]

    def everything(self) -> list[Case]:
        """Every case that a row is written of, by reference."""
        cases = [case for held in self._held.values() for case in held] + self._closed
        return sorted(cases, key=lambda case: (len(case.ref), case.ref))
