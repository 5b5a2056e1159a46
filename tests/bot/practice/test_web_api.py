"""The Web API of the practice workspace answers and refuses as Slack does."""

import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.practice.server import PracticeServer
from tests.bot.practice.conftest import SCOPES, MovableClock, client_of, make_plan
from tests.bot.practice.visitor import JSON, Visitor

Deed = Callable[[WebClient], Any]
TOO_LONG_HEADER = [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]
HOME = {"type": "home", "blocks": [{"type": "divider"}]}
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (640).to_bytes(4, "big") + (480).to_bytes(4, "big")


def refusal(client: WebClient, deed: Deed) -> SlackResponse:
    with pytest.raises(SlackApiError) as caught:
        deed(client)
    response: SlackResponse = caught.value.response
    return response


REFUSALS: list[tuple[str, str, Deed]] = [
    ("no such method", "unknown_method", lambda c: c.api_call("chat.shout")),
    ("no token", "not_authed", lambda c: WebClient(base_url=c.base_url).auth_test()),
    ("a wrong token", "invalid_auth", lambda c: c.auth_test(token="xoxb-no")),
    (
        "the app's token for a bot method",
        "not_allowed_token_type",
        lambda c: c.auth_test(token="xapp-practice-app"),
    ),
    (
        "the bot's token for a connection",
        "not_allowed_token_type",
        lambda c: c.apps_connections_open(app_token="xoxb-practice-bot"),
    ),
    (
        "a channel that is not there",
        "channel_not_found",
        lambda c: c.chat_postMessage(channel="C0NO", text="x"),
    ),
    (
        "a private channel the app is not in",
        "channel_not_found",
        lambda c: c.chat_postMessage(channel="C0HEADS", text="x"),
    ),
    (
        "a public channel the app is not in",
        "not_in_channel",
        lambda c: c.chat_postMessage(channel="C0ALL", text="x"),
    ),
    (
        "the history of a channel the app is not in",
        "not_in_channel",
        lambda c: c.conversations_history(channel="C0ALL"),
    ),
    (
        "nothing to say",
        "no_text",
        lambda c: c.api_call("chat.postMessage", json={"channel": "C0COURT"}),
    ),
    (
        "too much to say",
        "msg_too_long",
        lambda c: c.chat_postMessage(channel="C0COURT", text="x" * 40_001),
    ),
    (
        "a reply to nothing",
        "thread_not_found",
        lambda c: c.chat_postMessage(channel="C0COURT", text="x", thread_ts="1.000000"),
    ),
    (
        "somebody who is not in the channel",
        "user_not_in_channel",
        lambda c: c.chat_postEphemeral(channel="C0COURT", user="U0GUEST", text="x"),
    ),
    (
        "an edit of nothing",
        "message_not_found",
        lambda c: c.chat_update(channel="C0COURT", ts="1.000000", text="x"),
    ),
    ("a stranger's id", "user_not_found", lambda c: c.users_info(user="U0NOBODY")),
    (
        "an email nobody has",
        "users_not_found",
        lambda c: c.users_lookupByEmail(email="nobody@northmere.example"),
    ),
    (
        "the email of a deactivated account",
        "users_not_found",
        lambda c: c.users_lookupByEmail(email="old@northmere.example"),
    ),
    (
        "a trigger that never was",
        "invalid_trigger_id",
        lambda c: c.views_open(
            trigger_id="1.x",
            view={"type": "modal", "title": {"type": "plain_text", "text": "t"}, "blocks": []},
        ),
    ),
    ("a view that is not open", "not_found", lambda c: c.views_update(view_id="V0", view=HOME)),
    (
        "a bad cursor",
        "invalid_cursor",
        lambda c: c.conversations_list(cursor="zzz"),
    ),
    ("no arguments", "invalid_arguments", lambda c: c.api_call("users.info")),
    (
        "blocks that are not JSON",
        "invalid_blocks_format",
        lambda c: c.api_call("chat.postMessage", data={"channel": "C0COURT", "blocks": "["}),
    ),
    (
        "bad metadata",
        "invalid_metadata_schema",
        lambda c: c.chat_postMessage(channel="C0COURT", text="x", metadata={"event_type": "a"}),
    ),
]


