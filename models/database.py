"""The one way to the database: a consistent look at it, or one transaction that changes it.

SQLite and PostgreSQL behave alike here. A look sees one moment, however many queries it makes, so
that no answer is drawn from half a load. A change takes SQLite's write lock at its start: a
deferred transaction that reads before it writes fails at once when another writer was first.
What is PostgreSQL's alone is in models/postgresql.py.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Engine, Executable, event, make_url
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session, create_engine

from models.errors import SettingsWrong, UpgradeFailed
from models.spoken import Spoke
from models.transactions import KIND, POOL, Kind, Limits

BUSY_TIMEOUT_MS = 20_000
"""So long SQLite's one writer is waited for: a load at the size of England takes half of it."""

_WRITES = "caseload_writes"
_ONE_STATEMENT = "caseload_one_statement"
_HAS_TURN = "caseload_has_turn"


class Database:
    """An engine for SQLite or PostgreSQL, and the two kinds of session it gives."""

    def __init__(self, url: str, *, pool: int = POOL, limits: Limits | None = None) -> None:
        """`pool` is the most connections this process opens to PostgreSQL."""
        self.url = _parse(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.pool = pool
        if self.is_sqlite:
            self.engine = _sqlite_engine(self.url)
        else:
            self.engine = _postgresql().postgres_engine(self.url, pool, limits or Limits())
        self._spoke = Spoke()
        self._reader = self.engine.execution_options(**{KIND: Kind.LOOK})
        self._writer = self.engine.execution_options(**{_WRITES: True, KIND: Kind.CHANGE})
        self._one_statement = self._writer.execution_options(**{_ONE_STATEMENT: True})
        self._long_writer = self.engine.execution_options(**{_WRITES: True, KIND: Kind.LONG_CHANGE})

    @contextmanager
    def look(self) -> Iterator[Session]:
        """A session that sees one moment of the database; whatever it changes is thrown away."""
        with (
            self._reader.connect() as connection,
            Session(connection, autoflush=False, expire_on_commit=False) as session,
        ):
            connection.begin()
            yield session  # closing it leaves what was read readable
            if not self.is_sqlite:
                # It can only have read. Rolled back, the driver would forget what it prepared.
                connection.commit()

    @contextmanager
    def transaction(self, *, long: bool = False) -> Iterator[Session]:
        """A session whose changes all happen at its end, or none of them on an error.

        `long` is for what computes for more than some seconds between two statements: PostgreSQL
        otherwise takes whoever is silent for so long for lost.
        """
        engine = self._long_writer if long else self._writer
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    def write(self, statement: Executable, values: Mapping[str, Any]) -> None:
        """One statement that changes something, in a transaction of its own."""
        spoken = self._spoke.of(statement, self.engine.dialect, values)
        given = spoken.given(values)
        with self._one_statement.connect() as connection:
            if not self.is_sqlite:
                _postgresql().change_at_once(connection, spoken.text, given)
                return
            with connection.begin():
                connection.exec_driver_sql(spoken.text, given)

    @contextmanager
    def rebuilding(self) -> Iterator[Session]:
        """A transaction in which tables may be made anew while others refer to them.

        SQLite changes a constraint by copying the table and dropping the old one, which would take
        along every row that refers to it; so it does not look at references until the end.
        """
        path = self.path()
        if path is None:
            with self.transaction(long=True) as session:
                yield session
            return
        if path.parent.is_dir() and not path.exists():
            path.touch(mode=0o600)  # names of people will be in it
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
        """The database's address as an operator writes it, without its password."""
        # A password may stand in the query, too.
        plain = self.url.set(drivername=self.url.get_backend_name(), query={})
        return plain.render_as_string(hide_password=True)

    def close(self) -> None:
        self.engine.dispose()


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # a port that is no number, which may be a password
        raise SettingsWrong(
            "CASELOAD_DATABASE_URL is not a database address. It looks like "
            "sqlite:///caseload.db or postgresql://user:password@host/caseload."
        ) from None
    if "@" in (parsed.host or ""):
        raise SettingsWrong(
            "CASELOAD_DATABASE_URL has more than one @ before the host. "
            "Write an @ that belongs to the password as %40. Without a password it looks like "
            "sqlite:///caseload.db or postgresql://user@host/caseload."
        )
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


def _postgresql() -> Any:
    """Read where it is wanted: its driver takes a fifteenth of the service's memory."""
    return import_module("models.postgresql")


def _sqlite_engine(url: URL) -> Engine:
    # An error's text ends up in a log; the values of a query are names of people.
    engine = create_engine(
        url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare_sqlite)
    turns = _Turns()
    event.listen(engine, "begin", turns.begin)
    event.listen(engine, "checkin", turns.give_back)
    return engine


class _Turns:
    """One after the other, the threads of a process write to SQLite.

    SQLite lets whoever is second look again after a while, and again after a longer one: of many,
    some never have their turn. Whoever waits here is let in as soon as another one is done; other
    processes are waited for as ever.
    """

    def __init__(self) -> None:
        self._lock = Lock()

    def begin(self, connection: Connection) -> None:
        """Begin a transaction; one that writes waits for its turn, and then for other processes."""
        options = connection.get_execution_options()
        if not options.get(_WRITES, False):
            raw: Any = connection.connection.driver_connection
            raw.execute("BEGIN")  # it waits for nobody and cannot fail
            return
        if not connection.info.get(_HAS_TURN):
            connection.info[_HAS_TURN] = self._lock.acquire(timeout=BUSY_TIMEOUT_MS / 1000)
        if not options.get(_ONE_STATEMENT, False):  # which is a transaction by itself
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    def give_back(self, _raw: Any, record: ConnectionPoolEntry) -> None:
        """When the connection is given back, whatever became of the transaction."""
        if record.info.pop(_HAS_TURN, False):
            self._lock.release()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # BEGIN is ours to say, see _Turns
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")  # WAL: safe against a crash of the program
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")


def _refuse_broken_references(session: Session) -> None:
    broken = session.connection().exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise UpgradeFailed(
            f"The tables were not changed: rows of {broken[0]} would refer to what is not there. "
            "Keep a copy of the database and report this with the version you upgraded from."
        )
