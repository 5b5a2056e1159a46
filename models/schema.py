"""The database's tables over time: bringing them up to date, step by step.

From revision 0007 on a step only adds, so that programs of the release before go on working while
it is taken and after: replicas are replaced one after the other, and none has to be stopped first.
"""

import time
from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from models.database import Database
from models.errors import SchemaBehind, UpgradeFailed
from models.schema_standing import MIGRATIONS, Standing, not_ours, revision_within, standing_of

_UPGRADE_LOCK = 0x0CA5E10AD  # any number, the same in every process


_LOCK_PATIENCE = "1s"
"""How long a step waits for a table, since everybody who comes after it waits behind it."""

_RESTS = (1.0, 2.0, 3.0, 5.0, 5.0, 5.0, 5.0, 5.0)
"""Seconds between attempts to get the tables: with the waiting itself, most of a minute."""

_IN_USE = frozenset({"55P03", "40P01"})
"""PostgreSQL's codes for a lock that was not to be had: not in time, or never (a deadlock)."""


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
    before = revision_within(session)
    standing = standing_of(before, _newest(config))
    if before is not None and standing is Standing.NEWER:
        return before, before
    if standing is Standing.FOREIGN:
        raise SchemaBehind(not_ours(before))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
    return before, revision_within(session) or to


def knows_revision(revision: str) -> bool:
    """Whether this program can make tables of that revision, and bring them up to date."""
    return revision in {each.revision for each in _scripts().walk_revisions()}


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
