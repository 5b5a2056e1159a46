"""Who may see an alert and decide about it: every role by every kind of alert."""

from dataclasses import replace

import pytest
from sqlmodel import Session

from alerts.choices import TEAM, choose
from alerts.permission import alert_for, alert_to_look_at, may_decide, place_name, scope_of
from models.access import Asker, ScopeKind
from models.database import Database
from models.errors import NotFound
from models.outbox import Posting
from models.vocabulary import RuleKind
from tests.alerts.test_life import a_life
from tests.build import a_service, a_services_alert, a_team, an_alert, saved
from tests.conftest import NOW

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
OF_THE_SERVICE = {"the head of service", "leadership", "an administrator"}
OF_THE_AUTHORITY = {"leadership", "an administrator"}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", list(RuleKind))
def test_who_may_see_a_teams_workers_may_decide_about_its_alerts(kind: RuleKind, role: str) -> None:
    of_team = a_life(kind=kind)
    of_authority = a_life(kind=kind, team_id=None, place="authority")
    assert may_decide(ROLES[role], of_team) is (role in OF_THE_TEAM)
    of_service = a_life(kind=kind, team_id=None, service_id=1, place="service:1")
    assert may_decide(ROLES[role], of_authority) is (role in OF_THE_AUTHORITY)
    assert may_decide(ROLES[role], of_service) is (role in OF_THE_SERVICE)


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


OUTSIDER = replace(NOBODY, team_id=99)


@pytest.mark.parametrize("of_service", [True, False])
@pytest.mark.parametrize(
    ("asker", "target", "left", "may"),
    [
        (NOBODY, "channel:#court", False, True),
        (OUTSIDER, "channel:#court", False, False),
        (NOBODY, "channel:#court", True, False),
        (NOBODY, "channel:#leadership", False, False),
        (NOBODY, "person:hal@example.org", False, False),
    ],
)
def test_whoever_reads_an_alert_in_the_places_own_channel_may_see_how_it_is_counted(
    sqlite_database: Database, asker: Asker, target: str, left: bool, may: bool, of_service: bool
) -> None:
    with sqlite_database.transaction() as session:
        service = a_service(session, "Court", slack_channel="court")
        team = a_team(session, "North", service, slack_channel="#Court ")
        assert team.id == NOBODY.team_id
        kind = RuleKind.AGENCY_ABOVE
        alert = (
            a_services_alert(session, service) if of_service else an_alert(session, team, kind=kind)
        )
        saved(session, Posting(alert_id=alert.id or 0, target=target, left=left))
        assert _may_look_at(session, asker, alert.id or 0) is may


@pytest.mark.parametrize(
    ("target", "may"), [("channel:C0COURT01", True), ("channel:#court", False)]
)
def test_the_channel_that_is_chosen_for_a_team_is_its_own(
    sqlite_database: Database, target: str, may: bool
) -> None:
    with sqlite_database.transaction() as session:
        team = a_team(session, "North", slack_channel="court")
        alert = an_alert(session, team, kind=RuleKind.AGENCY_ABOVE)
        choose(session, f"{TEAM}{team.id}", "C0COURT01 new", by="priya@example.org", now=NOW)
        saved(session, Posting(alert_id=alert.id or 0, target=target))
        asker = replace(NOBODY, team_id=team.id)
        assert _may_look_at(session, asker, alert.id or 0) is may


def _may_look_at(session: Session, asker: Asker, alert_id: int) -> bool:
    try:
        return alert_to_look_at(session, asker, alert_id).id == alert_id
    except NotFound:
        return False


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
    assert scope_of(of_team).kind is ScopeKind.TEAM
    assert scope_of(of_authority).kind is ScopeKind.AUTHORITY
