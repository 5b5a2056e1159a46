"""What rules find over, place by place: how a trial of rules is told."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from alerts.readings import Reading
from alerts.rules.rule import Rule
from models.vocabulary import RuleKind


@dataclass(frozen=True, slots=True)
class Found:
    """What one rule finds over in one place."""

    rule: Rule
    place: str  # a team's name, or the authority's
    readings: tuple[Reading, ...]  # over, worst first


def found_by(rules: Iterable[Rule], readings: Iterable[Reading], place: str) -> list[Found]:
    """What each rule finds over in a place, where it finds anything."""
    over: Mapping[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.over:
            over[reading.rule].append(reading)
    return [
        Found(rule, place, tuple(sorted(over[rule.name], key=_rank)))
        for rule in rules
        if over[rule.name]
    ]


def in_order(found: Iterable[Found]) -> tuple[Found, ...]:
    """By kind of rule, and the places with most over first."""
    kinds = list(RuleKind)
    return tuple(
        sorted(
            found,
            key=lambda f: (kinds.index(f.rule.kind), f.rule.name, -len(f.readings), f.place),
        )
    )


def _rank(reading: Reading) -> tuple[float, str]:
    return -(reading.value - (reading.limit or 0)), reading.subject
