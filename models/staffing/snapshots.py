"""A day's staffing written down with each load, as parts from which every rate is made again."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Date, bindparam, delete, func, select
from sqlmodel import Session, col

from models.history import StaffingSnapshot
from models.inserting import insert_all
from models.nearest import nearest
from models.rows import change, rows
from models.staffing.book import StaffingBook
from models.staffing.parts import COLUMNS, Parts, parts_by_team, total

_NOTHING = Parts()
_FORGET = delete(StaffingSnapshot).where(col(StaffingSnapshot.day) == bindparam("day", type_=Date))
_OF_DAY = select(
    col(StaffingSnapshot.team_id), *(getattr(StaffingSnapshot, name) for name in COLUMNS)
).where(col(StaffingSnapshot.day) == bindparam("day", type_=Date))
Whose = TypeVar("Whose")


def write_staffing(session: Session, book: StaffingBook) -> None:
    """Replace the day's snapshots by what this whole-authority book says of each team.

    A team that is no longer listed is written while people who left it still count as leavers.
    """
    found = [
        {"day": book.day, "team_id": team_id, **_columns(parts)}
        for team_id, parts in parts_by_team(book).items()
        if book.teams[team_id].dropped_on is None or parts != _NOTHING
    ]
    change(session, _FORGET, day=book.day)
    insert_all(session, StaffingSnapshot, found)


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


def staffing_histories(
    session: Session, scopes: Mapping[Whose, Collection[int] | None], since: date
) -> dict[Whose, list[tuple[date, Parts]]]:
    """The history of several scopes at once, each given by its teams, or by None: the authority's.

    Two queries at most, whatever the number of scopes.
    """
    wanted = {team_id for team_ids in scopes.values() for team_id in team_ids or ()}
    days: dict[int, dict[date, Parts]] = defaultdict(dict)
    for day, team_id, parts in _of_teams(session, wanted, since):
        days[team_id][day] = parts
    whole = staffing_history(session, None, since) if None in scopes.values() else []
    found: dict[Whose, list[tuple[date, Parts]]] = {}
    for whose, team_ids in scopes.items():
        if team_ids is None:
            found[whose] = whole
            continue
        of_scope: dict[date, list[Parts]] = defaultdict(list)
        for team_id in team_ids:
            for day, parts in days.get(team_id, {}).items():
                of_scope[day].append(parts)
        found[whose] = [(day, total(of_scope[day])) for day in sorted(of_scope)]
    return found


def parts_written(session: Session, day: date) -> dict[int, Parts]:
    """What each team came to on a day, as the load wrote it then; {} where nothing was written.

    A team without a row came to nothing. Starters are not kept: their FTE is 0 in these parts.
    """
    return {team_id: _parts(values) for team_id, *values in rows(session, _OF_DAY, day=day)}


def newest_staffing_day(session: Session, by: date) -> date | None:
    """The newest day by this one of which staffing was kept."""
    kept = col(StaffingSnapshot.day)
    return session.scalars(select(func.max(kept)).where(kept <= by)).one()


def _of_teams(
    session: Session, team_ids: Collection[int], since: date
) -> Iterator[tuple[date, int, Parts]]:
    if not team_ids:
        return
    columns = [getattr(StaffingSnapshot, name) for name in COLUMNS]
    query = select(col(StaffingSnapshot.day), col(StaffingSnapshot.team_id), *columns).where(
        col(StaffingSnapshot.day) >= since, col(StaffingSnapshot.team_id).in_(team_ids)
    )
    for day, team_id, *values in session.execute(query):
        yield day, team_id, _parts(values)


def parts_about(history: Sequence[tuple[date, Parts]], day: date) -> tuple[date, Parts] | None:
    """The nearest of a history a few days before or after one, such as a week or a year ago.

    None where nothing was kept so near.
    """
    found = nearest((on for on, _ in history), day)
    return next((each for each in history if each[0] == found), None)


def _columns(parts: Parts) -> dict[str, float]:
    return {name: getattr(parts, name) for name in COLUMNS}


def _parts(values: Sequence[Any]) -> Parts:
    return Parts(**dict(zip(COLUMNS, values, strict=True)))
