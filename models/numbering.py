"""Numbers for rows that are to be inserted, for whoever writes what refers to them as well."""

from functools import cache

from sqlalchemy import Executable, Table, func, select, text
from sqlmodel import Session, SQLModel

from models.rows import rows


def take_numbers(session: Session, table: type[SQLModel], many: int) -> range | list[int]:
    """So many ids of a table, in rising order, that nobody else gets.

    SQLite has one writer at a time, which is this transaction; of PostgreSQL's sequence some may
    stay unused.
    """
    if not many:
        return []
    described = table.__table__  # type: ignore[attr-defined]
    if session.get_bind().dialect.name == "sqlite":
        ((newest,),) = rows(session, _newest(described))
        first = (newest or 0) + 1
        return range(first, first + many)
    query = "SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :many)"
    found = session.execute(text(query), {"table": described.name, "many": many}).scalars()
    return sorted(found)


@cache
def _newest(table: Table) -> Executable:
    return select(func.max(table.c.id))
