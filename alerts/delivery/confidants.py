"""Who gets by direct message what a channel may not read: the manager, else the head."""

from collections.abc import Iterator
from datetime import date
from itertools import chain

from sqlalchemy import Select, select
from sqlmodel import Session, col

from alerts.delivery.parcel import Parcel
from alerts.permission import scope_of
from alerts.places import Placed
from alerts.rules.kinds import OF_STAFFING
from models.access import Detail, Scope, detail_for, find_asker
from models.alerts import Alert
from models.errors import NotKnown
from models.organisation import Team
from models.people import Grant, GrantRole
from models.workforce import Head, Manager, Worker


def confidants(session: Session, alert: Alert, today: date) -> list[str]:
    """Emails of those who lead the alert's team or service and may see its workers.

    Nobody has left; of the authority as a whole there are none.
    """
    if alert.team_id is None and alert.service_id is None:
        return []
    scope = scope_of(alert)
    rungs = _rungs(session, alert)
    if alert.kind in OF_STAFFING:  # its figures are the head's as much as the manager's
        rungs = iter([list(dict.fromkeys(chain.from_iterable(rungs)))])
    for emails in rungs:
        found = [email for email in emails if may_see_names(session, email, scope, today)]
        if found:
            return found
    return []


def has_confidant(session: Session, parcel: Parcel, today: date) -> bool:
    """Whether somebody will get the names, should the channel get none."""
    asked = parcel.to_channel and parcel.notice.confidential and parcel.alert_id is not None
    alert = session.get(Alert, parcel.alert_id) if asked else None
    return alert is not None and bool(confidants(session, alert, today))


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


def _rungs(session: Session, placed: Placed) -> Iterator[list[str]]:
    """The team's manager before the head of service; a service has its head alone."""
    team_id = placed.team_id
    of_team = select(col(Team.service_id)).where(col(Team.id) == team_id).scalar_subquery()
    service = of_team if placed.service_id is None else placed.service_id
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
