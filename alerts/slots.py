"""Does what schedules make due: each slot once, however many processes tick.

The slot is written in the transaction of its work. Who comes second does nothing, and what a crash
left undone is done by the next tick. What a job does before, in portions, two may begin at once:
each portion finds for itself what is left to do.
"""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from alerts.calendar import WorkingCalendar
from alerts.hours import WorkingHours
from alerts.schedules import Schedule, slots_between
from models.database import Database
from models.extracts.lock import import_lock
from models.slots import Slot

LATE = timedelta(minutes=15)

SAME_MORNING = timedelta(hours=4)
"""What is late and would be done again so soon is not: the next slot's stands for both."""

FIRST_SEEN = datetime(1970, 1, 1, tzinfo=UTC)
"""The slot of a row that only remembers, as `done_at`, when its schedule was first seen."""

Work = Callable[[Session, datetime, bool], None]
"""Given the transaction, when it was due, and whether that is late; an error undoes it all, but for
what was done before."""

Prepare = Callable[[datetime, bool, datetime | None], Work]
"""Given when it was due, whether that is late, and when one before it was due that was not done:
what takes long is read and decided, and the work is given, all before the transaction, so that
nobody waits for it."""

Undone = Callable[[Session, datetime], None]
"""Given a transaction of its own and when it was due, after work that failed."""

Failed = Callable[[str, Exception], None]
"""Told the schedule's name and the error; the next tick tries again."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is done at each slot of a schedule."""

    schedule: Schedule
    work: Work | None = None
    prepare: Prepare | None = None  # instead of `work`
    before: Callable[[Database, datetime], object] | None = None  # the most of it, in portions
    undone: Undone | None = None  # what is said of work that failed, at each attempt
    hours: WorkingHours | None = None  # done within them alone; None is at any hour
    alone: bool = False  # never beside an import: raises ImportRunning, and is tried again

    def work_at(self, slot_at: datetime, late: bool, missed: datetime | None) -> Work:
        """The work of a slot, prepared where it has to be."""
        if self.prepare is not None:
            return self.prepare(slot_at, late, missed)
        assert self.work is not None
        return self.work


@dataclass(frozen=True, slots=True)
class Ran:
    """One slot that was done by this process, just now."""

    schedule: str
    target: str
    slot_at: datetime
    late: bool


def run_due(
    database: Database,
    jobs: Sequence[Job],
    now: datetime,
    calendar: WorkingCalendar,
    failed: Failed,
) -> list[Ran]:
    """Do what is due; of several slots that were missed only the newest.

    A schedule that was never seen before begins with its next slot. What has hours waits for them,
    and then also for the next slot where that is due on the same morning.
    """
    handled = _handled(database, jobs, now)
    done = []
    for job in jobs:
        slots = slots_between(job.schedule, handled[_key(job)], now, calendar)
        if not slots or _waits(job, slots[-1], now, calendar):
            continue
        try:
            found = _run(database, job, slots, now)
        except Exception as error:
            failed(job.schedule.name, error)
            _say_undone(database, job, slots[-1], failed)
            continue
        if found is not None:
            done.append(found)
    return done


def last_slots(session: Session) -> dict[tuple[str, str], datetime]:
    """By schedule and target: the newest slot that was done, or when it was first seen."""
    newest, first = func.max(col(Slot.slot_at)), func.min(col(Slot.done_at))
    query = select(col(Slot.schedule), col(Slot.target), newest, first)
    rows = session.execute(query.group_by(col(Slot.schedule), col(Slot.target)))
    return {(name, target): max(slot, seen) for name, target, slot, seen in rows}


def remember(session: Session, schedule: Schedule, now: datetime) -> None:
    """A schedule is first seen now, so that it begins with the slot after; once is enough."""
    name, target = schedule.name, schedule.target
    _inserted(
        session, Slot(schedule=name, slot_at=FIRST_SEEN, target=target, done_at=now, late=False)
    )


def overdue(
    session: Session, jobs: Sequence[Job], now: datetime, calendar: WorkingCalendar
) -> list[str]:
    """The names of schedules with a slot that should be done by now, and is not."""
    known = last_slots(session)
    found = []
    for job in jobs:
        done = known.get(_key(job))  # None where nobody has seen it yet: it begins when seen
        slots = [] if done is None else slots_between(job.schedule, done, now - LATE, calendar)
        if slots and not _waits(job, slots[-1], now, calendar):
            found.append(job.schedule.name)
    return found


def _waits(job: Job, slot_at: datetime, now: datetime, calendar: WorkingCalendar) -> bool:
    """Whether a slot that is due is left for later, or to the one after."""
    if job.hours is None:
        return False
    if job.hours.next_moment(now) > now:
        return True
    late = now - slot_at > LATE
    return late and bool(slots_between(job.schedule, now, now + SAME_MORNING, calendar))


def _key(job: Job) -> tuple[str, str]:
    return (job.schedule.name, job.schedule.target)


def _handled(
    database: Database, jobs: Sequence[Job], now: datetime
) -> dict[tuple[str, str], datetime]:
    """Until when each schedule is done; what was never seen before is remembered from now on."""
    with database.look() as session:
        known = last_slots(session)
    new = [_key(job) for job in jobs if _key(job) not in known]
    if new:
        with database.transaction() as session:
            for job in jobs:
                if _key(job) in new:
                    remember(session, job.schedule, now)
            known = last_slots(session)
    return known


def _run(database: Database, job: Job, slots: Sequence[datetime], now: datetime) -> Ran | None:
    """The newest of the slots; None when another process has done it."""
    name, target = _key(job)
    slot_at, missed = slots[-1], slots[-2] if len(slots) > 1 else None
    late = now - slot_at > LATE
    work = job.work_at(slot_at, late, missed)
    # The lock is held until the transaction has ended: whoever takes it next sees what was done.
    kept_out = import_lock(database) if job.alone else nullcontext()
    with kept_out:
        if job.before is not None:
            job.before(database, slot_at)
        with database.transaction() as session:
            slot = Slot(schedule=name, slot_at=slot_at, target=target, done_at=now, late=late)
            if not _inserted(session, slot):
                return None
            work(session, slot_at, late)
    return Ran(name, target, slot_at, late)


def _say_undone(database: Database, job: Job, slot_at: datetime, failed: Failed) -> None:
    if job.undone is None:
        return
    try:
        with database.transaction() as session:
            job.undone(session, slot_at)
    except Exception as error:
        failed(job.schedule.name, error)


def _inserted(session: Session, slot: Slot) -> bool:
    """Whether it was new. On PostgreSQL this waits for another process that is doing it."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(Slot).values(slot.model_dump()).on_conflict_do_nothing()
    return session.scalars(statement.returning(col(Slot.schedule))).first() is not None
