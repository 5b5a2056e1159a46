"""A trend as plain values: its days beside their yardstick, as a headline, a chart and a table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from alerts.rules.judging.off_since import LONGEST_GAP
from alerts.wording import count, sentence
from alerts.wording import day as day_words
from bot.questions.answer import Chart, Column, Series, Table, Value
from bot.questions.staffing.words import short_day
from models.figures.figure import fixed
from models.figures.trends import Point, about

MOST_ROWS = 26
MOST_DRAWN = 20
MOST_LETTERS = 20
"""Points of a chart in Slack, and letters of a line's name."""

HEADING = 12
"""Letters of a column's heading that leave room on a phone for what comes after it."""

WEEK = timedelta(weeks=1)


class Side(StrEnum):
    """How a value stands to its yardstick."""

    BEYOND = "beyond"
    MET = "met"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Mark:
    """A measure's yardstick on one day: limit, promise or target."""

    text: str  # "12–15", for the table
    lines: Mapping[str, float]  # what is drawn, by name: {"Promise to": 15}
    values: Mapping[str, Value]  # the same for the JSON: {"promise_high": 15}
    side: Side
    standing: str  # "above the promise of 12–15"
    begins: date | None = None  # of a target: the first day of the step in force


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a trend; without a value where it may not be said or cannot be formed."""

    point: Point
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """How a measure is called and said in its trend."""

    label: str  # "average caseload"
    unit: str  # of the axis
    say: Callable[[float], str]  # "average caseload 19.3", "3 over their limit"
    cell: Callable[[float | None], str]  # narrow, for the table
    yardstick: str = "Target"  # the heading over it
    parts: tuple[str, str] | None = None  # headings of what it is divided from and by


def weekly(points: Sequence[Point], weeks: int) -> tuple[list[Point], int]:
    """The newest point, and that of each week before it; and how many weeks have none.

    A long trend has every second, fourth … week, so that it has no more than 27. Where less is
    kept, it begins with the oldest that is.
    """
    last = points[-1].day
    step = -(-weeks // MOST_ROWS)
    back = range(0, weeks + 1, step)
    found = [about(points, last - number * WEEK) for number in back]
    while found and found[-1] is None:  # from before anything was kept
        found.pop()
    kept = [point for point in reversed(found) if point is not None]
    missing = len(found) - len(kept)
    if len(found) < len(back) and points[0].day < kept[0].day:
        kept.insert(0, points[0])
    return kept, missing


def standing(points: Sequence[Point], marking: Callable[[Point], Mark | None], today: date) -> str:
    """How the newest value stands to its yardstick, and since when it has stood so.

    Empty without a yardstick. Days without a value do not end what was before and after them. A
    value holds until the next, so that a new step of a target is missed from its own first day,
    as an alert counts it.
    """
    known = [point for point in reversed(points) if point.value is not None]
    now = marking(known[0]) if known else None
    if now is None:
        return ""
    since, newest = known[0], now
    for point in known[1:]:
        mark = marking(point)
        if mark is None or mark.side is not now.side:
            first = _first_day(point, since, newest, marking)
            return f"{now.standing} since {day_words(first, today)}"
        since, newest = point, mark
    return f"{now.standing} throughout" if len(known) > 1 else now.standing


def _first_day(
    before: Point, since: Point, mark: Mark, marking: Callable[[Point], Mark | None]
) -> date:
    """The step's own first day, where the value from before it stood on this side from then on."""
    step = mark.begins
    near = since.day - before.day <= LONGEST_GAP
    if step is None or not near or not before.day < step < since.day:
        return since.day
    then = marking(replace(before, day=step))
    return step if then is not None and then.side is mark.side else since.day


