"""When a schedule is due, over every change of the clocks."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.calendar import WorkingCalendar
from alerts.schedules import EVERY_DAY, Schedule, moment_of, slots_between

CALENDAR = WorkingCalendar()
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)

LONDON = "Europe/London"
LORD_HOWE = "Australia/Lord_Howe"  # goes forward by half an hour
SANTIAGO = "America/Santiago"  # goes forward at midnight, and back to the day before
NUUK = "America/Nuuk"  # went forward into the next day
ZONES = (LONDON, LORD_HOWE, SANTIAGO, NUUK, "UTC")


def daily(at: time, zone: str = LONDON) -> Schedule:
    return Schedule("daily", ZoneInfo(zone), at, EVERY_DAY)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


def changes(zone: str, first: int, years: int) -> Iterator[datetime]:
    """Each hour of some years after which the offset is another."""
    moment, end = utc(first, 1, 1), utc(first + years, 1, 1)
    while moment < end:
        then = moment + timedelta(hours=1)
        if (
            moment.astimezone(ZoneInfo(zone)).utcoffset()
            != then.astimezone(ZoneInfo(zone)).utcoffset()
        ):
            yield moment
        moment = then


@pytest.mark.parametrize(
    ("day", "at", "zone", "due"),
    [
        # an ordinary day, winter and summer
        (date(2026, 11, 23), time(8, 30), LONDON, utc(2026, 11, 23, 8, 30)),
        (date(2026, 7, 1), time(8, 30), LONDON, utc(2026, 7, 1, 7, 30)),
        # the hour that is left out in spring, and its neighbours
        (date(2026, 3, 29), time(0, 59), LONDON, utc(2026, 3, 29, 0, 59)),
        (date(2026, 3, 29), time(1, 0), LONDON, utc(2026, 3, 29, 1, 0)),
        (date(2026, 3, 29), time(1, 30), LONDON, utc(2026, 3, 29, 1, 0)),
        (date(2026, 3, 29), time(1, 59, 59, 999_999), LONDON, utc(2026, 3, 29, 1, 0)),
        (date(2026, 3, 29), time(2, 0), LONDON, utc(2026, 3, 29, 1, 0)),
        (date(2026, 3, 29), time(2, 1), LONDON, utc(2026, 3, 29, 1, 1)),
        # the hour that comes twice in autumn
        (date(2026, 10, 25), time(0, 59), LONDON, utc(2026, 10, 24, 23, 59)),
        (date(2026, 10, 25), time(1, 30), LONDON, utc(2026, 10, 25, 0, 30)),
        (date(2026, 10, 25), time(2, 0), LONDON, utc(2026, 10, 25, 2, 0)),
        # half an hour is left out
        (date(2026, 10, 4), time(2, 15), LORD_HOWE, utc(2026, 10, 3, 15, 30)),
        (date(2026, 10, 4), time(2, 45), LORD_HOWE, utc(2026, 10, 3, 15, 45)),
        # midnight is left out
        (date(2026, 9, 6), time(0, 0), SANTIAGO, utc(2026, 9, 6, 4, 0)),
        (date(2026, 9, 6), time(0, 30), SANTIAGO, utc(2026, 9, 6, 4, 0)),
        # the last hour of a day is left out, and the next day begins
        (date(2026, 3, 28), time(23, 30), NUUK, utc(2026, 3, 29, 1, 0)),
        # a day that was left out altogether
        (date(2011, 12, 29), time(9, 0), "Pacific/Apia", utc(2011, 12, 29, 19, 0)),
        (date(2011, 12, 30), time(9, 0), "Pacific/Apia", None),
        (date(2011, 12, 31), time(9, 0), "Pacific/Apia", utc(2011, 12, 30, 19, 0)),
    ],
)
def test_a_time_of_a_day_is_one_moment(
    day: date, at: time, zone: str, due: datetime | None
) -> None:
    assert moment_of(day, at, ZoneInfo(zone)) == due


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    "at", [time(0, 0), time(0, 30), time(1, 0), time(1, 30), time(2, 15), time(9), time(23, 30)]
)
def test_in_ten_years_every_day_has_one_slot_and_no_day_two(zone: str, at: time) -> None:
    schedule = daily(at, zone)
    first, last = date(2019, 12, 31), date(2030, 1, 1)
    begin = moment_of(first, time(12), schedule.zone)
    end = moment_of(last, time(12), schedule.zone)
    assert begin is not None
    assert end is not None
    slots = slots_between(schedule, begin, end, CALENDAR)
    days = [first + DAY * number for number in range((last - first).days + 1)]
    expected = [moment_of(day, at, schedule.zone) for day in days]
    assert slots == [slot for slot in expected if slot is not None and begin < slot <= end]
    assert len(slots) == len(set(slots)) == (last - first).days
    assert all(timedelta(hours=22) <= b - a <= timedelta(hours=26) for a, b in pairwise(slots))


@pytest.mark.parametrize("zone", ZONES)
def test_at_every_change_of_ten_years_ticks_find_each_slot_once(zone: str) -> None:
    """Ticks of twenty minutes over three days around each change, at awkward times of the day."""
    found = list(changes(zone, 2020, 10))
    assert (len(found) >= 10) == (zone != "UTC")
    for change in found or [utc(2026, 3, 29)]:
        for at in (time(0, 0), time(0, 45), time(1, 30), time(2, 10), time(23, 50)):
            schedule = daily(at, zone)
            ticks = [change - DAY + timedelta(minutes=20) * number for number in range(145)]
            ticked = [
                slot
                for after, until in pairwise(ticks)
                for slot in slots_between(schedule, after, until, CALENDAR)
            ]
            assert ticked == slots_between(schedule, ticks[0], ticks[-1], CALENDAR)
            assert ticked == minute_by_minute(schedule, ticks[0], ticks[-1])


def minute_by_minute(schedule: Schedule, after: datetime, until: datetime) -> list[datetime]:
    """The plain model: watch the clock on the wall, and note when a day's time has come."""
    slots: list[datetime] = []
    seen: set[date] = set()
    done: set[date] = set()
    moment = after - 2 * DAY
    while moment <= until:
        wall = moment.astimezone(schedule.zone).replace(tzinfo=None)
        seen.add(wall.date())
        for day in sorted(seen - done):
            if datetime.combine(day, schedule.at) <= wall:
                done.add(day)
                slots += [moment] if moment > after else []
        moment += MINUTE
    return slots


