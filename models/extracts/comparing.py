"""Looks up what an extract differs from: open cases and workers by team, and what is usual."""

from collections.abc import Callable
from datetime import date
from functools import cache

from sqlalchemy import case as sql_case
from sqlalchemy import func, select
from sqlmodel import Session, col

from models.cases import Case
from models.extracts.applying_workforce import known_teams, known_workers
from models.extracts.differences import Counts, Differences, cases_in, differences, workers_in
from models.extracts.plausibility import (
    Totals,
    WorkingDays,
    is_sudden,
    missing_words,
    usual_change,
    usual_words,
)
from models.extracts.records import AllocationsRecords, WorkforceRecords
from models.history import AuthoritySnapshot
from models.organisation import Team
from models.vocabulary import ExtractKind
from models.workforce import Worker

REMEMBERED_LOADS = 26
"""Half a year of weekly loads, or a month of daily ones."""


def compare(
    session: Session, records: AllocationsRecords | WorkforceRecords, day: date
) -> Differences:
    """An extract beside the tables as they stand; workers are matched as on the day."""
    names = list(known_teams(session))
    if isinstance(records, WorkforceRecords):
        kind, now, extract = ExtractKind.WORKFORCE, _workers(session), workers_in(records, names)
    else:
        found = cases_in(records.cases, names, _team_of(session, day))
        kind, now, extract = ExtractKind.ALLOCATIONS, _open_cases(session), found
    return differences(kind, now, extract)


def remarks(
    session: Session,
    records: AllocationsRecords | WorkforceRecords,
    changed: tuple[Totals | None, Totals],
    day: date,
    working_days: WorkingDays,
) -> list[str]:
    """What helps to decide about a load that is held: what is usual, and which teams are missing.

    `changed` are the totals before the load and after it.
    """
    before, after = changed
    found = []
    if before is not None and is_sudden(before.open_cases, after.open_cases):
        found += usual_words(usual_change(_remembered(session, day), working_days))
    return found + missing_words(compare(session, records, day).missing)


def _remembered(session: Session, day: date) -> list[tuple[date, int]]:
    """Open cases on the last days that were loaded before this one, oldest first."""
    columns = (col(AuthoritySnapshot.day), col(AuthoritySnapshot.open_cases))
    newest_first = (
        select(*columns)
        .where(col(AuthoritySnapshot.day) <= day)
        .order_by(columns[0].desc())
        .limit(REMEMBERED_LOADS)
    )
    return [(row.day, row.open_cases) for row in session.execute(newest_first)][::-1]


def _open_cases(session: Session) -> Counts:
    unallocated = col(Case.worker_id).is_(None) & col(Case.worker_ref).is_(None)
    rows = session.execute(
        select(col(Team.name), func.count(), func.sum(sql_case((unallocated, 1), else_=0)))
        .select_from(Case)
        .outerjoin(Worker, col(Case.worker_id) == col(Worker.id))
        .outerjoin(Team, col(Team.id) == func.coalesce(col(Worker.team_id), col(Case.team_id)))
        .where(col(Case.closed_on).is_(None))
        .group_by(col(Team.name))
    ).all()
    teams = {name: cases for name, cases, _ in rows}
    return Counts(teams, sum(int(waiting) for _, _, waiting in rows))


def _workers(session: Session) -> Counts:
    rows = session.execute(
        select(col(Team.name), func.count().label("workers"))
        .join(Worker, col(Worker.team_id) == col(Team.id))
        .where(col(Worker.dropped_on).is_(None))
        .group_by(col(Team.name))
    )
    return Counts({row.name: row.workers for row in rows})


def _team_of(session: Session, day: date) -> Callable[[str], str | None]:
    """The team of whom an extract means, by what it calls them; None where that is nobody."""
    index = known_workers(session, day)
    rows = session.execute(
        select(col(Worker.id), col(Team.name)).join(Team, col(Worker.team_id) == col(Team.id))
    )
    teams = {row.id: row.name for row in rows}

    @cache
    def team_of(ref: str) -> str | None:
        return teams.get(index.find(ref).key or 0)

    return team_of
