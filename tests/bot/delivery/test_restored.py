"""After a restore a notice that waited when the backup was made is not told a second time."""

import io
from datetime import UTC, datetime, timedelta

import pytest

from alerts.delivery.taking import Outcome
from alerts.restored import settle_outbox
from models.backup.restoring import restore
from models.backup.writing import write_backup
from models.vocabulary import OutboxState
from tests.bot.delivery.workplace import Workplace

NIGHT = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
"""A Friday's."""


def quiet(_table: str, _done: int, _total: int) -> None:
    """Nobody is looking."""


def put_back(court: Workplace, backup: io.BytesIO, now: datetime) -> None:
    """Restored at that moment, as `caseload db restore` does it."""
    hours = court.services.authority.hours
    restore(
        court.services.database,
        backup,
        replace=True,
        settle=lambda session: settle_outbox(session, now, hours),
        progress=quiet,
    )


@pytest.fixture
def backup(court: Workplace) -> io.BytesIO:
    """Made while two notices waited."""
    court.alert()
    court.alert("channel:leadership")
    file = io.BytesIO()
    write_backup(court.services.database, file, court.clock(), quiet)
    return file


def test_what_was_sent_since_the_backup_is_found_and_the_rest_is_sent(
    court: Workplace, backup: io.BytesIO
) -> None:
    assert court.deliver() is Outcome.SENT
    court.clock.move(3600)
    put_back(court, backup, court.clock())
    assert court.drain()[:2] == [Outcome.FOUND, Outcome.SENT]  # then who may see the names
    assert len(court.messages()) == 1
    assert court.row(1).ts == court.messages()[0]["ts"]


def test_what_is_not_urgent_waits_for_working_hours(court: Workplace, backup: io.BytesIO) -> None:
    court.clock.move((NIGHT - court.clock()).total_seconds())
    put_back(court, backup, NIGHT)
    row = court.row(1)
    assert (row.state, row.begun_at) == (OutboxState.WAITING, row.made_at)
    assert row.due_at == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    assert court.drain() == []
    court.clock.move(timedelta(days=2, hours=9).total_seconds())
    assert Outcome.SENT in court.drain()
