"""Inserts many rows by PostgreSQL's quickest way, which is its driver's own: COPY."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


def copy(
    connection: Connection,
    table: str,
    columns: Sequence[str],
    parts: Iterable[list[tuple[Any, ...]]],
) -> None:
    """All the rows, each as long as `columns`; raises what SQLAlchemy's own statements would."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    raw: Any = connection.connection.driver_connection
    try:
        with raw.cursor() as cursor, cursor.copy(statement) as written:
            for row in chain.from_iterable(parts):
                written.write_row(row)
    except psycopg.Error as error:
        # As SQLAlchemy says what its own statements fail with: others tell by it what to do.
        raise DBAPIError.instance(
            f"COPY {table}", None, error, psycopg.Error, hide_parameters=True,
            connection_invalidated=raw.closed, dialect=connection.dialect,
        ) from error  # fmt: skip
