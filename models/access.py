"""Who may see what: the one room that decides, for every way of asking.

A person is known by the email in the workforce or in the grants. Managers see their teams' workers,
heads their services', leadership and administrators everybody's; a worker sees their own caseload
and their team's totals. Whatever somebody may not see is answered as if it did not exist.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from sqlalchemy import select
from sqlmodel import Session, col

from models.errors import NotKnown
from models.figures.holders import in_post
from models.organisation import Service, Team
from models.people import Grant, GrantRole
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


def find_asker(session: Session, email: str | None, today: date) -> Asker:
    """The person with this email; NotKnown, with how to be known, when there is none."""
    wanted = (email or "").strip().lower()
    grants = session.scalars(select(Grant).where(col(Grant.email) == wanted)).all()
    worker = _worker(session, wanted, today)
    # A role given by hand ends with the job: who left, left.
    left = worker is None and _is_listed(session, wanted)
    if not wanted or left or (worker is None and not grants):
        raise NotKnown(
            "I don't know you yet. Caseload knows people by the email in the workforce list; "
            f"ask your performance team to add {wanted or 'your email'}, or say `/caseload help`."
        )
    managed = _managed(session, worker) | _granted(grants, GrantRole.MANAGER, "team_id")
    headed = _headed(session, worker) | _granted(grants, GrantRole.HEAD, "service_id")
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


def visible_scopes(session: Session, asker: Asker, authority: str) -> list[Scope]:
    """Everything this person may ask about by name; the rest does not exist for them."""
    found = [authority_scope(authority), *_services(session), *_teams(session)]
    found += _workers(session, asker)
    return [scope for scope in found if detail_for(asker, scope) > Detail.NOTHING]


def authority_scope(authority: str) -> Scope:
    return Scope(ScopeKind.AUTHORITY, None, authority, None)


def _services(session: Session) -> list[Scope]:
    rows = session.execute(
        select(col(Service.id), col(Service.name), col(Team.id))
        .join(Team, col(Team.service_id) == col(Service.id))
        .where(col(Service.dropped_on).is_(None), col(Team.dropped_on).is_(None))
        .order_by(col(Service.name))
    ).all()
    teams: dict[tuple[int, str], set[int]] = {}
    for service_id, name, team_id in rows:
        teams.setdefault((service_id, name), set()).add(team_id)
    return [
        Scope(ScopeKind.SERVICE, service_id, name, frozenset(ids))
        for (service_id, name), ids in teams.items()
    ]


def _teams(session: Session) -> list[Scope]:
    query = select(col(Team.id), col(Team.name)).where(col(Team.dropped_on).is_(None))
    rows = session.execute(query.order_by(col(Team.name)))
    return [Scope(ScopeKind.TEAM, team_id, name, frozenset({team_id})) for team_id, name in rows]


def _workers(session: Session, asker: Asker) -> list[Scope]:
    query = select(
        col(Worker.id), col(Worker.name), col(Worker.team_id), col(Worker.staff_id)
    ).where(col(Worker.dropped_on).is_(None))
    if not asker.sees_all:
        own = col(Worker.id) == asker.worker_id
        query = query.where(col(Worker.team_id).in_(asker.leads) | own)
    rows = session.execute(query.order_by(col(Worker.name), col(Worker.staff_id)))
    return [
        Scope(ScopeKind.WORKER, worker_id, name, frozenset({team_id}), staff_id)
        for worker_id, name, team_id, staff_id in rows
    ]


def _worker(session: Session, email: str, today: date) -> Worker | None:
    """Whoever has this email and has not left: a leaver is a stranger from the day after."""
    query = select(Worker).where(col(Worker.email) == email, col(Worker.dropped_on).is_(None))
    worker = session.scalars(query).first()
    if worker is None or not in_post(started_on=None, left_on=worker.left_on, day=today):
        return None
    return worker


def _is_listed(session: Session, email: str) -> bool:
    query = select(col(Worker.id)).where(
        col(Worker.email) == email, col(Worker.dropped_on).is_(None)
    )
    return session.scalars(query).first() is not None


def _managed(session: Session, worker: Worker | None) -> frozenset[int]:
    if worker is None:
        return frozenset()
    query = select(col(Manager.team_id)).where(col(Manager.worker_id) == worker.id)
    return frozenset(session.scalars(query))


def _headed(session: Session, worker: Worker | None) -> frozenset[int]:
    if worker is None:
        return frozenset()
    query = select(col(Head.service_id)).where(col(Head.worker_id) == worker.id)
    return frozenset(session.scalars(query))


def _granted(grants: Sequence[Grant], role: GrantRole, column: str) -> frozenset[int]:
    return frozenset(
        getattr(grant, column)
        for grant in grants
        if grant.role is role and getattr(grant, column) is not None
    )


def _teams_of(session: Session, services: frozenset[int]) -> frozenset[int]:
    if not services:
        return frozenset()
    return frozenset(
        session.scalars(select(col(Team.id)).where(col(Team.service_id).in_(services)))
    )
