"""Makes the rows of a table what an extract lists: new, changed, or dropped since a day."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Executable, select, update
from sqlmodel import Session, col

from models.folding import folded
from models.inserting import insert_rows
from models.numbering import take_numbers
from models.rows import rows as rows_of

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
    stored = {
        folded(row[BEFORE_VALUES]): row for row in rows_of(session, _stored(table, tuple(columns)))
    }
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
    added = [name for name in listed if name not in stored]
    for some in (gone, changed):
        if some:
            session.execute(update(table), some)
    new = dict(zip(added, take_numbers(session, table, len(added)), strict=True))
    with_ids = ((number, *listed[name]) for name, number in new.items())
    insert_rows(session, table, ("id", *columns), with_ids)
    ids = {name: row.id for name, row in stored.items()} | new
    return ids, {"added": len(added), "changed": len(changed), "removed": len(gone)}


BEFORE_VALUES = 2
"""What `_stored` gives before the columns: the id, and since when it is dropped."""


@cache
def _stored(table: Any, columns: tuple[str, ...]) -> Executable:
    """Reads a table's rows with these columns, whoever was forgotten left out."""
    query = select(
        col(table.id), col(table.dropped_on), *(getattr(table, name) for name in columns)
    )
    if "forgotten_on" in table.model_fields:
        query = query.where(col(table.forgotten_on).is_(None))
    return query
