"""A campaign's clock: a night carries over the leases and pauses that run."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from models.database import Database
from models.outbox import OutboxRow
from models.vocabulary import Deed, OutboxState
from tests.build import saved
from tests.chaos.clock import IN_FLIGHT, SharedClock, pass_time

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
NIGHT = timedelta(hours=15)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock(tmp_path: Path) -> SharedClock:
    clock = SharedClock(tmp_path / "clock")
    clock.set(MORNING)
    return clock


def test_the_clock_runs_on_from_where_it_was_set(clock: SharedClock, tmp_path: Path) -> None:
    assert MORNING <= clock() < SharedClock(tmp_path / "clock")() < MORNING + MINUTE


def a_row(**given: Any) -> OutboxRow:
    usual: dict[str, Any] = {
        "token": "token",
        "lane": "channel:ash",
        "deed": Deed.POST,
        "notice": {},
        "made_at": MORNING,
        "due_at": MORNING,
        "begun_at": MORNING,
    }
    return OutboxRow(**usual | given)


def passed(database: Database, clock: SharedClock, row: OutboxRow) -> OutboxRow:
    """The row after a night."""
    with database.transaction() as session:
        row_id = saved(session, row).id
    pass_time(database, clock, MORNING + NIGHT)
    assert clock() >= MORNING + NIGHT
    with database.look() as session:
        return session.get_one(OutboxRow, row_id)


@pytest.mark.parametrize(("left", "carried"), [(MINUTE, True), (-MINUTE, False)])
def test_a_night_outlasts_no_lease_that_runs(
    database: Database, clock: SharedClock, left: timedelta, carried: bool
) -> None:
    lease = MORNING + left
    row = passed(database, clock, a_row(state=OutboxState.SENDING, lease_until=lease))
    assert row.lease_until is not None
    assert (row.lease_until > lease + NIGHT - MINUTE) is carried


@pytest.mark.parametrize(("begun_at", "carried"), [(MORNING, True), (None, False)])
def test_a_night_outlasts_no_pause_in_which_slack_may_still_take_something_in(
    database: Database, clock: SharedClock, begun_at: datetime | None, carried: bool
) -> None:
    due = MORNING + MINUTE
    row = passed(database, clock, a_row(state=OutboxState.WAITING, due_at=due, begun_at=begun_at))
    assert row.due_at == (MORNING + NIGHT + IN_FLIGHT if carried else due)


def test_the_clock_is_never_put_back(database: Database, clock: SharedClock) -> None:
    pass_time(database, clock, MORNING - NIGHT)
    assert clock() >= MORNING