@given(
    zone=st.sampled_from(ZONES),
    after=st.integers(0, 10 * 366 * 24 * 60).map(
        lambda minutes: utc(2020, 1, 1) + minutes * MINUTE
    ),
    minutes=st.integers(0, 24 * 60 - 1),
    hours=st.integers(0, 100),
)
@settings(max_examples=40)
def test_slots_are_those_of_somebody_who_watches_the_clock(
    zone: str, after: datetime, minutes: int, hours: int
) -> None:
    until = after + timedelta(hours=hours)
    schedule = daily(time(minutes // 60, minutes % 60), zone)
    found = slots_between(schedule, after, until, CALENDAR)
    assert found == minute_by_minute(schedule, after, until)


def test_a_slot_belongs_to_the_tick_that_ends_with_it() -> None:
    due = utc(2026, 11, 23, 9)
    schedule = daily(time(9))
    assert slots_between(schedule, due - MINUTE, due, CALENDAR) == [due]
    assert slots_between(schedule, due, due + MINUTE, CALENDAR) == []


def test_a_clock_that_went_back_finds_nothing_due() -> None:
    assert slots_between(daily(time(9)), utc(2026, 11, 23), utc(2026, 11, 20), CALENDAR) == []


def test_weekdays_are_counted_from_monday() -> None:
    monday = Schedule("digest", ZoneInfo(LONDON), time(8, 30), frozenset({0}))
    found = slots_between(monday, utc(2026, 11, 1), utc(2026, 11, 30), CALENDAR)
    assert [slot.strftime("%a %d") for slot in found] == ["Mon 02", "Mon 09", "Mon 16", "Mon 23"]


def test_working_days_leave_out_bank_holidays_and_closing_days() -> None:
    calendar = WorkingCalendar([date(2026, 12, 29)])
    schedule = Schedule("daily", ZoneInfo(LONDON), time(7))
    found = slots_between(schedule, utc(2026, 12, 24), utc(2027, 1, 5), calendar)
    assert [slot.strftime("%d") for slot in found] == ["24", "30", "31", "04"]
