"""Clicks, response URLs and modals behave as in Slack, seen by an app that acknowledges."""

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from bot.practice.plan import Timing
from bot.practice.server import PracticeServer
from tests.bot.practice.conftest import SCOPES, MovableClock, client_of, make_plan
from tests.bot.practice.visitor import JSON, Visitor
from tests.waiting import PATIENCE

BUTTON = {
    "type": "button",
    "action_id": "go",
    "text": {"type": "plain_text", "text": "Go"},
    "value": "mine",
}
OPTIONS = [{"text": {"type": "plain_text", "text": "One"}, "value": "1"}]
MENU = {"type": "static_select", "action_id": "menu", "options": OPTIONS}
BLOCKS = [{"type": "actions", "block_id": "b", "elements": [BUTTON, MENU]}]
GO = {"block_id": "b", "action_id": "go", "value": "forged"}


def modal(title: str = "One", **more: Any) -> JSON:
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": title},
        "blocks": [{"type": "actions", "block_id": "b", "elements": [BUTTON]}],
        **more,
    }


class RawApp:
    """The app's end of one Socket Mode connection, without any SDK."""

    def __init__(self, server: PracticeServer) -> None:
        token = server.workspace.plan.app_token
        self.client = client_of(server)
        self.url = self.client.apps_connections_open(app_token=token)["url"]
        self._open = ExitStack()
        self.socket: ClientConnection = self._open.enter_context(connect(self.url))
        self.hello = json.loads(self.socket.recv(timeout=PATIENCE))

    def close(self) -> None:
        """Ends the connection."""
        self._open.close()

    def next(self, ack: JSON | None = None, *, silent: bool = False) -> JSON:
        """The next envelope, acknowledged unless silent."""
        envelope: JSON = json.loads(self.socket.recv(timeout=PATIENCE))
        if not silent:
            answer = {"envelope_id": envelope["envelope_id"]}
            self.socket.send(json.dumps({**answer, **({"payload": ack} if ack else {})}))
        return envelope


@pytest.fixture
def app(server: PracticeServer) -> Iterator[RawApp]:
    raw = RawApp(server)
    yield raw
    raw.close()


def respond(url: str, answer: JSON) -> tuple[int, str]:
    """Posts to a response URL; gives status and Slack's word for it."""
    request = urllib.request.Request(url, json.dumps(answer).encode())
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read())["error"]


def clicked(app: RawApp, mia: Visitor, action: JSON = GO) -> JSON:
    """Mia clicks in a new message of the app; the payload the app gets."""
    app.client.chat_postMessage(channel="C0COURT", text="Press", blocks=BLOCKS)
    return pressed(app, mia, mia.messages("C0COURT")[-1], action)


def pressed(app: RawApp, mia: Visitor, message: JSON, action: JSON) -> JSON:
    asked = ThreadedCall(lambda: mia.press(message, action))
    payload: JSON = app.next()["payload"]
    assert asked.result() == {"ok": True}
    return payload


class ThreadedCall:
    """A call that waits for the app while the test plays the app."""

    def __init__(self, deed: Callable[[], JSON]) -> None:
        self._found: JSON = {}
        self._thread = threading.Thread(target=lambda: self._found.update(deed()))
        self._thread.start()

    def result(self) -> JSON:
        self._thread.join(timeout=PATIENCE)
        return self._found


def test_a_connection_is_greeted_with_its_app(app: RawApp) -> None:
    assert app.hello["type"] == "hello"
    assert app.hello["num_connections"] == 1
    assert app.hello["connection_info"] == {"app_id": "A0CASELOAD"}


def test_a_ticket_is_good_for_one_connection(app: RawApp) -> None:
    with pytest.raises(InvalidStatus), connect(app.url):
        pass


def test_an_eleventh_connection_is_sent_away(server: PracticeServer) -> None:
    ten = [RawApp(server) for _ in range(10)]
    eleventh = RawApp(server)
    assert ten[9].hello["num_connections"] == 10
    assert eleventh.hello["reason"] == "too_many_websockets"
    for raw in [*ten, eleventh]:
        raw.close()


def test_a_click_carries_what_the_app_wrote_not_what_the_page_says(
    app: RawApp, mia: Visitor
) -> None:
    payload = clicked(app, mia)
    action = payload["actions"][0]
    assert (action["value"], action["block_id"], action["type"]) == ("mine", "b", "button")
    assert payload["user"]["team_id"] == "T0NORTH"
    assert payload["channel"] == {"id": "C0COURT", "name": "court-north"}
    assert payload["container"]["message_ts"] == payload["message"]["ts"]
    assert payload["state"]["values"] == {
        "b": {"menu": {"type": "static_select", "selected_option": None}}
    }
    assert payload["trigger_id"]


