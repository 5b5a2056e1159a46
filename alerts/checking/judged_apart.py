"""Judges so that a rule that cannot be evaluated is set aside, and the others are judged."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from traceback import format_tb
from typing import TypeVar

from alerts.readings import Reading
from alerts.rules.rule import Rule
from models.vocabulary import RuleKind

log = logging.getLogger("caseload.check")

_TOGETHER = (
    frozenset({RuleKind.WORKER_OVER, RuleKind.NEWLY_QUALIFIED_OVER}),
    frozenset({RuleKind.URGENT_UNALLOCATED, RuleKind.UNALLOCATED}),
)
"""Kinds that are judged with regard to each other, and so fail together."""

_Day = TypeVar("_Day")


@dataclass(frozen=True, slots=True)
class Readings:
    """What one place was judged by, and what could not be judged there."""

    rules: Mapping[RuleKind, Rule]
    readings: Sequence[Reading] = ()
    failed: Mapping[RuleKind, str] = field(default_factory=dict)  # how, by kind

    def and_by(
        self, judge: "Callable[[Mapping[RuleKind, Rule], _Day], list[Reading]]", day: _Day
    ) -> "Readings":
        """The same place judged by another day too, by those of its rules that are about it."""
        more = judged_apart(judge, self.rules, day)
        failed = {**self.failed, **more.failed}
        return Readings(self.rules, (*self.readings, *more.readings), failed)


def judged_apart(
    judge: Callable[[Mapping[RuleKind, Rule], _Day], list[Reading]],
    rules: Mapping[RuleKind, Rule],
    day: _Day,
) -> Readings:
    """All at once; where that fails, group by group, to find which rule it is."""
    try:
        return Readings(rules, judge(rules, day))
    except Exception:
        return _one_by_one(judge, rules, day)


def _one_by_one(
    judge: Callable[[Mapping[RuleKind, Rule], _Day], list[Reading]],
    rules: Mapping[RuleKind, Rule],
    day: _Day,
) -> Readings:
    readings: list[Reading] = []
    failed: dict[RuleKind, str] = {}
    for group in _groups(rules):
        some = {kind: rule for kind, rule in rules.items() if kind in group}
        try:
            readings += judge(some, day)
        except Exception as error:
            names = [rule.name for rule in some.values()]
            failed |= dict.fromkeys(some, say_failure(error, names))
    return Readings(rules, readings, failed)


def say_failure(error: Exception, rules: Iterable[str]) -> str:
    """Write down where it happened, but not the error's text, which may hold names."""
    where = "".join(format_tb(error.__traceback__))
    kind = type(error).__name__
    log.error("rules not evaluated: %s, %s\n%s", ", ".join(rules), kind, where)
    return kind


def _groups(rules: Mapping[RuleKind, Rule]) -> list[frozenset[RuleKind]]:
    grouped = frozenset().union(*_TOGETHER)
    return [*_TOGETHER, *(frozenset({kind}) for kind in rules if kind not in grouped)]
