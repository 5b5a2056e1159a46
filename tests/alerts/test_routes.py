"""Where an alert is told: the channel or the people the workforce names, read anew each time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session

from alerts.places import WHOLE, Place
from alerts.routes import Routes, gather_routes, untold
from models.database import Database
from models.organisation import Service, Team
from models.people import GrantRole
from models.vocabulary import ToldTo
from tests.alerts.story import NORTHMERE
from tests.build import FRIDAY, a_service, a_team, a_worker, granted, headed, managed

ALL = Routes(
    team_channels={1: "#court-north"},
    service_channels={10: "#court"},
    service_of={1: 10, 2: 20},
    managers={1: ["mia@x", "mo@x"]},
    heads={10: ["hal@x"]},
    leadership=["lea@x"],
    administrators=["ada@x", "al@x"],
    leadership_channel="#leadership",
    administrators_channel="#performance",
)
ADMINISTRATORS = ["person:ada@x", "person:al@x"]

Told = tuple[dict[str, object], list[str]]
"""What is missing, and whom it is told to then."""

TEAM: list[Told] = [
    ({}, ["channel:#court-north"]),
    ({"team_channels": {}}, ["person:mia@x", "person:mo@x"]),
    ({"team_channels": {}, "managers": {}}, ["channel:#court"]),
    ({"team_channels": {}, "managers": {}, "service_channels": {}}, ["person:hal@x"]),
    (
        {"team_channels": {}, "managers": {}, "service_channels": {}, "heads": {}},
        ["channel:#performance"],
    ),
]
SERVICE: list[Told] = [
    ({}, ["channel:#court"]),
    ({"service_channels": {}}, ["person:hal@x"]),
    ({"service_channels": {}, "heads": {}}, ["channel:#leadership"]),
    ({"service_channels": {}, "heads": {}, "leadership_channel": None}, ["person:lea@x"]),
    (
        {"service_channels": {}, "heads": {}, "leadership_channel": None, "leadership": []},
        ["channel:#performance"],
    ),
]
LEADERSHIP: list[Told] = [
    ({}, ["channel:#leadership"]),
    ({"leadership_channel": None}, ["person:lea@x"]),
    ({"leadership_channel": None, "leadership": []}, ["channel:#performance"]),
]
OF_ADMINISTRATORS: list[Told] = [
    ({}, ["channel:#performance"]),
    ({"administrators_channel": None}, ADMINISTRATORS),
    ({"administrators_channel": None, "administrators": []}, []),
]
ROWS = [
    *((ToldTo.TEAM, *row) for row in TEAM),
    *((ToldTo.SERVICE, *row) for row in SERVICE),
    *((ToldTo.LEADERSHIP, *row) for row in LEADERSHIP),
    *((ToldTo.ADMINISTRATORS, *row) for row in OF_ADMINISTRATORS),
]


@pytest.mark.parametrize(("told_to", "missing", "targets"), ROWS)
def test_an_alert_is_told_to_the_first_of_those_that_exist(
    told_to: ToldTo, missing: dict[str, object], targets: list[str]
) -> None:
    assert replace(ALL, **missing).targets(told_to, 1) == targets  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("#court-north", "channel:#court-north"),
        ("court-north", "channel:#court-north"),
        (" #Court-North ", "channel:#court-north"),
        ("C0COURT1", "channel:C0COURT1"),
        ("#C0COURT1", "channel:C0COURT1"),
        (" # ", "person:mia@x"),
    ],
)
def test_a_channel_written_in_another_way_is_the_same_place(written: str, target: str) -> None:
    assert replace(ALL, team_channels={1: written}).targets(ToldTo.TEAM, 1)[0] == target


@pytest.mark.parametrize("told_to", list(ToldTo))
def test_what_belongs_to_no_team_is_told_to_leadership_or_administrators(told_to: ToldTo) -> None:
    of_all = {ToldTo.SERVICE, ToldTo.LEADERSHIP}
    expected = "#leadership" if told_to in of_all else "#performance"
    assert ALL.targets(told_to, None) == [f"channel:{expected}"]


@pytest.mark.parametrize("told_to", [ToldTo.TEAM, ToldTo.SERVICE])
@pytest.mark.parametrize(
    ("missing", "targets"),
    [
        ({}, ["channel:#court"]),
        ({"service_channels": {}}, ["person:hal@x"]),
        ({"service_channels": {}, "heads": {}}, ["channel:#leadership"]),
    ],
)
def test_what_is_a_services_own_is_told_to_the_service(
    told_to: ToldTo, missing: dict[str, object], targets: list[str]
) -> None:
    routes = replace(ALL, **missing)  # type: ignore[arg-type]
    assert routes.targets(told_to, None, 10) == targets


@pytest.mark.parametrize(
    ("told_to", "team_id", "above"),
    [
        (ToldTo.TEAM, 1, "person:hal@x"),
        (ToldTo.LEADERSHIP, 1, "person:hal@x"),
        (ToldTo.SERVICE, 1, "person:lea@x"),  # the head has been told
        (ToldTo.SERVICE, None, "person:lea@x"),
        (ToldTo.TEAM, None, "person:lea@x"),
    ],
)
def test_an_unanswered_alert_goes_one_above_whoever_was_told(
    told_to: ToldTo, team_id: int | None, above: str
) -> None:
    assert ALL.above(told_to, team_id) == [above]


@pytest.mark.parametrize(
    ("told_to", "place", "at_top"),
    [
        (ToldTo.SERVICE, Place(service_id=10), False),
        (ToldTo.SERVICE, Place(team_id=1), False),
        (ToldTo.SERVICE, Place(service_id=20), True),
        (ToldTo.TEAM, Place(service_id=20), True),
        (ToldTo.SERVICE, Place(team_id=2), True),
        (ToldTo.SERVICE, WHOLE, True),
        (ToldTo.TEAM, Place(team_id=2), False),  # administrators are told, and leadership is above
        (ToldTo.ADMINISTRATORS, WHOLE, False),
    ],
)
def test_nobody_is_above_leadership_told_for_want_of_a_head_and_a_channel(
    told_to: ToldTo, place: Place, at_top: bool
) -> None:
    assert ALL.is_at_top(told_to, place) is at_top


@pytest.mark.parametrize(
    ("told", "targets", "untold_yet"),
    [
        ({"person:hal@x"}, ["person:hal@x"], []),
        ({"person:hal@x"}, ["person:hal@x", "person:nia@x"], ["person:nia@x"]),
        ({"person:hal@x"}, ["channel:#court"], ["channel:#court"]),
        ({"channel:#court"}, ["channel:C0COURT1"], []),  # it may be the same one
        ({"channel:#court"}, ["channel:#court", "person:nia@x"], ["person:nia@x"]),
        ({"channel:#court", "person:hal@x"}, ["channel:#court"], []),
        (set(), ["channel:#court"], ["channel:#court"]),
    ],
)
def test_what_is_open_is_told_anew_to_whoever_leads_now(
    told: set[str], targets: list[str], untold_yet: list[str]
) -> None:
    assert untold(told, targets) == untold_yet


def test_an_unanswered_alert_goes_to_the_head_or_to_leadership() -> None:
    assert ALL.heads_of(1) == ["person:hal@x"]
    assert ALL.heads_of(2) == ALL.heads_of(None) == ["person:lea@x"]


def a_court(session: Session) -> tuple[Service, Team]:
    service = a_service(session, "Court", slack_channel="#court")
    return service, a_team(session, "Court North", service, slack_channel="#court-north")


def found(session: Session, today: date = FRIDAY) -> Routes:
    return gather_routes(session, NORTHMERE, today)


def test_channels_and_leaders_are_those_of_the_workforce(database: Database) -> None:
    with database.transaction() as session:
        service, team = a_court(session)
        quiet = a_team(session, "Court South", service)
        managed(session, team, a_worker(session, team, email="mia@example.org"))
        headed(session, service, a_worker(session, team, email="hal@example.org"))
        routes = found(session)
    assert (routes.team_channels, routes.service_channels) == (
        {team.id: "#court-north"},
        {service.id: "#court"},
    )
    assert routes.service_of == {team.id: service.id, quiet.id: service.id}
    assert routes.managers == {team.id: ["mia@example.org"]}
    assert routes.heads == {service.id: ["hal@example.org"]}
    assert (routes.leadership_channel, routes.administrators_channel) == (None, None)


@pytest.mark.parametrize(
    ("today", "managers"),
    [
        (FRIDAY - timedelta(days=1), ["mia@example.org"]),
        (FRIDAY, ["mia@example.org"]),  # the last day is still worked
        (FRIDAY + timedelta(days=1), []),
    ],
)
def test_a_manager_who_has_left_is_told_nothing(
    database: Database, today: date, managers: list[str]
) -> None:
    with database.transaction() as session:
        _, team = a_court(session)
        managed(session, team, a_worker(session, team, email="mia@example.org", left_on=FRIDAY))
        granted(session, "mia@example.org", GrantRole.MANAGER, team_id=team.id)
        granted(session, "mia@example.org", GrantRole.LEADERSHIP)
        granted(session, "mia@example.org", GrantRole.ADMINISTRATOR)
        routes = found(session, today)
    assert routes.managers.get(team.id, []) == managers
    assert routes.leadership == routes.administrators == managers


def test_a_manager_without_an_email_or_off_the_list_is_told_nothing(database: Database) -> None:
    with database.transaction() as session:
        service, team = a_court(session)
        managed(session, team, a_worker(session, team, email=None))
        gone = a_worker(session, team, email="hal@example.org", dropped_on=FRIDAY)
        headed(session, service, gone)
        routes = found(session)
    assert (routes.managers, routes.heads) == ({}, {})


def test_grants_stand_beside_the_workforce_and_nobody_is_told_twice(database: Database) -> None:
    with database.transaction() as session:
        service, team = a_court(session)
        managed(session, team, a_worker(session, team, email="mia@example.org"))
        granted(session, "mia@example.org", GrantRole.MANAGER, team_id=team.id)
        granted(session, "deputy@example.org", GrantRole.MANAGER, team_id=team.id)
        granted(session, "hal@example.org", GrantRole.HEAD, service_id=service.id)
        for email in ("lea@example.org", "al@example.org"):
            granted(session, email, GrantRole.LEADERSHIP)
            granted(session, email, GrantRole.ADMINISTRATOR)
        granted(session, "al@example.org", GrantRole.ADMINISTRATOR)
        routes = found(session)
    assert routes.managers == {team.id: ["mia@example.org", "deputy@example.org"]}
    assert routes.heads == {service.id: ["hal@example.org"]}
    assert routes.leadership == routes.administrators == ["al@example.org", "lea@example.org"]
