"""Reads since when teams are above their promise, and of how many workers the limit changed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from sqlalchemy import select
from sqlmodel import Session, col

from alerts.digest.facts import LimitChange
from models.figures.book import Book
from models.figures.limits import PLACES, LimitsInForce
from models.figures.snapshots import kept_a_week_before
from models.history import TeamSnapshot, WorkerSnapshot
from models.limits import Limit
from models.staffing.book import years_before
from models.vocabulary import LimitScope, TeamKind

GAP = timedelta(weeks=4)
"""Without a kept day for longer than this, nobody knows how a team stood in between."""

CHANGED, CHANGED_SHARE = 3, 0.05
"""Workers whose limit changed in a week: one or two end their protected year in any week, in a
county one in twenty."""


@dataclass(frozen=True, slots=True)
class Above:
    """The first day of the unbroken run of kept days on which a team was above its promise."""

    since: date
    before: bool  # the run begins with the oldest kept day


def gather_above(
    session: Session, kinds: Mapping[int, TeamKind], team_ids: Collection[int], day: date
) -> dict[int, Above]:
    """Since when each of these teams is above the promise that was made for the day in question.

    By the kept days of two years. A team without one to say so, or that was not above on the last,
    is left out.
    """
    if not team_ids:
        return {}
    kept = TeamSnapshot
    query = (
        select(*map(col, (kept.team_id, kept.day, kept.average_cases, kept.average_fte)))
        .where(
            col(kept.team_id).in_(team_ids),
            col(kept.day).between(years_before(day, 2), day),
            col(kept.average_fte) > 0,
        )
        .order_by(col(kept.day).desc())
    )
    days: dict[int, list[tuple[date, float]]] = {}
    for team_id, on, cases, fte in session.execute(query):
        days.setdefault(team_id, []).append((on, round(float(cases) / float(fte), PLACES)))
    high = _Promises(session, kinds)
    found = {team_id: _run(of_team, team_id, high) for team_id, of_team in days.items()}
    return {team_id: above for team_id, above in found.items() if above is not None}


class _Promises:
    """The upper end of a team's promise on a day."""

    def __init__(self, session: Session, kinds: Mapping[int, TeamKind]) -> None:
        rows = session.scalars(
            select(Limit).where(
                col(Limit.scope).in_((LimitScope.AUTHORITY, LimitScope.KIND, LimitScope.TEAM))
            )
        ).all()
        self._kinds = kinds
        self._on = cache(lambda day: LimitsInForce(rows, day))

    def high(self, team_id: int, day: date) -> float | None:
        found = self._on(day).promise(team_id=team_id, kind=self._kinds[team_id])
        return None if found is None else found.high


def _run(days: list[tuple[date, float]], team_id: int, promises: _Promises) -> Above | None:
    """`days` come newest first."""
    since: date | None = None
    for on, average in days:
        high = promises.high(team_id, on)
        too_long_before = since is not None and since - on > GAP
        if too_long_before or high is None or average <= high:
            break
        since = on
    else:
        return None if since is None else Above(since, before=True)
    return None if since is None else Above(since, before=_is_after_gap(days, since))


def _is_after_gap(days: Iterable[tuple[date, float]], since: date) -> bool:
    return any(newer == since and newer - older > GAP for (newer, _), (older, _) in pairwise(days))


def gather_limit_change(session: Session, book: Book) -> LimitChange | None:
    """Whose limit for one full-time worker is another than a week ago; None if hardly anybody's.

    Only of workers who were in their team then too: who moves takes on the new team's limit.
    """
    before = kept_a_week_before(session, book.day)
    if before is None:
        return None
    kept = WorkerSnapshot
    query = select(*map(col, (kept.worker_id, kept.team_id, kept.limit_cases))).where(
        col(kept.day) == before, col(kept.team_id).in_(book.team_names)
    )
    then = {(worker, team): limit for worker, team, limit in session.execute(query)}
    now = {
        (holder.worker_id, holder.team_id): None if holder.limit is None else holder.limit.cases
        for holder in book.holders
        if holder.in_post
    }
    compared = now.keys() & then.keys()
    changed = sum(now[worker] != then[worker] for worker in compared)
    if changed < max(CHANGED, CHANGED_SHARE * len(compared)):
        return None
    return LimitChange(workers=changed, of=len(compared))
