"""Paths of targets: what is asked on a day, and how far off a value is."""

from datetime import date, timedelta

import pytest

from models.staffing.targets import DIRECTIONS, Direction, Path, Step
from models.vocabulary import Measure

JANUARY, APRIL, OCTOBER = date(2026, 1, 1), date(2026, 4, 1), date(2026, 10, 1)
DAY = timedelta(days=1)
AGENCY = Path(
    Measure.AGENCY_FTE,
    (Step(20, JANUARY), Step(15, APRIL, date(2026, 6, 30)), Step(12, OCTOBER)),
)


@pytest.mark.parametrize(
    ("day", "value", "following"),
    [
        pytest.param(JANUARY - DAY, None, 20, id="before the first"),
        pytest.param(JANUARY, 20, 15, id="the first day"),
        pytest.param(APRIL - DAY, 20, 15, id="until the next begins"),
        pytest.param(APRIL, 15, 12, id="the next"),
        pytest.param(date(2026, 6, 30), 15, 12, id="the last day of a step with an end"),
        pytest.param(date(2026, 7, 1), None, 12, id="between two steps"),
        pytest.param(date(2030, 1, 1), 12, None, id="the last goes on"),
    ],
)
def test_a_path_asks_what_its_step_of_the_day_asks(
    day: date, value: float | None, following: float | None
) -> None:
    step = AGENCY.next_step(day)
    assert AGENCY.value_on(day) == value
    assert (step and step.value) == following


SHARE = Path(Measure.PERMANENT_SHARE, (Step(90, JANUARY),))


@pytest.mark.parametrize(
    ("path", "value", "gap", "off"),
    [
        (AGENCY, 20.1, 0.1, True),
        (AGENCY, 20.0, 0.0, False),
        (AGENCY, 14.0, -6.0, False),
        (SHARE, 89.9, 0.1, True),
        (SHARE, 90.0, 0.0, False),
        (SHARE, 95.5, -5.5, False),
    ],
)
def test_agency_should_be_at_most_and_the_permanent_share_at_least_its_target(
    path: Path, value: float, gap: float, off: bool
) -> None:
    assert path.gap(value, JANUARY) == gap
    assert path.off_target(value, JANUARY) is off


def test_nothing_is_off_target_on_a_day_without_one() -> None:
    assert AGENCY.gap(99, JANUARY - DAY) is None
    assert not AGENCY.off_target(99, JANUARY - DAY)


def test_measures_of_one_worker_or_without_a_better_side_have_no_target() -> None:
    without = set(Measure) - set(DIRECTIONS)
    assert {Measure.CASELOAD, Measure.ALLOWANCE, Measure.OPENED, Measure.CLOSED} <= without
    assert DIRECTIONS[Measure.AVERAGE_CASELOAD] is Direction.AT_MOST
    assert DIRECTIONS[Measure.IN_POST_FTE] is Direction.AT_LEAST
