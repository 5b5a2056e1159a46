"""Whom the app knows: workers by their email, and those who lead by their account in Slack."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from alerts.authority import Authority
from alerts.routes import Routes, gather_routes
from models.organisation import Service, Team
from models.people import Person
from models.workforce import Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Counts of workers, and everybody to whom alerts or digests may go by direct message."""

    workers: int  # at work or absent today
    with_email: int
    leads: Sequence[str]  # emails, in order
    accounts: frozenset[str]  # of the leads: emails of active accounts in Slack
    unled: Sequence[str] = ()  # teams and services without a manager or head who has an email

    @property
    def unseen(self) -> Sequence[str]:
        """Leads of whom no account is known."""
        return [email for email in self.leads if email not in self.accounts]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far looking people up is."""

    all: int
    done: int = 0
    missing: Sequence[str] = ()  # emails without an active account
    ended: bool = False  # also where it was broken off


def gather_known(session: Session, authority: Authority, today: date) -> Known:
    """A few set-based looks, whatever the size of the authority."""
    here = (
        col(Worker.dropped_on).is_(None),
        or_(col(Worker.left_on).is_(None), col(Worker.left_on) >= today),
    )
    workers, with_email = session.execute(
        select(func.count(), func.count(col(Worker.email))).select_from(Worker).where(*here)
    ).one()
    routes = gather_routes(session, authority, today)
    leads = _leads(routes)
    accounts = select(col(Person.email)).where(col(Person.active), col(Person.email).in_(leads))
    return Known(
        workers=workers,
        with_email=with_email,
        leads=leads,
        accounts=frozenset(email for email in session.scalars(accounts) if email),
        unled=[
            *_unled(session, Service, routes.heads),
            *_unled(session, Team, routes.managers),
        ],
    )


def _leads(routes: Routes) -> list[str]:
    groups: Iterable[Collection[str]] = (
        routes.leadership,
        routes.administrators,
        *routes.heads.values(),
        *routes.managers.values(),
    )
    return sorted({email for group in groups for email in group})


def _unled(
    session: Session, table: type[Team] | type[Service], led: Mapping[int, Sequence[str]]
) -> list[str]:
    query = select(col(table.id), col(table.name)).where(col(table.dropped_on).is_(None))
    rows = session.execute(query.order_by(col(table.name))).all()
    return [name for place_id, name in rows if not led.get(place_id)]
