"""Which kept day stands for one that is asked for, such as a week or a year ago."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

NEAR = timedelta(days=3)
"""Half a week: of weekly loads one is always so near, and none stands for two weeks."""


def nearest(days: Iterable[date], day: date) -> date | None:
    """The kept day nearest to one, at most `NEAR` off; of two as near the earlier; or None."""
    near = [each for each in days if abs(each - day) <= NEAR]
    return min(near, key=lambda each: (abs(each - day), each), default=None)


def a_point_a_week(days: Collection[date], since: date) -> list[date]:
    """From the kept day that stands for `since` on, the last of each week, oldest first."""
    first = nearest(days, since) or since
    of_weeks = {day.isocalendar()[:2]: day for day in sorted(days) if day > first}
    if first in days:
        of_weeks[first.isocalendar()[:2]] = first
    return sorted(of_weeks.values())
