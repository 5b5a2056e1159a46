"""What the database says of the service's work, in one look: for metrics and the sign of life."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from alerts.backlog import Backlog, backlog, overdue_rows
from alerts.checking.gathering import seen_now
from alerts.checking.marks import is_marked
from alerts.slots import Job, overdue
from bot.services import Services
from models.alerts import Alert
from models.figures.queries import newest_load
from models.loads import HeldRecords, Load
from models.rules import CheckMark, ParkedRule
from models.slots import Slot
from models.vocabulary import FEEDS, AlertState, ExtractKind, LoadStatus, RuleKind

ALLOWED = timedelta(minutes=15)
"""How long what is due may wait before the service does not do its work."""


A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DataAge:
    """How old the newest data of one feed is."""

    age: timedelta
    working_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The same whichever replica looks."""

    now: datetime
    backlog: Backlog
    overdue_rows: int
    checked_at: datetime | None  # the newest check that anything was new for
    unchecked_since: datetime | None  # since when something new waits for a check
    overdue_schedules: tuple[str, ...]
    late_slots: int = 0  # done late within the last day
    data: Mapping[ExtractKind, DataAge] = field(default_factory=dict)
    loads: Mapping[tuple[str, LoadStatus], int] = field(default_factory=dict)  # by kind
    held_loads: int = 0
    alerts: Mapping[tuple[RuleKind, AlertState], int] = field(default_factory=dict)  # the open
    parked_rules: int = 0


def gather_facts(services: Services, jobs: list[Job]) -> Facts:
    """One look; `jobs` are all that schedules can make due."""
    now = services.clock()
    today = now.astimezone(services.settings.zone).date()
    with services.database.look() as session:
        return Facts(
            now=now,
            backlog=backlog(session, now),
            overdue_rows=overdue_rows(session, now, ALLOWED),
            checked_at=_checked_at(session),
            unchecked_since=_unchecked_since(session, services, now, today),
            overdue_schedules=tuple(overdue(session, jobs, now, services.calendar)),
            late_slots=_late_slots(session, now),
            data=_data(session, services, now, today),
            loads=_loads(session),
            held_loads=session.scalars(select(func.count(col(HeldRecords.load_id)))).one(),
            alerts=_alerts(session),
            parked_rules=session.scalars(select(func.count(col(ParkedRule.name)))).one(),
        )


def _checked_at(session: Session) -> datetime | None:
    return session.scalars(select(func.max(col(CheckMark.at)))).one()


def _unchecked_since(
    session: Session, services: Services, now: datetime, today: date
) -> datetime | None:
    """The newest load, or the day's beginning; None while there is nothing that can be checked."""
    newest = [newest_load(session, kind) for kind in FEEDS]
    if None in newest or is_marked(session, seen_now(session, today), now):
        return None
    midnight = datetime.combine(today, datetime.min.time(), services.settings.zone)
    decided = func.coalesce(col(Load.decided_at), col(Load.loaded_at))
    loaded = session.scalars(select(func.max(decided))).one()
    return midnight if loaded is None else max(midnight, loaded)


def _late_slots(session: Session, now: datetime) -> int:
    late = col(Slot.late) & (col(Slot.done_at) > now - A_DAY)
    return session.scalars(select(func.count(col(Slot.schedule))).where(late)).one()


def _data(
    session: Session, services: Services, now: datetime, today: date
) -> dict[ExtractKind, DataAge]:
    found = {}
    for kind in FEEDS:
        load = newest_load(session, kind)
        if load is not None:
            days = services.calendar.working_days(load.as_at_day, today)
            found[kind] = DataAge(now - load.as_at, days)
    return found


def _loads(session: Session) -> dict[tuple[str, LoadStatus], int]:
    kind, status = col(Load.kind), col(Load.status)
    query = select(kind, status, func.count(col(Load.id))).group_by(kind, status)
    return {
        ("unknown" if found is None else found.value, state): number
        for found, state, number in session.execute(query)
    }


def _alerts(session: Session) -> dict[tuple[RuleKind, AlertState], int]:
    kind, state = col(Alert.kind), col(Alert.state)
    query = select(kind, state, func.count(col(Alert.id))).where(state != AlertState.RESOLVED)
    return {
        (found, at): number for found, at, number in session.execute(query.group_by(kind, state))
    }
