"""When Slack last said that others read a channel: what was found out before counts no more."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from models.outbox import Lane
from models.rows import rows

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)
_A_MOMENT = timedelta(microseconds=1)


_MARK = select(col(Lane.ready_at)).where(col(Lane.name) == bindparam("lane"))
_LOCKED = _MARK.with_for_update()


def readers_mark(session: Session, channel_id: str) -> datetime:
    """Another value after each change that is known of; long ago when there was none."""
    found = rows(session, _MARK, lane=_name(channel_id))
    return found[0].ready_at if found else _NEVER


def lock_readers(session: Session, channel_id: str) -> datetime:
    """The mark, which nobody else changes until the transaction's end.

    Taken before every other lock, so that a change is either seen here or sees what is written.
    """
    found = rows(session, _LOCKED, lane=_name(channel_id))
    if not found:
        insert: Any = sqlite.insert if _is_sqlite(session) else postgresql.insert
        fresh = insert(Lane).values(name=_name(channel_id), ready_at=_NEVER)
        session.execute(fresh.on_conflict_do_nothing())
        found = rows(session, _LOCKED, lane=_name(channel_id))
    mark: datetime = found[0].ready_at
    return mark


def note_other_readers(session: Session, channel_id: str, now: datetime) -> None:
    """Somebody joined, or the channel is shared with others, or no longer."""
    mark = max(now, lock_readers(session, channel_id) + _A_MOMENT)
    lane = col(Lane.name) == _name(channel_id)
    session.execute(update(Lane).where(lane).values(ready_at=mark))


def _name(channel_id: str) -> str:
    return f"readers:{channel_id}"


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
