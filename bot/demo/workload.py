"""How many cases each worker should hold in each week, ending exactly at the last day's seats."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.demo.dice import Dice
from bot.demo.organisation import TEAMS, TEMPORARY_TEAM, TEMPORARY_TEAM_BEGAN
from bot.demo.people import Person, Workforce
from bot.demo.roster import shared_out

UNMATCHED_ID = "unmatched"
UNMATCHED_NAME = "Toby Lenham"  # in the allocations, in no workforce list
_UNMATCHED_CASES = {"Court North": 1, "Looked After East": 1}
_UNMATCHED_WEEKS = 6

UNALLOCATED_LAST = {
    "Assessment East": 4,
    "Assessment West": 3,
    TEMPORARY_TEAM: 1,
    "Safeguarding East": 4,
    "Safeguarding West": 3,
    "Court North": 2,
    "Looked After East": 1,
    "Looked After West": 1,
    "Care Leavers": 1,
}
_UNALLOCATED_SPAN = (16, 24)
_MOST_UNALLOCATED = {"Looked After East": 1, "Looked After West": 1, TEMPORARY_TEAM: 2}

_FALL_IN_DEMAND = 0.22  # over two years
_TWO_YEARS = 103  # weeks
_FIRST_WEEKS = 10  # until somebody who has joined holds a full caseload
_WIND_DOWN = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class WeekTargets:
    held: dict[str, dict[str, int]]  # team → staff id → cases
    unallocated: dict[str, int]  # team → cases


def _at_work(person: Person, day: date) -> float:
    """The part of a usual caseload that somebody holds: less when new, leaving or absent."""
    if not person.is_in_post(day):
        return 0.0
    part = min(1.0, 0.35 + 0.65 * ((day - person.started_on).days // 7) / _FIRST_WEEKS)
    if person.left_on is not None and not person.last_cases:
        part = min(part, (person.left_on - day) / _WIND_DOWN)
    if person.absence is not None and person.absence.covers(day):
        weeks_away = (day - person.absence.from_on).days // 7
        part *= 0.4 if weeks_away == 0 else 0.0
    return part


class Workload:
    """The targets of one authority; `weeks_ago` 0 is the last day."""

    def __init__(self, workforce: Workforce, seed: int, last_day: date, weeks: int) -> None:
        dice = Dice(seed, "workload")
        self._last_day = last_day
        self._holders = {
            team.name: [
                person
                for person in workforce.people.values()
                if person.team == team.name and (person.usual_cases or person.last_cases)
            ]
            for team in TEAMS
        }
        self._team_walks = {team.name: dice.walk(weeks, 0.012, 0.06) for team in TEAMS}
        self._own_walks = {staff_id: dice.walk(weeks, 0.05, 0.22) for staff_id in workforce.people}
        self._unallocated = _unallocated_walk(dice, weeks)

    def targets(self, weeks_ago: int) -> WeekTargets:
        held = {team: self._held(team, weeks_ago) for team in self._holders}
        if weeks_ago < _UNMATCHED_WEEKS:
            for team, cases in _UNMATCHED_CASES.items():
                held[team][UNMATCHED_ID] = cases
        return WeekTargets(held, self._unallocated[weeks_ago])

    def _held(self, team: str, weeks_ago: int) -> dict[str, int]:
        people = self._holders[team]
        if weeks_ago == 0:
            return {person.staff_id: person.last_cases for person in people if person.last_cases}
        day = self._last_day - timedelta(weeks=weeks_ago)
        kept = {person.staff_id: person.last_cases for person in people if _keeps(person, day)}
        weights = [
            (person.staff_id, self._weight(person, day, weeks_ago))
            for person in people
            if person.staff_id not in kept
        ]
        total = self._demand(team, weeks_ago) - sum(kept.values())
        shares = shared_out(total, [(key, weight) for key, weight in weights if weight > 0])
        return {key: cases for key, cases in (kept | shares).items() if cases}

    def _weight(self, person: Person, day: date, weeks_ago: int) -> float:
        full = _at_work(person, self._last_day) or 1.0
        own = 1 + self._own_walks[person.staff_id][weeks_ago]
        return person.usual_cases * own * _at_work(person, day) / full

    def _demand(self, team: str, weeks_ago: int) -> int:
        last = sum(person.last_cases for person in self._holders[team])
        more = 1 + _FALL_IN_DEMAND * weeks_ago / _TWO_YEARS + self._team_walks[team][weeks_ago]
        if team == TEMPORARY_TEAM:
            age = TEMPORARY_TEAM_BEGAN - weeks_ago
            more *= 0 if age < 0 else min(1.0, (age + 1) / 5)
        return round(last * more)


def _keeps(person: Person, day: date) -> bool:
    """Whether somebody not at work still holds what they hold on the last day."""
    if not person.last_cases:
        return False
    if person.absence is not None:
        return person.absence.from_on <= day
    return person.left_on is not None and person.left_on <= day


def _unallocated_walk(dice: Dice, weeks: int) -> list[dict[str, int]]:
    """Unallocated cases by team, last day first; the total moves by one at most in a week."""
    least, most = _UNALLOCATED_SPAN
    walk = [dict(UNALLOCATED_LAST)]
    for weeks_ago in range(1, weeks):
        now = dict(walk[-1])
        if dice.happens(0.6) and sum(now.values()) < most:
            team = dice.one_of(sorted(now))
            if now[team] < _MOST_UNALLOCATED.get(team, 5):
                now[team] += 1
        if dice.happens(0.6) and sum(now.values()) > least:
            team = dice.one_of(sorted(now))
            if now[team] > 0:
                now[team] -= 1
        if weeks_ago > TEMPORARY_TEAM_BEGAN:
            now["Assessment West"] += now[TEMPORARY_TEAM]
            now[TEMPORARY_TEAM] = 0
        walk.append(now)
    return walk
