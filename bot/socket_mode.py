"""Taking Slack's requests over its WebSocket, without a gap while Slack renews the connection."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk.errors import SlackClientNotConnectedError
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State
from websockets.sync.client import ClientConnection, connect

from bot.clock import utc_now

_PATIENCE = 3.0
"""Seconds Slack waits for an acknowledgement: nobody needs it after them."""

_GREETING = 10.0
"""Seconds a new connection may take until Slack says hello."""

_PING_EVERY, _PONG_WITHIN = 5.0, 15.0

_CLOSE_WITHIN = 1.0
"""Seconds to wait for the end of a connection that is closed: Slack leaves it to the client."""


class SteadyClient(BaseSocketModeClient):
    """Socket Mode for a Bolt app over one connection after another, each open before the last ends.

    The SDK's own client stays with the connection that is being renewed for up to three seconds,
    which is all the time Slack gives. This one listens to both: the old one is closed when
    everything that came over it is acknowledged, and heard until Slack has closed it too. What is
    acknowledged goes out over the connection it came by, or the present one if that is gone.

    `at_once` requests are worked on at the same time. When no connection can be opened, that is
    tried again after `pause` seconds, until it can.
    """

    def __init__(self, app: App, app_token: str, *, at_once: int = 10, pause: float = 5.0) -> None:
        self.app_token = app_token
        self.web_client = app.client
        self.logger = app.logger
        self.message_workers = ThreadPoolExecutor(at_once, thread_name_prefix="socket-mode")
        self.closed = False
        self._app = app
        self._pause = pause
        self._present: ClientConnection | None = None
        self._came_by: dict[str, ClientConnection] = {}
        self._change = threading.Condition()  # guards the two above, and sending
        self._renewing = threading.Lock()
        self._closing = threading.Event()

    def is_connected(self) -> bool:
        """Whether there is a connection over which requests can come."""
        return self._present is not None and self._present.state is State.OPEN

    def connect(self) -> None:
        """Open the first connection; whatever goes wrong with it is raised."""
        self._take_up(self._opened())

    def close(self) -> None:
        """Acknowledge what was taken in, hang up, and finish what was begun.

        Until then requests are still taken in: Slack sends them while the connection is open.
        """
        with self._change:
            self._change.wait_for(lambda: not self._came_by, _PATIENCE)
            present = self._present
            self.closed = True
        self._closing.set()
        if present is not None:
            present.close()
        self.message_workers.shutdown()

    def send_socket_mode_response(self, response: SocketModeResponse | dict[str, Any]) -> None:
        """Acknowledge a request; SlackClientNotConnectedError when there was no way in time."""
        answer = response.to_dict() if isinstance(response, SocketModeResponse) else response
        text = json.dumps(answer)
        with self._change:
            way = self._came_by.get(answer["envelope_id"])
            if way is not None and _sent(way, text):
                return
            if not self._change.wait_for(lambda: _sent(self._present, text), _PATIENCE):
                raise SlackClientNotConnectedError("The connection was lost before an answer.")

    def _opened(self) -> ClientConnection:
        """A new connection, after Slack's hello."""
        with ExitStack() as failing:
            connection = failing.enter_context(
                connect(
                    self.issue_new_wss_url(),
                    proxy=self.web_client.proxy,
                    compression=None,
                    max_size=None,
                    ping_interval=_PING_EVERY,
                    ping_timeout=_PONG_WITHIN,
                    close_timeout=_CLOSE_WITHIN,
                    logger=self.logger,
                )
            )
            first = _read(connection.recv(_GREETING, decode=True))
            if first.get("type") != "hello":
                reason = first.get("reason", "no hello")
                raise SlackClientNotConnectedError(f"Slack refused the connection ({reason})")
            failing.pop_all()
        return connection

    def _take_up(self, connection: ClientConnection) -> None:
        with self._change:
            self._present = connection
            self._change.notify_all()
        _in_background(self._listen, connection)

    def _listen(self, connection: ClientConnection) -> None:
        """Take in what comes over a connection until its end."""
        try:
            while True:
                self._take_in(connection, connection.recv(decode=True))
        except ConnectionClosed:
            self._renew(connection)

    def _take_in(self, connection: ClientConnection, text: str) -> None:
        message = _read(text)
        if message.get("type") == "disconnect":
            _in_background(self._renew, connection)
        elif envelope_id := message.get("envelope_id"):
            with self._change:
                self._came_by[envelope_id] = connection
            try:
                self.message_workers.submit(self._work_on, message)
            except RuntimeError:
                self.logger.warning("A request came while the service was stopping.")

    def _work_on(self, message: dict[str, Any]) -> None:
        try:
            request = SocketModeRequest.from_dict(message)
            if request is not None:
                began = utc_now().timestamp()
                send_response(self, request, run_bolt_app(self._app, request), began)
        except Exception:
            self.logger.exception("A request was not acknowledged.")
        finally:
            with self._change:
                self._came_by.pop(message["envelope_id"], None)
                self._change.notify_all()

    def _renew(self, old: ClientConnection) -> None:
        """Replace a connection that ended, or soon will, unless that was done already."""
        with self._renewing:
            if old is not self._present:
                return
            new = self._opened_at_last()
            if new is None:
                return
            self._take_up(new)
            if self.closed:
                new.close()
        with self._change:
            self._change.wait_for(lambda: old not in self._came_by.values(), _PATIENCE)
        old.close()

    def _opened_at_last(self) -> ClientConnection | None:
        """A new connection, however often that must be tried; None when the service stops."""
        while not self.closed:
            try:
                return self._opened()
            except Exception as error:
                self.logger.warning(
                    f"Slack cannot be reached for a new connection ({error}). "
                    f"It is tried again in {self._pause:.0f} seconds."
                )
                self._closing.wait(self._pause)
        return None


def _sent(connection: ClientConnection | None, text: str) -> bool:
    """Whether the connection is open and has taken the text."""
    if connection is None or connection.state is not State.OPEN:
        return False
    try:
        connection.send(text)
    except ConnectionClosed:
        return False
    return True


def _read(text: str) -> dict[str, Any]:
    """A message as Slack sends it; {} when it cannot be understood."""
    try:
        message = json.loads(text)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}


def _in_background(deed: Callable[[ClientConnection], None], connection: ClientConnection) -> None:
    threading.Thread(target=deed, args=(connection,), daemon=True).start()
