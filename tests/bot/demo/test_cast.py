"""Those with a fixed name are where the practice workspace expects them."""

import re

import pytest

from bot.demo.authority import DemoHistory
from bot.demo.cast import CAST, CHANNELS, PERSONAS, cast_member
from tests.bot.demo.reading import sheets_at

NOT_IN_THE_WORKFORCE = {"analyst", "stranger", "guest", "partner"}


def test_personas_come_in_their_order() -> None:
    assert [member.key for member in PERSONAS] == [
        "director",
        "head",
        "manager",
        "worker",
        "newly_qualified",
        "other_manager",
        "analyst",
        "stranger",
    ]


def test_everybody_in_the_cast_is_told_apart() -> None:
    for column in ("key", "name", "email", "slack_id"):
        assert len({getattr(member, column) for member in CAST}) == len(CAST)


def test_slack_ids_look_like_slacks() -> None:
    assert all(re.fullmatch(r"U[A-Z0-9]{8,}", member.slack_id) for member in CAST)
    assert all(re.fullmatch(r"C[A-Z0-9]{8,}", channel.slack_id) for channel in CHANNELS)


def test_the_cast_is_in_the_workforce_except_those_who_should_not_be(history: DemoHistory) -> None:
    emails = {row["email"] for row in sheets_at(history, 103)["Staff"]}
    assert {member.key for member in CAST if member.email not in emails} == NOT_IN_THE_WORKFORCE


@pytest.mark.parametrize(
    ("key", "team"),
    [
        ("manager", "Court North"),
        ("other_manager", "Court South"),
        ("manager_backlog", "Assessment Backlog"),
    ],
)
def test_managers_manage_their_teams(history: DemoHistory, key: str, team: str) -> None:
    teams = {row["team"]: row["manager"] for row in sheets_at(history, 103)["Teams"]}
    assert teams[team] == cast_member(key).email


def test_heads_lead_their_services(history: DemoHistory) -> None:
    heads = [row["head"] for row in sheets_at(history, 103)["Services"]]
    keys = ("head_of_help", "head", "head_of_specialist")
    assert heads == [cast_member(key).email for key in keys]


def test_leaders_hold_no_cases(history: DemoHistory) -> None:
    holding = {row["worker"] for row in history.weeks[-1].cases}
    for key in ("director", "deputy", "head", "manager", "other_manager"):
        assert cast_member(key).name not in holding


def test_every_team_and_service_has_the_channel_it_names(history: DemoHistory) -> None:
    sheets = sheets_at(history, 103)
    named = {row["slack_channel"] for row in sheets["Teams"] + sheets["Services"]}
    assert named <= {f"#{channel.name}" for channel in CHANNELS}


def test_channels_hold_only_people_of_the_cast() -> None:
    keys = {member.key for member in CAST}
    assert all(set(channel.members) <= keys for channel in CHANNELS)


def test_one_channel_has_a_guest_and_one_is_shared() -> None:
    with_guest = [channel.name for channel in CHANNELS if "guest" in channel.members]
    shared = [channel.name for channel in CHANNELS if channel.is_shared]
    with_partner = [channel.name for channel in CHANNELS if "partner" in channel.members]
    assert (with_guest, shared, with_partner) == (
        ["all-staff"],
        ["court-listing"],
        ["court-listing"],
    )
