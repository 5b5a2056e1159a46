"""Whether an error says that the database is away, and what the database said, in a line."""

import sqlite3

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_GONE = ("08", "53", "57P")
"""Classes of PostgreSQL's codes: no connection, no room for another, shut down or starting up."""

_SQLITE_GONE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)
_PRIMARY = 0xFF
"""The bits of SQLite's code that say what kind it is; the others say more."""


def is_away(error: BaseException) -> bool:
    """Whether it was not reached, or cannot work; not what is wrong with a query or its tables."""
    if isinstance(error, PoolTimeout):
        return True
    if not isinstance(error, DBAPIError):
        return False
    said = error.orig
    if isinstance(said, sqlite3.Error):
        return getattr(said, "sqlite_errorcode", 0) & _PRIMARY in _SQLITE_GONE
    if error.connection_invalidated:
        return True
    if not isinstance(error, OperationalError):
        return False
    code: str | None = getattr(said, "sqlstate", None)
    return code is None or code.startswith(_GONE)  # who reaches no server has none of its codes


def said_by(error: BaseException) -> str:
    """The first line of what the database said, without the query; it holds nobody's data."""
    if isinstance(error, OperationalError):
        said = str(error.orig).strip().splitlines() or ["no answer"]
        return said[0].rstrip(".")
    return "no connection is free" if isinstance(error, PoolTimeout) else type(error).__name__
