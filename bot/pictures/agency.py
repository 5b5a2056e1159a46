"""Draws agency social workers over a year by why they are here, with their target and course."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from alerts.digest.pictures import AgencyPicture, Spot
from bot.pictures.lettering import balanced, height_of, wrapped
from bot.pictures.placing import Box, Taken
from bot.pictures.scale import Scale, day_number, number_words, ticks_between
from bot.pictures.sheet import Pen, Point, Sheet, Type, narrow
from bot.pictures.style import (
    COURSE,
    COVERING,
    LEADING,
    MARGIN,
    PAPER,
    QUIET,
    SMALL,
    SUPERNUMERARY,
    UNKNOWN,
    WIDTH,
)
from bot.pictures.timeline import Frame, days_between, draw_days, draw_values, say_nothing

_HIGH = 430
_THIN = 12  # pixels of a stretch of one day
_NEAR = 160  # pixels between a line and its name
_LINE = SMALL * LEADING


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layer:
    words: str
    fill: str
    hatched: bool
    stretches: list[tuple[list[Point], list[Point]]]  # each its upper and its lower edge


def draw_agency(picture: AgencyPicture) -> Sheet:
    """The agency picture, laid out."""
    sheet = Sheet()
    top = sheet.write_title(picture.title) + 14
    unit = wrapped(picture.unit, WIDTH - 2 * MARGIN, SMALL, most=2)
    top = sheet.write_lines(unit, (MARGIN, top), Type(colour=QUIET)) + 24
    frame = _frame(picture, top)
    layers = _layers(picture, frame)
    draw_values(sheet, frame)
    if not frame.known:
        say_nothing(sheet, frame)
    for layer in layers:
        for upper, lower in layer.stretches:
            sheet.shape([*upper, *reversed(lower)], layer.fill, hatched=layer.hatched)
            sheet.line(lower, Pen(colour=PAPER, width=2))
    steps = _steps(picture.target, frame)
    course = course_steps(picture.course, frame)
    sheet.line(steps, Pen(width=5))
    sheet.line(course, Pen(colour=COURSE, width=5, dashed=True))
    unnamed = _name_things(sheet, picture, frame, layers, (steps, course))
    bottom = draw_days(sheet, frame)
    bottom = _name_below(sheet, unnamed, bottom + 14)
    sheet.finish(picture.foot, bottom + 18)
    return sheet


def _totals(picture: AgencyPicture) -> dict[str, float]:
    totals: dict[str, float] = {}
    for spot in (*picture.covering, *picture.supernumerary, *picture.unknown):
        totals[spot.day] = totals.get(spot.day, 0.0) + spot.value
    return totals


def _frame(picture: AgencyPicture, top: float) -> Frame:
    totals = _totals(picture)
    known = frozenset(map(day_number, [*totals, *(spot.day for spot in picture.course)]))
    # Room for the words about target and course.
    span = max(known, default=0) - min(known, default=0)
    after = max(span // (12 if picture.course else 5), 7)
    days = days_between(known, 0, 1, after=after if picture.course or picture.target else 0)
    in_force = _in_force(picture.target, round(days.low), round(days.high))
    values = [*totals.values(), *(s.value for s in picture.course), *(s.value for s in in_force)]
    ticks = ticks_between(0, max([*values, 4.0]) * 1.12, 6)
    left = MARGIN + max(narrow(number_words(tick), Type()) for tick in ticks) + 14
    return Frame(
        days=replace(days, start=left, end=WIDTH - MARGIN),
        values=Scale(low=0, high=ticks[-1], start=top + _HIGH, end=top),
        ticks=ticks,
        known=known,
    )


def _in_force(target: Sequence[Spot], first: int, last: int) -> list[Spot]:
    """The steps that can be seen from the first to the last day."""
    ordered = sorted(target, key=lambda spot: spot.day)
    before = [spot for spot in ordered if day_number(spot.day) <= first]
    return before[-1:] + [spot for spot in ordered if first < day_number(spot.day) < last]


def _layers(picture: AgencyPicture, frame: Frame) -> list[_Layer]:
    base: dict[str, float] = {}
    layers = []
    kinds = (
        (picture.lowest, COVERING, picture.covering),
        ("supernumerary", SUPERNUMERARY, picture.supernumerary),
        ("reason not known", UNKNOWN, picture.unknown),
    )
    for words, fill, spots in kinds:
        lower = [Spot(day=spot.day, value=base.get(spot.day, 0.0)) for spot in spots]
        base |= {s.day: base.get(s.day, 0.0) + s.value for s in spots}
        upper = [Spot(day=spot.day, value=base[spot.day]) for spot in spots]
        pairs = zip(frame.stretches(upper), frame.stretches(lower), strict=True)
        stretches = [(_widened(above), _widened(below)) for above, below in pairs]
        if any(spot.value > 0 for spot in spots):
            hatched = fill == UNKNOWN
            layers.append(_Layer(words=words, fill=fill, hatched=hatched, stretches=stretches))
    return layers


def _widened(points: list[Point]) -> list[Point]:
    if len(points) > 1:
        return points
    (x, y) = points[0]
    return [(x, y), (x + _THIN, y)]


def _steps(target: Sequence[Spot], frame: Frame) -> list[Point]:
    steps: list[Point] = []
    for spot in _in_force(target, round(frame.days.low), round(frame.days.high)):
        x, y = frame.point_of(spot)
        x = max(x, frame.left)
        steps += [(x, steps[-1][1]), (x, y)] if steps else [(x, y)]
    return [*steps, (frame.right, steps[-1][1])] if steps else []


def course_steps(spots: Sequence[Spot], frame: Frame) -> list[Point]:
    """In steps: people leave and come on a day, and between two such days nothing changes."""
    points = [frame.point_of(spot) for spot in spots]
    corners = [(later[0], before[1]) for before, later in pairwise(points)]
    steps = [point for pair in zip(corners, points[1:], strict=True) for point in pair]
    return [*points[:1], *steps, *((frame.right, y) for _, y in points[-1:])]


def _target_words(picture: AgencyPicture, last: Spot) -> str:
    """The target at the picture's end, with its day where that is still to come."""
    today = max(_totals(picture), default=last.day)
    words = f"target {number_words(last.value)}"
    if last.day <= today:
        return words
    return f"{words} from {date.fromisoformat(last.day):%-d %B}"


