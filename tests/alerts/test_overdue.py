"""What should be done by now and is not: notices that wait too long, and schedules passed over."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from alerts.backlog import MANY_ATTEMPTS, RATE_LIMITED, overdue_rows
from alerts.calendar import WorkingCalendar
from alerts.hours import WorkingHours
from alerts.schedules import EVERY_DAY, Schedule
from alerts.slots import LATE, Job, overdue, remember
from models.database import Database
from models.outbox import Lane, OutboxRow
from models.slots import Slot
from models.vocabulary import Deed, OutboxState

NOW = datetime(2026, 11, 23, 8, 45, tzinfo=UTC)
ALLOWED = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)
COURT = "channel:court-north"

LONG_DUE = {"due_at": NOW - ALLOWED}


@pytest.mark.parametrize(
    ("what", "row", "held", "found"),
    [
        ("due for just so long", LONG_DUE, "", 1),
        ("a minute less", {"due_at": NOW - ALLOWED + MINUTE}, "", 0),
        ("not due yet", {"due_at": NOW + MINUTE}, "", 0),
        ("sent", {**LONG_DUE, "state": OutboxState.SENT}, "", 0),
        ("parked", {**LONG_DUE, "state": OutboxState.PARKED}, "", 0),
        ("cut off and not taken again", {**LONG_DUE, "state": OutboxState.SENDING}, "", 1),
        (
            "begun long ago, tried later",
            {"due_at": NOW + MINUTE, "begun_at": NOW - ALLOWED, "attempts": 1},
            "",
            1,
        ),
        (
            "begun before a restore, put off until working hours",
            {"due_at": NOW + MINUTE, "begun_at": NOW - ALLOWED},
            "",
            0,
        ),
        ("its channel has to pause", LONG_DUE, COURT, 0),
        ("posting has to pause", LONG_DUE, "method:post", 0),
        ("editing has to pause", LONG_DUE, "method:edit", 1),
        ("another channel has to pause", LONG_DUE, "channel:court-south", 1),
        ("refused often", {"due_at": NOW + MINUTE, "attempts": MANY_ATTEMPTS}, "", 1),
        ("refused a few times", {"due_at": NOW + MINUTE, "attempts": MANY_ATTEMPTS - 1}, "", 0),
        (
            "asked to wait often",
            {"due_at": NOW - MINUTE, "attempts": MANY_ATTEMPTS, "error": RATE_LIMITED},
            "",
            0,
        ),
    ],
)
def test_a_notice_is_overdue_when_nothing_but_ourselves_holds_it_up(
    sqlite_database: Database, what: str, row: dict[str, Any], held: str, found: int
) -> None:
    given = {
        "token": "t",
        "lane": COURT,
        "deed": Deed.POST,
        "notice": {},
        "state": OutboxState.WAITING,
        "made_at": NOW - 2 * ALLOWED,
        **row,
    }
    with sqlite_database.transaction() as session:
        session.add(OutboxRow(**given))
        if held:
            session.add(Lane(name=held, ready_at=NOW + MINUTE))
    with sqlite_database.look() as session:
        assert overdue_rows(session, NOW, ALLOWED) == found, what


NINE = Schedule("daily", ZoneInfo("Europe/London"), time(9), EVERY_DAY)
AT_NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
CALENDAR = WorkingCalendar()
AFTERNOONS = WorkingHours(time(12), time(18), ZoneInfo("Europe/London"), CALENDAR)


@pytest.mark.parametrize(
    ("what", "since_nine", "job", "done", "found"),
    [
        ("just due", timedelta(0), Job(NINE), False, []),
        ("late, but not very", LATE - MINUTE, Job(NINE), False, []),
        ("too late", LATE, Job(NINE), False, ["daily"]),
        ("done", LATE, Job(NINE), True, []),
        ("its hours have not come", LATE, Job(NINE, hours=AFTERNOONS), False, []),
        ("its hours have come", timedelta(hours=4), Job(NINE, hours=AFTERNOONS), False, ["daily"]),
    ],
)
def test_a_schedule_is_overdue_when_its_slot_is_not_done_in_time(
    sqlite_database: Database,
    what: str,
    since_nine: timedelta,
    job: Job,
    done: bool,
    found: list[str],
) -> None:
    now = AT_NINE + since_nine
    with sqlite_database.transaction() as session:
        remember(session, NINE, AT_NINE - MINUTE)
        if done:
            session.add(Slot(schedule="daily", slot_at=AT_NINE, target="", done_at=now, late=False))
    with sqlite_database.look() as session:
        assert overdue(session, [job], now, CALENDAR) == found, what


def test_a_schedule_that_nobody_has_seen_yet_is_not_overdue(sqlite_database: Database) -> None:
    with sqlite_database.look() as session:
        assert overdue(session, [Job(NINE)], AT_NINE + LATE, CALENDAR) == []
