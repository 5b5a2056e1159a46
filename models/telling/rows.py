"""Every row that tells of a person, found by what is described as stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlmodel import Session

from models.stored.describing import Of, Stored
from models.stored.register import EVERY_TABLE
from models.telling.identifiers import Who, texts_in
from models.telling.searching import (
    AT_ONCE,
    formed_telling,
    naming,
    opened,
    table_of,
    texts_telling,
    with_key,
    worker_columns,
)


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of one table that tell of somebody, each by column.

    Of JSON and packed records only the texts that do; of a child nothing.
    """

    stored: Stored
    rows: tuple[dict[str, Any], ...]


def rows_telling(session: Session, who: Who) -> list[Found]:
    """Table by table, in the order of the description; tables without such rows are left out."""
    found = ((stored, _rows(session, stored, who)) for stored in EVERY_TABLE)
    return [Found(stored, rows) for stored, rows in found if rows]


def _rows(session: Session, stored: Stored, who: Who) -> tuple[dict[str, Any], ...]:
    table = table_of(stored)
    key = table.primary_key.columns
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for telling in _clauses(session, stored, who):
        for row in session.execute(select(table).where(telling)).mappings():
            found[tuple(row[column.name] for column in key)] = dict(row)
    return tuple(_shown(stored, found[each], who) for each in sorted(found))


def _clauses(session: Session, stored: Stored, who: Who) -> Iterator[ColumnElement[bool]]:
    texts, formed = naming(stored)
    for column in worker_columns(stored):
        yield column.in_(who.worker_ids)
    for column in texts:
        values = texts_telling(session, column, who)
        for start in range(0, len(values), AT_ONCE):
            yield column.in_(values[start : start + AT_ONCE])
    for column in formed:
        told = [key for key, _ in formed_telling(session, stored, column, who)]
        yield from (with_key(table_of(stored), key) for key in told)


def _shown(stored: Stored, row: dict[str, Any], who: Who) -> dict[str, Any]:
    shown = {}
    for name, value in row.items():
        if stored.columns[name].of is Of.CHILD:
            continue
        if isinstance(value, bytes | dict | list):
            told = dict.fromkeys(
                text for text, whole in texts_in(opened(value)) if who.is_told_by(text, whole=whole)
            )
            value = list(told)
        shown[name] = value
    return shown
