"""Takes a person out of every text of every table, so that somebody forgotten stands there."""

import secrets
from collections import Counter
from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    Column,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    delete,
    update,
)
from sqlmodel import Session, SQLModel, col

from models.cases import Case
from models.changing import changed_rows
from models.stored.describing import Stored
from models.stored.register import EVERY_TABLE
from models.telling.identifiers import NOBODY, Who
from models.telling.searching import (
    formed_telling,
    naming,
    table_of,
    texts_telling,
    with_key,
)
from models.workforce import Worker


def remove_from_texts(
    session: Session, who: Who, but: Collection[type[SQLModel]] = ()
) -> Counter[str]:
    """Gives how many rows were changed, by table, but for some; workers are `forget_workers`'.

    Held records that name them are deleted: nobody can load what was held any more. A case that a
    worker in the workforce holds is left alone: it is of somebody else with the same name.
    """
    changed: Counter[str] = Counter()
    for stored in EVERY_TABLE:
        if stored.table is Worker or stored.table in but:
            continue
        texts, formed = naming(stored)
        for column in texts:
            changed[stored.name] += _change_texts(session, column, who)
        for column in formed:
            changed[stored.name] += _change_formed(session, stored, column, who)
    session.expire_all()
    return +changed


def _change_texts(session: Session, column: Column[Any], who: Who) -> int:
    changed = 0
    for text in texts_telling(session, column, who):
        nobody = f"{NOBODY} {secrets.token_hex(4)}" if _is_unique(column) else NOBODY
        cleaned = who.without(text, nobody=nobody)
        if cleaned != text:
            here = update(column.table).where(column == text)
            if column.table is Case.__table__:  # type: ignore[attr-defined]
                here = here.where(col(Case.worker_id).is_(None))
            changed += changed_rows(session, here.values({column: cleaned}))
    return changed


def _change_formed(session: Session, stored: Stored, column: Column[Any], who: Who) -> int:
    table = table_of(stored)
    changed = 0
    for key, value in list(formed_telling(session, stored, column, who)):
        row = with_key(table, key)
        if isinstance(column.type, LargeBinary):
            changed += changed_rows(session, delete(table).where(row))
        elif (cleaned := who.without_in(value)) != value:
            changed += changed_rows(session, update(table).where(row).values({column: cleaned}))
    return changed


def _is_unique(column: Column[Any]) -> bool:
    """Whether two rows may be told apart by it alone or with others."""
    table = column.table
    assert isinstance(table, Table)
    unique = (PrimaryKeyConstraint, UniqueConstraint)
    constrained = (each for each in table.constraints if isinstance(each, unique))
    indexed = (each for each in table.indexes if isinstance(each, Index) and each.unique)
    return any(column.name in each.columns for each in (*constrained, *indexed))
