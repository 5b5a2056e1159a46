"""Nothing that is not urgent is told outside the authority's working hours."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from alerts.calendar import WorkingCalendar
from alerts.hours import WorkingHours

LONDON = ZoneInfo("Europe/London")
CLOSED = date(2026, 12, 24)
HOURS = WorkingHours(time(8), time(18), LONDON, WorkingCalendar([CLOSED]))

MOMENTS = [
    # London's clock, the next working moment by London's clock
    ("2026-11-20 07:59", "2026-11-20 08:00"),
    ("2026-11-20 08:00", "2026-11-20 08:00"),
    ("2026-11-20 12:34", "2026-11-20 12:34"),
    ("2026-11-20 17:59", "2026-11-20 17:59"),
    ("2026-11-20 18:00", "2026-11-23 08:00"),  # Friday evening
    ("2026-11-19 18:00", "2026-11-20 08:00"),
    ("2026-11-21 12:00", "2026-11-23 08:00"),  # Saturday
    ("2026-11-22 23:59", "2026-11-23 08:00"),
    ("2026-11-23 00:00", "2026-11-23 08:00"),
    ("2026-12-23 18:00", "2026-12-29 08:00"),  # closing day, Christmas, weekend, its substitute
    ("2026-12-24 10:00", "2026-12-29 08:00"),
    ("2026-12-31 19:00", "2027-01-04 08:00"),  # New Year's Day is a Friday
    ("2026-04-02 18:00", "2026-04-07 08:00"),  # Easter
    ("2026-03-27 18:00", "2026-03-30 08:00"),  # the clocks go forward on Sunday
    ("2026-03-29 01:30", "2026-03-30 08:00"),
    ("2026-10-23 18:00", "2026-10-26 08:00"),  # and back
    ("2026-10-25 01:30", "2026-10-26 08:00"),
]


@pytest.mark.parametrize(("now", "then"), MOMENTS)
def test_the_next_working_moment_is_by_the_clock_on_the_wall(now: str, then: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=LONDON)
    found = HOURS.next_moment(moment)
    assert found == datetime.fromisoformat(then).replace(tzinfo=LONDON)
    assert HOURS.next_moment(found) == found


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-07-01T06:59", "2026-07-01T07:00"),  # eight o'clock is seven in summer
        ("2026-07-01T07:00", "2026-07-01T07:00"),
        ("2026-07-01T17:00", "2026-07-02T07:00"),
        ("2026-12-01T07:30", "2026-12-01T08:00"),
    ],
)
def test_the_moment_may_be_given_in_any_zone(now: str, then: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert HOURS.next_moment(moment) == datetime.fromisoformat(then).replace(tzinfo=UTC)


def test_whenever_in_a_year_it_is_told_within_working_hours_and_never_earlier() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    for hour in range(0, 365 * 24, 5):
        now = moment.fromtimestamp(moment.timestamp() + hour * 3600 + hour % 60, UTC)
        local = HOURS.next_moment(now).astimezone(LONDON)
        assert local >= now
        assert time(8) <= local.time() < time(18)
        assert HOURS.calendar.is_working_day(local.date())
