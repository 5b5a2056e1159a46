"""What a wanted set of rules changes in the rules in force; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from alerts.rules.defaults import SHIPPED
from alerts.rules.rule import Rule

_NOT_SAID = frozenset({"name", "from_at"})


@dataclass(frozen=True, slots=True)
class Change:
    """One rule before and after: without a before it is new, without an after it is removed."""

    name: str
    before: Rule | None
    after: Rule | None
    back_to_shipped: bool = False

    @property
    def fields(self) -> dict[str, tuple[Any, Any]]:
        """The values that differ, before and after; None where there is no rule."""
        before, after = values_of(self.before), values_of(self.after)
        names = before or after
        found = {name: (before.get(name), after.get(name)) for name in names}
        return {name: pair for name, pair in found.items() if pair[0] != pair[1]}


def values_of(rule: Rule | None) -> dict[str, Any]:
    """What a rule says, without its name and since when, as JSON can hold it."""
    if rule is None:
        return {}
    return {name: value for name, value in asdict(rule).items() if name not in _NOT_SAID}


def changes(current: Mapping[str, Rule], wanted: Sequence[Rule]) -> list[Change]:
    """What differs, in the order of the names.

    A rule that is not wanted goes back to the one shipped under its name. One of the authority's
    own is removed, so that wider rules decide again where it did; switched off, it would silence
    them.
    """
    found = {rule.name: Change(rule.name, current.get(rule.name), rule) for rule in wanted}
    for name, rule in current.items():
        if name not in found:
            shipped = SHIPPED.get(name)
            found[name] = Change(name, rule, shipped, back_to_shipped=shipped is not None)
    return [found[name] for name in sorted(found) if found[name].fields]
