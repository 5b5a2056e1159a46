"""Requests over Socket Mode are taken in at once, whatever becomes of the connection meanwhile."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, cast

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.app import Caseload
from bot.listeners.context import Office
from bot.practice.plan import Timing
from bot.practice.server import PracticeServer
from bot.practice.socket_mode import MOST_CONNECTIONS
from bot.serve import connect_socket_mode
from bot.socket_mode import SteadyClient
from models.errors import SettingsWrong
from tests.bot.practice.conftest import MovableClock, make_plan
from tests.bot.practice.visitor import JSON, Visitor
from tests.waiting import PATIENCE

IN_TIME = 3
"""Seconds that Slack waits for an acknowledgement."""

RENEWALS = 25
COURT = "C0COURT"
NO_OFFICE = cast(Office, None)


def button(deed: str) -> JSON:
    text = {"type": "plain_text", "text": deed}
    return {"type": "button", "action_id": deed, "text": text, "value": "1"}


class Hesitant(WebClient):
    """A Slack client that may be told a few times that there is no connection for it just now."""

    refusals = 0
    opened = 0

    def apps_connections_open(self, *, app_token: str, **kwargs: Any) -> SlackResponse:
        if self.refusals:
            self.refusals -= 1
            raise ConnectionError("no way to Slack")
        self.opened += 1
        return super().apps_connections_open(app_token=app_token, **kwargs)


class Elsewhere(WebClient):
    """A Slack client that is sent where nobody listens."""

    def apps_connections_open(self, *, app_token: str, **_: Any) -> SlackResponse:
        assert app_token
        url = {"url": "ws://127.0.0.1:1/"}
        return cast(SlackResponse, url)


class Desk:
    """An app with two buttons: `quick` is acknowledged at once, `slow` when it is let go."""

    def __init__(self, server: PracticeServer) -> None:
        plan = server.workspace.plan
        self.server = server
        self.slack = Hesitant(plan.bot_token, base_url=server.api_url)
        self.done: list[str] = []
        self.began, self.let_go = threading.Event(), threading.Event()
        app = App(client=self.slack)
        app.action("quick")(self._quick)
        app.action("slow")(self._slow)
        self.client = SteadyClient(app, plan.app_token, pause=0.05)
        self.mia = Visitor(server.url, "U0MIA")
        self._hands = ThreadPoolExecutor()
        buttons = [button("quick"), button("slow")]
        blocks = [{"type": "actions", "block_id": "b", "elements": buttons}]
        self.slack.chat_postMessage(channel=COURT, text="?", blocks=blocks)
        self.message = self.mia.messages(COURT)[0]

    def _quick(self, ack: Any) -> None:
        self.done.append("quick")
        ack()

    def _slow(self, ack: Any) -> None:
        self.done.append("slow")
        self.began.set()
        assert self.let_go.wait(PATIENCE)
        ack()

    def press(self, deed: str) -> float:
        """Seconds until the acknowledgement, which must come."""
        began = time.monotonic()
        answer = self.mia.press(self.message, {**button(deed), "block_id": "b"})
        assert answer == {"ok": True}
        return time.monotonic() - began

    def press_meanwhile(self, deed: str) -> "Future[float]":
        return self._hands.submit(self.press, deed)

    def wait_for_connection(self, number: int) -> None:
        """Waits for the connection of this number, the first being 1."""
        self.mia.wait_for(lambda: self.slack.opened >= number and self.server.connected)

    def close(self) -> None:
        self.let_go.set()
        self._hands.shutdown()
        self.client.close()


@pytest.fixture
def open_desk() -> Iterator[Callable[..., Desk]]:
    """Opens a desk connected to a workspace of its own; all are closed after the test."""
    opened: list[Desk] = []

    def start(**timing: Any) -> Desk:
        timing = {"refresh_grace": 10 * PATIENCE, "ack": PATIENCE, **timing}
        server = PracticeServer(make_plan(), clock=MovableClock(), timing=Timing(**timing))
        server.start()
        opened.append(Desk(server))
        opened[-1].client.connect()
        return opened[-1]

    yield start
    for desk in opened:
        desk.close()
        desk.server.stop()


@pytest.mark.parametrize("leaving_is_used", [False, True])
def test_renewals_in_a_row_neither_lose_nor_repeat_nor_delay_a_request(
    open_desk: Callable[..., Desk], leaving_is_used: bool
) -> None:
    desk = open_desk(leaving_is_used=leaving_is_used)
    waits: list[float] = []
    for number in range(RENEWALS):
        before = desk.press_meanwhile("quick")
        desk.server.refresh_connections()
        during = [desk.press_meanwhile("quick") for _ in range(3)]
        waits += [desk.press("quick"), before.result(), *(each.result() for each in during)]
        desk.wait_for_connection(number + 2)
    assert desk.done == ["quick"] * len(waits)
    # Were a renewal to delay requests, one at least of each would be late; a busy machine may be.
    assert sum(wait > IN_TIME for wait in waits) < RENEWALS / 2


@pytest.mark.parametrize("leaving_is_used", [False, True])
def test_a_request_in_work_while_the_connection_is_renewed_is_acknowledged(
    open_desk: Callable[..., Desk], leaving_is_used: bool
) -> None:
    desk = open_desk(leaving_is_used=leaving_is_used)
    slow = desk.press_meanwhile("slow")
    assert desk.began.wait(PATIENCE)
    desk.server.refresh_connections()
    assert min(desk.press("quick") for _ in range(10)) < IN_TIME
    desk.let_go.set()
    slow.result()
    assert desk.done.count("slow") == 1


def test_a_request_in_work_when_the_connection_is_cut_is_acknowledged_over_the_next(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk()
    slow = desk.press_meanwhile("slow")
    assert desk.began.wait(PATIENCE)
    desk.server.drop_connections()
    desk.wait_for_connection(2)
    desk.let_go.set()
    slow.result()


def test_the_old_connection_is_closed_once_nothing_is_owed_over_it(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk()
    for number in range(2 * MOST_CONNECTIONS):
        desk.server.refresh_connections()
        desk.wait_for_connection(number + 2)
    desk.press("quick")


def test_opening_the_next_connection_is_tried_until_it_succeeds(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk()
    desk.slack.refusals = 3
    desk.server.drop_connections()
    desk.wait_for_connection(2)
    assert desk.slack.refusals == 0
    desk.press("quick")


def test_what_was_taken_in_is_acknowledged_before_hanging_up(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk()
    slow = desk.press_meanwhile("slow")
    assert desk.began.wait(PATIENCE)
    closing = threading.Thread(target=desk.client.close)
    closing.start()
    desk.let_go.set()
    slow.result()
    closing.join()
    assert not desk.client.is_connected()


def test_a_connection_too_many_is_refused_with_its_reason(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk()
    token = desk.client.app_token
    app = App(client=desk.slack)
    others = [SteadyClient(app, token) for _ in range(MOST_CONNECTIONS - 1)]
    for other in others:
        other.connect()
    with pytest.raises(SettingsWrong, match=r"\(too_many_websockets\)\. Check that"):
        connect_socket_mode(Caseload(app, NO_OFFICE), token)
    for other in others:
        other.close()


def test_a_websocket_that_cannot_be_reached_is_told_with_the_next_step() -> None:
    slack = Elsewhere("xoxb-practice-bot")
    app = App(client=slack, token_verification_enabled=False)
    with pytest.raises(SettingsWrong, match=r"by WebSocket .* let wss connections to Slack"):
        connect_socket_mode(Caseload(app, NO_OFFICE), "xapp-practice-app")
