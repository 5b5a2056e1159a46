"""What Slack's own client sees of each mood, and whether its call took effect."""

import http.client
import json
import queue
import threading
import time
import urllib.error
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.practice.faults import Fault
from bot.practice.server import PracticeServer
from tests.bot.practice.conftest import MovableClock
from tests.bot.practice.visitor import JSON, Visitor
from tests.waiting import PATIENCE

COURT = "C0COURT"
HASTE = 1
"""Seconds a client waits for an answer that does not come."""


@pytest.fixture
def hasty(server: PracticeServer) -> WebClient:
    """A client that gives up soon and repeats nothing."""
    token = server.workspace.plan.bot_token
    return WebClient(token, base_url=server.api_url, timeout=HASTE, retry_handlers=[])


def post(client: WebClient, channel: str = COURT, text: str = "x") -> SlackResponse:
    return client.chat_postMessage(channel=channel, text=text)


def texts(server: PracticeServer) -> list[str]:
    return [message["text"] for message in server.export(COURT)]


def refusal(deed: Callable[[], Any]) -> SlackResponse:
    with pytest.raises(SlackApiError) as caught:
        deed()
    response: SlackResponse = caught.value.response
    return response


def test_too_many_calls_are_told_when_to_come_back(
    server: PracticeServer, client: WebClient
) -> None:
    server.faults.add(Fault("rate_limited", "chat.postMessage", channel=COURT, seconds=7))
    answer = refusal(lambda: post(client))
    assert (answer.status_code, answer["error"]) == (429, "ratelimited")
    assert answer.headers["retry-after"] == "7"
    assert post(client, "C0LEAD")["ok"]
    assert texts(server) == []


@pytest.mark.parametrize("status", [500, 502, 503])
@pytest.mark.parametrize("after", [False, True])
def test_a_server_error_is_a_page_and_no_json(
    server: PracticeServer, client: WebClient, status: int, after: bool
) -> None:
    server.faults.add(Fault("server_error", status=status, after=after))
    answer = refusal(lambda: post(client))
    assert answer.status_code == status
    assert answer["error"].startswith("Received a response in a non-JSON format")
    assert texts(server) == ["x"] * after


@pytest.mark.parametrize("code", ["internal_error", "channel_not_found", "account_inactive"])
def test_a_refusal_carries_its_code(server: PracticeServer, client: WebClient, code: str) -> None:
    server.faults.add(Fault("refusal", "chat.*", code=code))
    answer = refusal(lambda: post(client))
    assert (answer.status_code, answer["error"]) == (200, code)
    assert texts(server) == []


def test_a_refusal_may_come_of_a_call_that_took_effect(
    server: PracticeServer, client: WebClient
) -> None:
    server.faults.add(Fault("refusal", code="fatal_error", after=True))
    assert refusal(lambda: post(client))["error"] == "fatal_error"
    assert texts(server) == ["x"]


@pytest.mark.parametrize("after", [False, True])
def test_a_reset_is_seen_as_a_reset(server: PracticeServer, client: WebClient, after: bool) -> None:
    placed = server.faults.add(Fault("reset", "chat.postMessage", after=after))
    with pytest.raises(ConnectionResetError) as caught:
        post(client)
    assert not isinstance(caught.value, http.client.RemoteDisconnected)
    assert server.faults.struck(placed.id) == 1
    assert texts(server) == ["x"] * after


@pytest.mark.parametrize("after", [False, True])
def test_a_timeout_lasts_until_the_client_gives_up(
    server: PracticeServer, client: WebClient, hasty: WebClient, after: bool
) -> None:
    server.faults.add(Fault("timeout", times=1, after=after))
    begun = time.monotonic()
    with pytest.raises(TimeoutError):
        post(hasty)
    assert time.monotonic() - begun >= HASTE
    assert texts(server) == ["x"] * after
    assert client.auth_test()["ok"]


def test_an_edit_whose_answer_is_lost_has_been_made(
    server: PracticeServer, client: WebClient
) -> None:
    posted = post(client)
    server.faults.add(Fault("reset", "chat.update", after=True))
    with pytest.raises(ConnectionResetError):
        client.chat_update(channel=COURT, ts=posted["ts"], text="y")
    assert [(m["text"], m["edits"]) for m in server.export(COURT)] == [("y", 1)]


@pytest.mark.parametrize("after", [False, True])
def test_a_slow_call_is_answered_in_the_end(
    server: PracticeServer, client: WebClient, after: bool
) -> None:
    server.faults.add(Fault("latency", seconds=0.3, after=after))
    begun = time.monotonic()
    assert post(client)["ok"]
    assert time.monotonic() - begun >= 0.3
    assert texts(server) == ["x"]


def test_a_slow_call_takes_effect_after_its_client_has_gone(
    server: PracticeServer, hasty: WebClient, mia: Visitor
) -> None:
    server.faults.add(Fault("latency", seconds=HASTE + 2))
    with pytest.raises(TimeoutError):
        post(hasty)
    assert texts(server) == []
    mia.wait_for(lambda: texts(server))


