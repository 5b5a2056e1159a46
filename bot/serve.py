"""Connecting the app to Slack and staying connected until told to stop."""

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError

from bot.app import Caseload
from bot.listeners.desk import CHAIRS
from models.errors import SettingsWrong

log = logging.getLogger("caseload")

TAKEN_AT_ONCE = CHAIRS + 8
"""Requests taken in at once: when every chair is taken, there are still hands to acknowledge."""


def serve_socket_mode(caseload: Caseload, app_token: str) -> None:
    """Take requests over Slack's WebSocket until SIGINT or SIGTERM."""
    handler = connect_socket_mode(caseload, app_token)
    try:
        with until_told() as stopped:
            log.info("connected to Slack")
            stopped.wait()
    finally:
        close_socket_mode(handler)


def close_socket_mode(handler: SocketModeHandler) -> None:
    """Hang up; the SDK fails at it while it is just changing to a new connection."""
    try:
        handler.close()  # type: ignore[no-untyped-call]
    except AttributeError:
        log.warning("the connection was being renewed when it was closed")


def connect_socket_mode(caseload: Caseload, app_token: str) -> SocketModeHandler:
    """The connection, open; it mends itself when Slack closes it."""
    handler = SocketModeHandler(caseload.app, app_token, ping_interval=5, concurrency=TAKEN_AT_ONCE)
    try:
        handler.connect()  # type: ignore[no-untyped-call]
    except SlackApiError as error:
        raise SettingsWrong(
            f"Slack did not accept SLACK_APP_TOKEN ({error.response['error']}). Make one under "
            "Basic Information, App-Level Tokens, with the scope connections:write."
        ) from None
    return handler


@contextmanager
def until_told() -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set."""

    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
