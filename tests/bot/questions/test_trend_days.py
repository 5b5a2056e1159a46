"""A trend's days: which are shown, what the first line says of them, and what is drawn."""

from datetime import timedelta

import pytest

from bot.blocks.charts import chart_block
from bot.questions.trend_days import (
    Day,
    Mark,
    Shape,
    Side,
    drawn_back,
    headline,
    one_decimal,
    standing,
    trend_chart,
    trend_table,
    weekly,
)
from bot.questions.trend_marks import nobody, promise_mark, targets
from models.figures.limits import Promise
from models.figures.trends import Point
from models.staffing.targets import Path, Step
from models.vocabulary import Measure
from tests.build import FRIDAY

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
SHAPE = Shape("average caseload", "cases", lambda v: f"average caseload {v:g}", one_decimal)


def points(*values: float | None, apart: timedelta = WEEK) -> list[Point]:
    """So many points to Friday, the last."""
    return [
        Point(FRIDAY - (len(values) - place) * apart, value, value, None)
        for place, value in enumerate(values, start=1)
    ]


def over_15(point: Point) -> Mark | None:
    return promise_mark(Promise(None, 15), point)


def days(*values: float | None) -> list[Day]:
    return [Day(point, over_15(point)) for point in points(*values)]


@pytest.mark.parametrize(
    ("ago", "weeks", "shown", "missing"),
    [
        pytest.param([0, 7, 14], 2, [14, 7, 0], 0, id="each week"),
        pytest.param([0, 1, 2, 7, 8, 13], 1, [7, 0], 0, id="of daily loads that of a week ago"),
        pytest.param([0, 10], 2, [10, 0], 0, id="a load some days early"),
        pytest.param([0, 14], 2, [14, 0], 1, id="a week without a load is left out"),
        pytest.param([0, 7], 26, [7, 0], 0, id="less is kept than was asked for"),
        pytest.param([0], 26, [0], 0, id="nothing earlier is kept"),
        pytest.param([*range(0, 364 + 7, 7)], 52, [*range(364, -1, -14)], 0, id="every second"),
        pytest.param([*range(0, 21 * 7, 7)], 52, [*range(140, -1, -14)], 0, id="the oldest kept"),
        pytest.param([*range(0, 20 * 7, 7)], 52, [133, *range(126, -1, -14)], 0, id="the oldest"),
    ],
)
def test_a_trend_shows_the_point_of_each_week(
    ago: list[int], weeks: int, shown: list[int], missing: int
) -> None:
    kept = [Point(FRIDAY - n * DAY, 1, 1, None) for n in sorted(ago, reverse=True)]
    found, gaps = weekly(kept, weeks)
    assert ([(FRIDAY - point.day).days for point in found], gaps) == (shown, missing)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([17.1, 18, 19.3], "average caseload 19.3, up from 17.1 in 2 weeks"),
        ([20, 19.3], "average caseload 19.3, down from 20.0 in 1 week"),
        ([19.3, 14, 19.3], "average caseload 19.3, the same as 2 weeks ago"),
        ([19.3], "average caseload 19.3"),
        ([None, 18, 19.3], "average caseload 19.3, up from 18.0 in 1 week"),
        ([19.3, None], "there is no average caseload now"),
    ],
)
def test_the_first_line_says_where_it_is_and_where_it_came_from(
    values: list[float | None], said: str
) -> None:
    assert headline(days(*values), SHAPE) == said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([16, 14, 16, 17], "above the promise of up to 15 since Fri 13 Nov"),
        ([16, 14], "within the promise of up to 15 since Fri 20 Nov"),
        ([16, None, 17], "above the promise of up to 15 throughout"),
        ([16], "above the promise of up to 15"),
        ([None], ""),
        ([16, None], "above the promise of up to 15"),
    ],
)
def test_how_it_stands_to_its_yardstick_and_since_when(
    values: list[float | None], said: str
) -> None:
    assert standing(points(*values), over_15, FRIDAY) == said


@pytest.mark.parametrize(
    ("values", "steps", "said"),
    [
        ([14, 14], {30: 20, 3: 12}, "off the target of 12 since Tue 17 Nov"),
        ([11, 14], {30: 20, 3: 12}, "off the target of 12 since Fri 20 Nov"),
        ([14, 14], {3: 12}, "off the target of 12 since Tue 17 Nov"),
        ([14, 14], {7: 12}, "off the target of 12 throughout"),
        ([14, 11], {30: 12, 3: 10}, "off the target of 10 throughout"),
        ([14, 14], {30: 12, 3: 20}, "within the target of 20 since Tue 17 Nov"),
    ],
)
def test_a_new_step_of_a_target_is_missed_or_met_from_its_own_first_day(
    values: list[float | None], steps: dict[int, float], said: str
) -> None:
    path = Path(
        Measure.AGENCY_FTE,
        tuple(Step(value, FRIDAY - ago * DAY) for ago, value in steps.items()),
    )
    assert standing(points(*values), targets(path), FRIDAY) == said


