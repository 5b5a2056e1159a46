"""The same payloads reach a Bolt app as signed HTTP requests."""

import json
import queue
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from slack_sdk.signature import Clock, SignatureVerifier

from bot.practice.http_mode import encoded, signed_headers
from bot.practice.plan import Timing
from bot.practice.server import PracticeServer
from tests.bot.practice.conftest import MovableClock
from tests.bot.practice.visitor import JSON, Visitor
from tests.waiting import PATIENCE


class Endpoint:
    """A Bolt app behind a plain HTTP server."""

    def __init__(self, server: PracticeServer) -> None:
        plan = server.workspace.plan
        client = WebClient(plan.bot_token, base_url=server.api_url)
        self.seen: queue.Queue[JSON] = queue.Queue()
        # The workspace's clock stands still, so Bolt's check of the time is left to its own test.
        self.bolt = App(client=client, request_verification_enabled=False)
        self.bolt.command("/caseload")(self.command)
        self.bolt.action("go")(self.action)
        self.bolt.event("message")(self.event)
        self.headers: list[dict[str, str]] = []
        self.bodies: list[bytes] = []
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.url = f"http://127.0.0.1:{self.http.server_port}/slack/events"
        self.thread = threading.Thread(target=self.http.serve_forever)
        self.thread.start()

    def command(self, ack: Any, command: JSON) -> None:
        self.seen.put(command)
        ack("By post")

    def action(self, ack: Any, body: JSON) -> None:
        self.seen.put(body)
        ack()

    def event(self, event: JSON) -> None:
        self.seen.put(event)

    def handler(self) -> type[BaseHTTPRequestHandler]:
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                endpoint.headers.append(dict(self.headers))
                endpoint.bodies.append(body)
                request = BoltRequest(body=body.decode(), headers=dict(self.headers))
                answer = endpoint.bolt.dispatch(request)
                self.send_response(answer.status)
                for name, value in answer.first_headers().items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write((answer.body or "").encode())

            def log_message(self, *_: Any) -> None:
                return

        return Handler

    def stop(self) -> None:
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


@pytest.fixture
def endpoint(server: PracticeServer) -> Iterator[Endpoint]:
    made = Endpoint(server)
    server.workspace.send_over_http(made.url)
    yield made
    made.stop()


def test_a_command_is_posted_as_a_form_and_answered_in_the_body(
    endpoint: Endpoint, mia: Visitor
) -> None:
    mia.send("C0COURT", "/caseload me & you")
    assert endpoint.seen.get(timeout=PATIENCE)["text"] == "me &amp; you"
    assert mia.wait_for(lambda: mia.messages("C0COURT"))[0]["text"] == "By post"
    assert endpoint.headers[-1]["Content-Type"] == "application/x-www-form-urlencoded"


def test_a_click_is_posted_as_a_form(endpoint: Endpoint, mia: Visitor, client: WebClient) -> None:
    button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    blocks = [{"type": "actions", "block_id": "b", "elements": [button]}]
    client.chat_postMessage(channel="C0COURT", text="Press", blocks=blocks)
    assert mia.press(mia.messages("C0COURT")[0], {"block_id": "b", "action_id": "go"})["ok"]
    assert endpoint.seen.get(timeout=PATIENCE)["type"] == "block_actions"


def test_an_event_is_posted_as_json(endpoint: Endpoint, mia: Visitor) -> None:
    mia.send("D0MIA", "hello")
    assert endpoint.seen.get(timeout=PATIENCE)["text"] == "hello"
    assert json.loads(endpoint.bodies[-1])["type"] == "event_callback"


def test_every_request_is_signed(
    endpoint: Endpoint, mia: Visitor, clock: MovableClock, server: PracticeServer
) -> None:
    mia.send("D0MIA", "hello")
    endpoint.seen.get(timeout=PATIENCE)

    class Standing(Clock):
        def now(self) -> float:
            return clock().timestamp()

    verifier = SignatureVerifier(server.workspace.plan.signing_secret, Standing())
    for body, headers in zip(endpoint.bodies, endpoint.headers, strict=True):
        timestamp = headers["X-Slack-Request-Timestamp"]
        assert verifier.is_valid(body, timestamp, headers["X-Slack-Signature"])
        assert not verifier.is_valid(body + b" ", timestamp, headers["X-Slack-Signature"])


def test_an_address_that_does_not_answer_the_challenge_is_refused(server: PracticeServer) -> None:
    with pytest.raises(ValueError, match="did not answer the challenge"):
        server.workspace.send_over_http(f"{server.url}/nothing")
    with pytest.raises(ValueError, match="did not answer the challenge"):
        server.workspace.send_over_http("http://127.0.0.1:9/nothing")


def test_the_page_counts_an_http_app_as_connected(endpoint: Endpoint, mia: Visitor) -> None:
    assert endpoint.url
    assert mia.get("status")["connected"]


def test_a_signature_is_made_as_slack_documents(clock: MovableClock) -> None:
    body, _ = encoded("interactive", {"type": "block_actions"})
    headers = signed_headers(body, "secret", clock())
    assert headers["X-Slack-Request-Timestamp"] == "1795167000"
    assert headers["X-Slack-Signature"].startswith("v0=")


@pytest.mark.parametrize(("no_retry", "times"), [("1", 1), ("0", 4)])
def test_an_event_that_fails_comes_again_unless_told_not_to(
    serve: Callable[..., PracticeServer], no_retry: str, times: int
) -> None:
    server = serve(timing=Timing(ack=PATIENCE, event_retries=(0.0, 0.0, 0.0)))
    attempts: queue.Queue[str | None] = queue.Queue()

    class Failing(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            challenge = body.get("challenge", "")
            if not challenge:
                attempts.put(self.headers["X-Slack-Retry-Num"])
            self.send_response(200 if challenge else 500)
            self.send_header("X-Slack-No-Retry", no_retry)
            self.end_headers()
            self.wfile.write(challenge.encode())

        def log_message(self, *_: Any) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Failing) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        server.workspace.send_over_http(f"http://127.0.0.1:{http.server_port}")
        Visitor(server.url, "U0MIA").send("D0MIA", "hello")
        heard = [attempts.get(timeout=PATIENCE) for _ in range(times)]
        with pytest.raises(queue.Empty):
            attempts.get(timeout=0.3)
        http.shutdown()
        thread.join()
    assert heard == [None, "1", "2", "3"][:times]
