"""Who may see what: the one room that decides, for every way of asking.

A person is known by the email in the workforce or in the grants. Managers see their teams' workers,
heads their services', leadership and administrators everybody's; a worker sees their own caseload
and their team's totals. Whatever somebody may not see is answered as if it did not exist.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from operator import attrgetter, itemgetter
from typing import Any

from sqlmodel import Session

from models.errors import NotKnown
from models.figures.holders import in_post
from models.folding import folded_name
from models.people import GrantRole
from models.rows import rows
from models.who_asks import (
    BY_EMAIL,
    PLACES,
    ROLES,
    WORKERS,
    WORKERS_ALIKE,
    WORKERS_CALLED,
    unsigned,
)

Found = Mapping[str, Sequence[Any]]
"""What was read of somebody, by the names of `models/who_asks.py`."""


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
    return asker_of(ROLES.read(session, email=written_email(email)), email, today)


def written_email(email: str | None) -> str:
    """An email as it is kept, however it was typed."""
    return (email or "").strip().lower()


def asker_of(found: Found, email: str | None, today: date) -> Asker:
    """The person with this email, of whom this was read; NotKnown as `find_asker`."""
    wanted = written_email(email)
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
        headed_teams=frozenset(t.id for t in found["teams_headed"] if t.service_id in headed),
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
    session: Session, asker: Asker, authority: str, *, workers: bool = True
) -> list[Scope]:
    """Everything this person may ask about by name; the rest does not exist for them.

    Without `workers` no worker of the whole authority's: at the size of England they are many.
    """
    if not asker.sees_all:
        return scopes_of(BY_EMAIL.read(session, email=asker.email), asker, authority)
    found = [authority_scope(authority), *_places(session)]
    return [*found, *_workers(rows(session, WORKERS))] if workers else found


def scopes_of(found: Found, asker: Asker, authority: str) -> list[Scope]:
    """What this person may ask about, of what was read of them."""
    listed = {worker.id: worker for worker in [*found["workers"], *found["listed"]]}
    scopes = [
        authority_scope(authority),
        *_services(found["services"]),
        *_teams(found["teams"]),
        *_workers(listed.values()),
    ]
    return [scope for scope in scopes if detail_for(asker, scope) > Detail.NOTHING]


def scopes_called(
    session: Session, names: Collection[str], is_called: Callable[[str], bool]
) -> list[Scope]:
    """For those who see all: what has one of these names, or a worker's staff id.

    Services and teams as `is_called` says, workers as they are matched with extracts. Where that
    finds somebody, whoever is called the same but for signs is found as well: who is meant has to
    be asked then.
    """
    if not names:
        return []
    folded = {folded_name(name) for name in names}
    plain = {unsigned(name) for name in folded}
    codes = list(map(str.upper, names))
    workers = list(rows(session, WORKERS_CALLED, names=[*folded, *plain], codes=codes))
    if workers:
        letters = [name.replace(" ", "") for name in plain]
        workers += rows(session, WORKERS_ALIKE, names=letters)
    return [*_places(session, is_called), *_workers({each.id: each for each in workers}.values())]


def authority_scope(authority: str) -> Scope:
    return Scope(ScopeKind.AUTHORITY, None, authority, None)


def _places(session: Session, is_called: Callable[[str], bool] = lambda _name: True) -> list[Scope]:
    """The services, then the teams, that are called so."""
    teams: list[tuple[int, str]] = []
    of_services: list[tuple[int, str, int]] = []
    for team_id, team, service_id, service, dropped_on in rows(session, PLACES):
        if is_called(team):
            teams.append((team_id, team))
        if dropped_on is None and is_called(service):
            of_services.append((service_id, service, team_id))
    return [*_services(of_services), *_teams(teams)]


def _services(found: Iterable[tuple[int, str, int]]) -> list[Scope]:
    """One for each service, with its teams."""
    teams: dict[tuple[str, int], set[int]] = {}
    for service_id, name, team_id in found:
        teams.setdefault((name, service_id), set()).add(team_id)
    return [
        Scope(ScopeKind.SERVICE, service_id, name, frozenset(ids))
        for (name, service_id), ids in sorted(teams.items())
    ]


def _teams(found: Iterable[tuple[int, str]]) -> list[Scope]:
    return [
        Scope(ScopeKind.TEAM, team_id, name, frozenset({team_id}))
        for team_id, name in sorted(found, key=itemgetter(1))
    ]


def _workers(found: Iterable[Any]) -> list[Scope]:
    return [
        Scope(ScopeKind.WORKER, each.id, each.name, frozenset({each.team_id}), each.staff_id)
        for each in sorted(found, key=attrgetter("name", "staff_id"))
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
