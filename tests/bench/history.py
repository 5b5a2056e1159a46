"""The weeks before the bench's newest day: figures such as every load would have left behind."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, Float, case, insert, literal, null, select
from sqlmodel import Session, SQLModel, col

from models.database import Database
from models.figures.keeping import DAILY_KEPT
from models.history import AuthoritySnapshot, StaffingSnapshot, TeamSnapshot, WorkerSnapshot
from models.loads import Load
from models.vocabulary import FEEDS, LoadStatus

WEEK = timedelta(days=7)
_ONLY_OF_LATE = ("waiting", "unseen")


def remember(
    database: Database, weeks: int, as_at: datetime, on_progress: Callable[[int, int], None]
) -> None:
    """Write so many weekly days before the newest, each a little different from it.

    A week is as the product keeps it: workers' rows for two years, since when cases have waited
    for half a year. They are made of the newest day's rows within the database, which takes a
    minute where loading two years of files would take hours.
    """
    day = as_at.date()
    with database.look() as session:
        newest = select(TeamSnapshot.__table__).where(col(TeamSnapshot.day) == day)  # type: ignore[attr-defined]
        teams = [dict(row) for row in session.execute(newest).mappings()]
    for week in range(1, weeks + 1):
        on_progress(week, weeks)
        past = day - week * WEEK
        with database.transaction(long=True) as session:
            for load in _loads(as_at - week * WEEK):
                session.add(load)
            _copy(session, AuthoritySnapshot, day, past, open_cases=week % 9)
            _copy(session, WorkerSnapshot, day, past, caseload=_worker_change(week))
            _copy(session, StaffingSnapshot, day, past, in_post_fte=week * 0.005)
            if day - past <= DAILY_KEPT:
                session.execute(insert(TeamSnapshot), [_as_of(row, past, week) for row in teams])
            else:
                _copy(session, TeamSnapshot, day, past, open_cases=week % 9, average_cases=week % 5)


def _loads(as_at: datetime) -> list[Load]:
    return [
        Load(
            kind=kind, status=LoadStatus.LOADED, file="earlier", digest=f"{kind} {as_at}"[:64],
            as_at=as_at, as_at_day=as_at.date(), loaded_at=as_at, counts={"open_cases": 1},
        )
        for kind in FEEDS
    ]  # fmt: skip


def _worker_change(week: int) -> Any:
    held = col(WorkerSnapshot.caseload)
    return case((held > 1, (col(WorkerSnapshot.worker_id) + week) % 3 - 1), else_=0)


def _copy(session: Session, table: type[SQLModel], day: date, past: date, **added: Any) -> None:
    """The newest day's rows again for a past day, with these added to some of their numbers."""
    columns: dict[str, Any] = {name: getattr(table, name) for name in table.model_fields}
    columns["day"] = literal(past, Date)
    columns |= {name: columns[name] + _number(amount) for name, amount in added.items()}
    columns |= {name: null() for name in _ONLY_OF_LATE if name in columns}
    rows = select(*columns.values()).where(col(table.day) == day)  # type: ignore[attr-defined]
    session.execute(insert(table).from_select(list(columns), rows))


def _number(amount: Any) -> Any:
    return literal(amount, Float) if isinstance(amount, float) else amount


def _as_of(row: Mapping[str, Any], past: date, week: int) -> dict[str, Any]:
    waiting = {
        kind: {(_earlier(since, week) if since else since): cases for since, cases in days.items()}
        for kind, days in (row["waiting"] or {}).items()
    }
    changed = {"open_cases": row["open_cases"] + week % 9, "waiting": waiting}
    return {**row, "day": past, **changed, "average_cases": row["average_cases"] + week % 5}


def _earlier(since: str, week: int) -> str:
    return (date.fromisoformat(since) - week * WEEK).isoformat()
