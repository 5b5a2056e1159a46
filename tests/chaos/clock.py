"""A clock that every process of a campaign reads, and that the campaign moves on."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select, text
from sqlmodel import col

from bot.clock import utc_now
from models.database import Database
from models.outbox import OutboxRow
from models.vocabulary import OutboxState

IN_FLIGHT = timedelta(seconds=2)
"""After so long Slack has taken in whatever it was sent."""


class SharedClock:
    """The real time, and so many seconds more as a file says."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self) -> datetime:
        return utc_now() + timedelta(seconds=float(self._path.read_text()))

    def set(self, moment: datetime) -> None:
        """What is read meanwhile is the old time or the new one, never half a number."""
        seconds = (moment - utc_now()).total_seconds()
        half = self._path.with_suffix(".new")
        half.write_text(repr(seconds))
        os.replace(half, self._path)


def pass_time(database: Database, clock: SharedClock, until: datetime) -> None:
    """Move the clock on to a moment, and with it the leases and pauses that run.

    In truth a sending takes seconds and a night takes hours, so that no lease runs out because a
    night has passed, and nobody looks in Slack for what it is only just taking in. Nobody takes a
    row meanwhile; whoever took one before is fenced off by its own, older lease.
    """
    with database.transaction() as session:
        if not database.is_sqlite:
            session.execute(text("LOCK TABLE outbox IN EXCLUSIVE MODE"))
        now = clock()
        if until <= now:
            return
        unfinished = col(OutboxRow.state).in_((OutboxState.WAITING, OutboxState.SENDING))
        begun = col(OutboxRow.begun_at).is_not(None)
        for row in session.scalars(select(OutboxRow).where(unfinished, begun)):
            _carry_over(row, now, until)
        session.flush()
        clock.set(until)


def _carry_over(row: OutboxRow, now: datetime, until: datetime) -> None:
    if row.lease_until is not None and row.lease_until > now:
        row.lease_until += until - now
    if row.state is OutboxState.WAITING and row.due_at > now:
        row.due_at = max(row.due_at, until + min(row.due_at - now, IN_FLIGHT))
