"""The statements that fill a book, built once: of the whole authority, and of some of its teams."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Executable,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    false,
    func,
    literal_column,
    null,
    or_,
    select,
    true,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from models.cases import Case
from models.limits import Limit
from models.loads import Load, UnmatchedWorker
from models.organisation import Team
from models.together import Together
from models.vocabulary import FEEDS, ExtractKind, LimitScope, LoadStatus
from models.workforce import Worker

TEAMS: ColumnElement[Any] = bindparam("teams", expanding=True, type_=Integer)
WORKER: ColumnElement[Any] = bindparam("worker", type_=Integer)
CUTOFF, DAY, WEEK_AGO = (bindparam(name, type_=Date) for name in ("cutoff", "day", "week_ago"))

PLACE: ColumnElement[int | None] = func.coalesce(col(Worker.team_id), col(Case.team_id))
"""A case counts where its worker works; without a worker, in the team it is allocated to."""

# Written into the statement: what is handed over with it is looked at again for each question.
_ONE, _NOTHING = literal_column("1", Integer), literal_column("0", Integer)

_OPEN = col(Case.closed_on).is_(None)
_NOBODYS = col(Case.worker_id).is_(None)


def _said(word: StrEnum) -> ColumnElement[str]:
    return literal_column(f"'{word.value}'", String)


def _newest(kind: ExtractKind) -> Select[*tuple[Any, ...]]:
    columns = (Load.id, Load.kind, Load.as_at, Load.as_at_day, Load.loaded_at, Load.reasons)
    query = (
        select(*(col(column) for column in columns))
        # The newest day is found by an index; else every load of the kind is read and sorted.
        .where(*_loaded(Load, kind), col(Load.as_at_day) == _newest_day(kind))
        # Not by the row alone: a load that was held comes into force when it is accepted.
        .order_by(col(Load.loaded_at).desc(), col(Load.id).desc())
        .limit(_ONE)
    )
    return query.subquery().select()


def _newest_day(kind: ExtractKind) -> ColumnElement[Any]:
    other = aliased(Load)
    return select(func.max(other.as_at_day)).where(*_loaded(other, kind)).scalar_subquery()


def _loaded(table: type[Load], kind: ExtractKind) -> tuple[ColumnElement[bool], ...]:
    return col(table.kind) == _said(kind), col(table.status) == _said(LoadStatus.LOADED)


NEWEST_LOADS = union_all(*map(_newest, FEEDS))


def _counts() -> tuple[ColumnElement[Any], ...]:
    """How many are open, were not seen, were opened and were closed."""
    unseen = and_(_OPEN, col(Case.last_seen_on) < CUTOFF)
    counted = (
        _OPEN,
        unseen,
        and_(_OPEN, col(Case.last_seen_on).is_(None)),
        and_(col(Case.opened_on) > WEEK_AGO, col(Case.opened_on) <= DAY),
        and_(col(Case.closed_on) > WEEK_AGO, col(Case.closed_on) <= DAY),
    )
    names = ("open", "not_seen", "undated", "opened", "closed")
    sums = zip(names, counted, strict=True)
    return (
        *(func.sum(case((which, _ONE), else_=_NOTHING)).label(name) for name, which in sums),
        func.min(case((unseen, col(Case.last_seen_on)))).label("longest_unseen"),
    )


_NAMED = col(Case.worker_ref).is_not(None)
_SINCE = case((and_(_NOBODYS, col(Case.worker_ref).is_(None)), col(Case.unallocated_since)))
_LATELY = or_(_OPEN, col(Case.closed_on) > WEEK_AGO, col(Case.opened_on) > WEEK_AGO)


def _cases_of(*whose: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Cases of workers of whom this is so: they count where their worker works."""
    team, worker, kind = col(Worker.team_id), col(Case.worker_id), col(Case.kind)
    query = select(team, worker, true(), kind, type_coerce(null(), Date), *_counts())
    query = query.join(Case, worker == col(Worker.id)).where(*whose, _LATELY)
    return query.group_by(team, worker, kind)


def _cases_of_nobody(*where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Cases without a worker who is known, in the team they are allocated to."""
    parts = (col(Case.team_id), col(Case.worker_id), _NAMED, col(Case.kind), _SINCE)
    return select(*parts, *_counts()).where(*where, _LATELY).group_by(*parts)


# SQLite takes cases of nobody for as few as those of one worker, unless it is said like this.
_NOBODYS_IN_TEAMS = func.coalesce(col(Case.worker_id), _NOTHING) == _NOTHING

# Apart by whether there is a worker: each half finds its cases by an index and groups by less.
CASES = union_all(_cases_of(), _cases_of_nobody(_NOBODYS))
_CASES_IN_TEAMS = union_all(
    _cases_of(col(Worker.team_id).in_(TEAMS)),
    _cases_of_nobody(_NOBODYS_IN_TEAMS, col(Case.team_id).in_(TEAMS)),
)

HOLDERS = (
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

UNMATCHED = select(
    col(UnmatchedWorker.worker_ref),
    col(UnmatchedWorker.team_id),
    col(UnmatchedWorker.open_cases),
    col(UnmatchedWorker.reason),
).order_by(col(UnmatchedWorker.worker_ref), col(UnmatchedWorker.id))

TEAMS_LISTED = (
    select(col(Team.id), col(Team.name), col(Team.kind))
    .where(col(Team.dropped_on).is_(None))
    .order_by(col(Team.name))
)

KINDS = select(col(Team.id), col(Team.kind))

LIMITS = select(Limit.__table__)  # type: ignore[attr-defined]


def _limits(of_workers: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The limits of some teams and workers, and those of more than one team or worker."""
    of_one = (_said(LimitScope.TEAM), _said(LimitScope.STAFF))
    in_teams = col(Limit.team_id).in_(TEAMS)
    return LIMITS.where(or_(col(Limit.scope).not_in(of_one), in_teams, of_workers))


_WORKERS_IN_TEAMS = select(col(Worker.id)).where(col(Worker.team_id).in_(TEAMS))

ALL: Mapping[str, Executable] = {
    "teams": TEAMS_LISTED,
    "cases": CASES,
    "holders": HOLDERS,
    "limits": LIMITS,
    "unmatched": UNMATCHED,
}
"""What a book of the whole authority is read by, when its day is known."""

IN_TEAMS = Together(
    teams=TEAMS_LISTED.where(col(Team.id).in_(TEAMS)),
    cases=_CASES_IN_TEAMS,
    holders=HOLDERS.where(col(Worker.team_id).in_(TEAMS)),
    limits=_limits(col(Limit.worker_id).in_(_WORKERS_IN_TEAMS)),
    unmatched=UNMATCHED.where(col(UnmatchedWorker.team_id).in_(TEAMS)),
)
"""The same of some of its teams."""

OF_WORKER = Together(
    teams=TEAMS_LISTED.where(col(Team.id).in_(TEAMS)),
    cases=_cases_of(col(Worker.id) == WORKER),
    holders=HOLDERS.where(col(Worker.id) == WORKER),
    limits=_limits(col(Limit.worker_id) == WORKER),
    unmatched=UNMATCHED.where(false()),
)
"""The same of one worker in their team, without what is anybody else's."""
