"""Draws open cases and the average caseload over a year, one above the other."""

from collections.abc import Sequence

from alerts.digest.pictures import DemandPicture, Spot
from bot.pictures.scale import Scale, day_number, number_words, ticks_between
from bot.pictures.sheet import Pen, Point, Sheet, Type, narrow
from bot.pictures.style import MARGIN, PROMISE, PROMISE_INK, QUIET, SMALL, WIDTH, WITHIN, WORDS
from bot.pictures.timeline import Frame, days_between, draw_days, draw_values, say_nothing

_HIGH = 215
_FLAT = 0.4  # of the highest value: a smaller range would be a flat line on an axis from zero


def draw_demand(picture: DemandPicture) -> Sheet:
    """The demand picture, laid out."""
    sheet = Sheet()
    top = sheet.write_title(picture.title) + 20
    band = picture.promise or ()
    panels = (
        ("Open cases", picture.open_cases, ()),
        ("Average caseload", picture.average, band),
    )
    every = [tick for _, spots, yardstick in panels for tick in _ticks(spots, yardstick)]
    left = MARGIN + max(narrow(number_words(tick), Type()) for tick in every) + 14
    days = _days(picture, left)
    for words, spots, yardstick in panels:
        top = _heading(sheet, words, _ticks(spots, yardstick), top)
        frame = _frame(days, _known(picture), _ticks(spots, yardstick), top)
        _draw_panel(sheet, frame, spots, picture.promise if yardstick else None)
        top = frame.bottom + 40
    bottom = draw_days(sheet, frame)
    sheet.finish(picture.foot, bottom + 24)
    return sheet


def _ticks(spots: Sequence[Spot], yardstick: Sequence[float]) -> list[float]:
    values = [*(spot.value for spot in spots), *yardstick]
    low, high = min(values, default=0.0), max(values, default=4.0)
    room = (high - low) * 0.1
    if low <= 0 or high - low > high * _FLAT:
        return ticks_between(0, max(high + room, 4.0), 4)
    least = max(high * 0.1, 4.0)
    room = max(room, (least - (high - low)) / 2)
    return ticks_between(max(low - room, 0), high + room, 4)


def _days(picture: DemandPicture, left: float) -> Scale:
    spots = (*picture.open_cases[-1:], *picture.average[-1:])
    how = Type(size=WORDS, bold=True)
    ends = max((narrow(number_words(spot.value), how) for spot in spots), default=0)
    return days_between(_known(picture), left, WIDTH - MARGIN - ends - 20)


def _known(picture: DemandPicture) -> frozenset[int]:
    return frozenset(day_number(s.day) for s in (*picture.open_cases, *picture.average))


def _frame(days: Scale, known: frozenset[int], ticks: Sequence[float], top: float) -> Frame:
    values = Scale(low=ticks[0], high=ticks[-1], start=top + _HIGH, end=top)
    return Frame(days=days, values=values, ticks=ticks, known=known)


def _heading(sheet: Sheet, words: str, ticks: Sequence[float], top: float) -> float:
    how = Type(size=WORDS, bold=True)
    middle = top + WORDS / 2
    sheet.write(words, (MARGIN, middle), how)
    if ticks[0] > 0:
        said = f"the axis starts at {number_words(ticks[0])}, not at 0"
        sheet.write(said, (WIDTH - MARGIN, middle), Type(colour=QUIET, side="right"))
    return top + WORDS + 30


def _draw_panel(
    sheet: Sheet, frame: Frame, spots: Sequence[Spot], promise: tuple[float, float] | None
) -> None:
    if promise is not None:
        low, high = (frame.values.at(end) for end in promise)
        sheet.box((frame.left, high), (frame.right - frame.left, max(low - high, 3)), PROMISE)
    draw_values(sheet, frame)
    if not spots:
        say_nothing(sheet, frame)
    stretches = frame.stretches(spots)
    for points in stretches:
        sheet.line(points, Pen(colour=WITHIN, width=5))
        if len(points) == 1:
            sheet.dot(points[0], 7, WITHIN)
    points = [point for each in stretches for point in each]
    points += [(x + 30 * n, y) for x, y in points[-1:] for n in (1, 2, 3)]  # the last's figure
    if promise is not None and spots:
        _name_promise(sheet, frame, promise, points)
    if spots:
        x, y = stretches[-1][-1]
        sheet.dot((x, y), 9, WITHIN)
        how = Type(size=WORDS, bold=True, colour=WITHIN)
        sheet.write(number_words(spots[-1].value), (x + 18, y), how)


def _name_promise(
    sheet: Sheet, frame: Frame, promise: tuple[float, float], points: Sequence[Point]
) -> None:
    """Writes the promise's name in or at its band, where the line is farthest away."""
    low, high = promise
    words = f"promise {number_words(low)}–{number_words(high)}"
    if low == high:
        words = f"promise {number_words(low)}"
    roof, floor = frame.values.at(high), frame.values.at(low)
    how = Type(colour=PROMISE_INK, halo=floor - roof < SMALL)
    width = narrow(words, how)
    middles = [(roof + floor) / 2, roof + SMALL * 0.7, floor - SMALL * 0.7, floor + SMALL * 0.8]
    middles = [y for y in middles if frame.top + 12 < y < frame.bottom - 12] or [
        frame.bottom - SMALL
    ]
    lefts = range(int(frame.left) + 14, max(int(frame.right - width), int(frame.left) + 15), 20)

    def clear(left: float, middle: float) -> float:
        near = [abs(y - middle) for x, y in points if left - 40 < x < left + width + 40]
        return min([*near, 50.0])

    places = [(left, middle) for middle in middles for left in lefts]
    at = max(places, key=lambda place: clear(*place))
    sheet.write(words, at, how)
