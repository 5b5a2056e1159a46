"""The days a judgement is made on: that of the data, and that of the clock."""

from dataclasses import dataclass
from datetime import date, datetime

from alerts.calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class When:
    """One moment of judging; nothing below reads a clock."""

    now: datetime  # aware
    today: date  # of now, in the authority's zone
    day: date  # the data's as-at
    calendar: WorkingCalendar
