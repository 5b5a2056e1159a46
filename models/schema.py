"""The database's tables over time: bringing them up to date, and telling when they are not.

From revision 0007 on a step only adds, so that programs of the release before go on working while
it is taken and after: replicas are replaced one after the other, and none has to be stopped first.
"""

import logging
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from models.database import Database
from models.errors import SchemaBehind, UpgradeFailed

log = logging.getLogger("caseload")

MIGRATIONS = Path(__file__).parent / "migrations"

_UPGRADE_LOCK = 0x0CA5E10AD  # any number, the same in every process


_LOCK_PATIENCE = "1s"
"""How long a step waits for a table, since everybody who comes after it waits behind it."""

_RESTS = (1.0, 2.0, 3.0, 5.0, 5.0, 5.0, 5.0, 5.0)
"""Seconds between attempts to get the tables: with the waiting itself, most of a minute."""

_IN_USE = frozenset({"55P03", "40P01"})
"""PostgreSQL's codes for a lock that was not to be had: not in time, or never (a deadlock)."""


class Standing(StrEnum):
    """How the tables stand to what a program needs."""

    NONE = "none"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"
    FOREIGN = "foreign"  # their version is no number: nobody here made them


def standing_of(found: str | None, needed: str) -> Standing:
    """How tables at one revision stand to a program that needs another; revisions are numbers."""
    if found is None:
        return Standing.NONE
    if found == needed:
        return Standing.CURRENT
    if not (found.isascii() and found.isdigit()):
        return Standing.FOREIGN
    return Standing.NEWER if int(found) > int(needed) else Standing.OLDER


def upgrade(
    database: Database,
    to: str = "head",
    *,
    migrations: Path = MIGRATIONS,
    rest: Callable[[float], None] = time.sleep,
) -> tuple[str | None, str]:
    """Bring the tables up to date in one transaction; gives the revisions before and after.

    Replicas may go on working meanwhile: a step that cannot have its tables soon lets go of
    everything and tries again after a rest, for most of a minute. Raises UpgradeFailed then, and
    SchemaBehind for tables that Caseload did not make.
    """
    for seconds in (*_RESTS, None):
        try:
            with database.rebuilding() as session:
                return upgrade_within(session, to, migrations=migrations)
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) not in _IN_USE:
                raise
        if seconds is not None:
            rest(seconds)
    raise UpgradeFailed(
        "The tables are in use by something that does not let go of them, so they were left as "
        "they were. Try again in a few minutes; if it goes on, see which connection holds a "
        "transaction open (pg_stat_activity), or stop Caseload for the upgrade."
    )


def upgrade_within(
    session: Session, to: str = "head", *, migrations: Path = MIGRATIONS
) -> tuple[str | None, str]:
    """The same inside a transaction of `Database.rebuilding`, with whatever else happens in it."""
    config, connection = _config(migrations), session.connection()
    if connection.dialect.name != "sqlite":  # whose transaction keeps a second upgrade out already
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
        connection.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_PATIENCE}'"))
    before = _revision(connection)
    standing = standing_of(before, _newest(config))
    if before is not None and standing is Standing.NEWER:
        return before, before
    if standing is Standing.FOREIGN:
        raise SchemaBehind(_foreign(before))
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
    return _newest(_config())


def knows_revision(revision: str) -> bool:
    """Whether this program can make tables of that revision, and bring them up to date."""
    return revision in {each.revision for each in _scripts().walk_revisions()}


def revision_within(session: Session) -> str | None:
    """The revision of the tables that a session sees; None when there are none."""
    return _revision(session.connection())


def require_current(database: Database) -> None:
    """Raise SchemaBehind, with the mend, unless this program can work with the tables.

    It can with newer ones too, which a release after this one has made: that is said in the log.
    """
    found, needed = revision(database), newest_revision()
    match standing_of(found, needed):
        case Standing.CURRENT:
            return
        case Standing.NEWER:
            log.warning(
                "The database's tables are at version %s, and this program was made for %s. "
                "It goes on; install the newer version of Caseload here too.",
                found,
                needed,
            )
        case Standing.NONE:
            raise SchemaBehind(
                f"The database {database.described()} has no tables yet. "
                "Run `caseload db upgrade`, then try again."
            )
        case Standing.OLDER:
            raise SchemaBehind(
                f"The database's tables are at version {found}; this program needs {needed}. "
                "Run `caseload db upgrade` with the newest version of Caseload, then try again."
            )
        case Standing.FOREIGN:
            raise SchemaBehind(_foreign(found))


def _foreign(found: str | None) -> str:
    return (
        f"The database's tables are at version {found}, which is none of Caseload's. Check that "
        "CASELOAD_DATABASE_URL names Caseload's own database."
    )


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _newest(config: Config) -> str:
    head = ScriptDirectory.from_config(config).get_current_head()
    assert head is not None
    return head


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config(migrations: Path = MIGRATIONS) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations))
    config.set_main_option("path_separator", "os")
    return config