def test_a_choice_that_was_not_offered_does_not_reach_the_app(app: RawApp, mia: Visitor) -> None:
    app.client.chat_postMessage(channel="C0COURT", text="Press", blocks=BLOCKS)
    message = mia.messages("C0COURT")[0]
    forged = {"block_id": "b", "action_id": "menu", "selected_option": {"value": "2"}}
    assert not mia.press(message, forged)["ok"]
    good = {"block_id": "b", "action_id": "menu", "selected_option": {"value": "1"}}
    payload = pressed(app, mia, message, good)
    assert payload["actions"][0]["selected_option"] == OPTIONS[0]


def test_the_names_of_private_places_are_hidden(app: RawApp, mia: Visitor) -> None:
    for channel, name in (("C0LEAD", "privategroup"), ("D0MIA", "directmessage")):
        mia.send(channel, "/caseload")
        assert app.next()["payload"]["channel_name"] == name


def test_a_response_url_answers_its_person_by_default(app: RawApp, mia: Visitor) -> None:
    mia.send("C0COURT", "/caseload")
    url = app.next()["payload"]["response_url"]
    assert respond(url, {"text": "Yours"}) == (200, "ok")
    assert [(m["text"], m["ephemeral"]) for m in mia.messages("C0COURT")] == [("Yours", True)]
    respond(url, {"text": "All", "response_type": "in_channel"})
    assert not mia.messages("C0COURT")[1]["ephemeral"]


def test_a_response_url_replaces_or_deletes_the_message_clicked_in(
    app: RawApp, mia: Visitor
) -> None:
    url = clicked(app, mia)["response_url"]
    respond(url, {"text": "New", "replace_original": True})
    assert [m["text"] for m in mia.messages("C0COURT")] == ["New"]
    respond(url, {"text": "Beside", "replace_original": False})
    assert [m["text"] for m in mia.messages("C0COURT")] == ["New", "Beside"]
    respond(url, {"delete_original": True})
    assert [m["text"] for m in mia.messages("C0COURT")] == ["Beside"]


def test_a_response_url_is_good_for_five_uses(app: RawApp, mia: Visitor) -> None:
    mia.send("C0COURT", "/caseload")
    url = app.next()["payload"]["response_url"]
    for _ in range(5):
        assert respond(url, {"text": "x"})[0] == 200
    assert respond(url, {"text": "x"}) == (404, "used_url")


@pytest.mark.parametrize(("seconds", "status"), [(1800, 200), (1801, 404)])
def test_a_response_url_is_good_for_half_an_hour(
    app: RawApp, mia: Visitor, clock: MovableClock, seconds: int, status: int
) -> None:
    mia.send("C0COURT", "/caseload")
    url = app.next()["payload"]["response_url"]
    clock.move(seconds)
    assert respond(url, {"text": "x"})[0] == status


@pytest.mark.parametrize(
    ("answer", "error"),
    [({}, "no_text"), ({"blocks": [{"type": "no"}]}, "invalid_blocks")],
)
def test_a_response_url_refuses_a_bad_message(
    app: RawApp, mia: Visitor, answer: JSON, error: str
) -> None:
    mia.send("C0COURT", "/caseload")
    assert respond(app.next()["payload"]["response_url"], answer) == (400, error)


@pytest.mark.parametrize(("seconds", "error"), [(3, None), (3.1, "expired_trigger_id")])
def test_a_trigger_is_good_for_three_seconds(
    app: RawApp, mia: Visitor, clock: MovableClock, seconds: float, error: str | None
) -> None:
    mia.send("C0COURT", "/caseload")
    trigger = app.next()["payload"]["trigger_id"]
    clock.move(seconds)
    if error is None:
        assert app.client.views_open(trigger_id=trigger, view=modal())["ok"]
        return
    with pytest.raises(SlackApiError, match=error):
        app.client.views_open(trigger_id=trigger, view=modal())


def in_modal(app: RawApp, mia: Visitor) -> JSON:
    """Mia clicks in the modal she has open; the payload the app gets."""
    asked = ThreadedCall(lambda: mia.do("action", view_id=mia.modal()["id"], action=GO))
    payload: JSON = app.next()["payload"]
    asked.result()
    return payload


def opened(app: RawApp, mia: Visitor, **more: Any) -> JSON:
    mia.send("C0COURT", "/caseload")
    trigger = app.next()["payload"]["trigger_id"]
    view: JSON = app.client.views_open(trigger_id=trigger, view=modal(**more))["view"]
    return view


