"""A day's staffing written down with each load, as parts from which every rate is made again."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlmodel import Session, col

from models.history import StaffingSnapshot
from models.staffing.book import StaffingBook
from models.staffing.parts import COLUMNS, Parts, parts_by_team, total

_NOTHING = Parts()

LATE = timedelta(days=6)
"""A weekly load may come a few days early or late; older than this is another week's."""


def write_staffing(session: Session, book: StaffingBook) -> None:
    """Replace the day's snapshots by what this whole-authority book says of each team.

    A team that is no longer listed is written while people who left it still count as leavers.
    """
    rows = [
        {"day": book.day, "team_id": team_id, **_columns(parts)}
        for team_id, parts in parts_by_team(book).items()
        if book.teams[team_id].dropped_on is None or parts != _NOTHING
    ]
    session.execute(delete(StaffingSnapshot).where(col(StaffingSnapshot.day) == book.day))
    if rows:
        session.execute(insert(StaffingSnapshot), rows)


def staffing_history(
    session: Session, team_ids: Collection[int] | None, since: date
) -> list[tuple[date, Parts]]:
    """What these teams together, or with None the authority, came to on each day, oldest first.

    From `since` on. Starters are not kept: their FTE is 0 in these parts.
    """
    sums = [func.sum(getattr(StaffingSnapshot, name)) for name in COLUMNS]
    query = select(col(StaffingSnapshot.day), *sums).where(col(StaffingSnapshot.day) >= since)
    if team_ids is not None:
        query = query.where(col(StaffingSnapshot.team_id).in_(team_ids))
    rows = session.execute(query.group_by(col(StaffingSnapshot.day)).order_by("day"))
    return [(day, total([_parts(values)])) for day, *values in rows]


def parts_about(history: Sequence[tuple[date, Parts]], day: date) -> tuple[date, Parts] | None:
    """The newest of a history on a day or a few days before, such as a week or a year ago.

    None where there was no load in the six days before either.
    """
    near = [each for each in history if day - LATE <= each[0] <= day]
    return near[-1] if near else None


def _columns(parts: Parts) -> dict[str, float]:
    values = asdict(parts)
    return {name: values[name] for name in COLUMNS}


def _parts(values: Sequence[Any]) -> Parts:
    return Parts(**dict(zip(COLUMNS, values, strict=True)))
