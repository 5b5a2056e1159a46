"""How tests and other processes put the workspace to the test over HTTP."""

import json
import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.practice.administration import Administration
from bot.practice.faults import Fault
from bot.practice.server import PracticeServer
from tests.bot.practice.conftest import MovableClock
from tests.bot.practice.visitor import JSON, Visitor
from tests.waiting import PATIENCE


def ask(server: PracticeServer, verb: str, name: str, body: Any = None, **headers: str) -> JSON:
    request = urllib.request.Request(
        f"{server.url}/practice/{name}",
        data=None if body is None else json.dumps(body).encode(),
        headers=headers,
        method=verb,
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        found: JSON = json.load(answer)
    return found


def test_a_mood_is_switched_on_listed_and_cleared(
    server: PracticeServer, client: WebClient
) -> None:
    given = {"kind": "refusal", "method": "auth.*", "times": 1, "code": "fatal_error"}
    placed = ask(server, "POST", "faults", given)["fault"]
    assert placed == {
        **given,
        "channel": None,
        "seconds": 1.0,
        "status": 503,
        "after": False,
        "id": placed["id"],
        "struck": 0,
        "spent": False,
    }
    with pytest.raises(SlackApiError, match="fatal_error"):
        client.auth_test()
    listed = ask(server, "GET", "faults")
    assert listed["faults"] == [{**placed, "struck": 1, "spent": True}]
    assert (listed["outage"], listed["random"]) == (False, None)
    assert ask(server, "DELETE", f"faults?id={placed['id']}") == {"ok": True}
    assert not ask(server, "DELETE", f"faults?id={placed['id']}")["ok"]
    assert ask(server, "GET", "faults")["faults"] == []


def test_random_moods_and_an_outage_are_switched_over_http(server: PracticeServer) -> None:
    random = {"seed": 7, "share": 0.25, "faults": [{"kind": "reset"}, {"kind": "timeout"}]}
    assert ask(server, "POST", "faults", {"random": random}) == {"ok": True}
    ask(server, "POST", "faults", {"kind": "outage"})
    listed = ask(server, "GET", "faults")
    assert listed["outage"]
    assert (listed["random"]["seed"], listed["random"]["share"]) == (7, 0.25)
    assert [fault["kind"] for fault in listed["random"]["faults"]] == ["reset", "timeout"]
    assert ask(server, "DELETE", "faults") == {"ok": True}
    assert ask(server, "GET", "faults") == {
        "ok": True,
        "outage": False,
        "faults": [],
        "random": None,
    }


REFUSED: list[tuple[str, Any, str]] = [
    ("faults", {}, "Say which kind of mood"),
    ("faults", {"kind": "grumpy"}, "There is no mood grumpy."),
    ("faults", {"kind": "reset", "colour": "red"}, "A mood has no colour."),
    ("faults", {"kind": "reset", "times": "two"}, "What times says is not of the right kind."),
    ("faults", {"kind": "reset", "times": True}, "What times says is not of the right kind."),
    ("faults", {"kind": "reset", "method": ["a"]}, "What method says is not of the right kind."),
    ("faults", {"kind": "reset", "times": -1}, "How many times must be 1 or more."),
    ("faults", {"random": 5}, "Random moods need a seed"),
    ("faults", {"random": {"seed": 1, "share": 2, "faults": [{"kind": "reset"}]}}, "The share"),
    ("faults", {"random": {"seed": 1, "share": 1, "faults": ["reset"]}}, "A mood is a JSON object"),
    ("faults", [], "The page sent something"),
    ("pace", {"pace": "breakneck"}, "There is no such pace."),
    ("administer", {"deed": "__init__"}, "There is no such deed."),
    ("administer", {"deed": "archive"}, "The deed archive takes channel"),
    ("administer", {"deed": "archive", "channel": "C0NO"}, "There is no channel C0NO."),
    ("administer", {"deed": "archive", "channel": "D0MIA"}, "There is no channel D0MIA."),
    ("administer", {"deed": "deactivate", "user": "U0NO"}, "There is nobody with the id U0NO."),
    ("administer", {"deed": "share", "channel": "C0ALL", "ext": 1}, "What ext says is not"),
    ("administer", {"deed": "archive", "channel": ["C0ALL"]}, "What channel says is not"),
]


@pytest.mark.parametrize(("name", "body", "sentence"), REFUSED)
def test_what_cannot_be_is_refused_with_a_sentence(
    server: PracticeServer, name: str, body: Any, sentence: str
) -> None:
    answer = ask(server, "POST", name, body)
    assert not answer["ok"]
    assert answer["error"].startswith(sentence)


@pytest.mark.parametrize(
    ("verb", "name", "body"),
    [
        ("POST", "faults", {"kind": "reset"}),
        ("DELETE", "faults", None),
        ("POST", "pace", {"pace": "strict"}),
        ("POST", "administer", {"deed": "archive", "channel": "C0ALL"}),
    ],
)
def test_another_site_cannot_put_the_workspace_to_the_test(
    server: PracticeServer, verb: str, name: str, body: Any
) -> None:
    answer = ask(server, verb, name, body, Origin="http://evil.example")
    assert answer == {"ok": False, "error": "Only the workspace's own page may do this."}
    assert ask(server, verb, name, body, Origin=server.url)["ok"]


def test_every_message_is_exported_with_what_tests_need(
    server: PracticeServer, client: WebClient, mia: Visitor
) -> None:
    metadata = {"event_type": "notice", "event_payload": {"id": "n-1"}}
    root = client.chat_postMessage(channel="C0COURT", text="One", metadata=metadata)["ts"]
    client.chat_update(channel="C0COURT", ts=root, text="Two", blocks=[{"type": "divider"}])
    client.chat_update(channel="C0COURT", ts=root, text="Three")
    client.chat_postMessage(channel="C0COURT", text="Reply", thread_ts=root, reply_broadcast=True)
    client.chat_postEphemeral(channel="C0COURT", user="U0MIA", text="Only you")
    mia.send("D0MIA", "hello")
    court = ask(server, "GET", "export?channel=C0COURT")["messages"]
    assert court[0] == {
        "channel": "C0COURT",
        "ts": root,
        "thread_ts": None,
        "user": "U0CASELOAD",
        "text": "Three",
        "blocks": None,
        "metadata": metadata,
        "edits": 2,
        "broadcast": False,
        "deleted": False,
        "visible_to": None,
        "files": [],
    }
    assert [(m["text"], m["thread_ts"], m["broadcast"]) for m in court[1:]] == [
        ("Reply", root, True),
        ("Only you", None, False),
    ]
    assert court[2]["visible_to"] == "U0MIA"
    everything = ask(server, "GET", "export")["messages"]
    assert [m["channel"] for m in everything] == ["C0COURT"] * 3 + ["D0MIA"]
    assert everything == server.export()
    assert not ask(server, "GET", "export?channel=C0NO")["ok"]


@pytest.mark.parametrize(("pace", "posts"), [("strict", 1), ("usual", 5), ("relaxed", 30)])
def test_the_pace_an_app_must_keep_can_be_chosen(
    server: PracticeServer, client: WebClient, clock: MovableClock, pace: str, posts: int
) -> None:
    ask(server, "POST", "pace", {"pace": pace})
    for _ in range(posts):
        client.chat_postMessage(channel="C0COURT", text="x")
    if pace != "relaxed":
        with pytest.raises(SlackApiError, match="ratelimited") as caught:
            client.chat_postMessage(channel="C0COURT", text="x")
        assert caught.value.response.headers["retry-after"] == "1"
        clock.move(1)
    assert client.chat_postMessage(channel="C0COURT", text="x")["ok"]


def test_a_relaxed_pace_lets_every_method_be_called_at_will(
    server: PracticeServer, client: WebClient
) -> None:
    ask(server, "POST", "pace", {"pace": "relaxed"})
    assert all(client.users_list()["ok"] for _ in range(25))


def test_every_deed_of_administration_can_be_asked_for(
    server: PracticeServer, client: WebClient
) -> None:
    deeds = [name for name in vars(Administration) if not name.startswith("_")]
    for deed in deeds:
        arguments: JSON = {}
        if deed not in ("deactivate", "reactivate", "make_guest", "make_full_member"):
            arguments["channel"] = "C0COURT"
        if deed not in ("archive", "unarchive", "share", "add_app", "remove_app"):
            arguments["user"] = "U0SAM"
        assert ask(server, "POST", "administer", {"deed": deed, **arguments}) == {"ok": True}
    assert ask(server, "POST", "administer", {"deed": "share", "channel": "C0COURT", "org": True})
    assert client.conversations_list()["channels"][0]["is_org_shared"]


def test_a_mood_from_python_is_the_one_listed_over_http(server: PracticeServer) -> None:
    server.faults.add(Fault("reset", "chat.*", channel="C0COURT", after=True))
    (listed,) = ask(server, "GET", "faults")["faults"]
    assert (listed["method"], listed["channel"], listed["after"]) == ("chat.*", "C0COURT", True)