def _name_things(
    sheet: Sheet,
    picture: AgencyPicture,
    frame: Frame,
    layers: Sequence[_Layer],
    lines: tuple[list[Point], list[Point]],
) -> list[_Layer]:
    """Writes each thing's name at it; gives the layers that have no room for theirs."""
    steps, course = lines
    taken = Taken()
    taken.add_line(steps)
    taken.add_line(course)
    unnamed = []
    for layer in layers:
        if not _name_inside(sheet, layer, taken):
            unnamed.append(layer)
    places = _Places(frame, taken, layers)
    shown = _in_force(picture.target, round(frame.days.low), round(frame.days.high))
    if shown:
        how = Type(bold=True, side="right", halo=True)
        places.name(sheet, _target_words(picture, shown[-1]), steps[-1][1], how)
    if picture.course_words and course:
        how = Type(colour=COURSE, bold=True, side="right", halo=True)
        places.name(sheet, picture.course_words, course[-1][1], how)
    return unnamed


def _name_inside(sheet: Sheet, layer: _Layer, taken: Taken) -> bool:
    """Writes a layer's name within it, in one line or in two; False where there is no room."""
    whole = narrow(layer.words, Type())
    for lines in ([layer.words], wrapped(layer.words, whole * 0.65, SMALL)):
        if any(line.endswith("…") for line in lines):
            continue
        size = (max(narrow(line, Type()) for line in lines), len(lines) * _LINE)
        box = taken.first_free(_inside(layer, size))
        if box is not None:
            sheet.write_lines(lines, (box.left, box.top), Type())
            return True
    return False


