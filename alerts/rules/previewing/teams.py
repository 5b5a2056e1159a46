"""Makes a team's day, as rules are judged by it, out of the rows that were kept of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from alerts.calendar import WorkingCalendar
from alerts.rules.in_force import TeamPlace
from alerts.rules.judging.day import Away, TeamDay, Unseen
from alerts.rules.past import book_of, was_in_post
from alerts.rules.previewing.kinds import Source
from alerts.rules.rule import Rule
from models.figures.book import Waiting
from models.figures.holders import Holder
from models.figures.limits import AppliedLimit, LimitsInForce
from models.figures.snapshots import SINCE_UNKNOWN
from models.limits import Limit
from models.vocabulary import CaseKind, Employment, LimitScope, Role

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What every day is made with."""

    source: Source
    rules: Collection[Rule]  # of the source's kinds, of both sets that are compared
    places: Mapping[int, TeamPlace]
    zone: ZoneInfo
    calendar: WorkingCalendar


class TeamsOf:
    """The teams of one day, by id, with whatever of them may be over."""

    def __init__(self, day: date, basis: Basis, limits: Sequence[Limit]) -> None:
        self._day = day
        self._basis = basis
        self._limits = LimitsInForce(limits, day) if limits else None

    def by_workers(self, rows: Iterable[Row[Any]]) -> dict[int, TeamDay]:
        """From the rows of workers."""
        holders: dict[int, list[Holder]] = defaultdict(list)
        absent_from: dict[int, date] = {}
        left_on: dict[int, date] = {}
        for row in rows:
            holder = _holder(row, self._day)
            holders[row.team_id].append(holder)
            if not holder.in_post and (row.started_on is None or row.started_on <= self._day):
                left_on[row.worker_id] = _last_day(row, self._day)
            elif holder.absent and row.absent_from and row.absent_from <= self._day:
                absent_from[row.worker_id] = row.absent_from
        away = Away(absent_from, left_on)
        return {
            team_id: self._team(team_id, holders=there, away=away)
            for team_id, there in holders.items()
        }

    def by_teams(self, rows: Iterable[Row[Any]]) -> dict[int, TeamDay]:
        """From the teams' own rows."""
        make = {
            Source.PROMISE: self._averaged,
            Source.WAITING: self._waiting,
            Source.UNSEEN: self._unseen,
        }[self._basis.source]
        made = ((row.team_id, make(row)) for row in rows)
        return {team_id: team for team_id, team in made if team is not None}

    def _averaged(self, row: Row[Any]) -> TeamDay | None:
        """One who stands for the team: holds all its cases, in all its time."""
        if row.average_fte is None:
            return None
        by_dfe = row.average_fte > 0
        cases = row.average_cases if by_dfe else row.working_cases
        fte = row.average_fte if by_dfe else row.working_fte
        one = _stand_in(row.team_id, cases or 0, fte or 0.0, social_worker=by_dfe)
        return self._team(row.team_id, holders=[one])

    def _waiting(self, row: Row[Any]) -> TeamDay | None:
        if not row.waiting:
            return None
        found = [
            Waiting(row.team_id, CaseKind(kind), _day_of(since), cases)
            for kind, days in row.waiting.items()
            for since, cases in days.items()
        ]
        return self._team(row.team_id, waiting=found)

    def _unseen(self, row: Row[Any]) -> TeamDay | None:
        if not row.unseen:
            return None
        ages: dict[int, int] = defaultdict(int)
        for days in row.unseen.values():
            for age, children in days.items():
                ages[int(age)] += children
        found = {
            limit: tuple(self._unseen_for(ages, limit))
            for limit in {int(rule.limit) for rule in self._basis.rules}
        }
        return self._team(row.team_id, unseen=found)

    def _unseen_for(self, ages: Mapping[int, int], limit: int) -> Iterator[Unseen]:
        """A team's as if they were one worker's: whose they were is not kept."""
        children = sum(number for age, number in ages.items() if age > limit)
        if children:
            yield Unseen(None, True, children, self._day - timedelta(days=max(ages)))

    def _team(
        self,
        team_id: int,
        *,
        holders: Iterable[Holder] = (),
        waiting: Iterable[Waiting] = (),
        away: Away | None = None,
        unseen: Mapping[int, tuple[Unseen, ...]] | None = None,
    ) -> TeamDay:
        basis, place = self._basis, self._basis.places[team_id]
        limits = self._limits
        return TeamDay(
            team_id=team_id,
            place=place,
            book=book_of(
                team_id, place.name, self._day, basis.zone, holders=holders, waiting=waiting
            ),
            promise=limits.promise(team_id=team_id, kind=place.kind) if limits else None,
            calendar=basis.calendar,
            away=away or Away(),
            unseen=unseen or {},
        )


def _day_of(since: str) -> date | None:
    return None if since == SINCE_UNKNOWN else date.fromisoformat(since)


def _last_day(row: Row[Any], day: date) -> date:
    """The last day of work as it is known now; the day before where that is not known."""
    known: date | None = row.left_on
    return known if known is not None and known < day else day - _DAY


def _holder(row: Row[Any], day: date) -> Holder:
    """What rules ask of a worker; who it is, they do not ask."""
    there = was_in_post(row, day)
    return Holder(
        worker_id=row.worker_id,
        staff_id="",
        name="",
        team_id=row.team_id,
        team="",
        role=Role.CASE_HOLDER,
        fte=row.fte,
        employment=Employment.PERMANENT,
        caseload=row.caseload,
        in_post=there,
        absent=there and not row.at_work,
        newly_qualified=_newly_qualified(row, day),
        limit=None if row.limit_cases is None else _limit(row.limit_cases),
    )


def _newly_qualified(row: Row[Any], day: date) -> bool:
    return row.newly_qualified_until is not None and day <= row.newly_qualified_until


@lru_cache(maxsize=256)
def _limit(cases: float) -> AppliedLimit:
    return AppliedLimit(cases, LimitScope.AUTHORITY, "the limit in force on that day")


def _stand_in(team_id: int, cases: int, fte: float, *, social_worker: bool) -> Holder:
    return Holder(
        worker_id=0,
        staff_id="",
        name="",
        team_id=team_id,
        team="",
        role=Role.CASE_HOLDER if social_worker else Role.PERSONAL_ADVISER,
        fte=fte,
        employment=Employment.PERMANENT,
        caseload=cases,
        in_post=True,
        absent=False,
        newly_qualified=False,
        limit=None,
    )
