"""What rules would find and tell in the stored data as it is now, without telling anybody."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from alerts.authority import Authority
from alerts.freshness import is_late
from alerts.members import Member, judge_members
from alerts.readings import Reading
from alerts.rules.gathering import gather_authority_day, gather_team_days
from alerts.rules.in_force import rules_for
from alerts.rules.judging.judge import judge, judge_authority
from alerts.rules.kinds import waits_for_data
from alerts.rules.rule import Rule
from alerts.when import When
from models.vocabulary import Ending, RuleKind


@dataclass(frozen=True, slots=True)
class Found:
    """What one rule finds in one place: what is over, and which of it would be told now."""

    rule: Rule
    place: str  # a team's name, or the authority's
    readings: tuple[Reading, ...]  # over, worst first
    told: frozenset[str]  # subjects


@dataclass(frozen=True, slots=True)
class Trial:
    """What a set of rules finds; while the data is late nothing of it would be told."""

    as_at: datetime
    late: bool
    found: tuple[Found, ...]


def try_rules(
    session: Session, rules: Mapping[str, Rule], authority: Authority, now: datetime
) -> Trial:
    """Judge the newest data by these rules, as if no alert had ever been raised.

    What the data does not date itself counts as over since its as-at. Raises NoData before both
    feeds were loaded.
    """
    today = now.astimezone(authority.zone).date()
    teams = gather_team_days(session, rules, calendar=authority.calendar)
    whole = gather_authority_day(
        session, rules, today=today, zone=authority.zone, calendar=authority.calendar
    )
    late = is_late(rules, whole.day, today, authority.calendar)
    trying = _Trying(authority.when(now, whole.day), late)
    found: list[Found] = []
    for day in teams.values():
        here = rules_for(rules, day.place)
        found += trying.found(here, judge(here, day), day.place.name)
    here = rules_for(rules, None)
    found += trying.found(here, judge_authority(here, whole), authority.name)
    order = list(RuleKind)
    found.sort(key=lambda f: (order.index(f.rule.kind), f.rule.name, -len(f.readings), f.place))
    return Trial(whole.as_at, late, tuple(found))


@dataclass(frozen=True, slots=True)
class _Trying:
    """One trial's days, and whether its data is too old to tell anything of."""

    when: When
    late: bool

    def found(
        self, here: Mapping[RuleKind, Rule], readings: Iterable[Reading], place: str
    ) -> list[Found]:
        """What each rule finds in a place, where it finds anything."""
        over: dict[str, list[Reading]] = defaultdict(list)
        for reading in readings:
            if reading.over:
                over[reading.rule].append(reading)
        return [
            Found(rule, place, tuple(sorted(over[rule.name], key=_rank)), self._told(rule, over))
            for rule in here.values()
            if over[rule.name]
        ]

    def _told(self, rule: Rule, over: Mapping[str, Iterable[Reading]]) -> frozenset[str]:
        data = waits_for_data(rule.kind)
        if self.late and data:
            return frozenset()
        when = self.when if data else replace(self.when, day=self.when.today)
        rules = {rule.name: rule}
        judged = judge_members((), over[rule.name], rules=rules, when=when, cause=_no_cause)
        return frozenset(judged.joined)


def _rank(reading: Reading) -> tuple[float, str]:
    return -(reading.value - (reading.limit or 0)), reading.subject


def _no_cause(_member: Member, _reading: Reading | None) -> Ending:
    """Nothing ends where nothing has begun."""
    return Ending.FELL
