"""A weekly digest is due once a week, over every change of the clocks and every bank holiday."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from alerts.calendar import WorkingCalendar
from alerts.schedules import Schedule, slots_between

CALENDAR = WorkingCalendar()
LONDON = ZoneInfo("Europe/London")
WEEK = timedelta(days=7)
FIRST_MONDAY, LAST_MONDAY = date(2020, 1, 6), date(2029, 12, 31)


def weekly(day: int = 0, at: time = time(8, 30), zone: str = "Europe/London") -> Schedule:
    return Schedule("weekly", ZoneInfo(zone), at, frozenset({day}), on_working_days=True)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("day", "first", "due"),
    [
        (0, date(2026, 11, 23), utc(2026, 11, 23, 8, 30)),  # an ordinary Monday
        (0, date(2026, 3, 30), utc(2026, 3, 30, 7, 30)),  # the day after the clocks went forward
        (0, date(2026, 5, 4), utc(2026, 5, 5, 7, 30)),  # the May bank holiday
        (0, date(2026, 4, 6), utc(2026, 4, 7, 7, 30)),  # Easter Monday
        (4, date(2026, 4, 3), utc(2026, 4, 7, 7, 30)),  # Good Friday: after Easter Monday
        (4, date(2026, 12, 25), utc(2026, 12, 29, 8, 30)),  # Boxing Day is made up for on Monday
    ],
)
def test_on_a_bank_holiday_it_waits_for_the_next_working_day(
    day: int, first: date, due: datetime
) -> None:
    start = datetime.combine(first, time(), LONDON)
    assert slots_between(weekly(day), start, start + timedelta(days=6), CALENDAR) == [due]


@pytest.mark.parametrize("zone", ["Europe/London", "America/Santiago", "Australia/Lord_Howe"])
@pytest.mark.parametrize("day", range(5))
@pytest.mark.parametrize("at", [time(0, 30), time(1, 30), time(8, 30)])
def test_in_ten_years_each_week_has_exactly_one(zone: str, day: int, at: time) -> None:
    schedule = weekly(day, at, zone)
    nominal = FIRST_MONDAY + timedelta(days=day)
    begin = datetime.combine(nominal, time(), schedule.zone)
    end = datetime.combine(LAST_MONDAY + timedelta(days=day), time(), schedule.zone)
    slots = slots_between(schedule, begin, end, CALENDAR)
    local = [slot.astimezone(schedule.zone).date() for slot in slots]
    weeks = [nominal + WEEK * number for number in range((end - begin) // WEEK)]
    assert local == [
        week if CALENDAR.is_working_day(week) else CALENDAR.after(week, 1) for week in weeks
    ]
    assert len(set(local)) == len(local)


def test_ticks_of_ten_years_find_each_once() -> None:
    schedule, moment = weekly(), utc(2020, 1, 6)
    ticks = [moment + timedelta(hours=7) * number for number in range(10 * 365 * 24 // 7)]
    ticked = [
        slot
        for after, until in pairwise(ticks)
        for slot in slots_between(schedule, after, until, CALENDAR)
    ]
    assert ticked == slots_between(schedule, ticks[0], ticks[-1], CALENDAR)


def test_two_weeks_that_an_authority_is_closed_for_are_one_digest() -> None:
    closed = [date(2026, 8, 3) + timedelta(days=number) for number in range(12)]
    slots = slots_between(weekly(), utc(2026, 8, 1), utc(2026, 8, 22), WorkingCalendar(closed))
    assert slots == [utc(2026, 8, 17, 7, 30)]


@pytest.mark.parametrize(
    ("begins", "number"), [(utc(2026, 11, 23, 8, 29), 1), (utc(2026, 11, 23, 8, 30), 0)]
)
def test_what_was_due_before_a_schedule_was_changed_is_not_made_up_for(
    begins: datetime, number: int
) -> None:
    schedule = Schedule("weekly", LONDON, time(8, 30), frozenset({0}), begins=begins)
    slots = slots_between(schedule, utc(2026, 11, 17), utc(2026, 11, 24), CALENDAR)
    assert len(slots) == number
