"""The decision that stands about an alert, until a later one or the alert's end."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.alerts import Decision

REPLACED = "Replaced by a later decision."
"""What came of a decision that somebody decided anew about."""


def standing(session: Session, alert_id: int) -> Decision | None:
    """The decision that no later one has replaced."""
    query = select(Decision).where(
        col(Decision.alert_id) == alert_id, col(Decision.ended_at).is_(None)
    )
    return session.scalars(query.order_by(col(Decision.id).desc())).first()


def end_standing(session: Session, alert_id: int, now: datetime, outcome: str) -> None:
    """Write into the register what came of what was decided about an alert so far."""
    query = select(Decision).where(
        col(Decision.alert_id) == alert_id, col(Decision.ended_at).is_(None)
    )
    for row in session.scalars(query):
        row.ended_at = now
        row.outcome = outcome
