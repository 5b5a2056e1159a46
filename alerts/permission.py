"""Who may see an alert and decide about it: whoever may see its workers by name."""

from sqlalchemy import select
from sqlmodel import Session, col

from alerts.choices import SERVICE, TEAM, read_choices
from alerts.life import Life
from alerts.places import Placed
from alerts.routes import channel_target
from alerts.rules.kinds import OF_STAFFING
from alerts.store import find_alert
from models.access import Asker, Detail, Scope, ScopeKind, detail_for
from models.errors import NotFound
from models.organisation import Service, Team
from models.outbox import Posting
from models.vocabulary import RuleKind

_NO_SUCH = "There is no such alert, or it is not yours to decide about."


def alert_for(session: Session, asker: Asker, alert_id: int) -> Life:
    """The alert, for somebody who may decide about it; NotFound for everybody else."""
    life = find_alert(session, alert_id)
    if life is None or not may_decide(asker, life):
        raise NotFound(_NO_SUCH)
    return life


def alert_to_look_at(session: Session, asker: Asker, alert_id: int) -> Life:
    """The alert, for whoever may know the place's totals: how it is counted names nobody.

    One on staffing only for whoever may ask about the place's staffing, or belongs to the place
    and reads it in the place's own channel.
    """
    life = find_alert(session, alert_id)
    if life is None:
        raise NotFound(_NO_SUCH)
    of_staffing = life.kind in OF_STAFFING and life.kind is not RuleKind.TEAM_ENDS
    needed = Detail.WORKERS if of_staffing else Detail.TOTALS
    if detail_for(asker, scope_of(life)) >= needed:
        return life
    if of_staffing and _belongs_to(session, asker, life) and _is_in_own_channel(session, life):
        return life
    raise NotFound(_NO_SUCH)


def _belongs_to(session: Session, asker: Asker, placed: Placed) -> bool:
    """Whether somebody works in the team, or works in or leads a team of the service."""
    if placed.service_id is None:
        return placed.team_id is not None and placed.team_id == asker.team_id
    teams = {*asker.managed, *([] if asker.team_id is None else [asker.team_id])}
    query = select(col(Team.id)).where(
        col(Team.id).in_(teams), col(Team.service_id) == placed.service_id
    )
    return session.scalars(query.limit(1)).first() is not None


def _is_in_own_channel(session: Session, life: Life) -> bool:
    """Whether its message stands in the channel of the team or service that it is about."""
    own = channel_target(_own_channel(session, life))
    here = select(col(Posting.id)).where(
        col(Posting.alert_id) == life.id,
        col(Posting.target) == own,
        col(Posting.left).is_(False),
    )
    return own is not None and session.scalars(here.limit(1)).first() is not None


def may_decide(asker: Asker, life: Life) -> bool:
    return detail_for(asker, scope_of(life)) is Detail.WORKERS


def scope_of(placed: Placed) -> Scope:
    """What an alert is about, for the access rules: a team, a service, or the authority.

    A service's is without its teams: who may see it is decided by who heads the service.
    """
    if placed.team_id is not None:
        return Scope(ScopeKind.TEAM, placed.team_id, "", frozenset({placed.team_id}))
    if placed.service_id is not None:
        return Scope(ScopeKind.SERVICE, placed.service_id, "", frozenset())
    return Scope(ScopeKind.AUTHORITY, None, "", None)


def place_name(session: Session, life: Life, authority: str) -> str:
    """The team's or the service's name; of an alert that is of neither, the authority's."""
    place = _place(session, life)
    return authority if place is None else place.name


def _own_channel(session: Session, life: Life) -> str | None:
    """What was chosen in Slack comes before the workforce's cell."""
    kind, place_id = (
        (TEAM, life.team_id) if life.team_id is not None else (SERVICE, life.service_id)
    )
    place = _place(session, life)
    own = None if place is None else place.slack_channel
    return read_choices(session).channel(f"{kind}{place_id}") or own


def _place(session: Session, life: Life) -> Team | Service | None:
    if life.team_id is not None:
        return session.get(Team, life.team_id)
    return None if life.service_id is None else session.get(Service, life.service_id)
