"""How long a past day's figures are kept: of workers for a time, of teams for good."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, exists, func, or_, select, update
from sqlmodel import Session, col

from models.changing import changed_rows
from models.history import AuthoritySnapshot, TeamSnapshot, WorkerSnapshot

DAILY_KEPT = timedelta(weeks=27)
"""Half a year, by which rules are tried, and a week in which somebody may come to it."""


def thin_workers_days(session: Session, today: date, kept: timedelta) -> int:
    """Keep workers' rows of each day for half a year, then of each week's last day, then none.

    Their teams' counts stay; a day that has none yet gets them from the rows before they go.
    Gives how many rows went.
    """
    _keep_counts(session)
    older = select(col(AuthoritySnapshot.day)).order_by(col(AuthoritySnapshot.day))
    passing = dropped_days(session.scalars(older), today, kept)
    known = [day for day in passing if session.scalars(_has_rows(day)).first() is not None]
    gone = or_(col(WorkerSnapshot.day).in_(known), col(WorkerSnapshot.day) < today - kept)
    return changed_rows(session, delete(WorkerSnapshot).where(gone))


def dropped_days(days: Iterable[date], today: date, kept: timedelta) -> Sequence[date]:
    """The days older than half a year, and younger than `kept`, that are not their week's last."""
    ordered = sorted(days)
    last = {day.isocalendar()[:2]: day for day in ordered}
    return [
        day
        for day in ordered
        if today - kept <= day < today - DAILY_KEPT and day != last[day.isocalendar()[:2]]
    ]


def forget_single_days(session: Session, today: date) -> int:
    """Forget since when cases of half a year ago had waited, and children had not been seen.

    Gives from how many days of teams.
    """
    told = or_(col(TeamSnapshot.waiting).is_not(None), col(TeamSnapshot.unseen).is_not(None))
    old = col(TeamSnapshot.day) < today - DAILY_KEPT
    forgotten = update(TeamSnapshot).where(old, told).values(waiting=None, unseen=None)
    return changed_rows(session, forgotten)


def _has_rows(day: date) -> Any:
    return select(col(WorkerSnapshot.worker_id)).where(col(WorkerSnapshot.day) == day).limit(1)


def _keep_counts(session: Session) -> None:
    """Give the days of an earlier version what their workers' rows tell of their teams."""
    kept = WorkerSnapshot
    averaged = col(kept.in_average).is_(True)
    working = and_(col(kept.at_work).is_(True), col(kept.fte) > 0, col(kept.caseload) > 0)
    same_day = col(kept.day) == col(TeamSnapshot.day)
    here = and_(same_day, col(kept.team_id) == col(TeamSnapshot.team_id))

    def added(amount: Any, counted: ColumnElement[bool]) -> Any:
        total = func.coalesce(func.sum(case((counted, amount), else_=0)), 0)
        return select(total).where(here).scalar_subquery()

    told = exists().where(same_day).correlate(TeamSnapshot)
    session.execute(
        update(TeamSnapshot)
        .where(col(TeamSnapshot.average_cases).is_(None), told)
        .values(
            average_cases=added(col(kept.caseload), averaged),
            average_fte=added(col(kept.fte), averaged),
            working_cases=added(col(kept.caseload), working),
            working_fte=added(col(kept.fte), working),
            nobody_at_work=added(col(kept.caseload), col(kept.at_work).is_(False)),
        )
        .execution_options(synchronize_session=False)
    )