@pytest.mark.parametrize(("name", "error", "deed"), REFUSALS, ids=[row[0] for row in REFUSALS])
def test_slack_refuses_with_its_own_code(
    client: WebClient, name: str, error: str, deed: Deed
) -> None:
    assert refusal(client, deed)["error"] == error, name


SCOPED: list[tuple[str, Deed]] = [
    ("chat:write", lambda c: c.chat_postMessage(channel="C0COURT", text="x")),
    ("channels:read", lambda c: c.conversations_info(channel="C0COURT")),
    ("groups:read", lambda c: c.conversations_info(channel="C0LEAD")),
    ("im:read", lambda c: c.conversations_info(channel="D0MIA")),
    ("channels:history", lambda c: c.conversations_history(channel="C0COURT")),
    ("groups:history", lambda c: c.conversations_replies(channel="C0LEAD", ts="1.0")),
    ("im:write", lambda c: c.conversations_open(users="U0MIA")),
    ("channels:join", lambda c: c.conversations_join(channel="C0ALL")),
    ("users:read", lambda c: c.users_info(user="U0MIA")),
    ("users:read.email", lambda c: c.users_lookupByEmail(email="mia@northmere.example")),
    ("files:read", lambda c: c.files_info(file="F0")),
    ("files:write", lambda c: c.files_getUploadURLExternal(filename="a.png", length=1)),
    ("team:read", lambda c: c.team_info()),
    ("reactions:write", lambda c: c.reactions_add(channel="C0COURT", timestamp="1.0", name="x")),
]


@pytest.mark.parametrize(("scope", "deed"), SCOPED, ids=[row[0] for row in SCOPED])
def test_a_missing_scope_is_named(
    serve: Callable[..., PracticeServer], scope: str, deed: Deed
) -> None:
    without = serve(make_plan(SCOPES - {scope}))
    answer = refusal(client_of(without), deed)
    assert (answer["error"], answer["needed"]) == ("missing_scope", scope)
    assert scope not in answer["provided"].split(",")


def test_bad_blocks_are_refused_where_they_are_bad(client: WebClient) -> None:
    answer = refusal(
        client, lambda c: c.chat_postMessage(channel="C0COURT", text="x", blocks=TOO_LONG_HEADER)
    )
    assert answer["error"] == "invalid_blocks"
    assert "[json-pointer:/blocks/0/text/text]" in answer["response_metadata"]["messages"][0]


def test_a_bad_view_is_refused_where_it_is_bad(client: WebClient) -> None:
    view = {"type": "home", "blocks": TOO_LONG_HEADER}
    answer = refusal(client, lambda c: c.views_publish(user_id="U0MIA", view=view))
    assert answer["error"] == "invalid_arguments"
    assert "json-pointer:/view/blocks/0/text/text" in answer["response_metadata"]["messages"][0]


def test_the_email_needs_its_own_scope(serve: Callable[..., PracticeServer]) -> None:
    with_email = client_of(serve()).users_info(user="U0MIA")["user"]
    assert with_email["profile"]["email"] == "mia@northmere.example"
    without = client_of(serve(make_plan(SCOPES - {"users:read.email"})))
    assert "email" not in without.users_info(user="U0MIA")["user"]["profile"]


def test_guests_and_strangers_are_told_apart(client: WebClient) -> None:
    assert client.users_info(user="U0GUEST")["user"]["is_restricted"]
    stranger = client.users_info(user="U0STRANGE")["user"]
    assert stranger["is_stranger"]
    assert stranger["team_id"] == "T0ELSE"
    assert client.users_info(user="U0OLD")["user"]["deleted"]


def test_a_shared_channel_says_so(client: WebClient) -> None:
    assert client.conversations_info(channel="C0ALL")["channel"]["is_ext_shared"]
    assert client.conversations_members(channel="C0ALL")["members"] == ["U0MIA", "U0GUEST"]


