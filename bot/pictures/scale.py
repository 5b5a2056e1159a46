"""Values and days as places on an axis, and the ticks that can be read there."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from models.figures.figure import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A straight scale from values to pixels."""

    low: float
    high: float
    start: float  # the pixel of `low`
    end: float  # the pixel of `high`

    def at(self, value: float) -> float:
        """The pixel of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def round_step(span: float, most: int) -> float:
    """The smallest of 1, 2, 5, 10 … that parts `span` into at most `most` steps."""
    if span <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(span / most))
    return next(power * n for n in (1, 2, 5, 10, 20) if span / (power * n) <= most + 1e-9)


def ticks_between(low: float, high: float, most: int) -> list[float]:
    """Round values that enclose `low` to `high`, in at most about `most` steps of 1 or more."""
    step = max(round_step(high - low, most), 1.0)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [number * step for number in range(first, max(last, first + 1) + 1)]


def number_words(value: float) -> str:
    """A figure as it is written on an axis: 1,200 or 12.5."""
    return shown(value)


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the time axis, and the words under it: the year only where it is news."""

    day: int
    words: str
    year: str


_MONTH_STEPS = (1, 2, 3, 4, 6, 12, 24, 60, 120)
_DAY_STEPS = (1, 2, 7, 14, 28)
_SHORT = 75  # days; below this months would be too few to read a day from


def day_number(iso: str) -> int:
    """An ISO date as days since the calendar's first."""
    return date.fromisoformat(iso).toordinal()


def time_ticks(first: int, last: int, most: int) -> list[Tick]:
    """At most about `most` days from `first` to `last` (day numbers) that people count by."""
    begin, end = date.fromordinal(first), date.fromordinal(last)
    days = _days(begin, end, most) if last - first < _SHORT else _months(begin, end, most)
    pattern = "%-d %b" if last - first < _SHORT else "%b"
    shown = ""
    ticks = []
    for day in days:
        year = str(day.year)
        ticks.append(Tick(day.toordinal(), day.strftime(pattern), "" if year == shown else year))
        shown = year
    return ticks


def _days(begin: date, end: date, most: int) -> Sequence[date]:
    span = (end - begin).days
    step = next((each for each in _DAY_STEPS if span // each < most), _DAY_STEPS[-1])
    return [begin + timedelta(days=offset) for offset in range(0, span + 1, step)]


def _months(begin: date, end: date, most: int) -> Sequence[date]:
    first, last = begin.year * 12 + begin.month - 1, end.year * 12 + end.month - 1
    step = next((each for each in _MONTH_STEPS if (last - first) // each < most), 120)
    found = [
        date(month // 12, month % 12 + 1, 1)
        for month in range(first, last + 1)
        if month % 12 % min(step, 12) == 0 and month // 12 % max(step // 12, 1) == 0
    ]
    return [day for day in found if begin <= day <= end] or [begin]


def unbroken(days: Sequence[int]) -> list[slice]:
    """The stretches of days without a gap: one more than half wider than usual ends a stretch."""
    gaps = [later - earlier for earlier, later in pairwise(days)]
    if not gaps:
        return [slice(0, len(days))] if days else []
    usual = sorted(gaps)[(len(gaps) - 1) // 2]
    ends = [place + 1 for place, gap in enumerate(gaps) if gap > usual * 1.5]
    return [slice(a, b) for a, b in zip([0, *ends], [*ends, len(days)], strict=True)]
