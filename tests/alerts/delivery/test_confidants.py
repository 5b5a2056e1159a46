"""When a channel gets no names, the manager gets them by direct message, and is kept up to date."""

from datetime import date
from typing import Any

import pytest

from alerts.delivery.confidants import confidants, has_confidant
from alerts.outbox import put_end, put_message, put_reply
from models.alerts import Alert
from models.database import Database
from models.organisation import Team
from models.people import GrantRole
from models.vocabulary import AlertState
from tests.alerts.delivery.office import COURT, Office, a_notice, an_alert
from tests.build import (
    a_service,
    a_services_alert,
    a_team,
    a_worker,
    granted,
    headed,
    managed,
)

TODAY = date(2026, 11, 23)
MIA, HENRY = "mia@example.gov.uk", "henry@example.gov.uk"
NAMES = a_notice("2 workers are over", named=("Sam Example 26",), confidential=True)


@pytest.fixture
def team_id(office: Office) -> int:
    """A team with its manager and its head of service."""
    with office.database.transaction() as session:
        service = a_service(session)
        team = a_team(session, service=service)
        managed(session, team, a_worker(session, team, email=MIA))
        headed(session, service, a_worker(session, team, email=HENRY))
        return team.id


def tell(office: Office, team_id: int | None, **given: object) -> int:
    alert_id = office.alert(team_id=team_id, **given)
    office.put(put_message, alert_id=alert_id, target=COURT, notice=NAMES)
    return alert_id


def test_the_manager_gets_what_the_channel_may_not_see(office: Office, team_id: int) -> None:
    tell(office, team_id)
    office.drain()
    assert [target for _, target, _ in office.slack.calls] == [COURT, f"person:{MIA}"]
    with office.database.look() as session:
        found = [has_confidant(session, parcel, TODAY) for parcel in office.slack.parcels]
    assert found == [True, False]


def test_nobody_gets_a_message_of_their_own_where_the_channel_has_the_names(
    office: Office, team_id: int
) -> None:
    office.slack.named = True
    tell(office, team_id)
    office.drain()
    assert len(office.slack.calls) == 1


def test_what_names_nobody_is_in_the_channel_alone(office: Office, team_id: int) -> None:
    alert_id = office.alert(team_id=team_id)
    office.put(put_message, alert_id=alert_id, target=COURT, notice=a_notice())
    office.drain()
    assert len(office.slack.calls) == 1


def test_the_manager_s_message_is_kept_up_to_date_to_its_end(office: Office, team_id: int) -> None:
    alert_id = tell(office, team_id)
    office.drain()
    office.put(put_reply, alert_id=alert_id, root=a_notice("3 over"), reply=a_notice("Now Ana"))
    office.drain()
    office.put(put_end, alert_id=alert_id, notice=a_notice("over since Thu"))
    office.drain()
    for target in (COURT, f"person:{MIA}"):
        assert office.slack.texts(target) == ["over since Thu", "> Now Ana"]


def test_a_channel_that_no_longer_may_see_names_sends_the_manager_what_is_new(
    office: Office, team_id: int
) -> None:
    office.slack.named = True
    alert_id = tell(office, team_id)
    office.drain()
    office.slack.named = False
    newest = a_notice("3 over", named=("Ana Specimen",), confidential=True)
    with office.database.transaction() as session:
        alert = session.get(Alert, alert_id)
        assert alert is not None
        alert.notice = newest.as_json()
    office.put(put_reply, alert_id=alert_id, root=newest, reply=NAMES)
    office.drain()
    assert office.slack.texts(f"person:{MIA}") == ["3 over"]


def test_what_is_over_meanwhile_is_not_sent_to_the_manager(office: Office, team_id: int) -> None:
    tell(office, team_id, state=AlertState.RESOLVED)
    office.drain()
    assert len(office.slack.calls) == 1


def test_a_message_to_a_person_makes_no_others(office: Office, team_id: int) -> None:
    alert_id = office.alert(team_id=team_id)
    office.put(put_message, alert_id=alert_id, target=f"person:{HENRY}", notice=NAMES)
    office.drain()
    assert len(office.slack.calls) == 1


def who(database: Database, team_id: int | None) -> list[str]:
    with database.transaction() as session:
        alert_id = an_alert(session, team_id=team_id)
        alert = session.get(Alert, alert_id)
        assert alert is not None
        return confidants(session, alert, TODAY)


def test_the_manager_comes_before_the_head_of_service(office: Office, team_id: int) -> None:
    assert who(office.database, team_id) == [MIA]


@pytest.mark.parametrize("gone", [{"left_on": date(2026, 11, 20)}, {"dropped_on": TODAY}])
def test_the_head_stands_in_for_a_manager_who_left(
    database: Database, gone: dict[str, Any]
) -> None:
    with database.transaction() as session:
        team = a_team(session)
        service = session.get_one(Team, team.id).service_id
        managed(session, team, a_worker(session, team, email=MIA, **gone))
        granted(session, HENRY, GrantRole.HEAD, service_id=service)
        team_id = team.id
    assert who(database, team_id) == [HENRY]


def test_a_manager_by_grant_gets_the_names_too(database: Database) -> None:
    with database.transaction() as session:
        team_id = a_team(session).id
        granted(session, MIA, GrantRole.MANAGER, team_id=team_id)
    assert who(database, team_id) == [MIA]


def test_a_team_that_nobody_leads_has_no_confidant(database: Database) -> None:
    with database.transaction() as session:
        team_id = a_team(session).id
    assert who(database, team_id) == []


def test_of_a_service_its_head_is_the_confidant_and_no_manager(database: Database) -> None:
    with database.transaction() as session:
        service = a_service(session)
        team = a_team(session, service=service)
        managed(session, team, a_worker(session, team, email=MIA))
        headed(session, service, a_worker(session, team, email=HENRY))
        life = a_services_alert(session, service)
        alert = session.get(Alert, life.id)
        assert alert is not None
        assert confidants(session, alert, TODAY) == [HENRY]


def test_an_alert_of_the_authority_has_no_confidant(database: Database) -> None:
    with database.transaction() as session:
        alert = session.get(Alert, an_alert(session, team_id=None, place="authority"))
        assert alert is not None
        assert confidants(session, alert, TODAY) == []
