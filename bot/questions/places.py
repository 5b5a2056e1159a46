"""Whose alerts and decisions belong to a scope: its teams', and the services' it is made of."""

from collections.abc import Collection

from sqlalchemy import select
from sqlmodel import Session, col

from alerts.places import Within
from models.access import Asker, Scope, ScopeKind
from models.alerts import Alert, Decision
from models.organisation import Service, Team


def teams_of(session: Session, scope: Scope, asker: Asker) -> frozenset[int] | None:
    """The scope's teams, with those its services had before; None is the whole authority."""
    if scope.team_ids is None:
        return None
    return scope.team_ids | _former_teams(session, _services(scope, asker))


def alerts_within(scope: Scope, asker: Asker) -> Within | None:
    """The teams and services whose alerts belong to a scope; None is the whole authority."""
    if scope.team_ids is None:
        return None
    return Within(scope.team_ids, _services(scope, asker))


def decisions_within(session: Session, scope: Scope, asker: Asker) -> Within | None:
    """The same with what is no longer listed, of which decisions are kept.

    Those are the services' former teams, and in what a person leads altogether also the former
    services that this person decided about.
    """
    if scope.team_ids is None:
        return None
    services = _services(scope, asker)
    if services == asker.headed:
        services |= _decided_about(session, asker)
    return Within(scope.team_ids | _former_teams(session, services), services)


def decisions_led(session: Session, asker: Asker) -> Within:
    """Whose decisions a person sees by leading teams and services, now or when deciding."""
    services = asker.headed | _decided_about(session, asker)
    return Within(asker.leads | _former_teams(session, services), services)


def _former_teams(session: Session, services: Collection[int]) -> frozenset[int]:
    """The teams of services that are no longer listed."""
    if not services:
        return frozenset()
    query = select(col(Team.id)).where(
        col(Team.service_id).in_(services), col(Team.dropped_on).is_not(None)
    )
    return frozenset(session.scalars(query))


def _decided_about(session: Session, asker: Asker) -> frozenset[int]:
    """Services no longer listed, about whose alerts a head of others decided while they were."""
    if not asker.headed:
        return frozenset()
    query = (
        select(col(Service.id))
        .join(Alert, col(Alert.service_id) == col(Service.id))
        .join(Decision, col(Decision.alert_id) == col(Alert.id))
        .where(col(Service.dropped_on).is_not(None), col(Decision.by) == asker.email)
    )
    return frozenset(session.scalars(query))


def _services(scope: Scope, asker: Asker) -> frozenset[int]:
    """Whole services a scope is made of: one, or those of a person with several."""
    if scope.kind is ScopeKind.SERVICE and scope.id is not None:
        return frozenset({scope.id})
    several = scope.kind is ScopeKind.TEAM and scope.id is None
    return asker.headed if several else frozenset()
