"""When the authority's nightly export reaches Caseload, and what evening it is of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from alerts.calendar import WorkingCalendar
from bot.demo.clock import ZONE

ARRIVES = time(7)


@dataclass(frozen=True, slots=True)
class Night:
    """One nightly export."""

    evening: date  # the working day it is of
    arrives: datetime  # on the next working day, in local time


def nights_between(after: datetime, until: datetime, calendar: WorkingCalendar) -> list[Night]:
    """The exports that arrive after one moment, up to and with another, oldest first."""
    return [
        Night(working_day_before(day, calendar), arrives)
        for day in _days(after.astimezone(ZONE).date(), until.astimezone(ZONE).date())
        if calendar.is_working_day(day)
        and after < (arrives := datetime.combine(day, ARRIVES, ZONE)) <= until
    ]


def working_day_before(day: date, calendar: WorkingCalendar) -> date:
    """The last working day before this one."""
    before = day - timedelta(days=1)
    while not calendar.is_working_day(before):
        before -= timedelta(days=1)
    return before


def _days(first: date, last: date) -> Iterator[date]:
    for ahead in range((last - first).days + 1):
        yield first + timedelta(days=ahead)
