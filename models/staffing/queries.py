"""The queries that fill a staffing book: a few set-based looks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Executable,
    Integer,
    Select,
    and_,
    bindparam,
    func,
    null,
    or_,
    select,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.errors import NoData
from models.figures.queries import loads_in_force
from models.loads import Load
from models.organisation import Service, Team
from models.rows import rows
from models.staffing.book import EmployedCost, PostTerms, StaffingBook, TeamTerms, WorkerTerms
from models.vocabulary import Employment, ExtractKind, LoadStatus, Role
from models.workforce import Post, PostHolder, Spell, Worker

DAY: ColumnElement[Any] = bindparam("day", type_=Date)
"""The book's day, wherever a statement asks for it."""

_TEAM_IDS: ColumnElement[Any] = bindparam("team_ids", expanding=True, type_=Integer)
_LISTED_ON = bindparam("listed_on", type_=Date)


@dataclass(frozen=True, slots=True)
class Part:
    """Conditions on which rows of the tables belong to a book; they may ask for `DAY`."""

    teams: ColumnElement[bool]
    workers: ColumnElement[bool]
    spells: ColumnElement[bool]
    posts: ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Reading:
    """The statements that read a book's rows, built once."""

    teams: Executable
    workers: Executable
    spells: Executable
    posts: Executable


def reading(part: Part | None) -> Reading:
    """What reads all that is part of it, with None all there is."""
    return Reading(_teams(part), _workers(part), _spells(part), _posts(part))


def gather_staffing(session: Session, team_ids: Collection[int] | None = None) -> StaffingBook:
    """The staffing of these teams, or with None of the whole authority.

    The authority's has the teams that are no longer listed too, as people left from them. Raises
    NoData before the first workforce was loaded.
    """
    if team_ids is None:
        return gather_part(session, _ALL)
    return gather_part(session, _OF_TEAMS, team_ids=list(team_ids))


def gather_part(session: Session, part: Reading, **values: object) -> StaffingBook:
    """The staffing of what is part of it on the book's day; `values` are what else it asks for.

    Raises NoData as before.
    """
    loads = loads_in_force(session)
    workforce, allocations = (
        loads.get(kind) for kind in (ExtractKind.WORKFORCE, ExtractKind.ALLOCATIONS)
    )
    if workforce is None:
        raise NoData(
            "There are no staffing figures yet: no workforce extract has been loaded. "
            "An administrator loads one with `caseload import`."
        )
    listed_on = workforce.as_at_day
    day = listed_on if allocations is None else max(listed_on, allocations.as_at_day)
    values = {**values, "day": day}
    return StaffingBook(
        day=day,
        as_at=workforce.as_at,
        listed_on=listed_on,
        first_listed_on=_first_listed_on(session) or listed_on,
        teams={row[0]: TeamTerms(*row) for row in rows(session, part.teams, **values)},
        workers=tuple(WorkerTerms(*row) for row in rows(session, part.workers, **values)),
        spells=tuple(WorkerTerms(*row) for row in rows(session, part.spells, **values)),
        posts=_with_holders(rows(session, part.posts, **values)),
        employed_costs=_employed_costs(session, listed_on),
    )


def _of_teams() -> Part:
    """What is in some teams, and of those elsewhere whatever bears on it."""
    posts = _posts_near()
    holders = (
        select(col(PostHolder.worker_id))
        .join(Post, col(Post.id) == col(PostHolder.post_id))
        .where(posts)
    )
    named = col(Worker.folded_name).in_(_names())
    return Part(
        teams=col(Team.id).in_(_TEAM_IDS),
        workers=or_(col(Worker.team_id).in_(_TEAM_IDS), col(Worker.id).in_(holders), named),
        spells=named,
        posts=posts,
    )


def _first_listed_on(session: Session) -> date | None:
    ((first,),) = rows(session, _FIRST_LISTED_ON)
    found: date | None = first
    return found


def _teams(part: Part | None) -> Executable:
    query = select(
        *(col(column) for column in (Team.id, Team.name, Team.service_id)),
        col(Service.name).label("service"),
        *(col(column) for column in (Team.ends_on, Team.dropped_on)),
    ).join(Service, col(Team.service_id) == col(Service.id))
    if part is not None:
        query = query.where(part.teams)
    return query.order_by(col(Team.name))


def _workers(part: Part | None) -> Executable:
    query = select(
        *(col(column) for column in (Worker.id, Worker.staff_id, Worker.name, Worker.email)),
        *(col(column) for column in (Worker.team_id, Worker.role, Worker.fte)),
        *(col(column) for column in (Worker.employment, Worker.agency_basis, Worker.started_on)),
        *(col(column) for column in (Worker.left_on, Worker.qualified_on)),
        *(col(column) for column in (Worker.newly_qualified_until, Worker.weekly_cost)),
        col(Worker.dropped_on),
    )
    if part is not None:
        query = query.where(part.workers)
    return query.order_by(col(Worker.name), col(Worker.staff_id))


