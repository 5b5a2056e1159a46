"""Who may see an alert and decide about it: whoever may see its workers by name."""

from sqlmodel import Session

from alerts.life import Life
from alerts.rules.kinds import OF_STAFFING
from alerts.store import find_alert
from models.access import Asker, Detail, Scope, ScopeKind, detail_for
from models.errors import NotFound
from models.organisation import Team
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

    One on staffing only for whoever may ask about the place's staffing.
    """
    life = find_alert(session, alert_id)
    if life is None:
        raise NotFound(_NO_SUCH)
    of_staffing = life.kind in OF_STAFFING and life.kind is not RuleKind.TEAM_ENDS
    needed = Detail.WORKERS if of_staffing else Detail.TOTALS
    if detail_for(asker, scope_of(life.team_id)) < needed:
        raise NotFound(_NO_SUCH)
    return life


def may_decide(asker: Asker, life: Life) -> bool:
    return detail_for(asker, scope_of(life.team_id)) is Detail.WORKERS


def scope_of(team_id: int | None) -> Scope:
    """What an alert is about, for the access rules: a team, or the authority."""
    if team_id is None:
        return Scope(ScopeKind.AUTHORITY, None, "", None)
    return Scope(ScopeKind.TEAM, team_id, "", frozenset({team_id}))


def place_name(session: Session, life: Life, authority: str) -> str:
    """The team's name; of an alert that is no team's, the authority's."""
    team = None if life.team_id is None else session.get(Team, life.team_id)
    return authority if team is None else team.name
