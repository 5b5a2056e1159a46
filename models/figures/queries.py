"""The queries that fill a book: two or three set-based looks, whatever the size of the scope."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select
from sqlmodel import Session, col

from models.cases import Case
from models.errors import NoData
from models.figures.book import Book, Flow, Held, Unmatched, Waiting
from models.figures.holders import Holder, absent, in_post
from models.figures.limits import LimitsInForce
from models.limits import Limit
from models.loads import Load, UnmatchedWorker
from models.organisation import Team
from models.vocabulary import FEEDS, ExtractKind, LoadStatus, TeamKind
from models.workforce import Worker


@dataclass(frozen=True, slots=True)
class Loaded:
    """The newest load of each feed: what every figure is as at."""

    allocations: Load
    workforce: Load


def newest_loads(session: Session) -> Loaded:
    """The loads the figures stand on; NoData when one of the two feeds was never loaded."""
    found = {kind: newest_load(session, kind) for kind in FEEDS}
    allocations, workforce = found[ExtractKind.ALLOCATIONS], found[ExtractKind.WORKFORCE]
    if allocations is None or workforce is None:
        missing = " and ".join(kind.value for kind in FEEDS if found[kind] is None)
        raise NoData(
            f"There are no figures yet: no {missing} extract has been loaded. "
            "An administrator loads one with `caseload import`."
        )
    return Loaded(allocations, workforce)


def newest_load(session: Session, kind: ExtractKind) -> Load | None:
    """The load of this kind that is in force, if there is one."""
    query = (
        select(Load)
        .where(col(Load.kind) == kind, col(Load.status) == LoadStatus.LOADED)
        # Not by the row alone: a load that was held comes into force when it is accepted.
        .order_by(col(Load.as_at_day).desc(), col(Load.loaded_at).desc(), col(Load.id).desc())
        .limit(1)
    )
    return session.scalars(query).first()


def loads_of(session: Session, kind: ExtractKind, digest: str) -> Sequence[Load]:
    """Every load of just these records, in force or overtaken since; the newest first."""
    query = select(Load).where(
        col(Load.kind) == kind, col(Load.status) == LoadStatus.LOADED, col(Load.digest) == digest
    )
    return session.scalars(query.order_by(col(Load.id).desc())).all()


def accepted_doubts(session: Session, feeds: Collection[ExtractKind] = FEEDS) -> list[str]:
    """What was doubted of the loads in force and accepted by hand, as clauses for a warning."""
    return [
        f"the {kind.value} {verb} accepted by hand although {load.reasons[0]}"
        for kind, verb in ((ExtractKind.ALLOCATIONS, "were"), (ExtractKind.WORKFORCE, "was"))
        if kind in feeds and (load := newest_load(session, kind)) is not None and load.reasons
    ]


def gather_book(session: Session, *, team_ids: Collection[int] | None, not_seen_days: int) -> Book:
    """The newest day's book for these teams, or with None for the whole authority.

    Raises NoData before the first load of both feeds.
    """
    loaded = newest_loads(session)
    day = loaded.allocations.as_at_day
    cutoff = day - timedelta(days=not_seen_days)
    held = _held(session, team_ids, cutoff)
    return Book(
        day=day,
        as_at=loaded.allocations.as_at,
        workforce_as_at=loaded.workforce.as_at,
        team_names=_team_names(session, team_ids),
        holders=_holders(session, team_ids, day, held),
        held=held,
        waiting=_waiting(session, team_ids),
        unmatched=unmatched_workers(session, team_ids),
        flows=_flows(session, team_ids, day),
        not_seen_days=not_seen_days,
    )


PLACE: ColumnElement[int | None] = func.coalesce(col(Worker.team_id), col(Case.team_id))
"""A case counts where its worker works; without a worker, in the team it is allocated to."""


def _in_scope(team_ids: Collection[int] | None) -> ColumnElement[bool] | None:
    if team_ids is None:
        return None
    # Written so that the indexes on workers.team_id and cases.team_id can be used.
    return or_(
        col(Worker.team_id).in_(team_ids),
        and_(col(Case.worker_id).is_(None), col(Case.team_id).in_(team_ids)),
    )


def _scoped(
    query: Select[*tuple[Any, ...]], team_ids: Collection[int] | None
) -> Select[*tuple[Any, ...]]:
    joined = query.select_from(Case).outerjoin(Worker, col(Case.worker_id) == col(Worker.id))
    scope = _in_scope(team_ids)
    return joined if scope is None else joined.where(scope)


def _held(session: Session, team_ids: Collection[int] | None, cutoff: date) -> tuple[Held, ...]:
    unseen = and_(col(Case.last_seen_on).is_not(None), col(Case.last_seen_on) < cutoff)
    allocated = or_(col(Case.worker_id).is_not(None), col(Case.worker_ref).is_not(None))
    parts = (PLACE, col(Case.worker_id), allocated, col(Case.kind))
    query = _scoped(
        select(
            *parts,
            func.count(),
            func.sum(case((unseen, 1), else_=0)),
            func.sum(case((col(Case.last_seen_on).is_(None), 1), else_=0)),
            func.min(case((unseen, col(Case.last_seen_on)))),
        ),
        team_ids,
    )
    rows = session.execute(query.where(col(Case.closed_on).is_(None)).group_by(*parts)).all()
    return tuple(
        Held(
            team_id=team_id,
            worker_id=worker_id,
            matched=worker_id is not None or not is_allocated,
            allocated=bool(is_allocated),
            kind=kind,
            cases=cases,
            not_seen=int(not_seen),
            never_dated=int(undated),
            longest_unseen=oldest,
        )
        for team_id, worker_id, is_allocated, kind, cases, not_seen, undated, oldest in rows
    )


def _holders(
    session: Session, team_ids: Collection[int] | None, day: date, held: Sequence[Held]
) -> tuple[Holder, ...]:
    limits = limits_on(session, day)
    caseloads: dict[int, int] = defaultdict(int)
    for part in held:
        if part.worker_id is not None:
            caseloads[part.worker_id] += part.cases
    query = (
        select(
            *(col(column) for column in (Worker.id, Worker.staff_id, Worker.name, Worker.role)),
            *(col(column) for column in (Worker.fte, Worker.employment, Worker.started_on)),
            *(col(column) for column in (Worker.left_on, Worker.absent_from, Worker.absent_until)),
            col(Worker.newly_qualified_until),
            col(Team.id).label("team_id"),
            col(Team.name).label("team"),
            col(Team.kind).label("team_kind"),
        )
        .join(Team, col(Worker.team_id) == col(Team.id))
        .where(col(Worker.dropped_on).is_(None))
        .order_by(col(Worker.name), col(Worker.staff_id))
    )
    if team_ids is not None:
        query = query.where(col(Worker.team_id).in_(team_ids))
    rows = session.execute(query).all()
    return tuple(_holder(row, day, limits, caseloads.get(row.id, 0)) for row in rows)


def _holder(row: Row[Any], day: date, limits: LimitsInForce, caseload: int) -> Holder:
    newly_qualified = row.newly_qualified_until is not None and day <= row.newly_qualified_until
    return Holder(
        worker_id=row.id,
        staff_id=row.staff_id,
        name=row.name,
        team_id=row.team_id,
        team=row.team,
        role=row.role,
        fte=row.fte,
        employment=row.employment,
        caseload=caseload,
        in_post=in_post(started_on=row.started_on, left_on=row.left_on, day=day),
        absent=absent(absent_from=row.absent_from, absent_until=row.absent_until, day=day),
        newly_qualified=newly_qualified,
        limit=limits.for_worker(
            worker_id=row.id,
            team_id=row.team_id,
            kind=row.team_kind,
            newly_qualified=newly_qualified,
        ),
    )


def _waiting(session: Session, team_ids: Collection[int] | None) -> tuple[Waiting, ...]:
    parts = (col(Case.team_id), col(Case.kind), col(Case.unallocated_since))
    query = select(*parts, func.count()).where(
        col(Case.closed_on).is_(None),
        col(Case.worker_id).is_(None),
        col(Case.worker_ref).is_(None),
    )
    if team_ids is not None:
        query = query.where(col(Case.team_id).in_(team_ids))
    rows = session.execute(query.group_by(*parts).order_by(*parts)).all()
    return tuple(Waiting(*row) for row in rows)


def unmatched_workers(session: Session, team_ids: Collection[int] | None) -> tuple[Unmatched, ...]:
    query = select(UnmatchedWorker).order_by(
        col(UnmatchedWorker.worker_ref), col(UnmatchedWorker.id)
    )
    if team_ids is not None:
        query = query.where(col(UnmatchedWorker.team_id).in_(team_ids))
    return tuple(
        Unmatched(row.worker_ref, row.team_id, row.open_cases, row.reason)
        for row in session.scalars(query)
    )


def _flows(session: Session, team_ids: Collection[int] | None, day: date) -> tuple[Flow, ...]:
    week_ago = day - timedelta(days=7)
    opened = and_(col(Case.opened_on) > week_ago, col(Case.opened_on) <= day)
    closed = and_(col(Case.closed_on) > week_ago, col(Case.closed_on) <= day)
    parts = (PLACE, col(Case.kind))
    counts = (func.sum(case((was, 1), else_=0)) for was in (opened, closed))
    query = _scoped(select(*parts, *counts), team_ids).where(or_(opened, closed))
    rows = session.execute(query.group_by(*parts)).all()
    return tuple(
        Flow(team_id, kind, int(opens), int(closes)) for team_id, kind, opens, closes in rows
    )


def _team_names(session: Session, team_ids: Collection[int] | None) -> dict[int, str]:
    query = select(col(Team.id), col(Team.name)).where(col(Team.dropped_on).is_(None))
    if team_ids is not None:
        query = query.where(col(Team.id).in_(team_ids))
    return {row.id: row.name for row in session.execute(query.order_by(col(Team.name)))}


def limits_on(session: Session, day: date) -> LimitsInForce:
    """The limits and promises in force on a day."""
    return LimitsInForce(session.scalars(select(Limit)).all(), day)


def team_kinds(session: Session) -> dict[int, TeamKind]:
    """What each team does, by the team's id."""
    return {row.id: row.kind for row in session.execute(select(col(Team.id), col(Team.kind)))}
