"""The rules a campaign changes while checks run: a limit, a team's own rule, rules switched off."""

from dataclasses import dataclass, replace
from random import Random

from alerts.rules.defaults import SHIPPED
from alerts.rules.toml_file import export_rules

LIMIT = 5
"""The most cases a full-time worker should hold."""

OVER, URGENT = "worker-over-limit", "urgent-case-unallocated"

OWN_TEAM = "Cedar"
"""The team that now and then has a rule of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRule:
    """A team's own rule: how far above the limit is allowed, and whether it is on."""

    allowed: int
    is_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """The rules in force, as far as a campaign changes them."""

    allowed: int = 0  # cases above the limit that are not over it yet
    is_on: bool = True
    own: OwnRule | None = None
    urgent: bool = True  # whether urgent cases have a rule of their own

    def most_held(self, team: str) -> int | None:
        """The most cases a worker may hold there; None where nobody looks."""
        decides = self.own if self.own is not None and team == OWN_TEAM else self
        return LIMIT + decides.allowed if decides.is_on else None

    def as_file(self) -> str:
        """The file of rules that puts these in force."""
        over = replace(SHIPPED[OVER], limit=self.allowed, is_on=self.is_on)
        urgent = replace(SHIPPED[URGENT], is_on=self.urgent)
        rules = {**SHIPPED, OVER: over, URGENT: urgent}
        if self.own is not None:
            where, own = f"team:{OWN_TEAM}", self.own
            rules["over-here"] = replace(
                over, name="over-here", applies_to=where, limit=own.allowed, is_on=own.is_on
            )
        return export_rules(rules.values())


def another(chance: Random, before: Rulebook) -> Rulebook:
    """The rules after somebody has changed one of them."""
    match chance.choice(("limit", "limit", "switch", "own", "urgent")):
        case "limit":
            others = [number for number in (0, 1, 2) if number != before.allowed]
            return replace(before, allowed=chance.choice(others))
        case "switch":
            return replace(before, is_on=not before.is_on)
        case "urgent":
            return replace(before, urgent=not before.urgent)
    if before.own is not None:
        return replace(before, own=None)
    own = OwnRule(allowed=chance.choice((0, 2, 4)), is_on=chance.random() < 0.6)
    return replace(before, own=own)
