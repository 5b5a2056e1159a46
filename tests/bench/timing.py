"""Times two deeds side by side, so that whatever the machine does meanwhile befalls both."""

import gc
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median, quantiles

Deed = Callable[[], object]
Take = Callable[[], float]
"""Does a thing once, and says how many seconds it took."""


@dataclass(frozen=True, slots=True)
class Spread:
    """What came of several takes: the one in the middle, and how far the others lie from it."""

    median: float
    low: float  # the first quartile
    high: float  # the third
    least: float
    most: float
    takes: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two deeds side by side; the ratio is of each take to the floor's taken just before it."""

    measured: Spread
    floor: Spread
    ratio: Spread


def spread_of(values: Iterable[float]) -> Spread:
    """The spread of one value or more; ValueError of none."""
    found = sorted(values)
    if not found:
        raise ValueError("a spread is of one take or more")
    low, _, high = quantiles(found, n=4, method="inclusive") if len(found) > 1 else found * 3
    return Spread(median(found), low, high, found[0], found[-1], len(found))


def stopwatch(deed: Deed, *, calls: int = 1, before: Deed = lambda: None) -> Take:
    """Times a deed; of many `calls` in a row the middle one. `before` is not timed."""

    def take() -> float:
        before()
        return median(_seconds(deed) for _ in range(calls))

    return take


def side_by_side(measured: Take, floor: Take, *, repeats: int, warm: int = 1) -> Pair:
    """The floor, then the measured, then the floor …; the first `warm` of each are not counted."""
    for _ in range(warm):
        floor()
        measured()
    pairs = []
    for _ in range(repeats):
        with _tidy():
            pairs.append((floor(), measured()))
    return Pair(
        measured=spread_of(took for _, took in pairs),
        floor=spread_of(took for took, _ in pairs),
        ratio=spread_of(took / bare for bare, took in pairs),
    )


def alone(measured: Take, *, repeats: int, warm: int = 0) -> Spread:
    """The same of one deed, where the bound is in seconds."""
    for _ in range(warm):
        measured()
    return spread_of(measured() for _ in range(repeats))


def _seconds(deed: Deed) -> float:
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began


@contextmanager
def _tidy() -> Iterator[None]:
    """Nobody's garbage is collected in another's time: what lay about is gone before."""
    gc.collect(1)
    yield