@pytest.mark.parametrize(
    ("number", "drawn"),
    [(2, 2), (20, 20), (21, 11), (27, 14), (22, 12), (39, 20), (40, 14)],
)
def test_a_chart_has_twenty_points_at_most_with_the_oldest_and_the_newest(
    number: int, drawn: int
) -> None:
    chart = trend_chart(days(*range(1, number + 1)), SHAPE, "Title", FRIDAY)
    own, upper = chart.series
    assert (own.name, upper.name) == ("Average caseload", "Upper promise")
    assert (own.values[0], own.values[-1], len(own.values)) == (1, number, drawn)
    assert set(upper.values) == {15}
    block = chart_block(chart)
    assert block is not None
    assert len(block["chart"]["axis_config"]["categories"]) == drawn


def test_a_day_that_may_not_be_said_is_not_drawn_and_a_dash_in_the_table() -> None:
    shown = days(14, None, 16)
    assert trend_chart(shown, SHAPE, "Title", FRIDAY).series[0].values == [14, 16]
    rows = trend_table(shown, SHAPE, "Average", FRIDAY).rows
    assert [(row["day_words"], row["value_words"], row["mark_words"]) for row in rows] == [
        ("Fri 20 Nov", "16.0", "up to 15"),
        ("Fri 13 Nov", "–", "–"),
        ("Fri 6 Nov", "14.0", "up to 15"),
    ]
    assert (rows[0]["value"], rows[0]["promise_high"]) == (16, 15)


def test_a_target_that_began_later_is_drawn_back_and_that_is_said() -> None:
    path = Path(Measure.AGENCY_FTE, (Step(20, FRIDAY - WEEK), Step(12, FRIDAY)))
    shown = [Day(point, targets(path)(point)) for point in points(25, 19, 14)]
    _, target = trend_chart(shown, SHAPE, "Title", FRIDAY).series
    assert target.values == [20, 20, 12]
    (note,) = drawn_back(shown, SHAPE, FRIDAY)
    assert note == "no target was set before Fri 13 Nov, its line is drawn back"
    assert drawn_back(shown[1:], SHAPE, FRIDAY) == []


def side_of(mark: Mark | None) -> tuple[Side, str] | None:
    return None if mark is None else (mark.side, mark.standing)


BAND = Promise(12, 15)


@pytest.mark.parametrize(
    ("cases", "fte", "expected"),
    [
        (15, 1, (Side.MET, "within the promise of 12–15")),
        (150.4, 10, (Side.BEYOND, "above the promise of 12–15")),  # 15.04 is printed 15
        (11.9, 1, (Side.BELOW, "below the promise of 12–15")),
    ],
)
def test_an_average_is_laid_beside_its_promise_before_rounding(
    cases: float, fte: float, expected: tuple[Side, str]
) -> None:
    point = Point(FRIDAY, round(cases / fte), cases, fte)
    assert side_of(promise_mark(BAND, point)) == expected
    assert promise_mark(None, point) is None


@pytest.mark.parametrize(
    ("measure", "value", "expected"),
    [
        (Measure.AGENCY_FTE, 12, (Side.MET, "within the target of 12")),
        (Measure.AGENCY_FTE, 12.5, (Side.BEYOND, "off the target of 12")),
        (Measure.PERMANENT_SHARE, 12, (Side.MET, "meeting the target of at least 12 %")),
        (Measure.PERMANENT_SHARE, 11.9, (Side.BEYOND, "off the target of at least 12 %")),
    ],
)
def test_a_measure_is_on_one_side_of_its_target(
    measure: Measure, value: float, expected: tuple[Side, str]
) -> None:
    mark = targets(Path(measure, (Step(12, FRIDAY),)))
    assert side_of(mark(Point(FRIDAY, value, None, None))) == expected
    assert mark(Point(FRIDAY - DAY, value, None, None)) is None


@pytest.mark.parametrize(("value", "said"), [(0, "nobody over"), (1, "somebody over")])
def test_nobody_should_be_over_their_limit(value: int, said: str) -> None:
    mark = nobody(Point(FRIDAY, value, value, 3))
    assert mark is not None
    assert mark.standing == said
