"""Old data says so: allocations after two working days, the workforce list after twenty-five."""

from datetime import date

import pytest

from alerts.calendar import WorkingCalendar
from alerts.freshness import staleness

CALENDAR = WorkingCalendar([date(2026, 12, 29), date(2026, 12, 30)])
FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("as_at", "today", "warnings"),
    [
        pytest.param(FRIDAY, FRIDAY, [], id="today's"),
        pytest.param(FRIDAY, date(2026, 11, 22), [], id="Friday's, on Sunday"),
        pytest.param(FRIDAY, date(2026, 11, 23), [], id="Friday's, on Monday"),
        pytest.param(
            FRIDAY, date(2026, 11, 24), ["the data is 2 working days old"], id="on Tuesday"
        ),
        pytest.param(
            FRIDAY, date(2026, 11, 27), ["the data is 5 working days old"], id="a week later"
        ),
        pytest.param(
            date(2026, 12, 24), date(2026, 12, 31), [], id="over Christmas and closing days"
        ),
        pytest.param(FRIDAY, date(2026, 11, 19), [], id="as at tomorrow"),
    ],
)
def test_allocations_are_stale_after_two_working_days(
    as_at: date, today: date, warnings: list[str]
) -> None:
    found = staleness(allocations=as_at, workforce=today, today=today, calendar=CALENDAR)
    assert found == warnings


@pytest.mark.parametrize(
    ("as_at", "warnings"),
    [
        pytest.param(date(2026, 10, 19), [], id="24 working days"),
        pytest.param(
            date(2026, 10, 16), ["the workforce list is 25 working days old"], id="25 working days"
        ),
    ],
)
def test_the_workforce_list_is_stale_after_a_month(as_at: date, warnings: list[str]) -> None:
    found = staleness(allocations=FRIDAY, workforce=as_at, today=FRIDAY, calendar=CALENDAR)
    assert found == warnings


def test_both_feeds_may_be_stale_at_once() -> None:
    march = date(2026, 3, 2)
    found = staleness(allocations=march, workforce=march, today=FRIDAY, calendar=CALENDAR)
    assert len(found) == 2
