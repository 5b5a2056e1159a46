"""How PostgreSQL is connected to, and what it is told for when a client falls silent.

A network that swallows everything closes no connection: each side waits for the other. Caseload's
side gives up by the limits of its sockets. PostgreSQL's side would keep a transaction and its locks
for hours; it is told with each BEGIN when to give up, because a session's own settings do not last
through PgBouncer's transaction mode, and because that way nothing more is sent.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from psycopg import Error, ProgrammingError
from psycopg.conninfo import make_conninfo
from sqlalchemy import Engine, event
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import create_engine

from models.errors import SettingsWrong
from models.transactions import KIND, Kind, Limits

KEPT_OPEN = 5
"""Connections that stay open; the rest of a pool is opened when needed and closed after."""

POOL_PATIENCE = 5.0
"""Seconds that somebody waits for a connection when all are in use."""

CLIENT: Mapping[str, Any] = {
    "application_name": "caseload",
    "connect_timeout": 5,  # seconds, for each address of the server
    "keepalives_idle": 10,  # seconds
    "keepalives_interval": 3,  # seconds
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,  # milliseconds that what was sent may stay without a receipt
}
"""What libpq is told, unless the address says otherwise: who is cut off knows it in 20 seconds."""

RESTS = 1.0
"""Seconds without use after which a connection is asked whether it is there still."""

PREPARED_AFTER = 2
"""How often a look's statement comes through a connection before PostgreSQL keeps its plan."""

AUTOCOMMIT = "AUTOCOMMIT"
_RESTS_SINCE = "caseload_rests_since"
_IS_DIRECT = "caseload_is_direct"

_LIMITS = "caseload_limits"

_SILENT_SOCKET = {
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "20s",
}
_LOST_CLIENT = {"client_connection_check_interval": "5s"}
_KNOWS_LOST_CLIENTS = 14_00_00  # PostgreSQL 14


def postgres_engine(
    url: URL, pool: int, limits: Limits, *, patience: float = POOL_PATIENCE, rests: float = RESTS
) -> Engine:
    """An engine with at most so many connections, each of whose transactions begins as it is told.

    BEGIN is ours to say, so the driver is left in autocommit. A look's statements are prepared
    where nothing stands between: they outlive a transaction, which PgBouncer's transaction mode
    does not allow, and to plan what an answer reads takes longer than to read it.
    """
    _refuse_unknown(url)
    given = {name: value for name, value in CLIENT.items() if name not in url.query}
    kept = min(KEPT_OPEN, pool)
    engine = create_engine(
        url,
        pool_size=kept,
        max_overflow=pool - kept,
        pool_timeout=patience,
        connect_args={**given, "autocommit": True, "prepare_threshold": None},
        hide_parameters=True,
    )
    begins = _Begins(limits)
    event.listen(engine, "connect", begins.get_to_know)
    event.listen(engine, "begin", begins.begin)
    resting = _Rests(engine.dialect.do_ping, rests)
    event.listen(engine, "checkin", resting.begin)
    event.listen(engine, "checkout", resting.end)
    return engine


def _refuse_unknown(url: URL) -> None:
    try:
        make_conninfo(**{name: str(value) for name, value in url.query.items()})
    except ProgrammingError:
        raise SettingsWrong(
            "CASELOAD_DATABASE_URL has an option after its ? that PostgreSQL's client does not "
            "know. Correct it or leave it out."
        ) from None


@dataclass(frozen=True, slots=True)
class Server:
    """What decides which limits a server understands; 170004 is version 17.4.

    Other systems than Linux have not all of the sockets' limits, and would complain in their log
    each time.
    """

    on_linux: bool
    version: int

    def limits(self, kind: Kind, limits: Limits) -> dict[str, str]:
        """Settings by name, for one transaction."""
        found = {"idle_in_transaction_session_timeout": f"{limits.pause_of(kind)}s"}
        if kind is Kind.CHANGE:
            found["lock_timeout"] = f"{limits.lock}s"
        if self.on_linux:
            found |= _SILENT_SOCKET
            if self.version >= _KNOWS_LOST_CLIENTS:
                found |= _LOST_CLIENT
        return found

    def beginning(self, kind: Kind, limits: Limits) -> str:
        """The statements that begin a transaction."""
        begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if kind is Kind.LOOK else "BEGIN"
        told = (f"SET LOCAL {name} = '{to}'" for name, to in self.limits(kind, limits).items())
        return "; ".join((begin, *told))

    def limiting(self, limits: Limits) -> str:
        """The statement that tells a change's limits within its transaction."""
        limited = self.limits(Kind.CHANGE, limits).items()
        return "SELECT " + ", ".join(f"set_config('{name}', '{to}', true)" for name, to in limited)


def change_at_once(connection: Connection, text: str, values: Mapping[str, Any]) -> None:
    """One statement of a change in a transaction of its own, and so in one wait.

    The connection is in no transaction: what is sent together is one, and is undone together. The
    values travel apart from the text, which PostgreSQL shows to its administrators and writes into
    its log when the statement fails: there are names of people among them.
    """
    raw: Any = connection.connection.driver_connection
    if not raw.autocommit:
        raw.autocommit = True
    raw.prepare_threshold = None
    try:
        with raw.pipeline():
            raw.execute(connection.info[_LIMITS])
            raw.execute(text, values)
    except Error as error:
        if raw.closed:
            connection.invalidate()
        # As SQLAlchemy says what its own statements fail with: others tell by it what to do.
        raise DBAPIError.instance(
            text, None, error, Error, hide_parameters=True,
            connection_invalidated=raw.closed, dialect=connection.dialect,
        ) from error  # fmt: skip


class _Begins:
    """The beginnings for the server of one engine, known from its first connection on."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._statements: dict[Kind, str] = {}

    def get_to_know(self, raw: Any, record: ConnectionPoolEntry) -> None:
        """Find out which system the server runs on, and whether it is the server that answers.

        Whoever stands between gives each client a number of its own instead of the process's.
        """
        described, process = raw.execute("SELECT version(), pg_backend_pid()").fetchone()
        record.info[_IS_DIRECT] = process == raw.info.backend_pid
        server = Server("linux" in described, raw.info.server_version)
        self._statements = {kind: server.beginning(kind, self._limits) for kind in Kind}
        record.info[_LIMITS] = server.limiting(self._limits)

    def begin(self, connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("isolation_level") == AUTOCOMMIT:
            return
        raw: Any = connection.connection.driver_connection
        if not raw.autocommit:  # somebody had the connection before and set it otherwise
            raw.autocommit = True
        kind = options.get(KIND, Kind.CHANGE)
        prepares = kind is Kind.LOOK and connection.info[_IS_DIRECT]
        raw.prepare_threshold = PREPARED_AFTER if prepares else None
        connection.exec_driver_sql(self._statements[kind])


class _Rests:
    """Connections that have rested, and may be gone: they are asked before they are used.

    One that was used a moment ago is not: whoever has a dozen small transactions to do would wait
    for a dozen more answers.
    """

    def __init__(self, ask: Callable[[Any], bool], rests: float) -> None:
        self._ask = ask
        self._rests = rests

    def begin(self, _raw: Any, record: ConnectionPoolEntry) -> None:
        record.info[_RESTS_SINCE] = time.monotonic()

    def end(self, raw: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        """Raises InvalidatePoolError for one that is gone; then all of the pool are replaced."""
        since = record.info.get(_RESTS_SINCE)
        if since is None or time.monotonic() - since < self._rests:
            return
        try:
            self._ask(raw)
        except Error as error:
            raise InvalidatePoolError from error
