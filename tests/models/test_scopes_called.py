"""Those who see all are given what a text may name, and every one of a name who may be meant."""

import pytest

from models.access import Scope, ScopeKind, find_asker, scopes_called, visible_scopes
from models.database import Database
from models.people import GrantRole
from tests.build import FRIDAY, a_service, a_team, a_worker, granted
from tests.conftest import NOW

DIRECTOR = "director@example.gov.uk"


def called(database: Database, *names: str) -> list[Scope]:
    with database.look() as session:
        return scopes_called(session, names, lambda name: name in names)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Sam OBrien", ["Sam O'Brien", "Sam OBrien"]),
        ("sam o’brien", ["Sam O'Brien", "Sam OBrien"]),
        ("O'BRIEN, SAM", ["Sam O'Brien", "Sam OBrien"]),
        ("Kim O'Dea", ["Kim ODea", "Kim O`Dea", "Kim OʼDea", "Kim O‘Dea"]),
        ("Kim O`Dea", ["Kim ODea", "Kim O`Dea", "Kim OʼDea", "Kim O‘Dea"]),
        ("J. P. Ash", ["J P Ash", "J.P. Ash"]),
        ("Zoe Ash Fell", ["Zoë Ash-Fell"]),
        ("own-7", ["Jo Example"]),
        ("Jo", []),
        ("Sam Gone", []),
        ("% OBrien", []),
    ],
)
def test_workers_are_found_by_their_letters_or_their_staff_id(
    database: Database, asked: str, found: list[str]
) -> None:
    with database.transaction() as session:
        team = a_team(session)
        for name in ("Sam O'Brien", "Sam OBrien", "J P Ash", "J.P. Ash", "Zoë Ash-Fell"):
            a_worker(session, team, name)
        for name in ("Kim O`Dea", "Kim ODea", "Kim O‘Dea", "Kim OʼDea"):
            a_worker(session, team, name)
        a_worker(session, team, "Jo Example", staff_id="OWN-7")
        a_worker(session, team, "Sam Gone", dropped_on=FRIDAY)
    assert [scope.name for scope in called(database, asked)] == found


def test_teams_and_services_are_found_as_whoever_asks_compares_them(database: Database) -> None:
    with database.transaction() as session:
        court = a_service(session, "Court")
        teams = [a_team(session, name, court).id for name in ("Court", "Court South")]
        gone = a_service(session, "Gone", dropped_on=FRIDAY)
        a_team(session, "Gone Team", gone, dropped_on=FRIDAY)
        service_id = court.id
    assert called(database, "Court", "Gone", "Gone Team") == [
        Scope(ScopeKind.SERVICE, service_id, "Court", frozenset(teams)),
        Scope(ScopeKind.TEAM, teams[0], "Court", frozenset({teams[0]})),
    ]


def test_a_text_without_a_name_has_nothing_looked_up(database: Database) -> None:
    with database.transaction() as session:
        a_worker(session, a_team(session, ""), "")
    assert called(database) == []


def test_the_places_of_an_authority_can_be_had_without_its_workers(database: Database) -> None:
    with database.transaction() as session:
        team = a_team(session, "Court North", a_service(session, "Court"))
        a_worker(session, team, "Sam Example")
        granted(session, DIRECTOR, GrantRole.LEADERSHIP)
        asker = find_asker(session, DIRECTOR, NOW.date())
        places = visible_scopes(session, asker, "Borough", workers=False)
    assert [scope.name for scope in places] == ["Borough", "Court", "Court North"]
