"""Makes a database from a backup, in one transaction: all of it, or nothing is changed."""

from collections.abc import Callable
from typing import IO, Any

import psycopg
from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlmodel import Session

from models.backup.form import Header
from models.backup.reading import Rows, check_backup, read_backup, read_header
from models.backup.tables import PortableTable, portable_tables, there
from models.backup.writing import Progress
from models.base import metadata
from models.database import Database
from models.errors import BackupRefused, UpgradeFailed
from models.schema import knows_revision, upgrade_within
from models.schema_standing import revision_within

GAP = 100_000
"""Numbers left out after a restore: messages that were posted since the backup carry theirs."""

_PATIENCE_S = 10
"""Seconds that a restore waits on PostgreSQL for whoever else uses the tables."""

_MAY_NOT = "42501"
"""PostgreSQL's code for what an account has no right to."""

Settle = Callable[[Session], object]
"""What is done to the restored rows in the same transaction."""


def check_restorable(backup: IO[bytes]) -> Header:
    """Read all of a backup; raises BackupRefused unless it is whole and of a known revision."""
    header = check_backup(backup)
    if not knows_revision(header.revision):
        raise BackupRefused(
            f"The backup's tables are at version {header.revision}, which this program does not "
            f"know; Caseload {header.version} made it. Restore it with that version or a newer one."
        )
    return header


def holds_rows(database: Database) -> bool:
    """Whether there is anything that a restore would replace."""
    path = database.path()
    if path is not None and not path.exists():  # connecting would leave an empty file behind
        return False
    with database.look() as session:
        return _holds_rows(session.connection())


def restore(
    database: Database, backup: IO[bytes], *, replace: bool, settle: Settle, progress: Progress
) -> Header:
    """Make the database what the backup holds, and bring its tables up to date.

    `replace` lets it take the place of what is there; `settle` is called at the end of the same
    transaction. Raises BackupRefused, and then nothing has changed.
    """
    header = check_restorable(backup)
    try:
        with database.rebuilding() as session:
            _make_room(session, replace=replace)
            upgrade_within(session, header.revision)
            numbers = _load(session.connection(), backup, progress)
            upgrade_within(session)
            _go_on_numbering(session.connection(), numbers)
            settle(session)
    except (DatabaseError, psycopg.Error, OverflowError, UpgradeFailed) as error:
        raise _refusal(database, error) from error
    return header


def _make_room(session: Session, *, replace: bool) -> None:
    """Drop the product's tables, which are empty or may be replaced."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":  # where one that writes keeps all others out
        connection.execute(text(f"SET LOCAL lock_timeout = '{_PATIENCE_S}s'"))
    if _holds_rows(connection):
        if not replace:
            raise BackupRefused(
                "The database holds something already, so nothing was restored. Restore into an "
                "empty one; or let what it holds be replaced, with --replace."
            )
        found = revision_within(session)
        if found is None or not knows_revision(found):
            raise BackupRefused(
                "The database holds tables that are not Caseload's, or a newer version's, so "
                "nothing was restored. Restore into an empty database."
            )
    tables = there(connection)
    if tables:
        tables[0].metadata.drop_all(connection, tables)
    connection.execute(text("DROP TABLE IF EXISTS alembic_version"))


def _holds_rows(connection: Connection) -> bool:
    return any(
        connection.execute(select(table).limit(1)).first() is not None
        for table in there(connection)
    )


def _load(connection: Connection, backup: IO[bytes], progress: Progress) -> dict[str, int]:
    """Put every row into its table; gives the last number that each table had given."""
    header = read_header(backup)
    tables = {table.head.name: table for table in portable_tables(connection)}
    if set(tables) != set(header.tables):
        raise _not_taken()
    numbers, done = {}, 0
    for rows in read_backup(backup):
        table = tables[rows.table.name]
        if sorted(rows.table.columns) != sorted(table.head.columns):
            raise _not_taken()
        if rows.table.numbered_to is not None:
            numbers[rows.table.name] = rows.table.numbered_to
        if rows.values:
            _put(connection, table, rows)
        done += len(rows.values)
        progress(rows.table.name, done, header.rows)
    return numbers


def _put(connection: Connection, table: PortableTable, rows: Rows) -> None:
    """Write some rows; PostgreSQL takes them as a stream, which is several times as fast."""
    names = [name for name, _ in rows.table.columns]
    if connection.dialect.name == "sqlite":
        values = [dict(zip(names, row, strict=True)) for row in rows.values]
        connection.execute(insert(table.table), values)
        return
    raw: Any = connection.connection.driver_connection
    quoted = connection.dialect.identifier_preparer.quote
    columns = ", ".join(quoted(name) for name in names)
    with (
        raw.cursor() as cursor,
        cursor.copy(f"COPY {quoted(table.head.name)} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows.values:
            copy.write_row(row)


def _go_on_numbering(connection: Connection, before: dict[str, int]) -> None:
    """Give new rows numbers that no message carries which was posted since the backup.

    SQLite gives the next free number, except where a table remembers the last one.
    """
    on_sqlite = connection.dialect.name == "sqlite"
    for table in metadata.sorted_tables:
        if "id" not in table.columns:
            continue
        highest = connection.execute(select(func.max(table.c.id))).scalar() or 0
        last = max(highest, before.get(table.name, 0))
        if last and on_sqlite:
            _remember(connection, table, last + GAP)
        elif last:
            connection.execute(
                select(func.setval(func.pg_get_serial_sequence(table.name, "id"), last + GAP))
            )


def _remember(connection: Connection, table: Table, last: int) -> None:
    if not table.dialect_options["sqlite"]["autoincrement"]:
        return
    given = {"name": table.name, "last": last}
    connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), given)
    connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), given)


def _refusal(database: Database, error: Exception) -> BackupRefused:
    """What the database said, as a sentence with the next step."""
    said = error.orig if isinstance(error, DatabaseError) else error
    if getattr(said, "sqlstate", None) == _MAY_NOT:
        return BackupRefused(
            f"The account of {database.described()} may not make tables, so nothing was restored. "
            "Set CASELOAD_DATABASE_URL to the owner's address for this command."
        )
    if isinstance(error, OperationalError) or isinstance(said, psycopg.OperationalError):
        return BackupRefused(
            f"The database {database.described()} is in use or cannot be written to, so nothing "
            "was restored. Stop every `caseload serve` and whatever else uses it, then try again."
        )
    return _not_taken()


def _not_taken() -> BackupRefused:
    return BackupRefused(
        "The backup holds what the tables do not take, so nothing was restored. Take another copy "
        "of it, or the backup before it."
    )
