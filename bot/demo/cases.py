"""Cases from week to week: they open, are allocated, move, are seen and close."""

from datetime import date, timedelta

from bot.demo.case import UNALLOCATED, Case
from bot.demo.dice import Dice
from bot.demo.organisation import TEAMS
from bot.demo.people import Workforce
from bot.demo.workload import UNMATCHED_ID, UNMATCHED_NAME, WeekTargets
from models.vocabulary import CaseKind, TeamKind

KINDS: dict[TeamKind, tuple[tuple[CaseKind, float], ...]] = {
    TeamKind.ASSESSMENT: ((CaseKind.ASSESSMENT, 7), (CaseKind.CHILD_IN_NEED, 3)),
    TeamKind.SAFEGUARDING: ((CaseKind.CHILD_IN_NEED, 11), (CaseKind.CHILD_PROTECTION, 9)),
    TeamKind.COURT: (
        (CaseKind.LOOKED_AFTER, 11),
        (CaseKind.CHILD_PROTECTION, 8),
        (CaseKind.CHILD_IN_NEED, 1),
    ),
    TeamKind.LOOKED_AFTER: ((CaseKind.LOOKED_AFTER, 19), (CaseKind.OTHER, 1)),
    TeamKind.CARE_LEAVERS: ((CaseKind.CARE_LEAVER, 1),),
    TeamKind.DISABLED_CHILDREN: ((CaseKind.CHILD_IN_NEED, 9), (CaseKind.LOOKED_AFTER, 1)),
}
# What waits for a worker: no child on a protection plan, looked-after children a few days.
WAITING_KIND = {
    TeamKind.ASSESSMENT: CaseKind.ASSESSMENT,
    TeamKind.SAFEGUARDING: CaseKind.CHILD_IN_NEED,
    TeamKind.COURT: CaseKind.CHILD_IN_NEED,
    TeamKind.LOOKED_AFTER: CaseKind.LOOKED_AFTER,
    TeamKind.CARE_LEAVERS: CaseKind.CARE_LEAVER,
}
ENDS_IN_A_WEEK = {
    CaseKind.ASSESSMENT: 0.08,
    CaseKind.CHILD_IN_NEED: 0.03,
    CaseKind.CHILD_PROTECTION: 0.022,
    CaseKind.LOOKED_AFTER: 0.011,
    CaseKind.CARE_LEAVER: 0.009,
    CaseKind.OTHER: 0.03,
}
_LONGEST_SO_FAR = {  # days, of a case open when the history begins
    CaseKind.ASSESSMENT: 70,
    CaseKind.CHILD_IN_NEED: 420,
    CaseKind.CHILD_PROTECTION: 520,
    CaseKind.LOOKED_AFTER: 2200,
    CaseKind.CARE_LEAVER: 1300,
    CaseKind.OTHER: 300,
}
_GOES_ON: dict[TeamKind, tuple[TeamKind, float]] = {
    TeamKind.ASSESSMENT: (TeamKind.SAFEGUARDING, 0.4),
    TeamKind.SAFEGUARDING: (TeamKind.COURT, 0.2),
    TeamKind.COURT: (TeamKind.LOOKED_AFTER, 0.5),
    TeamKind.LOOKED_AFTER: (TeamKind.CARE_LEAVERS, 0.4),
}
LONG_WAIT = timedelta(days=45)
_LONGEST_WAIT = {CaseKind.LOOKED_AFTER: timedelta(days=4)}  # allocated by the next Friday


