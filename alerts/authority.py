"""What alerts need to know of the authority beyond its data: zone, calendar, hours, channels."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from alerts.calendar import WorkingCalendar
from alerts.hours import WorkingHours
from alerts.when import When


@dataclass(frozen=True, slots=True)
class Authority:
    """The authority as its settings describe it."""

    name: str
    zone: ZoneInfo
    calendar: WorkingCalendar
    hours: WorkingHours
    leadership_channel: str | None = None  # a channel's name or id
    administrators_channel: str | None = None
    code: str | None = None  # the Department's three digits
    not_seen_days: int = 28  # a child last seen longer ago counts as not seen

    def when(self, now: datetime, day: date) -> When:
        """A moment of judging data as at a day."""
        local = now.astimezone(self.zone)
        return When(local, local.date(), day, self.calendar, self.hours)


AuthorityIn = Callable[[Session], Authority]
"""Reads the authority as it is at that moment, whoever changed it last."""
