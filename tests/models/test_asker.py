"""Who is known: people by the email in the workforce, until the day after they leave."""

from datetime import date
from typing import Any

import pytest

from models.access import Asker, find_asker
from models.database import Database
from models.errors import NotKnown
from models.people import GrantRole
from tests.build import a_service, a_team, a_worker, granted, headed, managed

TODAY = date(2026, 11, 23)
YESTERDAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 24)


def test_a_worker_is_known_by_name_and_team_and_leads_nothing(database: Database) -> None:
    with database.transaction() as session:
        team = a_team(session)
        sam = a_worker(session, team, "Sam Example", email="sam@example.gov.uk")
        found = find_asker(session, "sam@example.gov.uk", TODAY)
    assert found == Asker(
        email="sam@example.gov.uk",
        name="Sam Example",
        worker_id=sam.id,
        team_id=team.id,
        managed=frozenset(),
        headed=frozenset(),
        headed_teams=frozenset(),
        leadership=False,
        administrator=False,
    )


def test_roles_come_from_the_workforce_and_from_grants_together(database: Database) -> None:
    with database.transaction() as session:
        service, other = a_service(session), a_service(session)
        north, south = a_team(session, None, service), a_team(session, None, service)
        east, west = a_team(session, None, other), a_team(session)
        sam = a_worker(session, west, email="sam@example.gov.uk")
        managed(session, west, sam)
        headed(session, service, sam)
        granted(session, "sam@example.gov.uk", GrantRole.MANAGER, team_id=east.id)
        granted(session, "sam@example.gov.uk", GrantRole.ADMINISTRATOR)
        granted(session, "other@example.gov.uk", GrantRole.LEADERSHIP)
        found = find_asker(session, "sam@example.gov.uk", TODAY)
    assert found.managed == {west.id, east.id}
    assert found.headed == {service.id}
    assert found.leads == {north.id, south.id, east.id, west.id}
    assert (found.leadership, found.administrator, found.sees_all) == (False, True, True)


def test_a_grant_gives_its_own_role_and_no_other(database: Database) -> None:
    with database.transaction() as session:
        team = a_team(session)
        places = {"team_id": team.id, "service_id": team.service_id}
        granted(session, "manager@example.gov.uk", GrantRole.MANAGER, **places)
        granted(session, "head@example.gov.uk", GrantRole.HEAD, **places)
        manager = find_asker(session, "manager@example.gov.uk", TODAY)
        head = find_asker(session, "head@example.gov.uk", TODAY)
    assert (set(manager.managed), set(manager.headed)) == ({team.id}, set())
    assert (set(head.managed), set(head.headed)) == (set(), {team.service_id})


def test_somebody_outside_the_workforce_is_known_by_a_grant_alone(database: Database) -> None:
    with database.transaction() as session:
        granted(session, "officer@example.gov.uk", GrantRole.LEADERSHIP)
        found = find_asker(session, "officer@example.gov.uk", TODAY)
    assert (found.name, found.worker_id, found.sees_all) == ("officer@example.gov.uk", None, True)


def test_a_role_given_by_hand_ends_when_its_holder_leaves(database: Database) -> None:
    with database.transaction() as session:
        a_worker(session, a_team(session), email="sam@example.gov.uk", left_on=YESTERDAY)
        granted(session, "sam@example.gov.uk", GrantRole.LEADERSHIP)
        with pytest.raises(NotKnown):
            find_asker(session, "sam@example.gov.uk", TODAY)


@pytest.mark.parametrize("nothing", [None, "", "   "])
def test_without_an_email_nobody_is_known(database: Database, nothing: str | None) -> None:
    with database.transaction() as session:
        a_worker(session, a_team(session), email="sam@example.gov.uk")
        with pytest.raises(NotKnown, match="to add your email, or say `/caseload help`"):
            find_asker(session, nothing, TODAY)


def test_a_worker_without_an_email_is_not_whoever_has_none(database: Database) -> None:
    with database.transaction() as session:
        a_worker(session, a_team(session), email=None)
        with pytest.raises(NotKnown):
            find_asker(session, "none", TODAY)


@pytest.mark.parametrize(
    "spelt", ["Sam@Example.gov.uk", "  sam@example.gov.uk ", "SAM@EXAMPLE.GOV.UK"]
)
def test_an_email_is_matched_whatever_its_case_and_spaces(database: Database, spelt: str) -> None:
    with database.transaction() as session:
        sam = a_worker(session, a_team(session), email="sam@example.gov.uk")
        assert find_asker(session, spelt, TODAY).worker_id == sam.id


@pytest.mark.parametrize(
    ("dates", "known"),
    [
        pytest.param({"left_on": YESTERDAY}, False, id="left yesterday"),
        pytest.param({"left_on": TODAY}, True, id="the last day of work"),
        pytest.param({"left_on": TOMORROW}, True, id="leaves tomorrow"),
        pytest.param({"started_on": TOMORROW}, True, id="starts tomorrow"),
        pytest.param({"absent_from": YESTERDAY}, True, id="absent"),
        pytest.param({"dropped_on": TODAY}, False, id="no longer in the workforce"),
    ],
)
def test_a_person_is_known_until_the_day_after_leaving(
    database: Database, dates: dict[str, Any], known: bool
) -> None:
    with database.transaction() as session:
        a_worker(session, a_team(session), email="sam@example.gov.uk", **dates)
        if known:
            assert find_asker(session, "sam@example.gov.uk", TODAY).email == "sam@example.gov.uk"
        else:
            with pytest.raises(NotKnown):
                find_asker(session, "sam@example.gov.uk", TODAY)
