"""What is due is done once: by many at once, after a crash, and after the service was down."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from alerts.calendar import WorkingCalendar
from alerts.hours import WorkingHours
from alerts.schedules import EVERY_DAY, Schedule
from alerts.slots import FIRST_SEEN, Job, Ran, Work, last_slots, run_due
from models.database import Database
from models.people import AuditEntry
from models.slots import Slot

CALENDAR = WorkingCalendar()
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NINE = Schedule("daily", ZoneInfo("Europe/London"), time(9), EVERY_DAY)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def write(session: Session, slot_at: datetime, late: bool) -> None:
    """The work of these tests: a line that can be counted."""
    session.add(AuditEntry(at=slot_at, who="test", deed="late" if late else "in time", detail={}))


def unexpected(name: str, error: Exception) -> None:
    raise AssertionError(name) from error


def tick(
    database: Database,
    now: datetime,
    work: Work = write,
    failed: Callable[[str, Exception], None] = unexpected,
    schedule: Schedule = NINE,
) -> list[Ran]:
    return run_due(database, [Job(schedule, work)], now, CALENDAR, failed)


def written(database: Database) -> list[tuple[datetime, str]]:
    with database.look() as session:
        query = select(AuditEntry).order_by(col(AuditEntry.at))
        return [(entry.at, entry.deed) for entry in session.scalars(query)]


def slots(database: Database) -> list[datetime]:
    with database.look() as session:
        query = select(col(Slot.slot_at)).where(col(Slot.slot_at) != FIRST_SEEN)
        return list(session.scalars(query.order_by(col(Slot.slot_at))))


def test_a_new_schedule_begins_with_its_next_slot(database: Database) -> None:
    assert tick(database, MONDAY + 2 * HOUR) == []
    assert tick(database, MONDAY + DAY) == []
    assert [ran.slot_at for ran in tick(database, MONDAY + DAY + HOUR)] == [MONDAY + DAY + HOUR]
    assert written(database) == [(MONDAY + DAY + HOUR, "in time")]


def test_a_slot_is_done_once_however_often_it_ticks(database: Database) -> None:
    for minutes in range(0, 180, 10):
        tick(database, MONDAY + timedelta(minutes=minutes))
    assert slots(database) == [MONDAY + HOUR]
    assert len(written(database)) == 1


@pytest.mark.parametrize(("minutes", "deed"), [(15, "in time"), (16, "late")])
def test_what_is_done_more_than_a_quarter_of_an_hour_after_is_late(
    sqlite_database: Database, minutes: int, deed: str
) -> None:
    tick(sqlite_database, MONDAY)
    tick(sqlite_database, MONDAY + HOUR + timedelta(minutes=minutes))
    assert written(sqlite_database) == [(MONDAY + HOUR, deed)]


def test_after_a_week_of_rest_only_the_newest_slot_is_done_and_is_late(database: Database) -> None:
    tick(database, MONDAY)
    tick(database, MONDAY + 7 * DAY)
    assert written(database) == [(MONDAY + 6 * DAY + HOUR, "late")]
    tick(database, MONDAY + 7 * DAY + HOUR)
    assert written(database)[1:] == [(MONDAY + 7 * DAY + HOUR, "in time")]


def test_a_clock_that_goes_back_does_nothing_twice(database: Database) -> None:
    tick(database, MONDAY)
    for now in (MONDAY + HOUR, MONDAY - 3 * DAY, MONDAY + HOUR, MONDAY + 2 * HOUR):
        tick(database, now)
    assert slots(database) == [MONDAY + HOUR]


def test_what_was_done_by_a_clock_that_ran_ahead_is_not_done_again(database: Database) -> None:
    tick(database, MONDAY)
    tick(database, MONDAY + 3 * DAY)
    assert tick(database, MONDAY + 2 * HOUR) == []
    assert len(written(database)) == 1


def test_work_that_fails_leaves_nothing_and_is_done_by_the_next_tick(database: Database) -> None:
    def breaks(session: Session, slot_at: datetime, late: bool) -> None:
        write(session, slot_at, late)
        raise ZeroDivisionError

    failures: list[str] = []
    tick(database, MONDAY)
    tick(database, MONDAY + HOUR, breaks, lambda name, _error: failures.append(name))
    assert (failures, slots(database), written(database)) == (["daily"], [], [])
    tick(database, MONDAY + HOUR + timedelta(seconds=5))
    assert written(database) == [(MONDAY + HOUR, "in time")]


def test_work_is_prepared_before_its_transaction_and_what_failed_is_said_in_one_of_its_own(
    database: Database,
) -> None:
    given: list[tuple[datetime, bool]] = []

    def prepare(slot_at: datetime, late: bool, missed: datetime | None) -> Work:
        assert missed is None
        given.append((slot_at, late))
        with database.transaction() as session:  # which would wait for ever inside another
            write(session, slot_at - HOUR, late)
        if len(given) == 1:
            raise ZeroDivisionError
        return write

    def undone(session: Session, slot_at: datetime) -> None:
        session.add(AuditEntry(at=slot_at, who="test", deed="undone", detail={}))

    jobs = [Job(NINE, prepare=prepare, undone=undone)]
    failures: list[str] = []
    for now in (MONDAY, MONDAY + HOUR, MONDAY + 2 * HOUR):
        run_due(database, jobs, now, CALENDAR, lambda name, _error: failures.append(name))
    due = MONDAY + HOUR
    assert given == [(due, False), (due, True)]
    assert failures == ["daily"]
    assert sorted(written(database)) == [
        (MONDAY, "in time"),
        (MONDAY, "late"),
        (due, "late"),
        (due, "undone"),
    ]


HOURS = WorkingHours(time(8), time(18), NINE.zone, CALENDAR)
MONDAYS = Schedule("weekly", NINE.zone, time(9), frozenset({0}))
AT_NINE = MONDAY + HOUR


@pytest.mark.parametrize(
    ("up_again", "done_at", "slot_at", "missed"),
    [
        pytest.param(12 * HOUR, DAY, AT_NINE, None, id="at night: the next morning"),
        pytest.param(5 * DAY, 7 * DAY + HOUR, AT_NINE + 7 * DAY, AT_NINE, id="on Saturday"),
        pytest.param(7 * DAY, 7 * DAY + HOUR, AT_NINE + 7 * DAY, AT_NINE, id="just before"),
        pytest.param(4 * DAY, 4 * DAY, AT_NINE, None, id="on Friday, within hours"),
        pytest.param(15 * HOUR + 7 * DAY, 8 * DAY, AT_NINE + 7 * DAY, AT_NINE, id="two missed"),
    ],
)
def test_what_has_hours_is_made_within_them_and_the_next_one_covers_the_one_before(
    sqlite_database: Database,
    up_again: timedelta,
    done_at: timedelta,
    slot_at: datetime,
    missed: datetime | None,
) -> None:
    given: list[tuple[datetime, datetime | None]] = []

    def prepare(slot: datetime, _late: bool, before: datetime | None) -> Work:
        given.append((slot, before))
        return write

    jobs = [Job(MONDAYS, prepare=prepare, hours=HOURS)]
    run_due(sqlite_database, jobs, MONDAY - DAY, CALENDAR, unexpected)
    now, done = MONDAY + up_again, []
    while now <= MONDAY + 9 * DAY:
        done += [now for _ in run_due(sqlite_database, jobs, now, CALENDAR, unexpected)]
        now += HOUR
    assert given[0] == (slot_at, missed)
    assert done[0] == MONDAY + done_at


def test_a_process_killed_in_the_middle_leaves_its_slot_to_the_next(database: Database) -> None:
    class Killed(BaseException):
        pass

    def dies(session: Session, slot_at: datetime, late: bool) -> None:
        write(session, slot_at, late)
        session.flush()
        raise Killed

    tick(database, MONDAY)
    with pytest.raises(Killed):
        tick(database, MONDAY + HOUR, dies)
    assert (slots(database), written(database)) == ([], [])
    tick(database, MONDAY + HOUR + timedelta(seconds=5))
    assert written(database) == [(MONDAY + HOUR, "in time")]


def test_one_job_that_fails_keeps_no_other_from_being_done(sqlite_database: Database) -> None:
    def breaks(_session: Session, _slot_at: datetime, _late: bool) -> None:
        raise ZeroDivisionError

    other = Schedule("other", NINE.zone, NINE.at, EVERY_DAY)
    jobs = [Job(NINE, breaks), Job(other, write)]
    for now in (MONDAY, MONDAY + HOUR):
        run_due(sqlite_database, jobs, now, CALENDAR, lambda _name, _error: None)
    assert len(written(sqlite_database)) == 1


def test_each_target_of_a_schedule_has_slots_of_its_own(database: Database) -> None:
    targets = [Schedule("daily", NINE.zone, NINE.at, EVERY_DAY, each) for each in ("a", "b")]
    for now in (MONDAY, MONDAY + HOUR):
        for schedule in targets:
            tick(database, now, schedule=schedule)
    assert len(written(database)) == 2
    with database.look() as session:
        assert set(last_slots(session)) == {("daily", "a"), ("daily", "b")}


def together(number: int, deed: Callable[[], object]) -> None:
    """Run it on so many threads that begin at once; raises what any of them raised."""
    barrier, errors = threading.Barrier(number), []

    def begin() -> None:
        try:
            barrier.wait()
            deed()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=begin) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_of_four_that_tick_at_once_one_does_it(database: Database) -> None:
    """Each on connections of its own, as processes are."""
    tick(database, MONDAY)
    winners: list[Ran] = []

    def one() -> None:
        mine = Database(database.url.render_as_string(hide_password=False))
        winners.extend(tick(mine, MONDAY + HOUR))
        mine.close()

    together(4, one)
    assert len(winners) == 1
    assert len(written(database)) == 1


def test_four_that_meet_a_new_schedule_remember_one_beginning(database: Database) -> None:
    together(4, lambda: tick(database, MONDAY))
    with database.look() as session:
        assert len(session.scalars(select(Slot)).all()) == 1


def test_four_that_tick_through_a_hundred_slots_do_each_once(database: Database) -> None:
    tick(database, MONDAY)

    def hundred_days() -> None:
        for day in range(100):
            tick(database, MONDAY + HOUR + day * DAY)

    together(4, hundred_days)
    assert set(Counter(at for at, _ in written(database)).values()) == {1}
    assert [at for at, _ in written(database)] == [MONDAY + HOUR + day * DAY for day in range(100)]
