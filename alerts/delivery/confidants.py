"""Who gets the names by direct message when the channel got none: the manager, else the head."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Select, select
from sqlmodel import Session, col

from alerts.permission import scope_of
from models.access import Detail, Scope, detail_for, find_asker
from models.alerts import Alert
from models.errors import NotKnown
from models.organisation import Team
from models.people import Grant, GrantRole
from models.workforce import Head, Manager, Worker


def confidants(session: Session, alert: Alert, today: date) -> list[str]:
    """Emails of those who lead the alert's team and may see its workers; nobody has left."""
    if alert.team_id is None:
        return []
    scope = scope_of(alert.team_id)
    for emails in _rungs(session, alert.team_id):
        found = [email for email in emails if may_see_names(session, email, scope, today)]
        if found:
            return found
    return []


def may_see_names(session: Session, email: str, scope: Scope, today: date) -> bool:
    """Whether the person with this email may see the workers of a scope today."""
    return detail_of(session, email, scope, today) is Detail.WORKERS


def detail_of(session: Session, email: str, scope: Scope, today: date) -> Detail:
    """How much the person with this email may see of a scope today; a stranger sees nothing."""
    try:
        asker = find_asker(session, email, today)
    except NotKnown:
        return Detail.NOTHING
    return detail_for(asker, scope)


def _rungs(session: Session, team_id: int) -> Iterator[list[str]]:
    service = select(col(Team.service_id)).where(col(Team.id) == team_id).scalar_subquery()
    manages, heads = col(Manager.team_id) == team_id, col(Head.service_id) == service
    granted = select(col(Grant.email)).order_by(col(Grant.email)).distinct()
    manager = granted.where(col(Grant.role) == GrantRole.MANAGER, col(Grant.team_id) == team_id)
    head = granted.where(col(Grant.role) == GrantRole.HEAD, col(Grant.service_id) == service)
    by_manager = _email().join(Manager, col(Manager.worker_id) == col(Worker.id)).where(manages)
    by_head = _email().join(Head, col(Head.worker_id) == col(Worker.id)).where(heads)
    for query in (by_manager, manager, by_head, head):
        yield [email for email in session.scalars(query) if email]


def _email() -> Select[str | None]:
    return select(col(Worker.email))