def test_three_modals_may_be_stacked_and_no_more(app: RawApp, mia: Visitor) -> None:
    root = opened(app, mia)
    for title in ("Two", "Three"):
        payload = in_modal(app, mia)
        app.client.views_push(trigger_id=payload["trigger_id"], view=modal(title))
    assert mia.modal()["title"]["text"] == "Three"
    assert mia.modal()["root_view_id"] == root["id"]
    payload = in_modal(app, mia)
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        app.client.views_push(trigger_id=payload["trigger_id"], view=modal("Four"))
    mia.do("view_close", view_id=mia.modal()["id"])
    assert mia.modal()["title"]["text"] == "Two"


def submitted(app: RawApp, mia: Visitor, ack: JSON | None) -> JSON:
    view_id = mia.modal()["id"]
    asked = ThreadedCall(lambda: mia.do("view_submit", view_id=view_id, state={"values": {}}))
    app.next(ack)
    return asked.result()


def test_a_submission_may_update_push_or_clear(app: RawApp, mia: Visitor) -> None:
    opened(app, mia)
    submitted(app, mia, {"response_action": "update", "view": modal("New")})
    assert mia.modal()["title"]["text"] == "New"
    submitted(app, mia, {"response_action": "push", "view": modal("Top")})
    assert mia.modal()["title"]["text"] == "Top"
    submitted(app, mia, {"response_action": "clear"})
    assert mia.modal() == {}


def test_a_submission_answered_badly_says_so(app: RawApp, mia: Visitor) -> None:
    opened(app, mia)
    answer = submitted(app, mia, {"response_action": "errors", "errors": {"nowhere": "x"}})
    assert answer["error"].startswith("We had some trouble connecting. Try again?")
    assert mia.modal()


def test_closing_is_told_only_to_apps_that_asked(app: RawApp, mia: Visitor) -> None:
    opened(app, mia)
    mia.do("view_close", view_id=mia.modal()["id"])
    opened(app, mia, notify_on_close=True)
    mia.do("view_close", view_id=mia.modal()["id"])
    payload = app.next()["payload"]
    assert (payload["type"], payload["is_cleared"]) == ("view_closed", False)


def test_nobody_can_click_in_anothers_modal_or_ephemeral_message(app: RawApp, mia: Visitor) -> None:
    opened(app, mia)
    sam = Visitor(mia.url, "U0SAM")
    assert not sam.do("action", view_id=mia.modal()["id"], action=GO)["ok"]
    app.client.chat_postEphemeral(channel="C0COURT", user="U0MIA", text="x", blocks=BLOCKS)
    assert not sam.press(mia.messages("C0COURT")[-1], GO)["ok"]


QUICK = Timing(ack=0.1, event_retries=(0.0, 0.05, 0.1))


def test_an_event_nobody_acknowledges_comes_three_times_more(
    serve: Callable[..., PracticeServer],
) -> None:
    server = serve(timing=QUICK)
    app = RawApp(server)
    Visitor(server.url, "U0MIA").send("D0MIA", "hello")
    envelopes = [app.next(silent=True) for _ in range(4)]
    assert [e["retry_attempt"] for e in envelopes] == [0, 1, 2, 3]
    assert [e["retry_reason"] for e in envelopes] == ["", "timeout", "timeout", "timeout"]
    assert len({e["payload"]["event_id"] for e in envelopes}) == 1
    app.close()


def test_an_acknowledged_event_does_not_come_again(serve: Callable[..., PracticeServer]) -> None:
    server = serve(timing=Timing(ack=3, event_retries=(0.0,)))
    app, mia = RawApp(server), Visitor(server.url, "U0MIA")
    mia.send("D0MIA", "heard")
    app.next()
    mia.send("D0MIA", "not heard")
    later = [app.next(silent=True)["payload"]["event"]["text"] for _ in range(2)]
    assert later == ["not heard", "not heard"]
    app.close()


def test_a_command_without_an_answer_says_that_it_failed(
    serve: Callable[..., PracticeServer],
) -> None:
    server = serve(timing=QUICK)
    mia = Visitor(server.url, "U0MIA")
    mia.send("C0COURT", "/caseload")
    message = mia.wait_for(lambda: mia.messages("C0COURT"))[0]
    assert message["text"] == "/caseload failed because the app did not respond."
    assert message["ephemeral"]


def test_an_app_without_the_scope_hears_nothing(serve: Callable[..., PracticeServer]) -> None:
    server = serve(make_plan(SCOPES - {"im:history", "app_mentions:read"}))
    app = RawApp(server)
    mia = Visitor(server.url, "U0MIA")
    mia.send("D0MIA", "hello")
    mia.send("C0COURT", "@Caseload hello")
    mia.send("C0COURT", "/caseload")
    assert app.next()["type"] == "slash_commands"
    app.close()
