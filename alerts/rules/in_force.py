"""Which rules are in force at a moment, and which of them decides in a team or a service."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from alerts.rules.defaults import SHIPPED
from alerts.rules.rule import EVERYWHERE, Rule
from models.rules import RuleVersion
from models.vocabulary import RuleKind, TeamKind


@dataclass(frozen=True, slots=True)
class TeamPlace:
    """A team as rules find it: by its name, its kind and its service's name."""

    name: str
    kind: TeamKind
    service: str


@dataclass(frozen=True, slots=True)
class ServicePlace:
    """A service as rules find it: by its name."""

    name: str


def rules_at(versions: Iterable[RuleVersion], moment: datetime) -> dict[str, Rule]:
    """The rules in force at a moment by name: a stored version replaces the shipped rule."""
    found = dict(SHIPPED)
    for version in versions:
        if version.from_at <= moment and (version.until_at is None or moment < version.until_at):
            found[version.name] = rule_of(version)
    return found


def rule_of(version: RuleVersion) -> Rule:
    """A stored version as a plain value."""
    return Rule(
        name=version.name,
        kind=version.kind,
        applies_to=version.applies_to,
        is_on=version.is_on,
        limit=version.limit,
        for_days=version.for_days,
        margin=version.margin,
        step=version.step,
        remind_days=version.remind_days,
        escalate_days=version.escalate_days,
        told_to=version.told_to,
        urgent=version.urgent,
        from_at=version.from_at,
    )


def rules_for(
    rules: Mapping[str, Rule], place: TeamPlace | ServicePlace | None
) -> dict[RuleKind, Rule]:
    """The rule of each kind that decides in a team or for a service itself; None is outside both.

    Of several the most specific does: the team's, its kind's, its service's, the authority's. A
    kind whose deciding rule is off is left out.
    """
    return _deciding(rules.values(), _reach(place))


class RulesByPlace:
    """The same for many places: those for whom the same rules are written share them."""

    def __init__(self, rules: Mapping[str, Rule]) -> None:
        self._rules = rules
        self._written = {rule.applies_to for rule in rules.values()}
        self._found: dict[tuple[str, ...], dict[RuleKind, Rule]] = {}

    def at(self, place: TeamPlace | ServicePlace | None) -> Mapping[RuleKind, Rule]:
        """What `rules_for` gives of a place."""
        reach = _reach(place)
        written = tuple(applies_to for applies_to in reach if applies_to in self._written)
        if written not in self._found:
            self._found[written] = _deciding(self._rules.values(), reach)
        return self._found[written]


def _deciding(rules: Iterable[Rule], reach: Mapping[str, int]) -> dict[RuleKind, Rule]:
    best: dict[RuleKind, tuple[int, Rule]] = {}
    for rule in rules:
        rank = reach.get(rule.applies_to, 0)
        if rank and (rule.kind not in best or rank > best[rule.kind][0]):
            best[rule.kind] = (rank, rule)
    return {kind: rule for kind, (_, rule) in best.items() if rule.is_on}


def _reach(place: TeamPlace | ServicePlace | None) -> dict[str, int]:
    """What a rule may apply to so that it decides in a place, with how specific that is to it."""
    found = [EVERYWHERE]
    if isinstance(place, ServicePlace):
        found.append(f"service:{place.name}")
    elif place is not None:
        found += [f"service:{place.service}", f"kind:{place.kind.value}", f"team:{place.name}"]
    return {applies_to: rank for rank, applies_to in enumerate(found, start=1)}
