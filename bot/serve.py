"""Connecting the app to Slack and staying connected until told to stop."""

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.starlette import SlackRequestHandler
from slack_sdk.errors import SlackApiError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.app import Caseload
from models.errors import SettingsWrong

log = logging.getLogger("caseload")

MAX_BODY = 1_000_000
"""Bytes: Slack's largest payloads are a dialog's state, far below this."""


def serve_socket_mode(caseload: Caseload, app_token: str) -> None:
    """Take requests over Slack's WebSocket until SIGINT or SIGTERM."""
    handler = connect_socket_mode(caseload, app_token)
    try:
        with until_told() as stopped:
            log.info("connected to Slack")
            stopped.wait()
    finally:
        handler.close()  # type: ignore[no-untyped-call]


def connect_socket_mode(caseload: Caseload, app_token: str) -> SocketModeHandler:
    """The connection, open; it mends itself when Slack closes it."""
    handler = SocketModeHandler(caseload.app, app_token, ping_interval=5)
    try:
        handler.connect()  # type: ignore[no-untyped-call]
    except SlackApiError as error:
        raise SettingsWrong(
            f"Slack did not accept SLACK_APP_TOKEN ({error.response['error']}). Make one under "
            "Basic Information, App-Level Tokens, with the scope connections:write."
        ) from None
    return handler


def serve_http(caseload: Caseload, host: str, port: int) -> None:
    """Take signed requests over HTTP until told to stop; put TLS in front of it."""
    uvicorn.run(http_app(caseload), host=host, port=port, log_level="warning", access_log=False)


def http_app(caseload: Caseload) -> Starlette:
    """`/slack/events` for everything Slack sends, and `/healthz`."""
    handler = SlackRequestHandler(caseload.app)

    async def slack(request: Request) -> Response:
        if int(request.headers.get("content-length") or 0) > MAX_BODY:
            return PlainTextResponse("The request is too large.", status_code=413)
        return await handler.handle(request)

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(
        routes=[
            Route("/slack/events", slack, methods=["POST"]),
            Route("/healthz", healthz, methods=["GET"]),
        ]
    )


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
