"""All that one check looks at, gathered in one look and then only read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from alerts.checking.deciding import Judging
from alerts.life import Life
from alerts.notices.facts import DecidedLoad, Free, RefusedFile, RuleChange
from alerts.routes import Routes
from alerts.rules.judging.day import TeamDay
from alerts.rules.kinds import waits_for_data, waits_for_workforce
from models.figures.measures import with_room
from models.vocabulary import RuleKind, TeamKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One moment of the data, the rules and the open alerts."""

    loads: tuple[int | None, int | None]  # the newest allocations and workforce
    seen: str  # everything a check depends on, as one text: the same text, the same check
    day: date  # of the allocations
    staffing_day: date  # of the newest load of either feed
    late: bool  # the allocations are too old to judge by
    judgings: Sequence[Judging]  # by place, in a stable order
    lives: Mapping[tuple[RuleKind, str], Life]
    routes: Routes
    place_names: Mapping[str, str]  # of teams and services, by place
    team_kinds: Mapping[str, TeamKind]
    names: Mapping[str, str]  # workers' names by subject
    days: Mapping[str, TeamDay]  # of teams, by place
    told: Mapping[int, frozenset[str]]  # targets where open alerts are told now, by alert
    parked: Mapping[str, str] = field(default_factory=dict)  # rules that failed, and how
    refused: RefusedFile | None = None  # while the data is late
    held_marks: Mapping[int, str] = field(default_factory=dict)  # by load
    decided_loads: Mapping[str, DecidedLoad] = field(default_factory=dict)  # told of, by subject
    rule_changes: Mapping[str, RuleChange] = field(default_factory=dict)  # the last, by rule
    _free: dict[str, Sequence[Free]] = field(default_factory=dict, init=False)  # by place

    def free(self, place: str) -> Sequence[Free]:
        """Who has room in a team, most room first; nobody where the place is no team."""
        if place not in self._free:  # a team may have several alerts that say it
            day = self.days.get(place)
            found = [] if day is None else with_room(day.book)
            free = [Free(holder.name, holder.room) for holder in found]
            self._free[place] = sorted(free, key=lambda each: (-each.places, each.name))
        return self._free[place]

    def day_of(self, kind: RuleKind, today: date) -> date:
        """The day a kind of rule is judged on: its data's, or today of what is about the data."""
        if waits_for_workforce(kind):
            return self.staffing_day
        return self.day if waits_for_data(kind) else today