class CaseSystem:
    """The case management system: all cases of the authority, moved on week by week."""

    def __init__(self, workforce: Workforce, seed: int) -> None:
        self._people = workforce.people
        self._names = {key: person.name for key, person in workforce.people.items()}
        self._names |= {UNMATCHED_ID: UNMATCHED_NAME, UNALLOCATED: ""}
        self._dice = Dice(seed, "cases")
        self._next_ref = 100_000
        self._open: dict[str, list[Case]] = {team.name: [] for team in TEAMS}
        self._closed: list[Case] = []
        self._handed_on: dict[TeamKind, list[Case]] = {}

    def begin(self, targets: WeekTargets, day: date) -> None:
        """The cases that are open when the history begins."""
        self.move_on(targets, day)
        everything = [case for cases in self._open.values() for case in cases]
        for case in everything:
            longest = _LONGEST_SO_FAR[case.kind] if case.worker else 25
            part = self._dice.number(0, 1)
            case.opened_on = day - timedelta(days=int(longest * part * part))
            if case.worker:
                started = self._started(case.worker)
                since = case.opened_on + (day - case.opened_on) * self._dice.number(0, 0.7)
                case.allocated_on = max(since, min(started, day))
            case.next_seen_on = day - timedelta(days=self._dice.whole(-12, 12))
            if case.next_seen_on < case.opened_on:
                case.next_seen_on = case.opened_on + timedelta(days=3)
            case.seen_on = None
        everything.sort(key=lambda case: (case.opened_on, case.ref))
        first = self._next_ref - len(everything)
        for number, case in enumerate(everything, start=first):
            case.ref = f"N-{number}"

    def move_on(self, targets: WeekTargets, day: date) -> None:
        """One week, ending on Friday `day`, after which everybody holds their target."""
        for team in TEAMS:
            held = targets.held[team.name]
            waiting = targets.unallocated.get(team.name, 0)
            self._move_team_on(team.name, team.kind, held, waiting, day)
        for cases in self._handed_on.values():
            for case in cases:
                self._close(case, day)
        self._handed_on = {}
        for cases in self._open.values():
            for case in cases:
                case.see(day, self._dice)
        self._closed = [case for case in self._closed if case.is_kept(day)]

    def everything(self) -> list[Case]:
        """Every case that a row is written of, by reference: open, or closed not long ago."""
        cases = [case for team in self._open.values() for case in team] + self._closed
        return sorted(cases, key=lambda case: (len(case.ref), case.ref))

    def rows(self) -> list[dict[str, str]]:
        """Every open case, and those closed in the last 26 weeks, by reference."""
        return [case.written(self._names[case.worker]) for case in self.everything()]

    def _move_team_on(
        self, team: str, kind: TeamKind, held: dict[str, int], waiting: int, day: date
    ) -> None:
        room = dict(held)
        still_waiting, homeless = self._leave_the_tray(team, waiting, day)
        staying = []
        for case in self._open[team]:
            if case.worker == UNALLOCATED:
                continue
            if self._dice.happens(ENDS_IN_A_WEEK[case.kind]):
                self._end(case, kind, day)
            elif room.get(case.worker, 0) > 0:
                room[case.worker] -= 1
                staying.append(case)
            else:
                homeless.append(case)
        places = self._dice.shuffled([worker for worker, free in room.items() for _ in range(free)])
        homeless = self._without_surplus(homeless, len(places), day)
        for worker in places:
            case = homeless.pop() if homeless else self._arrives(team, kind, day)
            self._allocate(case, team, worker, day)
            staying.append(case)
        while len(still_waiting) < waiting:
            still_waiting.append(self._opens(team, WAITING_KIND[kind], day))
        self._open[team] = staying + still_waiting

    def _leave_the_tray(self, team: str, waiting: int, day: date) -> tuple[list[Case], list[Case]]:
        """Unallocated cases: those that still wait, `waiting` at most, and those that do not."""
        stay: list[Case] = []
        leave: list[Case] = []
        for case in self._open[team]:
            if case.worker == UNALLOCATED:
                taken = self._dice.happens(0.1 if case.waits_long else 0.5)
                longest = _LONGEST_WAIT.get(case.kind, LONG_WAIT)
                (leave if taken or day - case.opened_on > longest else stay).append(case)
        return stay[:waiting], stay[waiting:] + leave

    def _without_surplus(self, homeless: list[Case], places: int, day: date) -> list[Case]:
        """The cases for which there is a place; those for which there is none have closed."""
        for case in homeless[places:]:
            self._close(case, day)
        return homeless[:places]

    def _arrives(self, team: str, kind: TeamKind, day: date) -> Case:
        """A case handed on by an earlier team, else a new one."""
        mine = self._dice.weighted(KINDS[kind])
        handed_on = self._handed_on.get(kind)
        if not handed_on:
            return self._opens(team, mine, day)
        case = handed_on.pop()
        case.kind = mine
        return case

    def _opens(self, team: str, kind: CaseKind, day: date) -> Case:
        self._next_ref += self._dice.whole(1, 3)
        opened = day - timedelta(
            days=4 if kind is CaseKind.LOOKED_AFTER else self._dice.whole(0, 4)
        )
        return Case(
            ref=f"N-{self._next_ref}",
            kind=kind,
            team=team,
            worker=UNALLOCATED,
            opened_on=opened,
            allocated_on=None,
            seen_on=None,
            next_seen_on=opened + timedelta(days=self._dice.whole(1, 9)),
            waits_long=self._dice.happens(0.3),
        )

    def _allocate(self, case: Case, team: str, worker: str, day: date) -> None:
        earliest = max(case.opened_on, day - timedelta(days=4))
        since = earliest + timedelta(days=self._dice.whole(0, (day - earliest).days))
        case.give(team, worker, since)

    def _end(self, case: Case, kind: TeamKind, day: date) -> None:
        onward, chance = _GOES_ON.get(kind, (kind, 0.0))
        if self._dice.happens(chance):
            self._handed_on.setdefault(onward, []).append(case)
        else:
            self._close(case, day)

    def _close(self, case: Case, day: date) -> None:
        case.close(day - timedelta(days=self._dice.whole(0, 4)))
        self._closed.append(case)

    def _started(self, worker: str) -> date:
        person = self._people.get(worker)
        return person.started_on if person else date.max
