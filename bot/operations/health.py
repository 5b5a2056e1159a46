"""Whether this process can do its work, and why not: a judgement of a few facts."""

from collections.abc import Callable
from concurrent.futures import TimeoutError as TooLong
from dataclasses import dataclass
from functools import cache

from models.database import Database
from models.schema_standing import Standing, newest_revision, revision, standing_of

STILL_FOR = 600.0
"""Seconds without a tick, or without a look into the outbox, that are too long: a check of an
authority takes some of them, a digest with its pictures three minutes at most."""


_OF_TABLES = {
    None: "The database does not answer in time.",
    Standing.NONE: "The database has no tables yet: run caseload db upgrade.",
    Standing.OLDER: "The database's tables are older than this program: run caseload db upgrade.",
    Standing.FOREIGN: "The database's tables are not Caseload's: look at CASELOAD_DATABASE_URL.",
}
"""Tables that are newer are no reason: a new version is being rolled out, and this one goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """What there is to know of this process at a moment."""

    tables: Standing | None = Standing.CURRENT  # None where the database does not answer
    connected: bool = True
    ticker_still: float = 0.0  # seconds
    deliverers_still: float = 0.0
    stopping: bool = False


def why_not_ready(vitals: Vitals) -> list[str]:
    """A sentence for each reason; none when it is ready."""
    reasons = []
    if vitals.stopping:
        reasons.append("The service is stopping.")
    if vitals.tables in _OF_TABLES:
        reasons.append(_OF_TABLES[vitals.tables])
    if not vitals.connected:
        reasons.append("There is no connection to Slack.")
    if vitals.ticker_still > STILL_FOR:
        reasons.append(f"Nothing was checked for {_minutes(vitals.ticker_still)} minutes.")
    if vitals.deliverers_still > STILL_FOR:
        minutes = _minutes(vitals.deliverers_still)
        reasons.append(f"Nobody has looked for notices to send for {minutes} minutes.")
    return reasons


def in_time(look: Callable[[], Standing]) -> Standing | None:
    """How the tables are; None when the database does not say so in time."""
    try:
        return look()
    except TooLong:
        return None
    except Exception:  # whatever the driver makes of a database that is gone
        return None


def tables_of(database: Database) -> Standing:
    """How the tables are; asks the database."""
    return standing_of(revision(database), _needed())


@cache
def _needed() -> str:
    """Read from the program's own files, which do not change while it runs."""
    return newest_revision()


def _minutes(seconds: float) -> int:
    return int(seconds // 60)