def test_a_message_is_posted_edited_and_deleted(client: WebClient, mia: Visitor) -> None:
    metadata = {"event_type": "notice", "event_payload": {"id": "n-1"}}
    posted = client.chat_postMessage(channel="C0COURT", text="One", metadata=metadata)
    history = client.conversations_history(channel="C0COURT", include_all_metadata=True)
    assert history["messages"][0]["metadata"] == metadata
    assert "metadata" not in client.conversations_history(channel="C0COURT")["messages"][0]
    client.chat_update(channel="C0COURT", ts=posted["ts"], text="Two")
    assert [(m["text"], m["edited"]) for m in mia.messages("C0COURT")] == [("Two", True)]
    client.chat_delete(channel="C0COURT", ts=posted["ts"])
    assert mia.messages("C0COURT") == []


def test_new_text_alone_removes_the_blocks(client: WebClient, mia: Visitor) -> None:
    blocks = [{"type": "divider"}]
    posted = client.chat_postMessage(channel="C0COURT", text="One", blocks=blocks)
    assert mia.messages("C0COURT")[0]["blocks"]
    client.chat_update(channel="C0COURT", ts=posted["ts"], text="Two")
    assert mia.messages("C0COURT")[0]["blocks"] is None


def test_somebody_elses_message_cannot_be_changed(client: WebClient, mia: Visitor) -> None:
    mia.send("C0COURT", "Mine")
    ts = mia.messages("C0COURT")[0]["ts"]
    edit = refusal(client, lambda c: c.chat_update(channel="C0COURT", ts=ts, text="x"))
    assert edit["error"] == "cant_update_message"
    deletion = refusal(client, lambda c: c.chat_delete(channel="C0COURT", ts=ts))
    assert deletion["error"] == "cant_delete_message"


def test_an_ephemeral_message_cannot_be_edited_or_read_back(
    client: WebClient, mia: Visitor
) -> None:
    sent = client.chat_postEphemeral(channel="C0COURT", user="U0MIA", text="Only you")
    assert mia.messages("C0COURT")[0]["ephemeral"]
    assert client.conversations_history(channel="C0COURT")["messages"] == []
    ts = sent["message_ts"]
    edit = refusal(client, lambda c: c.chat_update(channel="C0COURT", ts=ts, text="x"))
    assert edit["error"] == "message_not_found"


def test_a_reply_stays_in_its_thread_unless_broadcast(client: WebClient, mia: Visitor) -> None:
    root = client.chat_postMessage(channel="C0COURT", text="Root")["ts"]
    client.chat_postMessage(channel="C0COURT", text="Quiet", thread_ts=root)
    client.chat_postMessage(channel="C0COURT", text="Loud", thread_ts=root, reply_broadcast=True)
    assert [m["text"] for m in mia.messages("C0COURT")] == ["Root", "Loud"]
    thread = client.conversations_replies(channel="C0COURT", ts=root)["messages"]
    assert [m["text"] for m in thread] == ["Root", "Quiet", "Loud"]
    assert thread[0]["reply_count"] == 2
    assert thread[2]["subtype"] == "thread_broadcast"
    client.chat_delete(channel="C0COURT", ts=root)
    assert mia.messages("C0COURT")[0]["text"] == "This message was deleted."


def test_history_is_given_newest_first_in_pages(client: WebClient, clock: MovableClock) -> None:
    for number in range(5):
        client.chat_postMessage(channel="C0COURT", text=str(number))
        clock.move(1)
    pages = client.conversations_history(channel="C0COURT", limit=2)
    texts = [message["text"] for page in pages for message in page["messages"]]
    assert texts == ["4", "3", "2", "1", "0"]
    third = client.conversations_history(channel="C0COURT")["messages"][2]["ts"]
    later = client.conversations_history(channel="C0COURT", oldest=third)["messages"]
    assert [m["text"] for m in later] == ["4", "3"]
    both = client.conversations_history(channel="C0COURT", oldest=third, inclusive=True)["messages"]
    assert [m["text"] for m in both] == ["4", "3", "2"]