def headline(days: Sequence[Day], shape: Shape, stands: str = "") -> str:
    """ "average caseload 19.3, up from 17.1 in 26 weeks; above the promise of 12–15"."""
    known = [day for day in days if day.point.value is not None]
    if not known or days[-1].point.value is None:
        return f"there is no {shape.label} now"
    first, last = known[0], known[-1]
    assert first.point.value is not None
    assert last.point.value is not None
    now, before = shape.cell(last.point.value), shape.cell(first.point.value)
    text = shape.say(last.point.value)
    if len(known) > 1:
        weeks = count(round((last.point.day - first.point.day) / WEEK), "week")
        if now == before:
            text += f", the same as {weeks} ago"
        else:
            way = "up" if last.point.value > first.point.value else "down"
            text += f", {way} from {before} in {weeks}"
    return f"{text}; {stands}" if stands else text


def one_decimal(value: float | None) -> str:
    """ "18.0": as averages stand under each other; a dash for none."""
    return "–" if value is None else fixed(value)


def trend_chart(days: Sequence[Day], shape: Shape, title: str, today: date) -> Chart:
    """The line of the measure and those of its yardstick, at twenty points at most."""
    drawn = _drawn([day for day in days if day.point.value is not None])
    names = (shape.label, shape.unit, "this figure")
    own = next(name for name in names if len(name) <= MOST_LETTERS)
    return Chart(
        kind="line",
        title=title,
        labels=[short_day(day.point.day, today) for day in drawn],
        series=[
            Series(own[:1].upper() + own[1:], [day.point.value for day in drawn]),
            *_yardsticks(drawn),
        ],
        x_label="day",
        y_label=shape.unit,
    )


def _drawn(days: Sequence[Day]) -> list[Day]:
    """As many as can be drawn at even distances, the newest among them, and the oldest."""
    step = max(1, -(-(len(days) - 1) // (MOST_DRAWN - 1)))
    picked = list(days[::-1][::step])[::-1]
    if days and picked[0] is not days[0]:
        picked.insert(0, days[0])
    return picked


def _yardsticks(days: Sequence[Day]) -> list[Series]:
    """Each line of the yardstick; Slack draws only lines with a value at every point.

    One that began later is drawn back from its first value, which `drawn_back` says.
    """
    names = dict.fromkeys(name for day in days if day.mark for name in day.mark.lines)
    found: list[Series] = []
    for name in names:
        values = [day.mark.lines.get(name) if day.mark else None for day in days]
        last = next(value for value in values if value is not None)
        filled: list[float | None] = []
        for value in values:
            last = last if value is None else value
            filled.append(last)
        found.append(Series(name, filled))
    return found


def drawn_back(days: Sequence[Day], shape: Shape, today: date) -> list[str]:
    """That a yardstick's line is older than the yardstick."""
    marked = [place for place, day in enumerate(days) if day.mark is not None]
    if not marked or marked[0] == 0:
        return []
    first = day_words(days[marked[0]].point.day, today)
    return [f"no {shape.yardstick.lower()} was set before {first}, its line is drawn back"]


def trend_table(days: Sequence[Day], shape: Shape, caption: str, today: date) -> Table:
    """Each day with its value, yardstick and parts, the newest first."""
    columns = [
        # A phone shows the first three: when, how much, against what.
        Column("day_words", "Day"),
        Column("value_words", _heading(shape), numeric=True),
        *([Column("mark_words", shape.yardstick)] if any(day.mark for day in days) else []),
    ]
    if shape.parts is not None:
        names = zip(("numerator", "denominator"), shape.parts, strict=True)
        columns += [Column(key, heading, numeric=True) for key, heading in names]
    return Table(
        columns=columns,
        rows=[_row(day, shape, today) for day in reversed(days)],
        caption=f"{caption}, the newest first",
        rest=" before these",
    )


def _heading(shape: Shape) -> str:
    """What is shown, unless the word would push the yardstick off a phone."""
    return "Figure" if len(shape.label) > HEADING else sentence(shape.label)


def _row(day: Day, shape: Shape, today: date) -> dict[str, Value]:
    point, mark = day.point, day.mark
    return {
        "day": point.day.isoformat(),
        "value": point.value,
        "numerator": point.numerator,
        "denominator": point.denominator,
        **({} if mark is None else mark.values),
        "day_words": day_words(point.day, today),
        "value_words": shape.cell(point.value),
        "mark_words": "–" if mark is None else mark.text,
    }
