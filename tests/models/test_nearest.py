"""Of the days that are kept, which stands for a week or a year ago, and which for each week."""

from datetime import date, timedelta

import pytest

from models.nearest import a_point_a_week, nearest
from tests.build import FRIDAY


def days_before(*numbers: int) -> list[date]:
    return [FRIDAY - timedelta(days=number) for number in numbers]


@pytest.mark.parametrize(
    ("kept", "found"),
    [
        pytest.param((), None, id="nothing is kept"),
        pytest.param((7, 6, 1, 0, -1), 0, id="the day itself"),
        pytest.param((6, -1), -1, id="the day after is nearer than the week before"),
        pytest.param((1, -1), 1, id="of two as near the earlier"),
        pytest.param((3,), 3, id="half a week before"),
        pytest.param((4, -4), None, id="more than half a week off"),
    ],
)
def test_the_nearest_kept_day_stands_for_one(kept: tuple[int, ...], found: int | None) -> None:
    expected = None if found is None else FRIDAY - timedelta(days=found)
    assert nearest(days_before(*kept), FRIDAY) == expected


@pytest.mark.parametrize(
    ("kept", "points"),
    [
        pytest.param((15, 14, 13, 9, 8, 7, 1, 0), (14, 7, 0), id="the last of each week"),
        pytest.param((22, 15, 8, 1), (15, 8, 1), id="from the day that stands for the first"),
        pytest.param((15, 13, 8, 1), (15, 8, 1), id="which is not the last of its week"),
        pytest.param((7, 0), (7, 0), id="what is kept for less long"),
        pytest.param((), (), id="nothing"),
    ],
)
def test_a_year_is_drawn_by_one_day_of_each_week(
    kept: tuple[int, ...], points: tuple[int, ...]
) -> None:
    since = FRIDAY - timedelta(days=14)
    assert a_point_a_week(days_before(*kept), since) == days_before(*points)
