"""The database's tables over time: bringing them up to date, and telling when they are not."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import Connection

from models.database import Database
from models.errors import SchemaBehind

_UPGRADE_LOCK = 0x0CA5E10AD  # any number, the same in every process


def upgrade(database: Database, to: str = "head") -> tuple[str | None, str]:
    """Bring the tables up to date in one transaction; gives the revisions before and after."""
    config = _config()
    with database.rebuilding() as session:
        connection = session.connection()
        if not database.is_sqlite:  # SQLite's transaction already keeps a second upgrade out
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
        before = _revision(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        return before, _revision(connection) or to


def revision(database: Database) -> str | None:
    """The revision the database is at; None when it has no tables yet, or no file."""
    path = database.path()
    if path is not None and not path.exists():  # connecting would leave an empty file behind
        return None
    with database.look() as session:
        return _revision(session.connection())


def newest_revision() -> str:
    """The revision this program needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def require_current(database: Database) -> None:
    """Raise SchemaBehind, with the mend, unless the tables are those this program needs."""
    found = revision(database)
    if found == newest_revision():
        return
    if found is None:
        raise SchemaBehind(
            f"The database {database.described()} has no tables yet. "
            "Run `caseload db upgrade`, then try again."
        )
    raise SchemaBehind(
        f"The database's tables are at version {found}; this program needs {newest_revision()}. "
        "Run `caseload db upgrade` with the newest version of Caseload, then try again."
    )


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config
