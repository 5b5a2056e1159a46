"""What is wrong with a rule that somebody wants, field by field, before it is in force."""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from alerts.rules.kinds import KINDS, About, Over
from alerts.rules.rule import EVERYWHERE, Rule
from models.extracts.problems import did_you_mean, listed, quoted
from models.figures.figure import shown
from models.vocabulary import RuleKind, TeamKind, ToldTo

MOST = 1_000  # cases or days; more is a slip of the finger
MOST_DAYS = 250  # working days: a year
MOST_WEEKS = 52  # ahead

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_NAME = 80

_AT_LEAST_ONE = frozenset({RuleKind.NOT_SEEN, RuleKind.DATA_LATE})
"""Kinds that with a limit of 0 would always tell."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a rule: the field of `Rule`, and a sentence with the next step."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Places:
    """The names a rule may apply to, as the workforce has them."""

    teams: Collection[str] = field(default_factory=tuple)
    services: Collection[str] = field(default_factory=tuple)


def faults_of(rule: Rule) -> list[Fault]:
    """What is wrong with a rule's values, wherever it applies."""
    about = KINDS[rule.kind]
    found = [
        _name_fault(rule.name),
        _limit_fault(rule, about),
        *(_days_fault(name, getattr(rule, name)) for name in _DAYS),
        _margin_fault(rule, about),
        _step_fault(rule.step),
        _told_fault(rule, about),
    ]
    return [fault for fault in found if fault is not None]


_DAYS = ("for_days", "remind_days", "escalate_days")


def _name_fault(name: str) -> Fault | None:
    if _NAME.fullmatch(name) and len(name) <= _LONGEST_NAME:
        return None
    return Fault(
        "name",
        f"A rule's name has small letters, digits and hyphens, at most {_LONGEST_NAME}: "
        "court-over-limit.",
    )


def _limit_fault(rule: Rule, about: About) -> Fault | None:
    least = 1 if rule.kind in _AT_LEAST_ONE or about.over is Over.WITHIN else 0
    most = MOST_WEEKS if about.over is Over.WITHIN else MOST
    if not _is_between(rule.limit, least, most):
        return Fault("limit", f"Write a number from {least} to {most:,} ({about.unit}).")
    if about.whole and rule.limit != int(rule.limit):
        return Fault("limit", f"Write a whole number of {about.unit}.")
    return None


def _days_fault(name: str, value: int) -> Fault | None:
    if 0 <= value <= MOST_DAYS:
        return None
    return Fault(name, f"Write a whole number of working days from 0 to {MOST_DAYS}.")


def _margin_fault(rule: Rule, about: About) -> Fault | None:
    if not _is_between(rule.margin, 0, MOST):
        return Fault("margin", f"Write a number from 0 to {MOST:,} ({about.unit}).")
    if rule.margin and not about.has_margin:
        return Fault("margin", "A rule of this kind has no margin. Write 0.")
    if rule.margin > rule.limit and not about.may_reach_below:
        return Fault(
            "margin",
            f"With a limit of {shown(rule.limit)} it would never be over: nobody is below 0. "
            f"Write at most {shown(rule.limit)}.",
        )
    return None


def _step_fault(step: float) -> Fault | None:
    if _is_between(step, 0, MOST):
        return None
    return Fault("step", f"Write a number from 0 to {MOST:,}; 0 is never.")


def _told_fault(rule: Rule, about: About) -> Fault | None:
    if not about.whole_authority or rule.told_to not in {ToldTo.TEAM, ToldTo.SERVICE}:
        return None
    return Fault("told_to", "This concerns no single team. Choose leadership or administrators.")


def _is_between(value: float, least: float, most: float) -> bool:
    return math.isfinite(value) and least <= value <= most


def settled_place(rule: Rule, places: Places) -> Rule | Fault:
    """The rule with its place as the workforce writes it, or why there is no such place."""
    noun, _, name = rule.applies_to.partition(":")
    if rule.applies_to == EVERYWHERE:
        return rule
    if KINDS[rule.kind].whole_authority:
        return Fault("applies_to", 'A rule of this kind is for the whole "authority".')
    known = {
        "team": places.teams,
        "service": places.services,
        "kind": [kind.value for kind in TeamKind],
    }
    if noun not in known:
        return Fault(
            "applies_to",
            f'"{quoted(rule.applies_to)}" is no place. Write "authority", "service:NAME", '
            '"kind:KIND" or "team:NAME".',
        )
    for found in known[noun]:
        if found.casefold() == name.strip().casefold():
            return replace(rule, applies_to=f"{noun}:{found}")
    return Fault("applies_to", _no_such(noun, name.strip(), known[noun]))


def _no_such(noun: str, name: str, known: Iterable[str]) -> str:
    what = "kind of team" if noun == "kind" else noun
    text = f'There is no {what} "{quoted(name)}".{did_you_mean(name, known)}'
    return f"{text} The kinds are: {listed(known)}." if noun == "kind" else text


def doubles(rules: Mapping[str, Rule]) -> Iterator[tuple[Rule, Rule]]:
    """Pairs of rules of one kind for one place: neither is more specific than the other."""
    first: dict[tuple[RuleKind, str], Rule] = {}
    for rule in rules.values():
        other = first.setdefault((rule.kind, rule.applies_to), rule)
        if other is not rule:
            yield other, rule
