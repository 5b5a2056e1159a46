"""The statements that fill a book, built once: of the whole authority, and of some of its teams."""

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
    func,
    literal_column,
    null,
    or_,
    select,
    true,
    type_coerce,
    union_all,
)
from sqlalchemy.sql.selectable import SelectBase
from sqlmodel import col

from models.cases import Case
from models.limits import Limit
from models.loads import Load, UnmatchedWorker
from models.organisation import Team
from models.together import Together
from models.vocabulary import FEEDS, ExtractKind, LimitScope, LoadStatus
from models.workforce import Worker

TEAMS: ColumnElement[Any] = bindparam("teams", expanding=True, type_=Integer)
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
        .where(col(Load.kind) == _said(kind), col(Load.status) == _said(LoadStatus.LOADED))
        # Not by the row alone: a load that was held comes into force when it is accepted.
        .order_by(col(Load.as_at_day).desc(), col(Load.loaded_at).desc(), col(Load.id).desc())
        .limit(_ONE)
    )
    return query.subquery().select()


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


def _cases() -> Executable:
    allocated = or_(col(Case.worker_id).is_not(None), _NAMED)
    parts = (PLACE, col(Case.worker_id), allocated, col(Case.kind), _SINCE)
    joined = select(*parts, *_counts()).select_from(Case)
    joined = joined.outerjoin(Worker, col(Case.worker_id) == col(Worker.id))
    return joined.where(_LATELY).group_by(*parts)


def _cases_in_teams() -> SelectBase:
    """Apart by whether there is a worker: each half then finds its cases by an index."""
    team, worker, kind = col(Worker.team_id), col(Case.worker_id), col(Case.kind)
    place, since = col(Case.team_id), _SINCE
    # SQLite takes cases of nobody for as few as those of one worker, unless it is said like this.
    nobodys = func.coalesce(worker, _NOTHING) == _NOTHING
    return union_all(
        select(team, worker, true(), kind, type_coerce(null(), Date), *_counts())
        .join(Case, worker == col(Worker.id))
        .where(team.in_(TEAMS), _LATELY)
        .group_by(team, worker, kind),
        select(place, worker, _NAMED, kind, since, *_counts())
        .where(nobodys, place.in_(TEAMS), _LATELY)
        .group_by(place, worker, _NAMED, kind, since),
    )


CASES = _cases()

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
_LIMITS_IN_TEAMS = LIMITS.where(
    or_(
        col(Limit.scope).not_in((_said(LimitScope.TEAM), _said(LimitScope.STAFF))),
        col(Limit.team_id).in_(TEAMS),
        col(Limit.worker_id).in_(select(col(Worker.id)).where(col(Worker.team_id).in_(TEAMS))),
    )
)

ALL = {
    "teams": TEAMS_LISTED,
    "cases": CASES,
    "holders": HOLDERS,
    "limits": LIMITS,
    "unmatched": UNMATCHED,
}
"""What a book of the whole authority is read by, when its day is known."""

IN_TEAMS = Together(
    teams=TEAMS_LISTED.where(col(Team.id).in_(TEAMS)),
    cases=_cases_in_teams(),
    holders=HOLDERS.where(col(Worker.team_id).in_(TEAMS)),
    limits=_LIMITS_IN_TEAMS,
    unmatched=UNMATCHED.where(col(UnmatchedWorker.team_id).in_(TEAMS)),
)
"""The same of some of its teams."""