def test_lists_are_given_in_pages(client: WebClient) -> None:
    people = [u["id"] for page in client.users_list(limit=2) for u in page["members"]]
    assert people == ["U0MIA", "U0SAM", "U0OLD", "U0GUEST", "U0CASELOAD", "USLACKBOT"]
    pages = client.conversations_list(types="public_channel,private_channel", limit=1)
    assert [c["id"] for page in pages for c in page["channels"]] == ["C0COURT", "C0ALL", "C0LEAD"]
    own = client.users_conversations(types="public_channel,private_channel")["channels"]
    assert [c["id"] for c in own] == ["C0COURT", "C0LEAD"]


def test_the_app_joins_a_public_channel_and_then_may_post(client: WebClient) -> None:
    client.conversations_join(channel="C0ALL")
    assert client.chat_postMessage(channel="C0ALL", text="x")["ok"]


def test_a_direct_message_is_opened_by_person(client: WebClient, mia: Visitor) -> None:
    channel = client.conversations_open(users=["U0MIA"])["channel"]["id"]
    client.chat_postMessage(channel=channel, text="One")
    client.chat_postMessage(channel="U0MIA", text="Two")
    assert [m["text"] for m in mia.messages(channel)] == ["One", "Two"]
    assert mia.get("conversations")["conversations"][-1]["unread"] == 2


def test_posting_too_fast_is_refused_for_that_channel_only(
    client: WebClient, clock: MovableClock
) -> None:
    for _ in range(5):
        client.chat_postMessage(channel="C0COURT", text="x")
    answer = refusal(client, lambda c: c.chat_postMessage(channel="C0COURT", text="x"))
    assert (answer.status_code, answer["error"]) == (429, "ratelimited")
    assert answer.headers["retry-after"] == "1"
    assert client.chat_postMessage(channel="C0LEAD", text="x")["ok"]
    clock.move(1)
    assert client.chat_postMessage(channel="C0COURT", text="x")["ok"]


def test_a_method_may_be_called_as_often_as_its_tier_allows(
    client: WebClient, clock: MovableClock
) -> None:
    for _ in range(20):
        client.users_list()
    answer = refusal(client, lambda c: c.users_list())
    assert answer.headers["retry-after"] == "3"
    clock.move(3)
    assert client.users_list()["ok"]


def test_a_file_is_uploaded_and_shown(client: WebClient, mia: Visitor) -> None:
    client.files_upload_v2(
        channel="C0COURT", filename="dots.png", content=PNG, alt_txt="Dots", initial_comment="See"
    )
    message = mia.messages("C0COURT")[0]
    file = message["files"][0]
    assert message["text"] == "See"
    assert (file["alt_txt"], file["mimetype"]) == ("Dots", "image/png")
    assert (file["width"], file["height"]) == (640, 480)
    with urllib.request.urlopen(mia.url + file["url"]) as answer:
        assert answer.read() == PNG


def test_a_file_cannot_be_shared_where_the_app_is_not(client: WebClient) -> None:
    answer = refusal(
        client, lambda c: c.files_upload_v2(channel="C0ALL", filename="a.png", content=PNG)
    )
    assert answer["error"] == "not_in_channel"


def test_a_home_tab_is_replaced_only_with_its_present_hash(client: WebClient) -> None:
    first = client.views_publish(user_id="U0MIA", view=HOME)["view"]
    client.views_publish(user_id="U0MIA", view=HOME, hash=first["hash"])
    again = refusal(
        client, lambda c: c.views_publish(user_id="U0MIA", view=HOME, hash=first["hash"])
    )
    assert again["error"] == "hash_conflict"


def test_calls_are_kept_for_tests_to_read(server: PracticeServer, client: WebClient) -> None:
    client.chat_postMessage(channel="C0COURT", text="x")
    call = server.workspace.calls[-1]
    assert (call.method, call.arguments["text"], call.error) == ("chat.postMessage", "x", None)


def test_auth_test_says_who_and_with_which_scopes(client: WebClient) -> None:
    answer = client.auth_test()
    found: JSON = {name: answer[name] for name in ("team_id", "user_id", "bot_id")}
    assert found == {"team_id": "T0NORTH", "user_id": "U0CASELOAD", "bot_id": "B0CASELOAD"}
    assert set(answer.headers["x-oauth-scopes"].split(",")) == SCOPES
