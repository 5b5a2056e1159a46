"""What every row of the outbox begins with, and how rows are added once."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from alerts.notice import Notice
from models.outbox import OutboxRow, Posting
from models.vocabulary import Deed, OutboxState

OPEN = (OutboxState.WAITING, OutboxState.PARKED)
"""States that can still be changed: nobody is sending such a row."""


def waiting(lane: str, posting_id: int | None, deed: Deed, notice: Notice) -> dict[str, Any]:
    return {
        "lane": lane,
        "posting_id": posting_id,
        "deed": deed,
        "notice": notice.as_json(),
        "state": OutboxState.WAITING,
        "attempts": 0,
        "named": False,
    }


def insert_new(
    session: Session, table: type[Posting] | type[OutboxRow], values: dict[str, Any]
) -> bool:
    """Whether the row was new; another with its unique key stays as it is."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert if is_sqlite else postgresql.insert
    statement = insert(table).values(values).on_conflict_do_nothing()
    return session.scalars(statement.returning(col(table.id))).first() is not None
