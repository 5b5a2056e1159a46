"""The mark of the last check: what it looked at, so that a tick knows if anything is new."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from models.rules import CheckMark

_MARK = 1


def is_marked(session: Session, seen: str) -> bool:
    """Whether the last check saw the very same."""
    mark = session.get(CheckMark, _MARK)
    return mark is not None and mark.seen == seen


def write_mark(session: Session, seen: str, day: date, now: datetime) -> None:
    """Leave the mark; of several that check at once, the last one's stays."""
    values = {"seen": seen, "day": day, "at": now}
    statement = inserts(session)(CheckMark).values(id=_MARK, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


def inserts(session: Session) -> Any:
    """The INSERT that can say what to do where somebody else was first, for this database."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return sqlite.insert if is_sqlite else postgresql.insert
