"""Which rules are in force at a moment, and which of them decides in a team."""

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


def rules_for(rules: Mapping[str, Rule], team: TeamPlace | None) -> dict[RuleKind, Rule]:
    """The rule of each kind that decides in a team, or with None outside every team.

    Of several the most specific does: the team's, its kind's, its service's, the authority's. A
    kind whose deciding rule is off is left out.
    """
    best: dict[RuleKind, tuple[int, Rule]] = {}
    for rule in rules.values():
        rank = _specificity(rule.applies_to, team)
        if rank and (rule.kind not in best or rank > best[rule.kind][0]):
            best[rule.kind] = (rank, rule)
    return {kind: rule for kind, (_, rule) in best.items() if rule.is_on}


def _specificity(applies_to: str, team: TeamPlace | None) -> int:
    """How specific a place is to a team; 0 where it is another place."""
    if applies_to == EVERYWHERE:
        return 1
    if team is None:
        return 0
    places = (f"service:{team.service}", f"kind:{team.kind.value}", f"team:{team.name}")
    return places.index(applies_to) + 2 if applies_to in places else 0
