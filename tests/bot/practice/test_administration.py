"""What the app sees when members, channels and accounts change while it runs."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.practice.administration import Administration
from bot.practice.refusal import Sorry
from bot.practice.server import PracticeServer
from tests.bot.practice.visitor import JSON, Visitor

COURT = "C0COURT"


@pytest.fixture
def admin(server: PracticeServer) -> Administration:
    return server.administration


def channel(client: WebClient) -> JSON:
    found: JSON = client.conversations_info(channel=COURT)["channel"]
    return found


def members(client: WebClient) -> list[str]:
    found: list[str] = client.conversations_members(channel=COURT)["members"]
    return found


def test_members_come_and_go(admin: Administration, client: WebClient) -> None:
    admin.add_member(COURT, "U0GUEST")
    assert members(client) == ["U0MIA", "U0SAM", "U0CASELOAD", "U0GUEST"]
    admin.remove_member(COURT, "U0SAM")
    admin.remove_member(COURT, "U0SAM")
    assert members(client) == ["U0MIA", "U0CASELOAD", "U0GUEST"]


def test_the_app_is_taken_out_of_a_channel_and_let_in_again(
    admin: Administration, client: WebClient
) -> None:
    admin.remove_app(COURT)
    with pytest.raises(SlackApiError, match="not_in_channel"):
        client.chat_postMessage(channel=COURT, text="x")
    assert not channel(client)["is_member"]
    admin.remove_app("C0LEAD")
    with pytest.raises(SlackApiError, match="channel_not_found"):
        client.chat_postMessage(channel="C0LEAD", text="x")
    admin.add_app(COURT)
    assert client.chat_postMessage(channel=COURT, text="x")["ok"]


SHARED = [
    ("ext", "is_ext_shared", True),
    ("org", "is_org_shared", True),
    ("pending", "is_pending_ext_shared", False),
]


@pytest.mark.parametrize(("how", "flag", "shared"), SHARED)
def test_a_channel_is_shared_and_unshared(
    admin: Administration, client: WebClient, how: str, flag: str, shared: bool
) -> None:
    assert not channel(client)[flag]
    admin.share(COURT, **{how: True})
    assert (channel(client)[flag], channel(client)["is_shared"]) == (True, shared)
    admin.share(COURT)
    assert (channel(client)[flag], channel(client)["is_shared"]) == (False, False)


WRITES: list[Callable[[WebClient], Any]] = [
    lambda c: c.chat_postMessage(channel=COURT, text="x"),
    lambda c: c.chat_postEphemeral(channel=COURT, user="U0MIA", text="x"),
    lambda c: c.conversations_join(channel=COURT),
    lambda c: c.files_upload_v2(channel=COURT, filename="a.txt", content="a"),
]


def test_an_archived_channel_can_be_read_and_not_written_to(
    admin: Administration, client: WebClient, mia: Visitor
) -> None:
    ts = client.chat_postMessage(channel=COURT, text="x")["ts"]
    admin.archive(COURT)
    assert channel(client)["is_archived"]
    assert client.conversations_history(channel=COURT)["messages"]
    for refused in WRITES:
        with pytest.raises(SlackApiError, match="is_archived"):
            refused(client)
    with pytest.raises(SlackApiError, match="is_inactive"):
        client.chat_update(channel=COURT, ts=ts, text="y")
    assert mia.send(COURT, "hello")["error"].startswith("This channel is archived.")
    listed = client.conversations_list(exclude_archived=True)["channels"]
    assert COURT not in [each["id"] for each in listed]
    assert COURT in [each["id"] for each in client.conversations_list()["channels"]]
    admin.unarchive(COURT)
    assert client.chat_postMessage(channel=COURT, text="x")["ok"]


def test_a_closed_account_is_seen_as_deleted_and_opens_no_direct_message(
    admin: Administration, client: WebClient
) -> None:
    admin.deactivate("U0SAM")
    assert client.users_info(user="U0SAM")["user"]["deleted"]
    assert client.conversations_info(channel="D0SAM")["channel"]["is_user_deleted"]
    with pytest.raises(SlackApiError, match="user_disabled"):
        client.conversations_open(users="U0SAM")
    with pytest.raises(SlackApiError, match="users_not_found"):
        client.users_lookupByEmail(email="sam@northmere.example")
    admin.reactivate("U0SAM")
    assert not client.users_info(user="U0SAM")["user"]["deleted"]
    assert client.conversations_open(users="U0SAM")["channel"]["id"] == "D0SAM"


def test_a_full_member_becomes_a_guest_and_back(
    admin: Administration, client: WebClient, mia: Visitor
) -> None:
    admin.make_guest("U0SAM")
    assert client.users_info(user="U0SAM")["user"]["is_restricted"]
    assert mia.get("conversations")["conversations"][0]["guests"]
    admin.make_full_member("U0SAM")
    assert not client.users_info(user="U0SAM")["user"]["is_restricted"]


def test_somebody_whose_account_was_changed_can_still_be_chosen_on_the_page(
    admin: Administration, server: PracticeServer
) -> None:
    admin.make_guest("U0SAM")
    assert Visitor(server.url, "U0SAM").send(COURT, "hello")["ok"]


def test_who_and_what_is_not_there_cannot_be_changed(admin: Administration) -> None:
    with pytest.raises(Sorry, match="There is no channel C0NO"):
        admin.archive("C0NO")
    with pytest.raises(Sorry, match="There is nobody with the id U0NO"):
        admin.add_member(COURT, "U0NO")