def test_a_slow_call_keeps_nobody_else_waiting(
    server: PracticeServer, client: WebClient, hasty: WebClient
) -> None:
    server.faults.add(Fault("latency", "chat.*", channel=COURT, seconds=300))
    with ThreadPoolExecutor() as executor:
        slow = executor.submit(post, hasty)
        assert post(client, "C0LEAD")["ok"]
        with pytest.raises(TimeoutError):
            slow.result()


def test_the_workspace_closes_at_once_whatever_is_held_or_slow(
    serve: Callable[..., PracticeServer],
) -> None:
    server = serve()
    server.faults.add(Fault("timeout", "auth.test"))
    server.faults.add(Fault("latency", "users.list", seconds=10 * PATIENCE))
    token = server.workspace.plan.bot_token
    patient = WebClient(token, base_url=server.api_url, timeout=10 * PATIENCE, retry_handlers=[])
    with ThreadPoolExecutor() as executor:
        held, slow = (executor.submit(patient.api_call, m) for m in ("auth.test", "users.list"))
        mia = Visitor(server.url, "U0MIA")
        mia.wait_for(lambda: all(each.struck for each in server.faults.listed()))
        begun = time.monotonic()
        server.stop()
        assert time.monotonic() - begun < PATIENCE
        with pytest.raises(ConnectionResetError):
            held.result(timeout=PATIENCE)
        assert slow.result(timeout=PATIENCE)["ok"]


def test_a_mood_in_a_channel_is_met_however_the_channel_is_named(
    server: PracticeServer, client: WebClient
) -> None:
    server.faults.add(Fault("refusal", channel=COURT, code="here"))
    server.faults.add(Fault("refusal", channel="D0MIA", code="there"))
    named = [COURT, "#court-north", "court-north", "U0MIA", "D0MIA"]
    met = [refusal(partial(post, client, name))["error"] for name in named]
    assert met == ["here", "here", "here", "there", "there"]


def test_calls_are_kept_with_the_mood_that_struck_them(
    server: PracticeServer, client: WebClient, clock: MovableClock
) -> None:
    server.faults.add(Fault("reset", times=1))
    server.faults.add(Fault("reset", times=1, after=True))
    for _ in range(2):
        with pytest.raises(ConnectionResetError):
            post(client)
    post(client)
    calls = [(c.fault, c.error, c.at) for c in server.workspace.calls]
    assert calls == [("reset", None, clock()), ("reset", None, clock()), (None, None, clock())]
    assert texts(server) == ["x", "x"]


def test_random_moods_lose_answers_and_never_a_message_that_was_answered(
    server: PracticeServer, client: WebClient
) -> None:
    server.faults.random(3, 0.5, [Fault("reset", "chat.*"), Fault("reset", "chat.*", after=True)])
    answered = []
    for number in range(5):
        try:
            post(client, text=str(number))
            answered.append(str(number))
        except ConnectionResetError:
            continue
    assert 0 < len(answered) < 5
    assert set(answered) <= set(texts(server))


@pytest.fixture
def ask(server: PracticeServer) -> Iterator[Callable[[], str]]:
    """Mia types a command; gives the response URL that the app got with it."""
    asked: queue.Queue[str] = queue.Queue()

    class App(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()
            if body.startswith(b"{"):
                self.wfile.write(json.loads(body)["challenge"].encode())
            else:
                asked.put(parse_qs(body.decode())["response_url"][0])

        def log_message(self, *_: Any) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), App) as app:
        thread = threading.Thread(target=app.serve_forever)
        thread.start()
        server.workspace.send_over_http(f"http://127.0.0.1:{app.server_port}")

        def type_command() -> str:
            Visitor(server.url, "U0MIA").send(COURT, "/caseload")
            return asked.get(timeout=PATIENCE)

        yield type_command
        app.shutdown()
        thread.join()


@pytest.mark.parametrize("after", [False, True])
def test_an_answer_to_a_response_url_meets_moods_too(
    server: PracticeServer, ask: Callable[[], str], after: bool
) -> None:
    respond = WebhookClient(ask(), timeout=PATIENCE, retry_handlers=[])
    server.faults.add(Fault("reset", "response_url", channel=COURT, after=after))
    with pytest.raises(ConnectionResetError):
        respond.send(text="19.3")
    assert texts(server) == ["19.3"] * after


def test_an_upload_meets_moods_too(server: PracticeServer, client: WebClient) -> None:
    server.faults.add(Fault("server_error", "upload"))
    with pytest.raises(urllib.error.HTTPError, match="503"):
        client.files_upload_v2(channel=COURT, filename="a.txt", content="a")
    assert texts(server) == []


def test_an_outage_keeps_what_people_do_from_the_app(
    server: PracticeServer, ask: Callable[[], str], mia: Visitor
) -> None:
    server.faults.add(Fault("outage"))
    mia.send(COURT, "/caseload")
    told: list[JSON] = mia.wait_for(lambda: mia.messages(COURT))
    assert told[0]["text"] == "/caseload failed because the app did not respond."
    server.faults.clear()
    assert ask()
