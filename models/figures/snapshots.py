"""A day's figures written down with each load, so that weeks and years can be compared."""

from datetime import date, timedelta
from math import fsum

from sqlalchemy import delete, func, insert, select
from sqlmodel import Session, col

from models.figures.book import Book
from models.figures.holders import Holder
from models.figures.limits import PLACES
from models.figures.measures import total_fte
from models.history import AuthoritySnapshot, TeamSnapshot, WorkerSnapshot
from models.vocabulary import Employment

WEEK = timedelta(days=7)
OLDEST_WEEK_AGO = timedelta(days=13)
"""A weekly load may come a few days early or late; older than this is not "last week"."""


def write_snapshots(session: Session, book: Book) -> None:
    """Replace the day's snapshots by what this whole-authority book says."""
    for table in (WorkerSnapshot, TeamSnapshot, AuthoritySnapshot):
        session.execute(delete(table).where(col(table.day) == book.day))
    workers = [_worker_row(holder, book.day) for holder in book.holders if _kept(holder)]
    teams = [{"team_id": team_id, **_counts(book.of_team(team_id))} for team_id in book.team_names]
    session.execute(insert(AuthoritySnapshot), [_counts(book)])
    if workers:
        session.execute(insert(WorkerSnapshot), workers)
    if teams:
        session.execute(insert(TeamSnapshot), teams)


def averages_a_week_before(session: Session, day: date) -> dict[int, tuple[float, float]]:
    """Cases and FTE of the DfE average by team, about a week before the day; empty if unknown."""
    before = session.execute(
        select(func.max(col(WorkerSnapshot.day))).where(
            col(WorkerSnapshot.day) <= day - WEEK,
            col(WorkerSnapshot.day) >= day - OLDEST_WEEK_AGO,
        )
    ).scalar()
    if before is None:
        return {}
    query = (
        select(
            col(WorkerSnapshot.team_id),
            func.sum(col(WorkerSnapshot.caseload)),
            func.sum(col(WorkerSnapshot.fte)),
        )
        .where(
            col(WorkerSnapshot.day) == before,
            col(WorkerSnapshot.in_average).is_(True),
        )
        .group_by(col(WorkerSnapshot.team_id))
    )
    return {
        team_id: (float(cases), round(float(fte), PLACES))
        for team_id, cases, fte in session.execute(query)
    }


def _kept(holder: Holder) -> bool:
    """In post, or still holding cases; a leaver with none has no day to remember."""
    return holder.in_post or holder.caseload > 0


def _worker_row(holder: Holder, day: date) -> dict[str, object]:
    return {
        "day": day,
        "worker_id": holder.worker_id,
        "team_id": holder.team_id,
        "caseload": holder.caseload,
        "fte": holder.fte,
        "limit_cases": None if holder.limit is None else holder.limit.cases,
        "at_work": holder.at_work,
        "in_average": holder.in_dfe_average,
    }


def _counts(book: Book) -> dict[str, object]:
    social_workers = [h for h in book.holders if h.social_worker and h.in_post]
    agency = [h for h in social_workers if h.employment is Employment.AGENCY]
    return {
        "day": book.day,
        "open_cases": book.open_cases,
        "unallocated": book.unallocated,
        "opened": book.opened,
        "closed": book.closed,
        "not_seen": sum(held.not_seen for held in book.held),
        "in_post_fte": round(fsum((total_fte(social_workers), -total_fte(agency))), PLACES),
        "agency_fte": total_fte(agency),
    }
