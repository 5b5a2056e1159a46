"""Whether somebody else has the database open: a service that goes on would work on a mixture."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import text

from models.database import Database
from models.errors import BackupRefused
from models.postgresql import CLIENT

_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND application_name = :name AND pid <> pg_backend_pid()"
    # A service asks every few seconds; a pooler keeps a connection that nobody uses.
    " AND (state_change IS NULL OR state_change > now() - interval '1 minute')"
)


def refuse_while_at_work(database: Database) -> None:
    """BackupRefused while another process of ours works on this database.

    Closes this process's own connections to SQLite, which would be in the way of looking.
    """
    if others_at_work(database):
        raise BackupRefused(
            f"The database {database.described()} was in use within the last minute, so nothing "
            "was restored. Stop every `caseload serve`, wait a minute, then try again."
        )


def others_at_work(database: Database) -> bool:
    """Whether others have it open; PostgreSQL tells ours from others by their name."""
    path = database.path()
    if path is not None:
        database.close()
        return _is_open(path)
    with database.look() as session:
        found = session.execute(_OTHERS, {"name": CLIENT["application_name"]})
        return bool(found.scalar_one())


def _is_open(path: Path) -> bool:
    """SQLite leaves its write-ahead log only when nobody else has the file open."""
    with closing(sqlite3.connect(path, timeout=0)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            return True
    return False
