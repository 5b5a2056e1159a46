"""Who may see what: every role against every authority, service, team and worker there is."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pytest
from sqlmodel import Session

from models.access import (
    Asker,
    Detail,
    Scope,
    ScopeKind,
    authority_scope,
    detail_for,
    find_asker,
    visible_scopes,
)
from models.database import Database
from models.errors import NotKnown
from models.organisation import Service, Team
from models.people import GrantRole
from models.vocabulary import Role
from models.workforce import Worker
from tests.build import a_service, a_team, a_worker, granted, headed, managed

TODAY = date(2026, 11, 23)
YESTERDAY = date(2026, 11, 22)

NOTHING, TOTALS, WORKERS = Detail.NOTHING, Detail.TOTALS, Detail.WORKERS
AUTHORITY, SERVICE = ScopeKind.AUTHORITY, ScopeKind.SERVICE
TEAM, WORKER = ScopeKind.TEAM, ScopeKind.WORKER

# Three services with two teams each, two workers in every team; the managers, heads and others
# work in a team of their own, so that what they see of a team comes from their role alone.
TEAMS = {
    "Court North": "Safeguarding",
    "Court South": "Safeguarding",
    "Looked After East": "Permanence",
    "Looked After West": "Permanence",
    "Fostering": "Resources",
    "Adoption": "Resources",
    "Management": "Headquarters",
}
CASE_HOLDERS = {
    f"{name} of {team}": team for team in TEAMS if team != "Management" for name in ("Ann", "Bea")
}
MANAGED = {
    "manager": {"Court North"},
    "manager of two teams": {"Court North", "Looked After West"},
    "manager by grant": {"Fostering"},
    "manager who also has a grant": {"Court South", "Adoption"},
}
HEADED = {
    "head": {"Safeguarding"},
    "head of two services": {"Safeguarding", "Permanence"},
    "head by grant": {"Resources"},
}
SEES_ALL = {
    "leadership by grant",
    "administrator by grant",
    "leadership without a job here",
}
ROLES = [*MANAGED, *HEADED, *sorted(SEES_ALL), "Ann of Court North", "nobody's manager"]
STRANGERS = ["left yesterday", "left with a team to manage", "dropped", "stranger"]


@dataclass(frozen=True)
class Authority:
    """The written authority, by name."""

    services: dict[str, Service]
    teams: dict[str, Team]
    workers: dict[str, Worker]

    def scopes(self) -> list[Scope]:
        """Everything there is, built without asking the code under test."""
        by_service: dict[int, set[int]] = {}
        for team in self.teams.values():
            by_service.setdefault(team.service_id, set()).add(team.id)
        return [
            Scope(AUTHORITY, None, "Borough", None),
            *(
                Scope(SERVICE, service.id, name, frozenset(by_service[service.id]))
                for name, service in self.services.items()
            ),
            *(Scope(TEAM, t.id, name, frozenset({t.id})) for name, t in self.teams.items()),
            *(
                Scope(WORKER, w.id, name, frozenset({w.team_id}), w.staff_id)
                for name, w in self.workers.items()
                if w.dropped_on is None
            ),
        ]


def email(name: str) -> str:
    return name.lower().replace(" ", ".").replace("'", "") + "@example.gov.uk"


def written(session: Session) -> Authority:
    services = {name: a_service(session, name) for name in dict.fromkeys(TEAMS.values())}
    teams = {name: a_team(session, name, services[service]) for name, service in TEAMS.items()}

    def works(name: str, team: str = "Management", **given: object) -> Worker:
        return a_worker(session, teams[team], name, email=email(name), **given)

    workers = {name: works(name, team) for name, team in CASE_HOLDERS.items()}
    for name in (*MANAGED, *HEADED, "nobody's manager"):
        workers[name] = works(name, role=Role.MIDDLE_MANAGER)
    for name in ("leadership by grant", "administrator by grant"):
        workers[name] = works(name)
    workers["left yesterday"] = works("left yesterday", "Court North", left_on=YESTERDAY)
    leaver = works("left with a team to manage", left_on=YESTERDAY)
    workers["left with a team to manage"] = leaver
    workers["dropped"] = works("dropped", "Court North", dropped_on=YESTERDAY)

    managed(session, teams["Court South"], workers["manager who also has a grant"])
    managed(session, teams["Court North"], workers["manager"])
    managed(session, teams["Looked After East"], leaver)
    managed(session, teams["Looked After West"], workers["manager of two teams"])
    granted_team(session, teams["Court North"], "manager of two teams")
    granted_team(session, teams["Fostering"], "manager by grant")
    granted_team(session, teams["Adoption"], "manager who also has a grant")
    headed(session, services["Safeguarding"], workers["head"])
    headed(session, services["Permanence"], workers["head of two services"])
    for service, name in (("Safeguarding", "head of two services"), ("Resources", "head by grant")):
        granted(session, email(name), GrantRole.HEAD, service_id=services[service].id)
    granted(session, email("leadership by grant"), GrantRole.LEADERSHIP)
    granted(session, email("leadership without a job here"), GrantRole.LEADERSHIP)
    granted(session, email("administrator by grant"), GrantRole.ADMINISTRATOR)
    return Authority(services, teams, workers)


def granted_team(session: Session, team: Team, name: str) -> None:
    granted(session, email(name), GrantRole.MANAGER, team_id=team.id)


def expected(name: str, scope: Scope, authority: Authority) -> Detail:
    """The first table of the design, written down again by names alone."""
    if name in SEES_ALL:
        return WORKERS
    led = {
        team
        for team, service in TEAMS.items()
        if team in MANAGED.get(name, ()) or service in HEADED.get(name, ())
    }
    own_team = CASE_HOLDERS.get(name, "Management")
    if scope.kind is SERVICE:
        return WORKERS if scope.name in HEADED.get(name, ()) else NOTHING
    if scope.kind is TEAM:
        if scope.name in led:
            return WORKERS
        return TOTALS if scope.name == own_team else NOTHING
    if scope.kind is WORKER:
        team_names = {team.id: team_name for team_name, team in authority.teams.items()}
        works_in = team_names[authority.workers[scope.name].team_id]
        return WORKERS if scope.name == name or works_in in led else NOTHING
    return NOTHING


def ask_as(session: Session, name: str) -> Asker:
    return find_asker(session, email(name), TODAY)


@pytest.mark.parametrize("name", ROLES)
def test_each_role_sees_what_the_design_gives_it_and_nothing_more(
    database: Database, name: str
) -> None:
    with database.transaction() as session:
        authority = written(session)
        asker = ask_as(session, name)
        found = {scope: detail_for(asker, scope) for scope in authority.scopes()}
    assert found == {scope: expected(name, scope, authority) for scope in found}


@pytest.mark.parametrize("name", ROLES)
def test_each_role_can_name_exactly_what_it_may_see(database: Database, name: str) -> None:
    with database.transaction() as session:
        authority = written(session)
        visible = visible_scopes(session, ask_as(session, name), "Borough")
    assert len(visible) == len(set(visible))
    assert set(visible) == {
        scope for scope in authority.scopes() if expected(name, scope, authority) is not NOTHING
    }


def test_the_matrix_tries_every_detail_on_every_kind_of_scope(
    sqlite_database: Database,
) -> None:
    with sqlite_database.transaction() as session:
        authority = written(session)
    tried = {
        (scope.kind, expected(name, scope, authority))
        for name in ROLES
        for scope in authority.scopes()
    }
    assert tried == {
        *((AUTHORITY, detail) for detail in (NOTHING, WORKERS)),
        *((SERVICE, detail) for detail in (NOTHING, WORKERS)),
        *((TEAM, detail) for detail in (NOTHING, TOTALS, WORKERS)),
        *((WORKER, detail) for detail in (NOTHING, WORKERS)),
    }


@pytest.mark.parametrize("name", STRANGERS)
def test_who_left_was_dropped_or_never_was_is_a_stranger(database: Database, name: str) -> None:
    with database.transaction() as session:
        written(session)
        with pytest.raises(NotKnown, match=r"I don't know you yet\.") as caught:
            ask_as(session, name)
    assert email(name) in str(caught.value)


def test_a_manager_sees_a_leaver_of_their_team_who_may_still_hold_cases(
    database: Database,
) -> None:
    with database.transaction() as session:
        written(session)
        visible = visible_scopes(session, ask_as(session, "manager"), "Borough")
    names = {scope.name for scope in visible if scope.kind is WORKER}
    assert "left yesterday" in names
    assert "dropped" not in names


def test_dropped_teams_and_services_are_not_there_to_be_named(database: Database) -> None:
    with database.transaction() as session:
        closed = a_service(session, "Closed", dropped_on=YESTERDAY)
        a_team(session, "Closed Team", closed, dropped_on=YESTERDAY)
        a_team(session, "Open Team", a_service(session, "Open"))
        granted(session, "ann@example.gov.uk", GrantRole.LEADERSHIP)
        asker = find_asker(session, "ann@example.gov.uk", TODAY)
        names = {scope.name for scope in visible_scopes(session, asker, "Borough")}
    assert names == {"Borough", "Open", "Open Team"}


def test_two_workers_of_one_name_are_told_apart_by_staff_id(database: Database) -> None:
    with database.transaction() as session:
        team = a_team(session)
        twins = [a_worker(session, team, "Sam Example").staff_id for _ in range(2)]
        granted(session, "ann@example.gov.uk", GrantRole.ADMINISTRATOR)
        asker = find_asker(session, "ann@example.gov.uk", TODAY)
        found = [scope.code for scope in visible_scopes(session, asker, "Borough") if scope.code]
    assert sorted(found) == sorted(twins)


GRANTEE = Asker(
    email="officer@example.gov.uk",
    name="officer@example.gov.uk",
    worker_id=None,
    team_id=None,
    managed=frozenset({1}),
    headed=frozenset(),
    headed_teams=frozenset(),
    leadership=False,
    administrator=False,
)
MANAGER_OF_TWO = replace(GRANTEE, worker_id=7, team_id=9, managed=frozenset({1, 2}))
HEAD_AND_MANAGER = replace(
    GRANTEE, managed=frozenset({3}), headed=frozenset({5}), headed_teams=frozenset({1, 2})
)


def together(*team_ids: int) -> Scope:
    return Scope(TEAM, None, f"Your {len(team_ids)} teams", frozenset(team_ids))


@pytest.mark.parametrize(
    ("asker", "scope", "detail"),
    [
        pytest.param(MANAGER_OF_TWO, together(1, 2), WORKERS, id="both are mine"),
        pytest.param(MANAGER_OF_TWO, together(1, 3), NOTHING, id="one is not mine"),
        pytest.param(HEAD_AND_MANAGER, together(1, 2, 3), WORKERS, id="by head and by manager"),
        pytest.param(HEAD_AND_MANAGER, together(1, 4), NOTHING, id="another service's"),
        pytest.param(
            GRANTEE, together(2, 3), NOTHING, id="no team of one's own is not several teams"
        ),
        pytest.param(GRANTEE, together(), NOTHING, id="no teams at all"),
        pytest.param(
            GRANTEE, Scope(WORKER, 8, "Sam", frozenset()), NOTHING, id="a worker of no team"
        ),
        pytest.param(GRANTEE, Scope(WORKER, 8, "Sam", None), NOTHING, id="a worker of any team"),
        pytest.param(
            GRANTEE, Scope(WORKER, None, "Sam", frozenset({2})), NOTHING, id="nobody in particular"
        ),
        pytest.param(GRANTEE, authority_scope("Borough"), NOTHING, id="the authority"),
        pytest.param(
            replace(GRANTEE, leadership=True), together(2, 3), WORKERS, id="leadership sees all"
        ),
        pytest.param(
            replace(GRANTEE, administrator=True), together(2, 3), WORKERS, id="so do administrators"
        ),
    ],
)
def test_several_teams_together_need_every_one_of_them(
    asker: Asker, scope: Scope, detail: Detail
) -> None:
    assert detail_for(asker, scope) is detail


Change = Callable[[Asker], Asker]
MORE_RIGHTS: list[Change] = [
    lambda asker: replace(asker, managed=asker.managed | {2}),
    lambda asker: replace(
        asker, headed=asker.headed | {5}, headed_teams=asker.headed_teams | {1, 2}
    ),
    lambda asker: replace(asker, leadership=True),
    lambda asker: replace(asker, administrator=True),
]


@pytest.mark.parametrize("promoted", MORE_RIGHTS)
def test_another_role_never_takes_anything_away(promoted: Change) -> None:
    scopes = [
        authority_scope("Borough"),
        Scope(SERVICE, 5, "Safeguarding", frozenset({1, 2})),
        *(Scope(TEAM, team, f"Team {team}", frozenset({team})) for team in (1, 2, 3, 9)),
        *(Scope(WORKER, 70 + team, "Sam", frozenset({team})) for team in (1, 2, 3, 9)),
    ]
    for asker in (GRANTEE, MANAGER_OF_TWO, HEAD_AND_MANAGER):
        for scope in scopes:
            assert detail_for(promoted(asker), scope) >= detail_for(asker, scope)
