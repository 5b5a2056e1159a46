"""Reading back what was said: pages, bounds and metadata, as a sender needs to look up its own."""

from collections.abc import Callable

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.practice.server import PracticeServer
from tests.bot.practice.conftest import MovableClock, client_of, make_plan
from tests.bot.practice.visitor import JSON

COURT = "C0COURT"


def notice(number: int) -> JSON:
    return {"event_type": "notice", "event_payload": {"id": f"n-{number}"}}


@pytest.fixture
def said(client: WebClient, clock: MovableClock) -> list[str]:
    """The timestamps of five messages, a second apart, each with metadata."""
    found = []
    for number in range(5):
        posted = client.chat_postMessage(channel=COURT, text=str(number), metadata=notice(number))
        found.append(posted["ts"])
        clock.move(1)
    return found


BOUNDS: list[tuple[int | None, int | None, bool, str]] = [
    (None, None, False, "43210"),
    (1, None, False, "432"),
    (1, None, True, "4321"),
    (None, 3, False, "210"),
    (None, 3, True, "3210"),
    (1, 3, False, "2"),
    (1, 3, True, "321"),
    (2, 2, True, "2"),
    (2, 2, False, ""),
]


@pytest.mark.parametrize(("oldest", "latest", "inclusive", "texts"), BOUNDS)
def test_history_keeps_to_its_bounds(
    client: WebClient,
    said: list[str],
    oldest: int | None,
    latest: int | None,
    inclusive: bool,
    texts: str,
) -> None:
    answer = client.conversations_history(
        channel=COURT,
        oldest=None if oldest is None else said[oldest],
        latest=None if latest is None else said[latest],
        inclusive=inclusive,
    )
    assert "".join(message["text"] for message in answer["messages"]) == texts
    assert not answer["has_more"]


@pytest.mark.usefixtures("said")
def test_metadata_is_given_only_when_asked_for(client: WebClient) -> None:
    plain = client.conversations_history(channel=COURT)["messages"]
    assert not any("metadata" in message for message in plain)
    whole = client.conversations_history(channel=COURT, include_all_metadata=True)["messages"]
    assert [message["metadata"] for message in whole] == [notice(n) for n in (4, 3, 2, 1, 0)]


def test_replies_are_given_with_metadata_and_within_bounds(
    client: WebClient, said: list[str], clock: MovableClock
) -> None:
    root = said[0]
    replies = []
    for number in range(3):
        posted = client.chat_postMessage(
            channel=COURT, text=f"r{number}", thread_ts=root, metadata=notice(number)
        )
        replies.append(posted["ts"])
        clock.move(1)
    whole = client.conversations_replies(channel=COURT, ts=root, include_all_metadata=True)
    assert [m["text"] for m in whole["messages"]] == ["0", "r0", "r1", "r2"]
    assert whole["messages"][3]["metadata"] == notice(2)
    later = client.conversations_replies(channel=COURT, ts=root, oldest=replies[0])["messages"]
    assert [m["text"] for m in later] == ["0", "r1", "r2"]
    assert "metadata" not in later[1]
    pages = client.conversations_replies(channel=COURT, ts=root, limit=3)
    assert [[m["text"] for m in page["messages"]] for page in pages] == [["0", "r0", "r1"], ["r2"]]


@pytest.mark.usefixtures("said")
def test_a_page_goes_on_where_it_stopped_whatever_is_said_meanwhile(client: WebClient) -> None:
    first = client.conversations_history(channel=COURT, limit=2)
    client.chat_postMessage(channel=COURT, text="new")
    cursor = first["response_metadata"]["next_cursor"]
    second = client.conversations_history(channel=COURT, limit=2, cursor=cursor)
    assert [m["text"] for m in second["messages"]] == ["2", "1"]


def test_a_page_goes_on_where_it_stopped_when_that_message_is_deleted(
    client: WebClient, said: list[str]
) -> None:
    first = client.conversations_history(channel=COURT, limit=2)
    client.chat_delete(channel=COURT, ts=said[2])
    cursor = first["response_metadata"]["next_cursor"]
    second = client.conversations_history(channel=COURT, limit=2, cursor=cursor)
    assert [m["text"] for m in second["messages"]] == ["1", "0"]


def test_a_cursor_of_another_list_is_refused(client: WebClient) -> None:
    listed = client.conversations_list(limit=1)["response_metadata"]["next_cursor"]
    for cursor in (listed, "bmV4dF90czphYmM=", "%"):
        with pytest.raises(SlackApiError, match="invalid_cursor"):
            client.conversations_history(channel=COURT, cursor=cursor)


@pytest.mark.parametrize(
    ("channel", "scope"),
    [("C0COURT", "channels:history"), ("C0LEAD", "groups:history"), ("D0MIA", "im:history")],
)
def test_history_needs_the_scope_of_the_kind_of_conversation(
    serve: Callable[..., PracticeServer], channel: str, scope: str
) -> None:
    plan = make_plan()
    client = client_of(serve(make_plan(plan.scopes - {scope})))
    with pytest.raises(SlackApiError, match="missing_scope") as caught:
        client.conversations_history(channel=channel)
    assert caught.value.response["needed"] == scope


def test_an_edit_keeps_metadata_unless_there_is_new_and_an_empty_object_removes_it(
    client: WebClient, said: list[str]
) -> None:
    def metadata() -> JSON | None:
        answer = client.conversations_history(channel=COURT, include_all_metadata=True, limit=1)
        found: JSON | None = answer["messages"][0].get("metadata")
        return found

    edits: list[tuple[JSON | None, JSON | None]] = [
        (None, notice(4)),
        (notice(9), notice(9)),
        ({}, None),
    ]
    for given, kept in edits:
        client.chat_update(channel=COURT, ts=said[4], text="y", metadata=given)
        assert metadata() == kept


def test_a_reply_can_be_broadcast_by_an_edit(client: WebClient, said: list[str]) -> None:
    reply = client.chat_postMessage(channel=COURT, text="quiet", thread_ts=said[0])["ts"]
    client.chat_update(channel=COURT, ts=reply, text="loud", reply_broadcast=True)
    newest = client.conversations_history(channel=COURT, limit=1)["messages"][0]
    assert (newest["text"], newest["subtype"]) == ("loud", "thread_broadcast")
