"""Who may see what: the one room that decides, for every way of asking.

A person is known by the email in the workforce or in the grants. Managers see their teams' workers,
heads their services', leadership and administrators everybody's; a worker sees their own caseload
and their team's totals. Whatever somebody may not see is answered as if it did not exist.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, bindparam, or_, select
from sqlmodel import Session, col

from models.errors import NotKnown
from models.figures.holders import in_post
from models.folding import folded_name
from models.organisation import Service, Team
from models.people import Grant, GrantRole
from models.rows import rows
from models.together import Together
from models.workforce import Head, Manager, Worker


class ScopeKind(StrEnum):
    """What a question or an answer is about."""

    AUTHORITY = "authority"
    SERVICE = "service"
    TEAM = "team"
    WORKER = "worker"


@dataclass(frozen=True, slots=True)
class Scope:
    """One authority, service, team or worker; `team_ids` None means every team.

    A person's several teams together are a scope of kind team without an id.
    """

    kind: ScopeKind
    id: int | None
    name: str
    team_ids: frozenset[int] | None
    code: str | None = None  # a worker's staff id, which tells two people of one name apart


class Detail(IntEnum):
    """How much may be seen; the higher includes the lower."""

    NOTHING = 0
    TOTALS = 1
    WORKERS = 2


@dataclass(frozen=True, slots=True)
class Asker:
    """A known person and what their roles give them."""

    email: str
    name: str
    worker_id: int | None
    team_id: int | None  # where they work
    managed: frozenset[int]  # teams
    headed: frozenset[int]  # services
    headed_teams: frozenset[int]  # the teams of those services
    leadership: bool
    administrator: bool

    @property
    def sees_all(self) -> bool:
        return self.leadership or self.administrator

    @property
    def leads(self) -> frozenset[int]:
        """The teams whose workers this person may see, beyond those who see all."""
        return self.managed | self.headed_teams


_EMAIL: ColumnElement[Any] = bindparam("email")


def _ids(name: str) -> ColumnElement[Any]:
    return bindparam(name, expanding=True, type_=Integer)


_GRANTS = select(col(Grant.role), col(Grant.service_id), col(Grant.team_id)).where(
    col(Grant.email) == _EMAIL
)
_LISTED = select(
    *(col(column) for column in (Worker.id, Worker.name, Worker.team_id, Worker.left_on))
).where(col(Worker.email) == _EMAIL, col(Worker.dropped_on).is_(None))
_MANAGED = (
    select(col(Manager.team_id))
    .join(Worker, col(Worker.id) == col(Manager.worker_id))
    .where(col(Worker.email) == _EMAIL)
)
_HEADED = (
    select(col(Head.service_id))
    .join(Worker, col(Worker.id) == col(Head.worker_id))
    .where(col(Worker.email) == _EMAIL)
)
_ASKER = Together(grants=_GRANTS, listed=_LISTED, managed=_MANAGED, headed=_HEADED)
_TEAMS_OF = select(col(Team.id)).where(col(Team.service_id).in_(_ids("ids")))

_SERVICES = (
    select(col(Service.id), col(Service.name), col(Team.id))
    .join(Team, col(Team.service_id) == col(Service.id))
    .where(col(Service.dropped_on).is_(None), col(Team.dropped_on).is_(None))
    .order_by(col(Service.name))
)
_TEAMS = (
    select(col(Team.id), col(Team.name))
    .where(col(Team.dropped_on).is_(None))
    .order_by(col(Team.name))
)
_WORKERS = (
    select(*(col(column) for column in (Worker.id, Worker.name, Worker.team_id, Worker.staff_id)))
    .where(col(Worker.dropped_on).is_(None))
    .order_by(col(Worker.name), col(Worker.staff_id))
)
_OWN = col(Worker.id) == bindparam("own", type_=Integer)
_WORKERS_CALLED = _WORKERS.where(
    or_(
        col(Worker.folded_name).in_(bindparam("names", expanding=True, type_=String)),
        col(Worker.staff_id).in_(bindparam("codes", expanding=True, type_=String)),
        _OWN,
    )
)
_THEIRS = Together(
    services=_SERVICES.where(col(Service.id).in_(_ids("headed"))),
    teams=_TEAMS.where(col(Team.id).in_(_ids("seen"))),
    workers=_WORKERS.where(or_(col(Worker.team_id).in_(_ids("led")), _OWN)),
)


def find_asker(session: Session, email: str | None, today: date) -> Asker:
    """The person with this email; NotKnown, with how to be known, when there is none."""
    wanted = (email or "").strip().lower()
    found = _ASKER.read(session, email=wanted)
    grants, listed = found["grants"], next(iter(found["listed"]), None)
    worker = listed if listed is not None and _is_here(listed, today) else None
    # A role given by hand ends with the job: who left, left.
    left = listed is not None and worker is None
    if not wanted or left or (worker is None and not grants):
        raise NotKnown(
            "I don't know you yet. Caseload knows people by the email in the workforce list; "
            f"ask your performance team to add {wanted or 'your email'}, or say `/caseload help`."
        )
    managed = _granted(grants, GrantRole.MANAGER, "team_id")
    headed = _granted(grants, GrantRole.HEAD, "service_id")
    if worker is not None:
        managed |= {row.team_id for row in found["managed"]}
        headed |= {row.service_id for row in found["headed"]}
    roles = {grant.role for grant in grants}
    return Asker(
        email=wanted,
        name=worker.name if worker else wanted,
        worker_id=worker.id if worker else None,
        team_id=worker.team_id if worker else None,
        managed=managed,
        headed=headed,
        headed_teams=_teams_of(session, headed),
        leadership=GrantRole.LEADERSHIP in roles,
        administrator=GrantRole.ADMINISTRATOR in roles,
    )


def detail_for(asker: Asker, scope: Scope) -> Detail:
    """How much of a scope a person may see."""
    if asker.sees_all:
        return Detail.WORKERS
    match scope.kind:
        case ScopeKind.AUTHORITY:
            return Detail.NOTHING
        case ScopeKind.SERVICE:
            return Detail.WORKERS if scope.id in asker.headed else Detail.NOTHING
        case ScopeKind.TEAM:
            return _detail_of_team(asker, scope)
        case ScopeKind.WORKER:
            own = scope.id is not None and scope.id == asker.worker_id
            return Detail.WORKERS if own or _leads_all(asker, scope) else Detail.NOTHING


def _detail_of_team(asker: Asker, scope: Scope) -> Detail:
    if _leads_all(asker, scope):
        return Detail.WORKERS
    own = scope.id is not None and scope.id == asker.team_id
    return Detail.TOTALS if own else Detail.NOTHING


def _leads_all(asker: Asker, scope: Scope) -> bool:
    """Whether every team of a scope is this person's; of no teams at all, nobody's."""
    teams = scope.team_ids or frozenset()
    return bool(teams) and teams <= asker.leads


def may_plan(asker: Asker, kind: ScopeKind, scope_id: int | None) -> bool:
    """Plans are leadership's, and a head of service's for the own services and their teams."""
    match kind:
        case ScopeKind.WORKER:
            return False
        case ScopeKind.SERVICE:
            return asker.sees_all or scope_id in asker.headed
        case ScopeKind.TEAM:
            return asker.sees_all or scope_id in asker.headed_teams
        case ScopeKind.AUTHORITY:
            return asker.sees_all


def visible_scopes(
    session: Session, asker: Asker, authority: str, called: Collection[str] | None = None
) -> list[Scope]:
    """Everything this person may ask about by name; the rest does not exist for them.

    With `called`, of those who see all workers only the workers that have one of these names or
    staff ids, and their own: as they are matched with extracts, which is nearly as people type.
    """
    listed = _listed_for(session, asker, called)
    found = [authority_scope(authority), *_services(listed["services"])]
    found += [
        Scope(ScopeKind.TEAM, team_id, name, frozenset({team_id}))
        for team_id, name in listed["teams"]
    ]
    found += [
        Scope(ScopeKind.WORKER, worker_id, name, frozenset({team_id}), staff_id)
        for worker_id, name, team_id, staff_id in listed["workers"]
    ]
    return [scope for scope in found if detail_for(asker, scope) > Detail.NOTHING]


def authority_scope(authority: str) -> Scope:
    return Scope(ScopeKind.AUTHORITY, None, authority, None)


def _listed_for(
    session: Session, asker: Asker, called: Collection[str] | None
) -> Mapping[str, Sequence[Any]]:
    """What may be this person's, or all; who sees what of it is decided by `detail_for`."""
    if not asker.sees_all:
        own = frozenset() if asker.team_id is None else {asker.team_id}
        ids = {"headed": asker.headed, "seen": asker.leads | own, "led": asker.leads}
        return _THEIRS.read(session, **ids, own=asker.worker_id)
    found = {"services": rows(session, _SERVICES), "teams": rows(session, _TEAMS)}
    if called is None:
        return {**found, "workers": rows(session, _WORKERS)}
    names = {"names": list(map(folded_name, called)), "codes": list(map(str.upper, called))}
    return {**found, "workers": rows(session, _WORKERS_CALLED, **names, own=asker.worker_id)}


def _services(found: Sequence[Any]) -> list[Scope]:
    """One for each service, with its teams."""
    teams: dict[tuple[int, str], set[int]] = {}
    for service_id, name, team_id in found:
        teams.setdefault((service_id, name), set()).add(team_id)
    return [
        Scope(ScopeKind.SERVICE, service_id, name, frozenset(ids))
        for (service_id, name), ids in teams.items()
    ]


def _is_here(listed: Any, today: date) -> bool:
    """Whoever has left is a stranger from the day after."""
    return in_post(started_on=None, left_on=listed.left_on, day=today)


def _granted(grants: Sequence[Any], role: GrantRole, column: str) -> frozenset[int]:
    return frozenset(
        getattr(grant, column)
        for grant in grants
        if grant.role is role and getattr(grant, column) is not None
    )


def _teams_of(session: Session, services: frozenset[int]) -> frozenset[int]:
    if not services:
        return frozenset()
    return frozenset(row[0] for row in rows(session, _TEAMS_OF, ids=services))
