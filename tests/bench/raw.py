"""The databases through their bare drivers, as a floor has them: no engine, no pool."""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Protocol

import psycopg

from models.database import Database

_NAMED = re.compile(r":(\w+)")

Values = Mapping[str, object]


class Raw(Protocol):
    """One connection that stays open."""

    def rows(self, statement: str, values: Values | None = None) -> list[Any]:
        """What a statement gives; its values stand in it as `:name`."""
        ...

    def taken(self, table: str) -> Any:
        """A table's rows, in the form in which `put` writes them soonest."""
        ...

    def put(self, tables: Mapping[str, Any]) -> None:
        """What was taken, into the same tables, in one transaction."""
        ...

    def empty(self, tables: Sequence[str]) -> None:
        """Away with all rows of these tables and with what refers to them."""
        ...

    def close(self) -> None: ...


def raw(database: Database) -> Raw:
    """A connection in autocommit to this database by sqlite3 or psycopg."""
    path = database.path()
    if path is not None:
        return _Sqlite(str(path))
    return _Postgres(database.url.set(drivername="postgresql").render_as_string(False))


class _Sqlite:
    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        # As durable as the product, and no more.
        self._connection.execute("PRAGMA synchronous = NORMAL")

    def rows(self, statement: str, values: Values | None = None) -> list[Any]:
        return self._connection.execute(statement, values or {}).fetchall()

    def taken(self, table: str) -> Any:
        return self.rows(f"SELECT * FROM {table}")

    def put(self, tables: Mapping[str, Any]) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        for table, rows in tables.items():
            if rows:
                values = ", ".join("?" * len(rows[0]))
                self._connection.executemany(f"INSERT INTO {table} VALUES ({values})", rows)
        self._connection.execute("COMMIT")

    def empty(self, tables: Sequence[str]) -> None:
        for table in reversed(tables):
            self._connection.execute(f"DELETE FROM {table}")

    def close(self) -> None:
        self._connection.close()


class _Postgres:
    """Statements are prepared by the driver when they have come a few times, as it does."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)

    def rows(self, statement: str, values: Values | None = None) -> list[Any]:
        cursor = self._connection.execute(_psycopgs(statement), values or {})
        return cursor.fetchall() if cursor.description else []

    def taken(self, table: str) -> Any:
        statement = _psycopgs(f"COPY {table} TO STDOUT")
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            return b"".join(copy)

    def put(self, tables: Mapping[str, Any]) -> None:
        with self._connection.transaction(), self._connection.cursor() as cursor:
            for table, rows in tables.items():
                with cursor.copy(_psycopgs(f"COPY {table} FROM STDIN")) as copy:
                    copy.write(rows)

    def empty(self, tables: Sequence[str]) -> None:
        self._connection.execute(_psycopgs(f"TRUNCATE {', '.join(tables)} CASCADE"))

    def close(self) -> None:
        self._connection.close()


@cache
def _psycopgs(statement: str) -> Any:
    """With values as psycopg has them; a statement here is never anything that was typed."""
    return _NAMED.sub(r"%(\1)s", statement)
