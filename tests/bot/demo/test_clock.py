"""The demo's clock runs like the real one and goes forward when told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from alerts.calendar import WorkingCalendar
from bot.demo.clock import ZONE, DemoClock, opening
from bot.demo.nights import nights_between, working_day_before

REAL = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 8, 45, tzinfo=ZONE)
CALENDAR = WorkingCalendar()


class Hand:
    """A real clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = REAL

    def __call__(self) -> datetime:
        return self.now


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def test_it_starts_where_it_is_told_and_runs_like_the_real_one() -> None:
    hand = Hand()
    clock = DemoClock(hand, MONDAY)
    hand.now += timedelta(minutes=7)
    assert clock() == MONDAY + timedelta(minutes=7)


@pytest.mark.parametrize(
    ("before", "days", "after", "hours"),
    [
        ("2026-11-23 08:45", 1, "2026-11-24 08:45", 24),
        ("2026-11-23 17:30", 1, "2026-11-24 08:45", 15.25),
        ("2026-11-23 06:00", 1, "2026-11-24 08:45", 26.75),
        ("2026-11-23 08:45", 7, "2026-11-30 08:45", 168),
        ("2026-10-24 08:45", 1, "2026-10-25 08:45", 25),  # the clocks go back
        ("2027-03-27 08:45", 1, "2027-03-28 08:45", 23),  # and forward
    ],
)
def test_a_day_on_is_a_quarter_to_nine_by_the_clock_on_the_wall(
    before: str, days: int, after: str, hours: float
) -> None:
    clock = DemoClock(lambda: REAL, local(before))
    passed = clock().astimezone(UTC)
    clock.advance(days=days)
    assert clock().astimezone(ZONE).isoformat(" ", "minutes")[:16] == after
    assert clock().astimezone(UTC) - passed == timedelta(hours=hours)


def test_it_goes_to_a_moment() -> None:
    clock = DemoClock(lambda: REAL, MONDAY)
    clock.advance(until=local("2026-11-24 07:00"))
    assert clock() == local("2026-11-24 07:00")


def test_it_never_goes_back_and_is_told_one_thing_at_a_time() -> None:
    clock = DemoClock(lambda: REAL, MONDAY)
    with pytest.raises(ValueError, match="is over"):
        clock.advance(until=MONDAY - timedelta(minutes=1))
    for days in (0, -1):
        with pytest.raises(ValueError, match="only goes forward"):
            clock.advance(days=days)
    with pytest.raises(ValueError, match="not both"):
        clock.advance()
    with pytest.raises(ValueError, match="not both"):
        clock.advance(days=1, until=MONDAY)
    assert clock() == MONDAY


def test_many_threads_put_it_forward_by_a_day_each() -> None:
    clock = DemoClock(lambda: REAL, MONDAY)
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(clock.advance, days=1) for _ in range(40)]:
            done.result()
    assert clock() == opening(MONDAY, 40)


@pytest.mark.parametrize(
    ("after", "until", "evenings"),
    [
        ("2026-11-23 08:45", "2026-11-24 08:45", ["2026-11-23"]),
        ("2026-11-24 06:59", "2026-11-24 07:00", ["2026-11-23"]),
        ("2026-11-24 07:00", "2026-11-24 08:45", []),
        ("2026-11-27 08:45", "2026-11-28 08:45", []),  # a Saturday
        ("2026-11-28 08:45", "2026-11-29 08:45", []),
        ("2026-11-29 08:45", "2026-11-30 08:45", ["2026-11-27"]),
        ("2026-11-26 08:45", "2026-11-30 08:45", ["2026-11-26", "2026-11-27"]),
        ("2026-12-24 08:45", "2026-12-28 08:45", []),  # Christmas, Boxing Day on the Monday
        ("2026-12-24 08:45", "2026-12-30 08:45", ["2026-12-24", "2026-12-29"]),
        ("2026-10-23 08:45", "2026-10-26 08:45", ["2026-10-23"]),  # the clocks go back
    ],
)
def test_each_working_evenings_files_arrive_at_seven_on_the_next_working_day(
    after: str, until: str, evenings: list[str]
) -> None:
    nights = nights_between(local(after), local(until), CALENDAR)
    assert [night.evening.isoformat() for night in nights] == evenings
    assert {night.arrives.astimezone(ZONE).hour for night in nights} <= {7}


def test_an_authoritys_own_closing_day_brings_nothing() -> None:
    closed = WorkingCalendar([date(2026, 11, 24)])
    assert working_day_before(date(2026, 11, 25), closed) == date(2026, 11, 23)
    assert nights_between(MONDAY, local("2026-11-24 08:45"), closed) == []
