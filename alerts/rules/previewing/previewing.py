"""What rules as somebody wants them would have done, beside those of their names in force."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from sqlmodel import Session

from alerts.authority import Authority
from alerts.freshness import WORKFORCE_STALE_AFTER
from alerts.places import AUTHORITY, Place, place_of
from alerts.rules.changes import values_of
from alerts.rules.gathering import team_places
from alerts.rules.in_force import ServicePlace
from alerts.rules.judging.staffing import OFF_TARGET
from alerts.rules.past_staffing import staffing_places
from alerts.rules.previewing.days import caseload_days, kept_days
from alerts.rules.previewing.kept import KeptDay
from alerts.rules.previewing.kinds import SOURCES, Source, kinds_of, why_not
from alerts.rules.previewing.preview import Beside, Coverage, Gap, Preview
from alerts.rules.previewing.running import Run, Where
from alerts.rules.previewing.staffing_days import StaffingHistory
from alerts.rules.previewing.teams import Basis
from alerts.rules.rule import Rule
from models.vocabulary import RuleKind

MOST_WEEKS = 26
"""So long each day is kept of workers, of cases that waited, and of children not seen."""

Progress = Callable[[int, int], None]
"""Told how many days were judged, and how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """Back from when, how far, and for which authority."""

    authority: Authority
    now: datetime
    weeks: int = MOST_WEEKS

    @property
    def until(self) -> date:
        return self.now.astimezone(self.authority.zone).date()

    @property
    def since(self) -> date:
        return self.until - timedelta(weeks=self.weeks)


def preview(
    session: Session,
    names: Collection[str],
    wanted: Mapping[str, Rule],
    in_force: Mapping[str, Rule],
    looking: Looking,
    progress: Progress = lambda _done, _total: None,
) -> list[Beside]:
    """What the wanted rules of these names would have told, and what those in force would have.

    `wanted` and `in_force` are all the rules there would be and are, since they decide with regard
    to each other. A wanted rule that is off is looked at as if it were on. `weeks` are at most
    MOST_WEEKS.
    """
    wanted = {**wanted, **{name: replace(wanted[name], is_on=True) for name in names}}
    found: dict[str, Beside] = {}
    for name in names:
        rule = wanted[name]
        found[name] = Beside(rule, in_force.get(name), why_not(rule))
    for source in Source:
        of_source = [
            name
            for name, beside in found.items()
            if beside.cannot is None and SOURCES[beside.wanted.kind] is source
        ]
        if of_source:
            done = _Source(session, source, wanted, in_force, looking).beside(of_source, progress)
            for name, (as_wanted, as_in_force) in done.items():
                found[name] = replace(found[name], as_wanted=as_wanted, as_in_force=as_in_force)
    return [found[name] for name in names]


class _Source:
    """One source's days, lived through by both sets of rules at once."""

    def __init__(
        self,
        session: Session,
        source: Source,
        wanted: Mapping[str, Rule],
        in_force: Mapping[str, Rule],
        looking: Looking,
    ) -> None:
        self._session, self._source, self._looking = session, source, looking
        kinds = kinds_of(source)
        self._wanted = {name: rule for name, rule in wanted.items() if rule.kind in kinds}
        self._in_force = {name: rule for name, rule in in_force.items() if rule.kind in kinds}
        self._late_after = _late_after(source, in_force)
        self._teams = team_places(session)
        self._staffing = staffing_places(session, looking.authority.name)
        self._places: dict[str, Where] = {
            AUTHORITY: None,
            **{place_of(team_id): place for team_id, place in self._teams.items()},
            **{
                Place(service_id=service_id).key: ServicePlace(name)
                for service_id, name in self._staffing.services.items()
            },
        }

    def beside(
        self, names: Sequence[str], progress: Progress
    ) -> dict[str, tuple[Preview, Preview | None]]:
        """The previews of each of these rules, as wanted and as in force."""
        differ = {name for name in names if self._differs(name)}
        compared = {
            name for name in differ if name in self._in_force and self._in_force[name].is_on
        }
        runs = [self._run(self._wanted)]
        if compared:
            runs.append(self._run(self._in_force))
        days, kept = self._days()
        for done, day in enumerate(kept):
            progress(done, len(days))
            for run in runs:
                run.judge(day)
        progress(len(days), len(days))
        coverage = self._coverage(days)
        return {
            name: (
                self._preview(self._wanted[name], runs[0], coverage),
                self._preview(self._in_force[name], runs[1], coverage)
                if name in compared
                else None,
            )
            for name in names
        }

    def _differs(self, name: str) -> bool:
        now = self._in_force.get(name)
        return now is None or values_of(now) != values_of(self._wanted[name])

    def _run(self, rules: Mapping[str, Rule]) -> Run:
        return Run(rules, kinds_of(self._source), self._places, self._looking.authority)

    def _days(self) -> tuple[list[date], Iterable[KeptDay]]:
        looking = self._looking
        if self._source is Source.STAFFING:
            return self._staffing_days()
        days = kept_days(self._session, self._source, looking.since, looking.until)
        basis = Basis(
            source=self._source,
            rules=[*self._wanted.values(), *self._in_force.values()],
            places=self._teams,
            zone=looking.authority.zone,
            calendar=looking.authority.calendar,
        )
        return days, caseload_days(self._session, days, basis)

    def _staffing_days(self) -> tuple[list[date], Iterable[KeptDay]]:
        looking = self._looking
        kinds = {self._wanted[name].kind for name in self._wanted}
        history = StaffingHistory(
            self._session,
            {measure for kind in kinds for measure in OFF_TARGET[kind]},
            self._staffing,
            since=looking.since,
            until=looking.until,
        )
        return history.days(), history.kept_days(looking.authority.zone)

    def _coverage(self, days: Sequence[date]) -> Coverage:
        calendar = self._looking.authority.calendar
        between = [
            Gap(one, other, calendar.working_days(one, other)) for one, other in pairwise(days)
        ]
        return Coverage(
            weeks=self._looking.weeks,
            asked_from=self._looking.since,
            days=len(days),
            first=days[0] if days else None,
            last=days[-1] if days else None,
            gaps=tuple(gap for gap in between if gap.working_days >= self._late_after),
        )

    def _preview(self, rule: Rule, run: Run, coverage: Coverage) -> Preview:
        episodes = tuple(each for each in run.episodes() if each.rule == rule.name)
        return Preview(rule, coverage, episodes, {e.place: self._name(e.place) for e in episodes})

    def _name(self, place: str) -> str:
        where = self._places.get(place)
        return self._looking.authority.name if where is None else where.name


def _late_after(source: Source, rules: Mapping[str, Rule]) -> float:
    """Working days between two days kept from which on alerts were held for want of data."""
    if source is Source.STAFFING:
        return WORKFORCE_STALE_AFTER
    return min(rule.limit for rule in rules.values() if rule.kind is RuleKind.DATA_LATE)
