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
    days = days_to_thin(session, today, kept)
    return sum(thin_day(session, day, today, kept) for day in days)


def days_to_thin(session: Session, today: date, kept: timedelta) -> Sequence[date]:
    """The days of which workers' rows are there still, and are to go or to be counted first."""
    days = session.scalars(select(col(AuthoritySnapshot.day))).all()
    # One statement for all days: of ten years there are thousands, and a writer waits meanwhile.
    there = session.scalars(
        select(col(AuthoritySnapshot.day)).where(_has_rows(col(AuthoritySnapshot.day)))
    )
    uncounted = session.scalars(
        select(col(TeamSnapshot.day))
        .where(col(TeamSnapshot.average_cases).is_(None), _has_rows(col(TeamSnapshot.day)))
        .distinct()
    )
    return sorted({*uncounted, *_gone(days, today, kept).intersection(there)})


def thin_day(session: Session, day: date, today: date, kept: timedelta) -> int:
    """Count a day's rows of workers where that is still to be done, and let them go; how many."""
    _keep_counts(session, day)
    week = day - timedelta(days=7), day + timedelta(days=7)
    near = session.scalars(
        select(col(AuthoritySnapshot.day)).where(col(AuthoritySnapshot.day).between(*week))
    )
    if day not in _gone(near.all(), today, kept):
        return 0
    return changed_rows(session, delete(WorkerSnapshot).where(col(WorkerSnapshot.day) == day))


def _gone(days: Sequence[date], today: date, kept: timedelta) -> set[date]:
    return {*dropped_days(days, today, kept), *(day for day in days if day < today - kept)}


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


def _has_rows(day: Any) -> ColumnElement[bool]:
    return exists().where(col(WorkerSnapshot.day) == day)


def _keep_counts(session: Session, day: date) -> None:
    """Give a day of an earlier version what its workers' rows tell of their teams."""
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
        .where(col(TeamSnapshot.day) == day, col(TeamSnapshot.average_cases).is_(None), told)
        .values(
            average_cases=added(col(kept.caseload), averaged),
            average_fte=added(col(kept.fte), averaged),
            working_cases=added(col(kept.caseload), working),
            working_fte=added(col(kept.fte), working),
            nobody_at_work=added(col(kept.caseload), col(kept.at_work).is_(False)),
        )
        .execution_options(synchronize_session=False)
    )
