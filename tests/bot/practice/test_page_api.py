"""What the page is told, to whom, and what it is refused."""

import json
import urllib.request

import pytest
from slack_sdk import WebClient

from bot.practice.page_shapes import initials
from bot.practice.server import PracticeServer
from tests.bot.practice.visitor import Visitor
from tests.waiting import PATIENCE


def test_the_page_starts_with_people_and_commands(mia: Visitor) -> None:
    boot = mia.get("boot")
    assert boot["workspace"] == {"name": "Northmere Council"}
    assert boot["bot"]["name"] == "Caseload"
    assert [p["id"] for p in boot["personas"]][:2] == ["U0MIA", "U0SAM"]
    assert boot["personas"][0]["initials"] == "MW"
    assert [c["command"] for c in boot["commands"]] == ["/caseload"]


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Mia Ward", "MW"), ("Caseload", "C"), ("Ana de la Cruz", "AC"), ("", "?"), ("(x) Bo", "B")],
)
def test_initials_are_of_the_first_and_last_word(name: str, letters: str) -> None:
    assert initials(name) == letters


SEEN = [
    ("U0MIA", ["C0COURT", "C0ALL", "C0LEAD", "C0HEADS", "D0MIA"]),
    ("U0SAM", ["C0COURT", "C0ALL", "D0SAM"]),
    ("U0GUEST", ["C0ALL", "D0GUEST"]),
]


@pytest.mark.parametrize(("user_id", "channels"), SEEN)
def test_people_see_their_channels_and_the_app(
    server: PracticeServer, user_id: str, channels: list[str]
) -> None:
    found = Visitor(server.url, user_id).get("conversations")["conversations"]
    assert [c["id"] for c in found] == channels
    assert found[-1]["kind"] == "im"
    assert found[-1]["name"] == "Caseload"


def test_a_channel_with_guests_or_another_organisation_says_so(mia: Visitor) -> None:
    found = {c["id"]: c for c in mia.get("conversations")["conversations"]}
    assert (found["C0ALL"]["guests"], found["C0ALL"]["shared"]) == (True, True)
    assert (found["C0COURT"]["guests"], found["C0COURT"]["shared"]) == (False, False)
    assert found["C0COURT"]["members"][0] == {"id": "U0MIA", "name": "Mia Ward"}


def test_unread_counts_fall_when_read(client: WebClient, mia: Visitor) -> None:
    def unread() -> int:
        found: int = mia.get("conversations")["conversations"][0]["unread"]
        return found

    client.chat_postMessage(channel="C0COURT", text="One")
    client.chat_postEphemeral(channel="C0COURT", user="U0SAM", text="Not yours")
    assert unread() == 1
    mia.do("read", channel="C0COURT")
    assert unread() == 0
    mia.send("C0COURT", "My own")
    assert unread() == 0


REFUSED = [
    ("U0SAM", "C0LEAD", "Hello", "You cannot see this conversation."),
    ("U0SAM", "C0ALL", "Hello", "You are not in this channel."),
    ("U0MIA", "C0COURT", "   ", "Write something first."),
    ("U0MIA", "C0COURT", "/nothing", "/nothing is not a valid command."),
    ("U0MIA", "C0COURT", "x" * 12_001, "This message is too long."),
    ("U0NOBODY", "C0COURT", "Hello", "There is nobody of that name here."),
    ("U0MIA", "C0COURT", "/invite @Caseload", "Caseload is already in this channel."),
    ("U0MIA", "C0ALL", "/invite @sam", "Only the app can be invited here"),
]


@pytest.mark.parametrize(("user_id", "channel", "text", "sentence"), REFUSED)
def test_what_cannot_be_sent_is_refused_with_a_sentence(
    server: PracticeServer, user_id: str, channel: str, text: str, sentence: str
) -> None:
    answer = Visitor(server.url, user_id).send(channel, text)
    assert not answer["ok"]
    assert answer["error"].startswith(sentence)


def test_a_command_in_a_thread_is_refused(mia: Visitor) -> None:
    mia.send("C0COURT", "Root")
    root = mia.messages("C0COURT")[0]["ts"]
    answer = mia.send("C0COURT", "/caseload", thread_ts=root)
    assert answer["error"].startswith("/caseload is not supported in threads.")


def test_what_people_type_is_escaped_and_mentions_become_ids(mia: Visitor) -> None:
    mia.send("C0COURT", "<!channel> & @caseload, @caseloads")
    text = mia.messages("C0COURT")[0]["text"]
    assert text == "&lt;!channel&gt; &amp; <@U0CASELOAD>, @caseloads"


def test_joining_lets_one_write_and_leaving_stops_it(server: PracticeServer) -> None:
    sam = Visitor(server.url, "U0SAM")
    assert sam.do("join", channel="C0ALL")["ok"]
    assert sam.send("C0ALL", "Here")["ok"]
    assert sam.do("leave", channel="C0ALL")["ok"]
    assert not sam.send("C0ALL", "Gone")["ok"]


def test_a_page_hears_of_changes_that_concern_its_person(
    server: PracticeServer, client: WebClient, mia: Visitor
) -> None:
    url = f"{server.url}/practice/events?as=U0SAM"
    with urllib.request.urlopen(url, timeout=PATIENCE) as notices:
        lines = (line for line in notices if line.startswith(b"data:"))
        assert json.loads(next(lines)[5:]) == {"what": "connection", "connected": False}
        client.chat_postEphemeral(channel="C0COURT", user="U0MIA", text="Not Sam's")
        client.chat_postMessage(channel="C0LEAD", text="Not Sam's either")
        client.chat_postMessage(channel="C0COURT", text="For all")
        assert json.loads(next(lines)[5:]) == {"what": "messages", "channel": "C0COURT"}
    assert len(mia.messages("C0COURT")) == 2


def test_the_page_learns_whether_the_app_is_connected(mia: Visitor) -> None:
    assert mia.get("status") == {"ok": True, "connected": False}


def test_names_are_given_for_every_id(mia: Visitor) -> None:
    names = mia.get("names")
    assert names["users"]["U0CASELOAD"] == "Caseload"
    assert names["channels"]["C0COURT"] == "court-north"


def test_a_body_that_is_not_json_is_refused(server: PracticeServer) -> None:
    request = urllib.request.Request(f"{server.url}/practice/send", b"{")
    with urllib.request.urlopen(request) as answer:
        assert json.load(answer)["ok"] is False


def test_another_site_cannot_act_for_a_person(server: PracticeServer, mia: Visitor) -> None:
    body = json.dumps({"as": "U0MIA", "channel": "C0COURT", "text": "x"}).encode()
    for origin, allowed in (("http://evil.example", False), (server.url, True)):
        request = urllib.request.Request(
            f"{server.url}/practice/send", body, headers={"Origin": origin}
        )
        with urllib.request.urlopen(request) as answer:
            assert json.load(answer)["ok"] is allowed
    assert len(mia.messages("C0COURT")) == 1


def test_the_page_itself_is_served_without_leave_to_fetch_from_elsewhere(
    server: PracticeServer,
) -> None:
    with urllib.request.urlopen(server.url) as answer:
        assert answer.headers["content-type"].startswith("text/html")
        assert "default-src 'self'" in answer.headers["content-security-policy"]
