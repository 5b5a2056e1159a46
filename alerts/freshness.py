"""Whether the data is too old to be trusted without saying so."""

from collections.abc import Mapping
from datetime import date

from alerts.calendar import WorkingCalendar
from alerts.rules.rule import Rule
from models.vocabulary import RuleKind

ALLOCATIONS_STALE_AFTER = 2
"""Working days: a load is expected every working day, and one may be late."""

WORKFORCE_STALE_AFTER = 25
"""Working days: staff lists come monthly."""


def staleness(
    *, allocations: date, workforce: date, today: date, calendar: WorkingCalendar
) -> list[str]:
    """What to warn of, as clauses; empty while both feeds are fresh."""
    warnings = []
    age = calendar.working_days(allocations, today)
    if age >= ALLOCATIONS_STALE_AFTER:
        warnings.append(f"the data is {age} working days old")
    age = calendar.working_days(workforce, today)
    if age >= WORKFORCE_STALE_AFTER:
        warnings.append(f"the workforce list is {age} working days old")
    return warnings


def is_late(
    rules: Mapping[str, Rule], allocations: date, today: date, calendar: WorkingCalendar
) -> bool:
    """By the limit of the rule "data late", which is judged by even while it is not told."""
    limits = [rule.limit for rule in rules.values() if rule.kind is RuleKind.DATA_LATE]
    return calendar.working_days(allocations, today) >= min(limits)
