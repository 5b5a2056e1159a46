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
    return [*warnings, *workforce_staleness(workforce, today, calendar)]


def workforce_staleness(workforce: date, today: date, calendar: WorkingCalendar) -> list[str]:
    """The same of the workforce alone, which staffing figures are made of."""
    age = calendar.working_days(workforce, today)
    stale = is_stale(workforce, today, calendar)
    return [f"the workforce list is {age} working days old"] if stale else []


def is_stale(workforce: date, today: date, calendar: WorkingCalendar) -> bool:
    """Whether staffing is no longer judged by the workforce of that day."""
    return calendar.working_days(workforce, today) >= WORKFORCE_STALE_AFTER


def is_late(
    rules: Mapping[str, Rule], allocations: date, today: date, calendar: WorkingCalendar
) -> bool:
    """By the limit of the rule "data late", which is judged by even while it is not told."""
    limits = [rule.limit for rule in rules.values() if rule.kind is RuleKind.DATA_LATE]
    return calendar.working_days(allocations, today) >= min(limits)
