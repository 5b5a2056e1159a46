"""Teams without a case in a load that held some lately: half a load, or the end of their work."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from alerts.places import place_of
from alerts.rules.judging.day import TeamDay
from models.figures.holders import Holder
from models.history import TeamSnapshot, WorkerSnapshot

EMPTY_FOR = timedelta(days=14)
"""So long nothing is raised or closed in a team whose cases are all missing from the data."""


def gather_emptied(session: Session, teams: Mapping[int, TeamDay], day: date) -> frozenset[str]:
    """Places to doubt for a fortnight, unless the same load shows what became of their workers."""
    empty = [team_id for team_id, found in teams.items() if not found.open_cases]
    if not empty:
        return frozenset()
    held = _held_last(session, empty, day)
    holders = {h.worker_id: h for found in teams.values() for h in found.book.holders}
    return frozenset(
        place_of(team_id)
        for team_id, workers in held.items()
        if not work_has_ended(team_id, workers, holders)
    )


def work_has_ended(team_id: int, held: Collection[int], holders: Mapping[int, Holder]) -> bool:
    """Whether whoever `held` the team's cases has gone: with cases to another team, or for good.

    `held` are workers' ids. A team whose cases nobody held is doubted.
    """
    if not held:
        return False
    staff = [h.worker_id for h in holders.values() if h.team_id == team_id and h.in_post]
    if not staff:
        return True
    elsewhere = [holders[one] for one in held if one in holders]
    took_cases = any(h.caseload for h in elsewhere if h.team_id != team_id)
    return took_cases and not set(staff).intersection(held)


def _held_last(session: Session, empty: Collection[int], day: date) -> dict[int, set[int]]:
    """Who held cases on the last day on which these teams had any, of those that had lately."""
    last = (
        select(col(TeamSnapshot.team_id), func.max(col(TeamSnapshot.day)).label("day"))
        .where(
            col(TeamSnapshot.team_id).in_(empty),
            col(TeamSnapshot.day) < day,
            col(TeamSnapshot.day) >= day - EMPTY_FOR,
            col(TeamSnapshot.open_cases) > 0,
        )
        .group_by(col(TeamSnapshot.team_id))
        .subquery()
    )
    same_day = (col(WorkerSnapshot.team_id) == last.c.team_id) & (
        col(WorkerSnapshot.day) == last.c.day
    )
    workers = same_day & (col(WorkerSnapshot.caseload) > 0)
    query = select(last.c.team_id, col(WorkerSnapshot.worker_id)).outerjoin(WorkerSnapshot, workers)
    found: dict[int, set[int]] = defaultdict(set)
    for team_id, worker_id in session.execute(query):
        found[team_id].update([] if worker_id is None else [worker_id])
    return found
