"""An ordinary working day: cases open, are allocated, end, and pass from those who leave."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from alerts.calendar import WorkingCalendar
from bot.demo.case import Case
from bot.demo.casebook import CaseBook
from bot.demo.cases import ENDS_IN_A_WEEK, KINDS, LONG_WAIT, WAITING_KIND
from bot.demo.dice import Dice
from bot.demo.organisation import TEAMS, TEMPORARY_TEAM, Team
from bot.demo.people import Person, Workforce
from bot.demo.workload import UNALLOCATED_LAST
from models.vocabulary import CaseKind

WIND_DOWN = timedelta(days=28)  # before somebody leaves
_LEFT_BEHIND_FOR = timedelta(days=12)  # until a leaver's forgotten cases are passed on
_AS_ON_THE_LAST_DAY = timedelta(days=28)  # everybody holds what they held
_FIRST_WEEKS = 10  # until somebody who has joined holds a full caseload
_FILLED_TODAY = 0.5
_MOST_NEW_IN_A_DAY = 2
_LEAVES_THE_TRAY = 0.12
_LONG_WAIT_ENDS = 0.02
_CHILD_GETS_A_WORKER = 0.6  # looked-after children wait a day or two
_CHILD_WAITS = 0.015


@dataclass(frozen=True, slots=True)
class OrdinaryDay:
    """One working day of everybody; `last_day` is the history's."""

    book: CaseBook
    workforce: Workforce
    calendar: WorkingCalendar
    last_day: date
    day: date
    seed: int
    dice: Dice

    def pass_by(self, left_alone: Container[str]) -> None:
        """Moves every team's cases on by a day, but for those of the teams left alone."""
        for team in TEAMS:
            if team.name not in left_alone and team.kind in KINDS:
                self._move_team_on(team)

    def lightest(self, team: str) -> Person | None:
        """Who of the team is the next to be given a case; None when nobody can be."""
        able = [
            (self.book.count(person.staff_id) / expected, person.staff_id, person)
            for person in self._people(team)
            if (expected := self.expected(person)) > 0
        ]
        return min(able)[2] if able else None

    def expected(self, person: Person) -> int:
        """The cases somebody holds on such a day; 0 for whoever is given none."""
        if not person.is_in_post(self.day) or self._is_leaving(person):
            return 0
        if person.absence is not None and person.absence.covers(self.day):
            return 0
        part = 1.0
        if person.started_on > self.last_day:
            weeks = (self.day - person.started_on).days // 7
            part = min(1.0, 0.35 + 0.65 * weeks / _FIRST_WEEKS)
        cases = round(person.usual_cases * part)
        return max(1, cases + self._wander(person)) if cases else 0

    def _people(self, team: str) -> list[Person]:
        return [person for person in self.workforce.people.values() if person.team == team]

    def _wander(self, person: Person) -> int:
        """One case more or fewer in some months."""
        if self.day - self.last_day < _AS_ON_THE_LAST_DAY:
            return 0
        month = Dice(self.seed, f"{person.staff_id} {self.day:%Y-%m}")
        return month.weighted(((0, 4.0), (1, 1.0), (-1, 1.0)))

    def _is_leaving(self, person: Person) -> bool:
        return person.left_on is not None and person.left_on - self.day <= WIND_DOWN

    def _move_team_on(self, team: Team) -> None:
        people = self._people(team.name)
        for person in people:
            for case in self.book.held_by(person.staff_id):
                if self.dice.happens(ENDS_IN_A_WEEK[case.kind] / 5):
                    self.book.close(case, self.day)
        for person in people:
            held = self.book.held_by(person.staff_id)
            for case in held[: self._passes_on(person, len(held))]:
                self._to_somebody(case, team)
        self._move_tray_on(team)
        for person in people:
            self._fill(person, team)

    def _passes_on(self, person: Person, held: int) -> int:
        """How many cases a leaver hands over today, so that none is left on the day of leaving."""
        if person.left_on is None or not self._is_leaving(person):
            return 0
        if person.left_on <= self.day:
            return int(self.day - person.left_on > _LEFT_BEHIND_FOR)
        days = 1 + self.calendar.working_days(self.day, person.left_on - timedelta(days=1))
        return ceil(held / days)

    def _to_somebody(self, case: Case, team: Team) -> None:
        taker = self.lightest(team.name)
        if taker is None:
            self.book.close(case, self.day)
        else:
            self.book.give(case, team.name, taker.staff_id, self.day)

    def _move_tray_on(self, team: Team) -> None:
        for case in self.book.waiting(team.name):
            if self._gets_a_worker(case, team):
                self._to_somebody(case, team)
        if WAITING_KIND.get(team.kind) is CaseKind.LOOKED_AFTER:
            wanted = len(self.book.waiting(team.name)) + self.dice.happens(_CHILD_WAITS)
        else:
            wanted = UNALLOCATED_LAST.get(team.name, 0) if self._takes_new(team) else 0
        for _ in range(wanted - len(self.book.waiting(team.name))):
            if self.dice.happens(_FILLED_TODAY):
                self.book.open(team.name, WAITING_KIND[team.kind], self.day, self.dice)

    def _gets_a_worker(self, case: Case, team: Team) -> bool:
        if self.day - case.opened_on > LONG_WAIT or not self._takes_new(team):
            return True
        if case.kind is CaseKind.LOOKED_AFTER:
            return self.dice.happens(_CHILD_GETS_A_WORKER)
        return self.dice.happens(_LONG_WAIT_ENDS if case.waits_long else _LEAVES_THE_TRAY)

    def _takes_new(self, team: Team) -> bool:
        """The temporary team takes nothing more while it winds down."""
        return team.name != TEMPORARY_TEAM or self.lightest(team.name) is not None

    def _fill(self, person: Person, team: Team) -> None:
        missing = self.expected(person) - self.book.count(person.staff_id)
        for _ in range(min(missing, _MOST_NEW_IN_A_DAY)):
            if self.dice.happens(_FILLED_TODAY):
                kind = self.dice.weighted(KINDS[team.kind])
                case = self.book.open(team.name, kind, self.day, self.dice)
                self.book.give(case, team.name, person.staff_id, self.day)