def _spells(part: Part | None) -> Executable:
    """Earlier times of these teams' and of everybody's who may be one of their people.

    Not those that turned out to be part of another: the worker's own days, or a spell that was
    written later, cover them. An extract that is put right may take that back, so they are kept.
    """
    query = select(
        *(col(column) for column in (Worker.id, Worker.staff_id, Worker.name, Worker.email)),
        *(col(column) for column in (Spell.team_id, Spell.role, Spell.fte, Spell.employment)),
        null(),  # why an agency worker was here then is not kept
        *(col(column) for column in (Spell.started_on, Spell.left_on, Worker.qualified_on)),
        col(Worker.newly_qualified_until),
        null(),  # nor the cost
        null(),
    ).join(Worker, col(Worker.id) == col(Spell.worker_id))
    query = query.where(_over(Spell), ~_told_anew())
    if part is not None:
        query = query.where(part.spells)
    return query.order_by(col(Spell.left_on), col(Spell.id))


def _over(spell: type[Spell]) -> ColumnElement[bool]:
    """Whether a spell ended before the worker's own days begin."""
    return col(Worker.started_on) > col(spell.left_on)


def _told_anew() -> ColumnElement[bool]:
    """Whether a spell overlaps one of the same worker that was written later, and counts."""
    later = aliased(Spell)
    return (
        select(col(later.id))
        .where(
            col(later.worker_id) == col(Spell.worker_id),
            col(later.id) > col(Spell.id),
            or_(col(later.started_on).is_(None), col(later.started_on) <= col(Spell.left_on)),
            or_(col(Spell.started_on).is_(None), col(later.left_on) >= col(Spell.started_on)),
            _over(later),
        )
        .correlate(Spell, Worker)
        .exists()
    )


def _names() -> Select[str]:
    """The folded names of who works in some teams, or did in an earlier spell."""
    once = select(col(Spell.worker_id)).where(col(Spell.team_id).in_(_TEAM_IDS))
    return select(col(Worker.folded_name)).where(
        or_(col(Worker.team_id).in_(_TEAM_IDS), col(Worker.id).in_(once))
    )


def _posts(part: Part | None) -> Executable:
    """Each post once for each worker who holds it."""
    query = select(
        *(col(column) for column in (Post.id, Post.post_id, Post.team_id, Post.role, Post.fte)),
        *(col(column) for column in (Post.funding, Post.funded_until, Post.annual_cost)),
        *(col(column) for column in (Post.created_on, Post.deleted_on, Post.dropped_on)),
        col(PostHolder.worker_id),
    ).outerjoin(PostHolder, col(PostHolder.post_id) == col(Post.id))
    if part is not None:
        query = query.where(part.posts)
    return query.order_by(col(Post.post_id), col(PostHolder.worker_id))


def _with_holders(found: Sequence[Any]) -> tuple[PostTerms, ...]:
    posts: dict[int, Sequence[Any]] = {}
    holders: dict[int, tuple[int, ...]] = {}
    for *post, worker_id in found:
        posts[post[0]] = post
        known = holders.get(post[0], ())
        holders[post[0]] = known if worker_id is None else (*known, worker_id)
    return tuple(PostTerms(*(*post, holders[id_])) for id_, post in posts.items())


def _posts_near() -> ColumnElement[bool]:
    """The teams' posts, and the others of those who hold one or work here.

    Somebody in two posts is shared out between them.
    """
    here = col(Post.team_id).in_(_TEAM_IDS)
    holders = (
        select(col(PostHolder.worker_id))
        .join(Post, col(Post.id) == col(PostHolder.post_id))
        .where(here)
    )
    workers = select(col(Worker.id)).where(col(Worker.team_id).in_(_TEAM_IDS))
    theirs = select(col(PostHolder.post_id)).where(
        or_(col(PostHolder.worker_id).in_(holders), col(PostHolder.worker_id).in_(workers))
    )
    return or_(here, col(Post.id).in_(theirs))


def _employed_costs(session: Session, listed_on: date) -> dict[Role, EmployedCost]:
    """What permanent workers in post cost by role, wherever they work."""
    found = rows(session, _COSTS, listed_on=listed_on)
    return {role: EmployedCost(float(cost), float(fte)) for role, cost, fte in found}


def _costs() -> Executable:
    return (
        select(col(Worker.role), func.sum(col(Worker.weekly_cost)), func.sum(col(Worker.fte)))
        .where(
            col(Worker.employment) == Employment.PERMANENT,
            col(Worker.dropped_on).is_(None),
            col(Worker.weekly_cost).is_not(None),
            col(Worker.fte) > 0,
            or_(col(Worker.started_on).is_(None), col(Worker.started_on) <= _LISTED_ON),
            or_(col(Worker.left_on).is_(None), col(Worker.left_on) >= _LISTED_ON),
        )
        .group_by(col(Worker.role))
    )


_FIRST_LISTED_ON = select(func.min(col(Load.as_at_day))).where(
    and_(col(Load.kind) == ExtractKind.WORKFORCE, col(Load.status) == LoadStatus.LOADED)
)
_COSTS = _costs()
_ALL, _OF_TEAMS = reading(None), reading(_of_teams())
