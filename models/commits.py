"""Says whether anybody has committed since it was last asked, by the cheapest question."""

from typing import Any

from sqlalchemy import PoolProxiedConnection
from sqlalchemy.exc import SQLAlchemyError

from models.database import Database

_ON_SQLITE = "PRAGMA data_version"
"""Another number after each commit, of whatever process, but for those of this connection."""

_ON_POSTGRESQL = "SELECT pg_current_snapshot()::text"
"""Which transactions are under way on the whole server: another text after each of their ends."""


class Commits:
    """One thread asks at a time; between two questions one connection is kept, in no transaction.

    A look for what is new reads tables, and takes ten times as long as this in our process.
    """

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
        self._question = _ON_SQLITE if database.is_sqlite else _ON_POSTGRESQL
        self._connection: PoolProxiedConnection | None = None
        self._known: Any = None

    def any(self) -> bool:
        """Whether there may be some; also where the database does not say, as at the first time."""
        before, self._known = self._known, None
        try:
            self._known = self._answer()
        except (SQLAlchemyError, self._engine.dialect.loaded_dbapi.Error):
            self._give_up()
        return self._known is None or self._known != before

    def close(self) -> None:
        """Give the connection back; who asks again has another."""
        connection, self._connection, self._known = self._connection, None, None
        if connection is not None:
            connection.close()

    def _answer(self) -> Any:
        if self._connection is None:
            self._connection = self._engine.raw_connection()
        driver: Any = self._connection.driver_connection
        return driver.execute(self._question).fetchone()

    def _give_up(self) -> None:
        """The connection may be gone, and nobody else shall have it."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
