"""The authority's working days: weekdays without England's bank holidays and closing days."""

from bisect import bisect_right
from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache

from holidays import country_holidays

SATURDAY = 5
MOST_COUNTED = 4096
"""Pairs of days whose working days are kept; a check has some hundred."""


class WorkingCalendar:
    """Counts working days; bank holidays come from a library, closing days from the settings."""

    def __init__(self, closing_days: Collection[date] = ()) -> None:
        self._closed = frozenset(closing_days)
        self._free: dict[int, list[date]] = {}  # weekdays off by year, in their order
        self._counted: dict[tuple[date, date], int] = {}

    def is_working_day(self, day: date) -> bool:
        return (
            day.weekday() < SATURDAY
            and day not in self._closed
            and day not in _bank_holidays(day.year)
        )

    def working_days(self, after: date, until: date) -> int:
        """How many working days lie after the first day, up to and with the second."""
        # A check asks of thousands of cases that have waited since one of a few days.
        between = (after, until)
        counted = self._counted.get(between)
        if counted is None:
            if len(self._counted) >= MOST_COUNTED:
                self._counted.clear()
            counted = self._counted[between] = self._count(after, until)
        return counted

    def _count(self, after: date, until: date) -> int:
        if until <= after:
            return 0
        weeks, rest = divmod((until - after).days, 7)
        days = (until - timedelta(days=back) for back in range(rest))
        weekdays = weeks * 5 + sum(day.weekday() < SATURDAY for day in days)
        return weekdays - self._free_weekdays(after, until)

    def after(self, day: date, working_days: int) -> date:
        """The working day so many working days after a day."""
        found = day
        while working_days > 0:
            found += timedelta(days=1)
            working_days -= self.is_working_day(found)
        return found

    def _free_weekdays(self, after: date, until: date) -> int:
        return sum(
            bisect_right(free, until) - bisect_right(free, after)
            for free in map(self._free_in, range(after.year, until.year + 1))
        )

    def _free_in(self, year: int) -> list[date]:
        if year not in self._free:
            off = _bank_holidays(year) | {day for day in self._closed if day.year == year}
            self._free[year] = sorted(day for day in off if day.weekday() < SATURDAY)
        return self._free[year]


@lru_cache(maxsize=64)
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("GB", subdiv="ENG", years=year))
