"""Reads the days kept of caseloads: one query a table, in the order of days, a few rows at a time.

Of workers only the rows are read that are over or in a margin by some rule: whoever is not there
is clear, and at the size of a country that is nearly everybody.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, select
from sqlmodel import Session, col

from alerts.checking.emptied import EMPTY_FOR
from alerts.places import place_of
from alerts.rules.previewing.kept import KeptDay, TeamPart
from alerts.rules.previewing.kinds import Source
from alerts.rules.previewing.teams import Basis, TeamsOf
from models.history import AuthoritySnapshot, TeamSnapshot, WorkerSnapshot
from models.limits import Limit
from models.workforce import Worker

_AT_A_TIME = 2_000  # rows
_NEARLY = 1e-6  # a row more is read, and judged exactly then


def kept_days(session: Session, source: Source, since: date, until: date) -> list[date]:
    """The days from the one to the other of which this was kept, oldest first."""
    day = col(AuthoritySnapshot.day)
    query = select(day).where(day >= since, day <= until, _was_kept(source)).order_by(day)
    return list(session.scalars(query))


def _was_kept(source: Source) -> ColumnElement[bool]:
    column = {
        Source.PROMISE: TeamSnapshot.average_fte,
        Source.WAITING: TeamSnapshot.waiting,
        Source.UNSEEN: TeamSnapshot.unseen,
    }.get(source)
    if column is None:
        return exists().where(col(WorkerSnapshot.day) == col(AuthoritySnapshot.day))
    return exists().where(
        col(TeamSnapshot.day) == col(AuthoritySnapshot.day), col(column).is_not(None)
    )


def caseload_days(session: Session, days: Sequence[date], basis: Basis) -> Iterator[KeptDay]:
    """Each of these days with the teams where something may be over, in order."""
    if not days:
        return
    teams = _ByDay(session, _team_rows(basis.source, days))
    workers = _ByDay(session, _worker_rows(basis, days)) if _of_workers(basis.source) else None
    limits = session.scalars(select(Limit)).all() if basis.source is Source.PROMISE else ()
    had_cases: dict[int, date] = {}
    for day in days:
        rows = teams.of(day)
        made = TeamsOf(day, basis, limits)
        parts = made.by_workers(workers.of(day)) if workers is not None else made.by_teams(rows)
        emptied = _emptied(rows, had_cases, day)
        yield KeptDay(
            day=day,
            listed={place_of(row.team_id) for row in rows},
            parts={place_of(team_id): TeamPart(team) for team_id, team in parts.items()},
            emptied=emptied,
            homes={
                holder.worker_id: place_of(team_id)
                for team_id, team in parts.items()
                for holder in team.book.holders
            }
            if workers is not None
            else {},
        )


def _of_workers(source: Source) -> bool:
    return source in {Source.OVER, Source.AWAY}


class _ByDay:
    """The rows of a query in the order of days, a day at a time."""

    def __init__(self, session: Session, query: Select[*tuple[Any, ...]]) -> None:
        rows = session.execute(query, execution_options={"yield_per": _AT_A_TIME})
        self._days = groupby(rows, key=lambda row: row.day)
        self._next: tuple[date, list[Row[Any]]] | None = None

    def of(self, day: date) -> list[Row[Any]]:
        """The rows of a day; what is before it is passed over."""
        while self._next is None or self._next[0] < day:
            found = next(self._days, None)
            if found is None:
                return []
            self._next = (found[0], list(found[1]))
        return self._next[1] if self._next[0] == day else []


_COLUMNS: Mapping[Source, Sequence[Any]] = {
    Source.PROMISE: (
        TeamSnapshot.average_cases,
        TeamSnapshot.average_fte,
        TeamSnapshot.working_cases,
        TeamSnapshot.working_fte,
    ),
    Source.WAITING: (TeamSnapshot.waiting,),
    Source.UNSEEN: (TeamSnapshot.unseen,),
}


def _team_rows(source: Source, days: Sequence[date]) -> Select[*tuple[Any, ...]]:
    kept = TeamSnapshot
    columns = (kept.day, kept.team_id, kept.open_cases, *_COLUMNS.get(source, ()))
    return (
        select(*(col(column) for column in columns))
        .where(col(kept.day) >= days[0], col(kept.day) <= days[-1])
        .order_by(col(kept.day))
    )


def _worker_rows(basis: Basis, days: Sequence[date]) -> Select[*tuple[Any, ...]]:
    kept = WorkerSnapshot
    columns = (
        *(kept.day, kept.worker_id, kept.team_id, kept.caseload, kept.fte, kept.limit_cases),
        *(kept.at_work, kept.in_average, kept.in_post, Worker.started_on, Worker.left_on),
        *(Worker.absent_from, Worker.newly_qualified_until),
    )
    return (
        select(*(col(column) for column in columns))
        .join(Worker, col(kept.worker_id) == col(Worker.id))
        .where(col(kept.day) >= days[0], col(kept.day) <= days[-1], _not_clear(basis))
        .order_by(col(kept.day))
    )


def _not_clear(basis: Basis) -> ColumnElement[bool]:
    """Whether a worker may be over or in the margin by the widest of the rules."""
    kept = WorkerSnapshot
    least = min((rule.limit - rule.margin for rule in basis.rules), default=0.0) - _NEARLY
    held = and_(col(kept.caseload) > 0, col(kept.at_work).is_(basis.source is Source.OVER))
    if basis.source is Source.AWAY:
        return and_(held, col(kept.caseload) > least)
    return and_(held, col(kept.caseload) - col(kept.limit_cases) * col(kept.fte) > least)


def _emptied(rows: Iterable[Row[Any]], had_cases: dict[int, date], day: date) -> frozenset[str]:
    """Teams whose cases are all missing and were there lately; notes who has cases today."""
    empty = []
    for row in rows:
        if row.open_cases:
            had_cases[row.team_id] = day
        elif day - had_cases.get(row.team_id, date.min) <= EMPTY_FOR:
            empty.append(row.team_id)
    return frozenset(place_of(team_id) for team_id in empty)
