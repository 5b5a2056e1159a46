"""Whether a load can be true: too sudden a change is held until an administrator looks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil, floor
from statistics import quantiles

CHANGE = 0.25
"""Product design section 4: changed by more than a quarter."""

UNALLOCATED_AT_LEAST = 5
"""A few unallocated cases more or less is a quarter of them on any ordinary day."""

NEED_LOW, NEED_HIGH = 0.5, 1.1
"""Open cases for each published child in need; nine in ten of England's authorities (2025)."""

FEWEST_DAYS = 5
"""Fewer days that were loaded say nothing about what is usual."""

WorkingDays = Callable[[date, date], int]
"""How many working days lie after the first day, up to and with the second."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What a load is judged by; None where this kind of extract does not say."""

    open_cases: int | None = None
    unallocated: int | None = None
    workers: int | None = None


def doubts(before: Totals | None, after: Totals, children_in_need: int | None) -> list[str]:
    """Why this load is not believed without a person's word, as sentences; empty is believed."""
    found = []
    if before is not None:
        found += _changed("open cases", before.open_cases, after.open_cases)
        found += _changed(
            "unallocated cases", before.unallocated, after.unallocated, UNALLOCATED_AT_LEAST
        )
        found += _changed("workers", before.workers, after.workers)
    return found + _out_of_need(after.open_cases, children_in_need)


def _changed(noun: str, before: int | None, after: int | None, at_least: int = 1) -> list[str]:
    if before is None or after is None or abs(after - before) < at_least:
        return []
    if abs(after - before) <= before * CHANGE:
        return []
    verb = "fell" if after < before else "rose"
    share = f" ({percent(100 * (after - before) / before)} %)" if before else ""
    return [f"{noun} {verb} from {before:,} to {after:,}{share}"]


def percent(value: float) -> str:
    """ "−36", "+4", "0": a change in whole percent."""
    return f"{value:+.0f}".replace("-", "−") if round(value) else "0"


def is_sudden(before: int | None, after: int | None) -> bool:
    """Whether open cases or workers changed by more than is believed."""
    return bool(_changed("", before, after))


def usual_change(
    counts: Sequence[tuple[date, int]], working_days: WorkingDays
) -> tuple[int, int] | None:
    """The lowest and highest usual change in a working day, in whole percent, rounded outwards.

    `counts` are open cases by day, oldest first. The extreme tenths are left out, so that one
    odd day is not usual. None where there are too few days to tell.
    """
    if len(counts) < FEWEST_DAYS:
        return None
    changes = [
        100 * (after / before - 1) / max(1, working_days(earlier, later))
        for (earlier, before), (later, after) in pairwise(counts)
        if before
    ]
    if len(changes) < FEWEST_DAYS - 1:
        return None
    tenths = quantiles(changes, n=10, method="inclusive")
    return floor(round(tenths[0], 6)), ceil(round(tenths[-1], 6))


def usual_words(usual: tuple[int, int] | None) -> list[str]:
    """ "usual change in a day: −1 to +1 %"; nothing where nobody can tell."""
    if usual is None:
        return []
    low, high = (percent(value) for value in usual)
    return [f"usual change in a day: {low if low == high else f'{low} to {high}'} %"]


def missing_words(teams: Sequence[str]) -> list[str]:
    """ "teams missing from the file: Care Leavers, Court South"; nothing where none is."""
    return [f"teams missing from the file: {', '.join(teams)}"] if teams else []


def weekdays(after: date, until: date) -> int:
    """Working days where nobody said which days the authority is closed."""
    days = (after + timedelta(days=day) for day in range(1, (until - after).days + 1))
    return sum(day.weekday() < 5 for day in days)


def _out_of_need(open_cases: int | None, children_in_need: int | None) -> list[str]:
    if open_cases is None or not children_in_need:
        return []
    ratio = open_cases / children_in_need
    if NEED_LOW <= ratio <= NEED_HIGH:
        return []
    return [
        f"{open_cases:,} open cases are {ratio:.2f} of the authority's {children_in_need:,} "
        f"published children in need; usual is {NEED_LOW} to {NEED_HIGH}"
    ]
