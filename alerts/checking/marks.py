"""The mark of the last check: what it looked at, so that a tick knows if anything is new."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from models.rules import CheckMark, ParkedRule

_MARK = 1


RETRIED_AFTER = timedelta(hours=1)
"""A rule that failed is tried again with the next news, and once an hour."""


def is_marked(session: Session, seen: str, now: datetime) -> bool:
    """Whether the last check saw the very same, and no rule waits to be tried again."""
    mark = session.get(CheckMark, _MARK)
    if mark is None or mark.seen != seen:
        return False
    return now - mark.at < RETRIED_AFTER or not _anything_parked(session)


def _anything_parked(session: Session) -> bool:
    return session.scalars(select(col(ParkedRule.name)).limit(1)).first() is not None


def write_mark(session: Session, seen: str, day: date, now: datetime) -> None:
    """Leave the mark; of several that check at once, the last one's stays."""
    values = {"seen": seen, "day": day, "at": now}
    statement = inserts(session)(CheckMark).values(id=_MARK, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


def inserts(session: Session) -> Any:
    """The INSERT that can say what to do where somebody else was first, for this database."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return sqlite.insert if is_sqlite else postgresql.insert
