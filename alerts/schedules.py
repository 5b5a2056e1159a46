"""Schedules: on which days and at what time by the clock on the wall something is due.

A slot is one due time. Every local day has one at most, whatever the clocks do on it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from alerts.calendar import WorkingCalendar

EVERY_DAY = frozenset(range(7))

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Something due at a time of some days, for one target: a channel, a person, or ""."""

    name: str
    zone: ZoneInfo
    at: time  # by the clock on the wall of the zone
    days: frozenset[int] | None = None  # weekdays, 0 is Monday; None is every working day
    target: str = ""
    on_working_days: bool = False  # on a free one of `days` it waits for the next working day
    begins: datetime | None = None  # what would have been due before is not


def slots_between(
    schedule: Schedule, after: datetime, until: datetime, calendar: WorkingCalendar
) -> list[datetime]:
    """The slots after the first moment, up to and with the second, in UTC.

    A time that the clocks leave out is due at the next moment there is; a time that comes twice is
    due at the first.
    """
    if schedule.begins is not None:
        after = max(after, schedule.begins)
    slots = (
        moment_of(day, schedule.at, schedule.zone)
        for day in _days(after.astimezone(schedule.zone), until.astimezone(schedule.zone))
        if _is_due_on(schedule, day, calendar)
    )
    return [slot for slot in slots if slot is not None and after < slot <= until]


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """When it is that time on that day, in UTC; None for a day that a zone left out altogether."""
    wall = datetime.combine(day, at)
    found = wall.replace(tzinfo=zone).astimezone(UTC)  # the first, of a time that comes twice
    if _wall(found, zone) == wall:
        return found
    gap_ends = _change_between(wall.replace(tzinfo=zone, fold=1).astimezone(UTC), found, zone)
    return gap_ends if _begins_on(day, gap_ends, zone) else None


def _days(first: datetime, last: datetime) -> Iterator[date]:
    """The local days, and the one before: its last hour may be due at the next day's first."""
    day = first.date() - _DAY
    while day <= last.date():
        yield day
        day += _DAY


def _is_due_on(schedule: Schedule, day: date, calendar: WorkingCalendar) -> bool:
    if schedule.days is None:
        return calendar.is_working_day(day)
    if not schedule.on_working_days:
        return day.weekday() in schedule.days
    return _is_made_up_on(day, schedule.days, calendar)


def _is_made_up_on(day: date, days: frozenset[int], calendar: WorkingCalendar) -> bool:
    """Whether it is a working day, and the first since one of the weekdays."""
    if not calendar.is_working_day(day):
        return False
    while day.weekday() not in days:
        day -= _DAY
        if calendar.is_working_day(day):
            return False
    return True


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The second at which the clocks go forward, somewhere after the one and by the other."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def _begins_on(day: date, gap_ends: datetime, zone: ZoneInfo) -> bool:
    """Whether there is anything of the day before the gap's end, or after it."""
    just_before = gap_ends - timedelta(seconds=1)
    return day in (_wall(just_before, zone).date(), _wall(gap_ends, zone).date())
