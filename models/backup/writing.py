"""Writes everything a database holds at one moment, while the service goes on."""

import gzip
import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import IO

from sqlalchemy import func, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError

from models.backup.form import Header, header_line, table_line, written
from models.backup.tables import PortableTable, portable_tables
from models.database import Database
from models.errors import BackupRefused
from models.schema_standing import revision_within
from models.version import VERSION

Progress = Callable[[str, int, int], None]
"""Which table, how many rows are done, and of how many."""

_AT_ONCE = 2_000
"""Rows; what is in memory at one time."""

_SQUEEZED = 6
"""Of gzip's nine: nine takes three times as long for a fiftieth less."""


def write_backup(database: Database, into: IO[bytes], now: datetime, progress: Progress) -> Header:
    """Write a backup into an open file or pipe; what is changed meanwhile is not in it.

    Raises BackupRefused where the database has no tables or cannot be read whole, and OSError where
    the file cannot be written.
    """
    try:
        with (
            database.look() as session,
            gzip.GzipFile("", "wb", _SQUEEZED, into, mtime=0) as squeezed,
        ):
            connection = session.connection()
            _check_soundness(connection)
            tables = portable_tables(connection)
            revision = revision_within(session)
            if revision is None or not tables:
                raise BackupRefused(
                    f"The database {database.described()} has no tables, so there is nothing to "
                    "back up. Check CASELOAD_DATABASE_URL."
                )
            counts = {table.head.name: _count(connection, table) for table in tables}
            header = Header(revision, now, VERSION, counts)
            _write(connection, header, tables, squeezed, progress)
    except DatabaseError as error:
        said = (str(error.orig).strip().splitlines() or ["no answer"])[0].rstrip(".")
        raise BackupRefused(
            f"The database could not be read to its end ({said}), so no backup was made. Keep the "
            "backups there are, and run `caseload doctor`."
        ) from error
    return header


def _write(
    connection: Connection,
    header: Header,
    tables: list[PortableTable],
    into: gzip.GzipFile,
    progress: Progress,
) -> None:
    done = 0
    into.write(written(header_line(header)))
    for table in tables:
        into.write(written(table_line(table.head)))
        total = hashlib.sha256()
        rows = 0
        query = select(table.table).order_by(*(table.table.c[name] for name in table.key))
        found = connection.execution_options(yield_per=_AT_ONCE).execute(query)
        for part in found.partitions():
            lines = b"".join(written(tuple(row)) for row in part)
            total.update(lines)
            into.write(lines)
            rows += len(part)
            progress(table.head.name, done + rows, header.rows)
        done += rows
        into.write(written({"end": table.head.name, "rows": rows, "sha256": total.hexdigest()}))
    into.write(written({"complete": done}))


def _count(connection: Connection, table: PortableTable) -> int:
    return connection.execute(select(func.count()).select_from(table.table)).scalar_one()


def _check_soundness(connection: Connection) -> None:
    """Raises BackupRefused where SQLite's file is damaged: a backup of it might not be whole."""
    if connection.dialect.name != "sqlite":
        return
    said = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if said == "ok" and broken is None:
        return
    what = said if broken is None else f"rows of {broken[0]} refer to what is not there"
    raise BackupRefused(
        f"The database's file is damaged ({what}), so no backup was made. Keep the backups there "
        "are: the newest sound one is what you restore."
    )
