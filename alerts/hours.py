"""The authority's working hours: when a notice that is not urgent may be told."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from alerts.calendar import WorkingCalendar

_HOURS = re.compile(r"\s*(\d\d:\d\d)\s*[-–]\s*(\d\d:\d\d)\s*")


def hours_of(text: str) -> tuple[time, time]:
    """When they begin and end, of "08:00-18:00"; ValueError for anything else."""
    found = _HOURS.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return time.fromisoformat(found[1]), time.fromisoformat(found[2])


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """From `opens` to before `closes` on working days, by the wall clock of the zone."""

    opens: time
    closes: time
    zone: ZoneInfo
    calendar: WorkingCalendar

    def next_moment(self, now: datetime) -> datetime:
        """Now within working hours, otherwise when they next begin."""
        local = now.astimezone(self.zone)
        if self.calendar.is_working_day(local.date()):
            if self.opens <= local.time() < self.closes:
                return now
            if local.time() < self.opens:
                return datetime.combine(local.date(), self.opens, self.zone)
        day = local.date() + timedelta(days=1)
        while not self.calendar.is_working_day(day):
            day += timedelta(days=1)
        return datetime.combine(day, self.opens, self.zone)
