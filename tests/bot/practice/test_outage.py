"""Slack is down for a while, as an app connected by Socket Mode lives through it."""

import queue
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from bot.practice.faults import Fault
from bot.practice.plan import Timing
from bot.practice.server import PracticeServer
from tests.bot.practice.visitor import Visitor
from tests.waiting import PATIENCE


class Listening:
    """An app that acknowledges all it hears and keeps it."""

    def __init__(self, server: PracticeServer) -> None:
        plan = server.workspace.plan
        web = WebClient(plan.bot_token, base_url=server.api_url, retry_handlers=[])
        self.heard: queue.Queue[str] = queue.Queue()
        self.client = SocketModeClient(plan.app_token, web_client=web, ping_interval=1)
        self.client.socket_mode_request_listeners.append(self._take)

    def _take(self, client: Any, request: SocketModeRequest) -> None:
        client.send_socket_mode_response(SocketModeResponse(request.envelope_id))
        payload = request.payload
        self.heard.put(payload.get("event", payload)["text"])


@pytest.fixture
def server(serve: Callable[..., PracticeServer]) -> PracticeServer:
    """A workspace that soon tells again what was not heard."""
    return serve(timing=Timing(event_retries=(0.2,) * 1000))


@pytest.fixture(scope="module")
def closing() -> Iterator[Executor]:
    """Closes Socket Mode clients beside the tests, since each takes the SDK some seconds."""
    with ThreadPoolExecutor() as executor:
        yield executor


@pytest.fixture
def app(server: PracticeServer, mia: Visitor, closing: Executor) -> Iterator[Listening]:
    listening = Listening(server)
    listening.client.connect()
    mia.wait_for(lambda: server.connected)
    yield listening
    closing.submit(listening.client.close)


def test_an_app_is_cut_off_by_an_outage_and_comes_back_after_it(
    app: Listening, server: PracticeServer, mia: Visitor
) -> None:
    down = server.faults.add(Fault("outage"))
    assert not server.connected
    assert not mia.get("status")["connected"]
    with pytest.raises(ConnectionResetError):
        app.client.web_client.auth_test()
    mia.send("C0COURT", "/caseload in vain")
    told = mia.wait_for(lambda: mia.messages("C0COURT"))
    assert told[0]["text"] == "/caseload failed because the app did not respond."
    # The app's own attempts to come back are reset, too.
    mia.wait_for(lambda: server.faults.struck(down.id) > 1)
    assert server.faults.clear()
    mia.wait_for(lambda: server.connected)
    mia.send("C0COURT", "/caseload again")
    assert app.heard.get(timeout=PATIENCE) == "again"


def test_a_ticket_from_before_the_outage_opens_no_connection(
    server: PracticeServer, client: WebClient
) -> None:
    address = client.apps_connections_open(app_token="xapp-practice-app")["url"]
    server.faults.add(Fault("outage"))
    with pytest.raises(InvalidStatus, match="403"):
        connect(address)


def test_what_was_said_during_an_outage_is_told_when_it_is_over(
    app: Listening, server: PracticeServer, mia: Visitor
) -> None:
    server.faults.add(Fault("outage"))
    mia.send("D0MIA", "hello")
    assert app.heard.empty()
    server.faults.clear()
    assert app.heard.get(timeout=PATIENCE) == "hello"


def test_the_page_hears_that_slack_is_down(server: PracticeServer, mia: Visitor) -> None:
    server.faults.add(Fault("outage"))
    assert mia.wait_for(lambda: mia.get("faults")["outage"])
