"""Fills a database with an authority of a size: loaded as the product loads, with its history."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from alerts.rules.defaults import SHIPPED
from alerts.rules.storing import apply_rules
from models.database import Database
from models.extracts.importing import ImportOptions, import_extracts
from models.extracts.report import ImportReport
from models.people import Grant, GrantRole, Person
from models.schema import upgrade
from models.vocabulary import LoadStatus
from tests.bench.extracts import write_extracts
from tests.bench.history import remember
from tests.bench.people import ANALYST, DIRECTOR, account_of, email_of, staff_id
from tests.bench.sizes import Size

KEY = "a key that only the bench knows"
HOUR = time_of_day(6)
"""When the bench's extracts are drawn; they are imported at that moment."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What came of filling a database."""

    as_at: datetime
    report: ImportReport
    load_seconds: float  # of the import alone


def fill(
    database: Database, size: Size, folder: Path, *, as_at: date, on_progress: Progress
) -> Filled:
    """Bring tables, data, people and the weeks before into an empty database.

    The extracts stay in the folder. The workforce's Slack accounts are known, and those of the
    director, who sees all, and the analyst, who administers.
    """
    on_progress("Making the tables", 0, 1)
    upgrade(database)
    on_progress("Writing the extracts", 0, 1)
    paths = write_extracts(size, folder, as_at=as_at)
    options = import_options(as_at)
    began = time.perf_counter()
    report = import_extracts(database, paths, options, on_progress)
    seconds = time.perf_counter() - began
    if report.status is not LoadStatus.LOADED:
        raise RuntimeError(f"the bench's own extracts were {report.status.value}: {report}")
    _introduce(database, size, options.now)
    remember(
        database,
        size.weeks,
        options.as_at,
        lambda done, total: on_progress("Writing the weeks before", done, total),
    )
    on_progress("Gathering statistics", 0, 1)
    with database.transaction(long=True) as session:
        session.execute(text("ANALYZE"))
    return Filled(options.as_at, report, seconds)


def import_options(as_at: date, *, hour: int = HOUR.hour, **given: Any) -> ImportOptions:
    """As at an hour of a day, imported at the same moment: a later hour is a later extract."""
    moment = datetime.combine(as_at, HOUR, UTC).replace(hour=hour)
    usual: dict[str, Any] = {
        "as_at": moment,
        "as_at_day": as_at,
        "as_at_given": True,
        "now": moment,
        "by": "the bench",
        "case_key": KEY,
    }
    return ImportOptions(**usual | given)


def tell_at_once(database: Database, now: datetime) -> None:
    """Let no rule wait for days, so that the first check tells of everything there is."""
    rules = [replace(rule, for_days=0) for rule in SHIPPED.values()]
    with database.transaction() as session:
        apply_rules(session, rules, by=ANALYST, now=now)


def _introduce(database: Database, size: Size, now: datetime) -> None:
    """Slack's accounts of everybody, and what the director and the analyst may do."""
    staff = ((account_of(who), email_of(who)) for who in map(staff_id, _numbers(size)))
    others = ((account_of("DIRECTOR"), DIRECTOR), (account_of("ANALYST"), ANALYST))
    people = [
        {"slack_id": account, "email": email, "active": True, "reads": True, "checked_at": now}
        for account, email in chain(staff, others)
    ]
    roles = ((DIRECTOR, GrantRole.LEADERSHIP), (ANALYST, GrantRole.ADMINISTRATOR))
    with database.transaction(long=True) as session:
        session.execute(insert(Person), people)
        for email, role in roles:
            session.add(Grant(email=email, role=role, granted_by="the bench", granted_at=now))


def _numbers(size: Size) -> Iterator[int]:
    return iter(range(1, size.workers + 1))
