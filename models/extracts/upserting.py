"""Makes the rows of a table what an extract lists: new, changed, or dropped since a day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session, SQLModel, col

from models.folding import folded
from models.inserting import insert_rows

Values = tuple[Any, ...]


def upsert(
    session: Session,
    table: Any,
    columns: Sequence[str],
    rows: Sequence[Values],
    day: date,
) -> tuple[dict[str, int], dict[str, int]]:
    """Make the table's listed rows these; gives each one's id by what it is known by, folded.

    The first of the columns is what a row is known by. Beside the ids: how many rows were added,
    changed and removed. Whoever was forgotten is not known again. Objects that are loaded already
    are not told.
    """
    stored = _stored(session, table, columns)
    listed = {folded(row[0]): row for row in rows}
    gone = [
        {"id": row.id, "dropped_on": day}
        for name, row in stored.items()
        if name not in listed and row.dropped_on is None
    ]
    changed = [
        {"id": before.id, "dropped_on": None, **dict(zip(columns, row, strict=True))}
        for name, row in listed.items()
        if (before := stored.get(name)) is not None
        and (before.dropped_on is not None or before[BEFORE_VALUES:] != row)
    ]
    added = [row for name, row in listed.items() if name not in stored]
    for some in (gone, changed):
        if some:
            session.execute(update(table), some)
    insert_rows(session, table, columns, added)
    if added:
        stored = _stored(session, table, columns[:1])
    ids = {name: row.id for name, row in stored.items()}
    return ids, {"added": len(added), "changed": len(changed), "removed": len(gone)}


BEFORE_VALUES = 2
"""What `_stored` gives before the columns: the id, and since when it is dropped."""


def _stored(session: Session, table: type[SQLModel], columns: Sequence[str]) -> dict[str, Any]:
    """The table's rows by the first of the columns, folded."""
    values = (getattr(table, name) for name in columns)
    query = select(col(table.id), col(table.dropped_on), *values)  # type: ignore[attr-defined]
    if "forgotten_on" in table.model_fields:
        query = query.where(col(table.forgotten_on).is_(None))  # type: ignore[attr-defined]
    return {folded(row[BEFORE_VALUES]): row for row in session.execute(query)}
