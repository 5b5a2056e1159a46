"""Who may see an alert and decide about it: every role by every kind of alert."""

from dataclasses import replace

import pytest
from sqlmodel import Session

from alerts.permission import alert_for, alert_to_look_at, may_decide, place_name, scope_of
from models.access import Asker, ScopeKind
from models.database import Database
from models.errors import NotFound
from models.vocabulary import RuleKind
from tests.alerts.test_life import a_life
from tests.build import a_team, an_alert

NOBODY = Asker(
    email="w@example.org",
    name="W",
    worker_id=5,
    team_id=1,
    managed=frozenset(),
    headed=frozenset(),
    headed_teams=frozenset(),
    leadership=False,
    administrator=False,
)
ROLES = {
    "a worker of the team": NOBODY,
    "a worker of another team": replace(NOBODY, team_id=2),
    "the manager": replace(NOBODY, managed=frozenset({1})),
    "the manager of two teams": replace(NOBODY, managed=frozenset({1, 2})),
    "another team's manager": replace(NOBODY, managed=frozenset({2})),
    "the head of service": replace(NOBODY, headed=frozenset({1}), headed_teams=frozenset({1, 2})),
    "another head": replace(NOBODY, headed=frozenset({2}), headed_teams=frozenset({3})),
    "leadership": replace(NOBODY, leadership=True),
    "an administrator": replace(NOBODY, administrator=True),
    "a grantee without a place": replace(NOBODY, worker_id=None, team_id=None),
}
OF_THE_TEAM = {
    *("the manager", "the manager of two teams", "the head of service"),
    *("leadership", "an administrator"),
}
OF_THE_AUTHORITY = {"leadership", "an administrator"}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", list(RuleKind))
def test_who_may_see_a_teams_workers_may_decide_about_its_alerts(kind: RuleKind, role: str) -> None:
    of_team = a_life(kind=kind)
    of_authority = a_life(kind=kind, team_id=None, place="authority")
    assert may_decide(ROLES[role], of_team) is (role in OF_THE_TEAM)
    assert may_decide(ROLES[role], of_authority) is (role in OF_THE_AUTHORITY)


@pytest.mark.parametrize(
    ("kind", "role", "may"),
    [
        (RuleKind.TEAM_ABOVE_PROMISE, "a worker of the team", True),
        (RuleKind.TEAM_ENDS, "a worker of the team", True),
        (RuleKind.TEAM_ABOVE_PROMISE, "a worker of another team", False),
        (RuleKind.AGENCY_ABOVE, "a worker of the team", False),
        (RuleKind.TARGET_MISSED, "a worker of the team", False),
        (RuleKind.AGENCY_ABOVE, "the manager", True),
        (RuleKind.AGENCY_ABOVE, "another team's manager", False),
    ],
)
def test_how_an_alert_on_staffing_is_counted_is_for_those_who_may_ask_about_staffing(
    sqlite_database: Database, kind: RuleKind, role: str, may: bool
) -> None:
    with sqlite_database.transaction() as session:
        team = a_team(session)
        alert = an_alert(session, team, kind=kind)
        asker = _of(ROLES[role], team.id)
        if may:
            assert alert_to_look_at(session, asker, alert.id or 0).id == alert.id
        else:
            with pytest.raises(NotFound, match="no such alert"):
                alert_to_look_at(session, asker, alert.id or 0)


@pytest.mark.parametrize("role", ROLES)
def test_an_alert_of_somebody_else_is_as_if_it_did_not_exist(database: Database, role: str) -> None:
    with database.transaction() as session:
        team = a_team(session)
        alert = an_alert(session, team)
        asker = _of(ROLES[role], team.id)
        sentences = []
        for alert_id in (alert.id or 0, 999_999):
            sentences.append(_refusal(session, asker, alert_id))
    seen, missing = sentences
    assert missing == "There is no such alert, or it is not yours to decide about."
    assert seen == (None if role in OF_THE_TEAM else missing)


def _of(asker: Asker, team_id: int) -> Asker:
    """The same role about a team with this id instead of 1."""

    def there(teams: frozenset[int]) -> frozenset[int]:
        return frozenset(team_id if team == 1 else team + 10_000 for team in teams)

    return replace(asker, managed=there(asker.managed), headed_teams=there(asker.headed_teams))


def _refusal(session: Session, asker: Asker, alert_id: int) -> str | None:
    try:
        alert_for(session, asker, alert_id)
    except NotFound as error:
        return str(error)
    return None


def test_what_an_alert_is_about_has_a_name(database: Database) -> None:
    with database.transaction() as session:
        team = a_team(session, "Court North")
        of_team, of_authority = an_alert(session, team), an_alert(session, None)
        assert place_name(session, of_team, "Northmere") == "Court North"
        assert place_name(session, of_authority, "Northmere") == "Northmere"
    assert scope_of(of_team.team_id).kind is ScopeKind.TEAM
    assert scope_of(of_authority.team_id).kind is ScopeKind.AUTHORITY
