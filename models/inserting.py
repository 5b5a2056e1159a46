"""Inserts many rows at once by each database's quickest way: COPY, or one prepared statement."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from importlib import import_module
from itertools import chain, islice
from typing import Any

from sqlalchemy import Connection, Dialect, Table
from sqlmodel import Session, SQLModel

AT_ONCE = 10_000
"""Rows handed to SQLite together: as quick as all of them, and none of the others is held."""

ROOM = 32 * 1024
"""KiB; cases come in no order of their hashes, so that each is written at another place."""

Row = tuple[Any, ...]
Value = Callable[[Any], Any]


def insert_rows(
    session: Session,
    table: type[SQLModel],
    columns: Sequence[str],
    rows: Iterable[Row],
) -> None:
    """Insert rows of values in the order of `columns`; every other column gets NULL or its number.

    A column's default in Python is not looked at. Objects that are loaded already are not told.
    """
    described: Table = table.__table__  # type: ignore[attr-defined]
    session.flush()
    connection = session.connection()
    processors = _processors(described, tuple(columns), connection.dialect)
    values = {
        place: _Remembered(value).__getitem__ if recurs else value
        for place, (value, recurs) in processors.items()
    }
    left = iter(rows)
    parts = iter(lambda: _written(list(islice(left, AT_ONCE)), values), [])
    if connection.dialect.name == "postgresql":
        # Read where it is wanted, as the driver is by models/database.py.
        import_module("models.copying").copy(connection, described.name, columns, parts)
        return
    marks = ", ".join("?" for _ in columns)
    names = ", ".join(f'"{name}"' for name in columns)  # "limit" is a word of SQL's too
    statement = f"INSERT INTO {described.name} ({names}) VALUES ({marks})"
    first = next(parts, [])
    with _roomy(connection) if len(first) == AT_ONCE else nullcontext():
        for part in chain([first] if first else [], parts):
            connection.exec_driver_sql(statement, part)


def insert_all(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """The same with rows by the columns' names, which are the same in each."""
    if rows:
        columns = tuple(rows[0])
        values = (tuple([row[name] for name in columns]) for row in rows)
        insert_rows(session, table, columns, values)


class _Remembered(dict[Any, Any]):
    """A column's values as the database takes them: days and words recur."""

    def __init__(self, value: Value) -> None:
        super().__init__()
        self._value = value

    def __missing__(self, key: Any) -> Any:
        found = self[key] = self._value(key)
        return found


@lru_cache
def _processors(
    table: Table, columns: Sequence[str], dialect: Dialect
) -> Mapping[int, tuple[Value, bool]]:
    """By the column's place what makes a value one that the driver takes; whether it may recur."""
    found: dict[int, tuple[Value, bool]] = {}
    for place, name in enumerate(columns):
        kind = table.c[name].type.dialect_impl(dialect)
        value = kind.bind_processor(dialect)
        if value is not None:
            found[place] = value, kind.hashable
    return found


def _written(rows: Sequence[Row], values: Mapping[int, Value]) -> list[Row]:
    """Rows as the driver takes them; column by column, which is much quicker than row by row."""
    if not rows or not values:
        return list(rows)
    written = list(zip(*rows, strict=True))
    for place, value in values.items():
        written[place] = tuple(map(value, written[place]))
    return list(zip(*written, strict=True))


@contextmanager
def _roomy(connection: Connection) -> Iterator[None]:
    """Within, SQLite keeps an index of England's cases in memory; else it reads it in pieces."""
    usual = connection.exec_driver_sql("PRAGMA cache_size").scalar()
    connection.exec_driver_sql(f"PRAGMA cache_size = -{ROOM}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {usual}")
