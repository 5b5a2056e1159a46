"""What a restore does to notices that waited: some were sent since, so each is looked for first."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from alerts.hours import WorkingHours
from models.outbox import OutboxRow
from models.vocabulary import OutboxState

_UNSENT = (OutboxState.WAITING, OutboxState.SENDING, OutboxState.PARKED)


def settle_outbox(session: Session, now: datetime, hours: WorkingHours) -> int:
    """Let delivery look in Slack for every notice that was not sent; gives how many these are.

    As if each had been begun when it was made, and its sending then cut off. What was begun is
    finished at any hour, so what is not urgent is not looked for before working hours either.
    """
    query = select(OutboxRow).where(col(OutboxRow.state).in_(_UNSENT))
    rows = session.scalars(query).all()
    for row in rows:
        row.begun_at = row.begun_at or row.made_at
        if row.state is OutboxState.PARKED:
            continue  # until somebody tries it again
        row.state, row.lease_until = OutboxState.WAITING, None
        if not row.notice.get("urgent"):
            row.due_at = max(row.due_at, hours.next_moment(now))
            row.attempts = 0
    return len(rows)
