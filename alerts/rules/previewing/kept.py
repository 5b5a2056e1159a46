"""One kept day as a preview judges it: places with what was kept of them, as plain values."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from alerts.readings import Reading
from alerts.rules.judging.day import TeamDay
from alerts.rules.judging.judge import judge
from alerts.rules.judging.staffing import OFF_TARGET, read_off_target
from alerts.rules.judging.staffing_day import Standing
from alerts.rules.rule import Rule
from models.vocabulary import RuleKind


class Part(Protocol):
    """One place on one day."""

    def readings(
        self, rules: Mapping[RuleKind, Rule], watched: frozenset[str]
    ) -> Sequence[Reading]:
        """What these rules read there; `watched` are the subjects an alert speaks of."""


@dataclass(frozen=True, slots=True)
class TeamPart:
    """A team's caseload, as far as it was kept."""

    day: TeamDay

    def readings(
        self, rules: Mapping[RuleKind, Rule], watched: frozenset[str]
    ) -> Sequence[Reading]:
        return judge(rules, replace(self.day, watched=watched) if watched else self.day)


@dataclass(frozen=True, slots=True)
class StaffingPart:
    """The targets of the authority, a service or a team."""

    standings: Sequence[Standing]

    def readings(
        self, rules: Mapping[RuleKind, Rule], watched: frozenset[str]
    ) -> Sequence[Reading]:
        found: list[Reading] = []
        for kind, rule in rules.items():
            own = [each for each in self.standings if each.path.measure in OFF_TARGET[kind]]
            found += read_off_target(rule, own, watched)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDay:
    """What was kept of one day; a listed place without a part has nothing over or in a margin."""

    day: date
    listed: Collection[str]  # every place there was
    parts: Mapping[str, Part]
    emptied: Collection[str] = ()  # places that held cases lately, and none on this day
    homes: Mapping[int, str] = field(default_factory=dict)  # the place of each worker in a part