def _inside(layer: _Layer, size: Point) -> Iterator[Box]:
    """Places within a layer for words of a width and height, from the roomiest."""
    width, height = size
    found = []
    for upper, lower in layer.stretches:
        for x in range(int(upper[0][0]) + 14, int(upper[-1][0] - width) - 14, 12):
            roof = max(_level(upper, x - 6, x + width + 6, most=True))
            floor = min(_level(lower, x - 6, x + width + 6, most=False))
            if floor - roof >= height + 6:
                found.append((floor - roof, x, roof, floor))
    for _, left, roof, floor in sorted(found, key=lambda each: (-each[0], each[1])):
        for share in (0.5, 0.3, 0.7):
            middle = roof + (floor - roof) * share
            top, bottom = middle - height / 2, middle + height / 2
            if roof + 3 <= top and bottom <= floor - 3:
                yield Box(left=left, top=top, right=left + width, bottom=bottom)


def _level(edge: list[Point], left: float, right: float, *, most: bool) -> list[float]:
    """The heights of an edge from `left` to `right`, at its corners and at both ends."""
    found = [y for x, y in edge if left <= x <= right]
    for (x, y), (to_x, to_y) in pairwise(edge):
        for end in (left, right):
            if x <= end <= to_x and to_x > x:
                found.append(y + (to_y - y) * (end - x) / (to_x - x))
    return found or [y for _, y in edge][: 1 if most else None]


class _Places:
    """Where the names of the lines go: near them on white paper, otherwise on a layer."""

    def __init__(self, frame: Frame, taken: Taken, layers: Sequence[_Layer]) -> None:
        self._frame = frame
        self._on_layers = taken
        self._on_paper = taken.copy()
        for layer in layers:
            for upper, lower in layer.stretches:
                for above, below in zip(upper, lower, strict=True):
                    self._on_paper.add_line([above, below])
                self._on_paper.add_line(upper)

    def name(self, sheet: Sheet, words: str, end: float, how: Type) -> None:
        """Writes a line's name near `end`, the height at which the line ends."""
        lines = balanced(words, 340, how.size, most=4, bold=how.bold)
        size = (max(narrow(line, how) for line in lines), height_of(lines, how.size))
        boxes = list(self._candidates(size, end))
        near = [box for box in boxes if _away(box, end) < _NEAR]
        box = self._on_paper.first_free(near) or self._on_layers.first_free(boxes)
        if box is None:
            box = Box(
                left=self._frame.right - size[0],
                top=self._frame.top,
                right=self._frame.right,
                bottom=self._frame.top + size[1],
            )
        for taken in (self._on_paper, self._on_layers):
            taken.add_box(box)
        sheet.write_lines(lines, (box.right, box.top), how)

    def _candidates(self, size: Point, end: float) -> Iterator[Box]:
        """Places from the right edge to the left, those nearest to the line first."""
        frame, (width, height) = self._frame, size
        tops = range(round(frame.top) + 4, round(frame.bottom - height), 6)
        for right in range(round(frame.right) - 4, round(frame.left + width), -60):
            boxes = [
                Box(left=right - width, top=top, right=right, bottom=top + height) for top in tops
            ]
            yield from sorted(boxes, key=lambda box: (_away(box, end), box.top))


def _away(box: Box, y: float) -> float:
    return abs((box.top + box.bottom) / 2 - y)


def _name_below(sheet: Sheet, layers: Sequence[_Layer], top: float) -> float:
    """The names of layers that are too thin for theirs, each after a piece of its colour."""
    for layer in layers:
        middle = top + _LINE / 2
        sheet.box((MARGIN, middle - 12), (40, 24), layer.fill, hatched=layer.hatched)
        sheet.write(layer.words, (MARGIN + 54, middle), Type())
        top += _LINE + 4
    return top
