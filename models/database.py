"""The one way to the database: a consistent look at it, or one transaction that changes it.

SQLite and PostgreSQL behave alike here. A look sees one moment, however many queries it makes, so
that no answer is drawn from half a load. A change takes SQLite's write lock at its start: a
deferred transaction that reads before it writes fails at once when another writer was first.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, make_url
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import ArgumentError
from sqlmodel import Session, create_engine

from models.errors import SettingsWrong, UpgradeFailed

BUSY_TIMEOUT_MS = 5_000
_WRITES = "caseload_writes"


class Database:
    """An engine for SQLite or PostgreSQL, and the two kinds of session it gives."""

    def __init__(self, url: str) -> None:
        self.url = _parse(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else _postgres_engine(self.url)
        self._reader = self.engine.execution_options(**_reading(self.is_sqlite))
        self._writer = self.engine.execution_options(**{_WRITES: True})

    @contextmanager
    def look(self) -> Iterator[Session]:
        """A session that sees one moment of the database; whatever it changes is thrown away."""
        with Session(self._reader, autoflush=False, expire_on_commit=False) as session:
            yield session  # closing it rolls back, and leaves what was read readable

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose changes all happen at its end, or none of them on an error."""
        with Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def rebuilding(self) -> Iterator[Session]:
        """A transaction in which tables may be made anew while others refer to them.

        SQLite changes a constraint by copying the table and dropping the old one, which would take
        along every row that refers to it; so it does not look at references until the end.
        """
        if not self.is_sqlite:
            with self.transaction() as session:
                yield session
            return
        with self._writer.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA foreign_keys = OFF")  # heeded only outside a transaction
            try:
                with Session(connection, expire_on_commit=False) as session, session.begin():
                    yield session
                    _refuse_broken_references(session)
            finally:
                raw.execute("PRAGMA foreign_keys = ON")

    def path(self) -> Path | None:
        """The SQLite file, or None on PostgreSQL."""
        return Path(self.url.database or "") if self.is_sqlite else None

    def described(self) -> str:
        """The database's address without its password."""
        return self.url.render_as_string(hide_password=True)

    def close(self) -> None:
        self.engine.dispose()


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise SettingsWrong(
            "CASELOAD_DATABASE_URL is not a database address. It looks like "
            "sqlite:///caseload.db or postgresql://user:password@host/caseload."
        ) from error
    if parsed.drivername in {"postgres", "postgresql"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise SettingsWrong(
            "CASELOAD_DATABASE_URL names a database in memory, which is gone when the program "
            "ends. Name a file: sqlite:///caseload.db."
        )
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise SettingsWrong(
            f"CASELOAD_DATABASE_URL names {parsed.get_backend_name()}; Caseload works with SQLite "
            "and PostgreSQL: sqlite:///caseload.db or postgresql://user:password@host/caseload."
        )
    return parsed


def _reading(is_sqlite: bool) -> dict[str, Any]:
    if is_sqlite:
        return {}
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def _postgres_engine(url: URL) -> Engine:
    # Prepared statements outlive a transaction, which PgBouncer's transaction mode does not allow.
    return create_engine(
        url, pool_pre_ping=True, connect_args={"prepare_threshold": None}, hide_parameters=True
    )


def _sqlite_engine(url: URL) -> Engine:
    # An error's text ends up in a log; the values of a query are names of people.
    engine = create_engine(
        url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # BEGIN is ours to say, see _begin_sqlite
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")  # WAL: safe against a crash of the program
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _refuse_broken_references(session: Session) -> None:
    broken = session.connection().exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise UpgradeFailed(
            f"The tables were not changed: rows of {broken[0]} would refer to what is not there. "
            "Keep a copy of the database and report this with the version you upgraded from."
        )
