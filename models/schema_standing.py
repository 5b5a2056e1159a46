"""How the database's tables stand to what this program needs, told without what makes tables."""

import logging
from enum import StrEnum
from pathlib import Path

from sqlalchemy import inspect, text
from sqlmodel import Session

from models.database import Database
from models.errors import SchemaBehind

log = logging.getLogger("caseload")

MIGRATIONS = Path(__file__).parent / "migrations"


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


def revision(database: Database) -> str | None:
    """The revision the database is at; None when it has no tables yet, or no file."""
    path = database.path()
    if path is not None and not path.exists():  # connecting would leave an empty file behind
        return None
    with database.look() as session:
        return revision_within(session)


def newest_revision() -> str:
    """The revision this program needs: the newest of its steps, which begin with their numbers."""
    return max(step.name.partition("_")[0] for step in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def revision_within(session: Session) -> str | None:
    """The revision of the tables that a session sees; None when there are none."""
    connection = session.connection()
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


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
            raise SchemaBehind(not_ours(found))


def not_ours(found: str | None) -> str:
    """What to do about tables of a version that is no number."""
    return (
        f"The database's tables are at version {found}, which is none of Caseload's. Check that "
        "CASELOAD_DATABASE_URL names Caseload's own database."
    )
