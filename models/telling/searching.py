"""Where a person is told of in one table: which texts, and which rows."""

import json
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, LargeBinary, Table, select
from sqlmodel import Session

from models.stored.describing import Stored
from models.telling.identifiers import Who

AT_ONCE = 500
"""Values in one query, below what every database takes."""


def table_of(stored: Stored) -> Table:
    found: Table = stored.table.__table__  # type: ignore[attr-defined]
    return found


def naming(stored: Stored) -> tuple[list[Column[Any]], list[Column[Any]]]:
    """The columns in which somebody can be named: plain texts, and JSON or packed records."""
    columns = [c for c in table_of(stored).columns if stored.columns[c.name].names]
    formed = [c for c in columns if isinstance(c.type, JSON | LargeBinary)]
    return [c for c in columns if c not in formed], formed


def worker_columns(stored: Stored) -> list[Column[Any]]:
    """The columns that hold a worker's number."""
    table = table_of(stored)
    if table.name == "workers":
        return list(table.primary_key.columns)
    return [
        column
        for column in table.columns
        if any(key.column.table.name == "workers" for key in column.foreign_keys)
    ]


def texts_telling(session: Session, column: Column[Any], who: Who) -> list[str]:
    """The different texts of a column that tell of the person."""
    texts = session.execute(select(column).where(column.is_not(None)).distinct()).scalars()
    return [text for text in texts if who.is_told_by(text)]


def formed_telling(
    session: Session, stored: Stored, column: Column[Any], who: Who
) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The key and the value of each row whose JSON or packed records tell of the person."""
    keys = list(table_of(stored).primary_key.columns)
    query = select(*keys, column).where(column.is_not(None))
    for *key, value in session.execute(query.execution_options(yield_per=AT_ONCE)):
        if who.is_told_in(opened(value)):
            yield tuple(key), value


def opened(value: Any) -> Any:
    """A JSON value as it is; packed records unpacked, whatever version packed them."""
    if not isinstance(value, bytes):
        return value
    try:
        return json.loads(zlib.decompress(value))
    except (zlib.error, ValueError):
        return value.decode("utf-8", "replace")


def with_key(table: Table, key: Sequence[Any]) -> ColumnElement[bool]:
    columns = list(table.primary_key.columns)
    clause: ColumnElement[bool] = columns[0] == key[0]
    for column, value in zip(columns[1:], key[1:], strict=True):
        clause = clause & (column == value)
    return clause
