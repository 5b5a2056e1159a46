"""What is deleted or edited down at night because it is kept no longer, and all of it at once.

- Remove old names: out of messages, replies and shared answers `Kept.names` after they were said;
  then their texts go from the database too. What could not be sent by then is given up.
- Delete old rows: receipts and slots after `RECEIPTS_KEPT` (each schedule keeps its newest slot);
  lanes of channels and people that have no receipt; who asked and did what, and who decided about
  a load, after `Kept.audit`; Slack accounts and events.
- Delete old loads: what a load said besides its figures after `Kept.loads`; a held one is refused.
- Delete old cases: closed ones after `Kept.closed_cases`; how cases moved after `Kept.history`.
- Forget leavers: `Kept.leavers` after their last day, once the extract lists them no more. What
  they asked and decided, and what was decided about them, names them until it goes itself.
- Delete old alerts: those that are over, with their members, history, messages and decisions,
  after `Kept.register`.
- Thin workers' past days: after half a year all but each week's last, after `Kept.history` all.
- Forget cases' past days: since when single cases waited, after half a year.

Kept for good, because they are the authority's own: figures of teams and days, loads with their
counts, rules and who changed them, roles that were given, saved plans, published figures and
returns. A decision about an alert that is still open stays with it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlmodel import Session, col

from alerts.housekeeping import (
    RECEIPTS_KEPT,
    alerts_to_edit,
    delete_old_rows,
    remove_names_of,
    remove_other_names,
)
from alerts.schedules import EVERY_DAY, Schedule
from alerts.slots import Job
from models.alerts import Alert, Decision
from models.changing import changed_rows
from models.database import Database
from models.expiring import (
    Counts,
    expire_cases,
    expire_deeds,
    expire_leavers,
    expire_loads,
)
from models.figures.keeping import (
    days_to_thin,
    forget_single_days,
    thin_day,
    thin_workers_days,
)
from models.kept import Kept
from models.vocabulary import AlertState

Work = Callable[[Session, datetime], Counts]
"""Part of a chore, at an aware moment; each is a transaction of its own."""

AT_ONCE = 100
"""Alerts that are edited in one transaction, beside which nobody else writes to SQLite."""


@dataclass(frozen=True, slots=True)
class Chore:
    """Something that is done each night; may be done at any time, and again."""

    name: str
    at: time  # before anybody works, away from the hours that the clocks leave out or repeat
    work: Work  # what is left after the portions
    alone: bool = False  # it takes away what an import, or a decision about a load, may bring back
    portions: Callable[[Session, datetime], Iterable[Work]] = lambda _look, _at: ()
    """What has to be done before, found out in a look, so that nobody waits long to write."""


def chores(zone: ZoneInfo, kept: Kept) -> list[Chore]:
    """Everything that is tidied at night in an authority's zone."""

    def daily(work: Callable[[Session, date], Counts]) -> Callable[[Session, datetime], Counts]:
        return lambda session, at: work(session, at.astimezone(zone).date())

    return [
        Chore(
            "remove old names",
            time(5, 20),
            lambda session, at: remove_other_names(session, at - kept.names, at),
            portions=partial(_alerts_to_edit, kept=kept.names),
        ),
        Chore("delete old rows", time(5, 40), partial(_delete_rows, kept=kept)),
        Chore("delete old loads", time(5, 44), partial(expire_loads, kept=kept), alone=True),
        Chore("delete old cases", time(5, 46), daily(partial(expire_cases, kept=kept)), True),
        Chore("forget leavers", time(5, 47), daily(partial(expire_leavers, kept=kept)), True),
        Chore("delete old alerts", time(5, 48), partial(expire_alerts, kept=kept)),
        Chore(
            "thin workers' past days",
            time(5, 50),
            daily(partial(_thin_days, kept=kept.history)),
            portions=lambda session, at: _days_to_thin(
                session, at.astimezone(zone).date(), kept.history
            ),
        ),
        Chore("forget cases' past days", time(5, 55), daily(_forget_days)),
    ]


def nightly_jobs(zone: ZoneInfo, kept: Kept) -> list[Job]:
    """Each chore at its time, once in a night."""
    return [
        Job(
            Schedule(chore.name, zone, chore.at, EVERY_DAY),
            partial(_do, chore),
            before=partial(_do_portions, chore),
            alone=chore.alone,
        )
        for chore in chores(zone, kept)
    ]


def purge(database: Database, todo: Sequence[Chore], now: datetime, *, dry_run: bool) -> Counts:
    """Do all of it now; with `dry_run` only count.

    Whoever does it holds the import lock, because some of it may not happen beside an import.
    """
    counts: Counter[str] = Counter()
    for chore in todo:
        counts.update(_rehearsed(database, chore, now) if dry_run else _done(database, chore, now))
    return counts


def expire_alerts(session: Session, now: datetime, kept: Kept) -> Counts:
    """Alerts that have been over for so long, with all that was said and decided about them."""
    old = select(col(Alert.id)).where(
        col(Alert.state) == AlertState.RESOLVED, col(Alert.resolved_at) < now - kept.register
    )
    decisions = changed_rows(session, delete(Decision).where(col(Decision.alert_id).in_(old)))
    return {
        "decisions": decisions,
        "alerts": changed_rows(session, delete(Alert).where(col(Alert.id).in_(old))),
    }


def _do(chore: Chore, session: Session, at: datetime, _late: bool) -> None:
    chore.work(session, at)


def _done(database: Database, chore: Chore, now: datetime) -> Counts:
    counts = _do_portions(chore, database, now)
    with database.transaction(long=True) as session:
        counts.update(chore.work(session, now))
    return counts


def _rehearsed(database: Database, chore: Chore, now: datetime) -> Counts:
    """All in one transaction, because later parts count by what earlier ones did."""
    counts: Counter[str] = Counter()
    with database.transaction(long=True) as session:
        for work in (*chore.portions(session, now), chore.work):
            counts.update(work(session, now))
        session.rollback()
    return counts


def _do_portions(chore: Chore, database: Database, at: datetime) -> Counter[str]:
    with database.look() as session:
        portions = tuple(chore.portions(session, at))
    counts: Counter[str] = Counter()
    for work in portions:
        with database.transaction(long=True) as session:
            counts.update(work(session, at))
    return counts


def _alerts_to_edit(session: Session, at: datetime, *, kept: timedelta) -> Iterator[Work]:
    ids = alerts_to_edit(session, at - kept)
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        yield partial(_edit_alerts, some, kept)


def _edit_alerts(ids: Sequence[int], kept: timedelta, session: Session, at: datetime) -> Counts:
    return remove_names_of(session, ids, at - kept, at)


def _delete_rows(session: Session, at: datetime, *, kept: Kept) -> Counts:
    return {**delete_old_rows(session, at - RECEIPTS_KEPT), **expire_deeds(session, at, kept)}


def _days_to_thin(session: Session, today: date, kept: timedelta) -> Iterator[Work]:
    for day in days_to_thin(session, today, kept):
        yield partial(_thin_day, day, today, kept)


def _thin_day(day: date, today: date, kept: timedelta, session: Session, _at: datetime) -> Counts:
    return {"worker_days": thin_day(session, day, today, kept)}


def _thin_days(session: Session, today: date, *, kept: timedelta) -> Counts:
    return {"worker_days": thin_workers_days(session, today, kept)}


def _forget_days(session: Session, today: date) -> Counts:
    return {"single_days": forget_single_days(session, today)}
