"""Slack repeats events it is unsure of, and people press twice: the second time does nothing."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from bot.services import Services
from models.people import SeenEvent

REMEMBERED = timedelta(hours=1)
"""Slack's last retry comes after five minutes."""


def first_time(services: Services, event_id: str | None) -> bool:
    """Whether this event is new; of two processes that take it at once, one is told so."""
    if event_id is None:
        return True
    now = services.clock()
    try:
        with services.database.transaction() as session:
            session.execute(delete(SeenEvent).where(col(SeenEvent.seen_at) < now - REMEMBERED))
            session.add(SeenEvent(event_id=event_id, seen_at=now))
    except IntegrityError:
        return False
    return True


def forget(services: Services, event_id: str | None) -> None:
    """What was begun came to nothing, so the next time is the first again."""
    with services.database.transaction() as session:
        session.execute(delete(SeenEvent).where(col(SeenEvent.event_id) == event_id))
