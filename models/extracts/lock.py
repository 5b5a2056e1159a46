"""One import at a time, by a lock that a killed process cannot leave behind."""

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout
from sqlalchemy import text

from models.database import Database
from models.errors import ImportRunning

_LOCK = 0x0CA5E10AE  # any number, the same in every process
_RUNNING = (
    "Another import is running. Nothing was changed; try again when it has finished, "
    "usually within a minute."
)


@contextmanager
def import_lock(database: Database) -> Iterator[None]:
    """Hold the authority's one import lock; ImportRunning at once when another has it."""
    path = database.path()
    if path is not None:
        with _file_lock(f"{path.resolve()}.import-lock"):
            yield
        return
    # Held by a transaction, not by a session: a session's lock outlives its transaction in a
    # pooled connection, and does not work through PgBouncer in transaction mode.
    with database.transaction(long=True) as session:
        query = text("SELECT pg_try_advisory_xact_lock(:key)")
        if not session.execute(query, {"key": _LOCK}).scalar():
            raise ImportRunning(_RUNNING)
        yield


@contextmanager
def _file_lock(path: str) -> Iterator[None]:
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise ImportRunning(_RUNNING) from error
    try:
        yield
    finally:
        lock.release()
