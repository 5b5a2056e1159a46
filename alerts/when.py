"""The days a judgement is made on: that of the data, and that of the clock."""

from dataclasses import dataclass
from datetime import date, datetime

from alerts.calendar import WorkingCalendar
from alerts.hours import WorkingHours


@dataclass(frozen=True, slots=True)
class When:
    """One moment of judging; nothing below reads a clock."""

    now: datetime  # aware
    today: date  # of now, in the authority's zone
    day: date  # the data's as-at
    calendar: WorkingCalendar
    hours: WorkingHours | None = None  # None: everything may be told at any hour

    def told_on(self, moment: datetime, *, urgent: bool) -> date:
        """The day on which what became known at a moment may be told."""
        told = moment if urgent or self.hours is None else self.hours.next_moment(moment)
        return told.astimezone(self.now.tzinfo).date()
