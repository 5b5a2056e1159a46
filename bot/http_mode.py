"""Taking Slack's signed requests over HTTP, for authorities that rather open a port."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from socket import create_server

import uvicorn
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.app import Caseload
from bot.failures import failure_of
from bot.serve import at_work, until_told

MAX_BODY = 1_000_000
"""Bytes: Slack's largest payloads are a dialog's state, far below this."""

_STARTS_WITHIN = 10  # seconds


class _TooLarge(Exception):
    """The body goes on beyond MAX_BODY."""


def http_app(caseload: Caseload) -> Starlette:
    """`/slack/events` for everything Slack sends, and `/healthz`."""

    async def slack(request: Request) -> Response:
        # Bolt's check of the signature fails on a time that is no number instead of refusing it.
        if not request.headers.get("x-slack-request-timestamp", "").isdecimal():
            return PlainTextResponse("The request is not signed by Slack.", status_code=401)
        try:
            body = await _body(request)
            bolt_request = to_bolt_request(request, body)
        except _TooLarge:
            return PlainTextResponse("The request is too large.", status_code=413)
        except ValueError:  # before the signature is looked at: no text, or no JSON
            return PlainTextResponse("The request is malformed.", status_code=400)
        # Listeners may take two seconds; the loop must go on taking in other requests meanwhile.
        return to_starlette_response(await run_in_threadpool(_dispatch, caseload, bolt_request))

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(
        routes=[
            Route("/slack/events", slack, methods=["POST"]),
            Route("/healthz", healthz, methods=["GET"]),
        ]
    )


def serve_http(caseload: Caseload, host: str, port: int) -> None:
    """Take requests, check and deliver, until SIGINT or SIGTERM; put TLS in front of it."""
    # On the main thread the server would end the process itself, with the desk's work undone.
    with at_work(caseload), until_told() as stopped, serving_http(caseload, host, port):
        stopped.wait()


@contextmanager
def serving_http(caseload: Caseload, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """The same on a thread, for as long as the context lasts; gives its address."""
    listening = create_server((host, port))
    server = _server(caseload)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        _wait_until_started(server)
        yield f"http://{host}:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


async def _body(request: Request) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY:
            raise _TooLarge
        parts.append(part)
    return b"".join(parts)


def _dispatch(caseload: Caseload, request: BoltRequest) -> BoltResponse:
    try:
        return caseload.app.dispatch(request)
    except Exception as error:  # a request so malformed that Bolt itself fails on it
        failure_of(error)
        return BoltResponse(status=400, body="The request is malformed.")


def _server(caseload: Caseload) -> uvicorn.Server:
    config = uvicorn.Config(
        http_app(caseload),
        log_level="warning",
        access_log=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=5,
        lifespan="off",
    )
    return uvicorn.Server(config)


def _wait_until_started(server: uvicorn.Server) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN
    while not server.started:
        if time.monotonic() > deadline:
            raise TimeoutError("the HTTP server did not start")
        time.sleep(0.01)
