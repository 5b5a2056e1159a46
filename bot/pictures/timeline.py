"""A plot over time: its frame in pixels, its axes, and stretches of values on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from alerts.digest.pictures import Spot
from bot.pictures.scale import Scale, Tick, day_number, number_words, time_ticks, unbroken
from bot.pictures.sheet import Pen, Point, Sheet, Type, narrow
from bot.pictures.style import AXIS, FAINT, QUIET, SMALL, WIDTH

_BETWEEN_TICKS = 120  # pixels that the words of a tick need


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Days and values as places on the sheet."""

    days: Scale
    values: Scale
    ticks: Sequence[float]
    known: frozenset[int]  # the days that have values

    @property
    def left(self) -> float:
        """The pixel of the first day."""
        return self.days.start

    @property
    def right(self) -> float:
        """The pixel of the last day."""
        return self.days.end

    @property
    def top(self) -> float:
        """The pixel of the highest tick."""
        return self.values.end

    @property
    def bottom(self) -> float:
        """The pixel of the lowest tick."""
        return self.values.start

    def point(self, day: int, value: float) -> Point:
        """Where a value on a day is; what lies beyond the ticks stays at their edge."""
        kept = min(max(value, self.values.low), self.values.high)
        return self.days.at(day), self.values.at(kept)

    def point_of(self, spot: Spot) -> Point:
        """Where a spot is."""
        return self.point(day_number(spot.day), spot.value)

    def stretches(self, spots: Sequence[Spot]) -> list[list[Point]]:
        """The spots as points, a list for each stretch without a gap."""
        found = unbroken([day_number(spot.day) for spot in spots])
        return [[self.point_of(spot) for spot in spots[each]] for each in found]


def draw_values(sheet: Sheet, frame: Frame) -> None:
    """The upright axis: its words and a faint line at each tick."""
    for tick in frame.ticks:
        y = frame.values.at(tick)
        lowest = tick == frame.ticks[0]
        sheet.line(
            [(frame.left, y), (frame.right, y)], Pen(colour=AXIS if lowest else FAINT, width=2)
        )
        words = number_words(tick)
        sheet.write(words, (frame.left - 12, y), Type(colour=QUIET, side="right"))


def say_nothing(sheet: Sheet, frame: Frame) -> None:
    """Says in the middle of a frame that there is nothing to show."""
    middle = ((frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2)
    how = Type(colour=QUIET, side="center", halo=True)
    sheet.write("There are no figures yet.", middle, how)


def draw_days(sheet: Sheet, frame: Frame) -> float:
    """The time axis under the frame; gives the y below its words."""
    if not frame.known:
        return frame.bottom
    how = Type(colour=QUIET, side="center")
    middle = frame.bottom + 30
    for tick in _ticks(frame):
        x = frame.days.at(tick.day)
        sheet.line([(x, frame.bottom), (x, frame.bottom + 10)], Pen(colour=AXIS, width=2))
        x = min(x, WIDTH - 10 - max(narrow(tick.words, how), narrow(tick.year, how)) / 2)
        sheet.write(tick.words, (x, middle), how)
        sheet.write(tick.year, (x, middle + SMALL * 1.2), how)
    return middle + SMALL * 1.2 + SMALL / 2


def _ticks(frame: Frame) -> list[Tick]:
    if len(frame.known) == 1:
        (day,) = frame.known
        return time_ticks(day, day, 1)
    most = max(int((frame.right - frame.left) // _BETWEEN_TICKS), 1)
    return time_ticks(round(frame.days.low), round(frame.days.high), most)


def days_between(known: frozenset[int], start: float, end: float, *, after: int = 0) -> Scale:
    """A scale from the first to the last day, and `after` days; a day alone is in the middle."""
    first, last = min(known, default=1), max(known, default=2)
    if first == last:
        return Scale(low=first - 3, high=last + 3, start=start, end=end)
    return Scale(low=first, high=last + after, start=start, end=end)
