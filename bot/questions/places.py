"""Whose alerts and decisions belong to a scope: its teams', and the services' it is made of."""

from sqlalchemy import select
from sqlmodel import Session, col

from alerts.places import Within
from models.access import Asker, Scope, ScopeKind
from models.organisation import Team


def teams_of(session: Session, scope: Scope, asker: Asker) -> frozenset[int] | None:
    """The scope's teams, with those its services had before; None is the whole authority."""
    if scope.team_ids is None:
        return None
    services = _services(scope, asker)
    if not services:
        return scope.team_ids
    query = select(col(Team.id)).where(
        col(Team.service_id).in_(services), col(Team.dropped_on).is_not(None)
    )
    return scope.team_ids | frozenset(session.scalars(query))


def alerts_within(scope: Scope, asker: Asker) -> Within | None:
    """The teams and services whose alerts belong to a scope; None is the whole authority."""
    if scope.team_ids is None:
        return None
    return Within(scope.team_ids, _services(scope, asker))


def decisions_within(session: Session, scope: Scope, asker: Asker) -> Within | None:
    """The same with the teams no longer listed, of which decisions are kept."""
    teams = teams_of(session, scope, asker)
    return None if teams is None else Within(teams, _services(scope, asker))


def _services(scope: Scope, asker: Asker) -> frozenset[int]:
    """Whole services a scope is made of: one, or those of a person with several."""
    if scope.kind is ScopeKind.SERVICE and scope.id is not None:
        return frozenset({scope.id})
    several = scope.kind is ScopeKind.TEAM and scope.id is None
    return asker.headed if several else frozenset()
