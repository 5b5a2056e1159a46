"""Taking Slack's signed requests over HTTP, for authorities that rather open a port.

A request is taken as one that comes over the WebSocket, once it is sure that it is Slack's.
"""

import asyncio
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from slack_bolt import BoltRequest, BoltResponse
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from bot.app import Caseload
from bot.failures import failure_of
from bot.http_bodies import MAX_BODY, is_ssl_check, payload_of
from bot.http_connections import CLOSE, Door, Limits, serving
from bot.http_signatures import Repeats, Signatures, signed
from bot.refusals import Reason
from bot.serve import TAKEN_AT_ONCE, Connected, Entrance

EVENTS, HEALTH = "/slack/events", "/healthz"

_STATUS = {
    Reason.NO_SUCH_PLACE: 404,
    Reason.TOO_LARGE: 413,
    Reason.NOT_SIGNED: 401,
    Reason.OUT_OF_TIME: 401,
    Reason.AGAIN: 200,  # whoever repeats it learns nothing
    Reason.MALFORMED: 400,
}
_RETRIES = ("x-slack-retry-num", "x-slack-retry-reason")


class _Refused(Exception):
    """A request that is not taken."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Front:
    """`/slack/events` for everything Slack sends, and `/healthz` for whoever stands in front."""

    def __init__(self, caseload: Caseload, repeats: Repeats, at_once: int = TAKEN_AT_ONCE) -> None:
        secret = caseload.office.services.settings.slack_signing_secret
        self._signatures = Signatures(secret.get_secret_value() if secret else None)
        self._caseload = caseload
        self._repeats = repeats
        self._hands = ThreadPoolExecutor(at_once, thread_name_prefix="http")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, as the server hands it over."""
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except _Refused as refused:
            self._caseload.refusals.note(refused.reason)
            # What is left of it is not read.
            response = Response(
                status_code=_STATUS[refused.reason], headers={"Connection": "close"}
            )
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    def close(self) -> None:
        """Finish what was begun."""
        self._hands.shutdown()

    async def _answer(self, request: Request) -> Response:
        way = request.method, request.scope["path"]
        if way in {("GET", HEALTH), ("HEAD", HEALTH)}:
            return PlainTextResponse("ok", headers=dict([CLOSE]))
        if way not in {("POST", EVENTS), ("GET", EVENTS)}:
            raise _Refused(Reason.NO_SUCH_PLACE)
        if await is_ssl_check(request):
            return Response(headers=dict([CLOSE]))
        return await self._slack(request)

    async def _slack(self, request: Request) -> Response:
        reason = self._signatures.reason_against(request.headers)
        if reason is not None:
            raise _Refused(reason)
        body = await _body(request)
        if not self._signatures.is_slacks(body, request.headers):
            raise _Refused(Reason.NOT_SIGNED)
        # Listeners may take two seconds; the loop must go on taking in other requests meanwhile.
        answer = await asyncio.get_running_loop().run_in_executor(
            self._hands, _taken, self._caseload, self._repeats, request, body
        )
        return Response(answer.body, answer.status, answer.first_headers_without_set_cookie())


def http_mode(caseload: Caseload, host: str, port: int, at_once: int = TAKEN_AT_ONCE) -> Entrance:
    """Requests come over HTTP; put TLS in front of it."""

    @contextmanager
    def entrance() -> Iterator[Connected]:
        # On the main thread the server would end the process itself, with work undone.
        with serving_http(caseload, host, port, at_once=at_once):
            yield lambda: True

    return entrance


@contextmanager
def serving_http(
    caseload: Caseload,
    host: str = "127.0.0.1",
    port: int = 0,
    limits: Limits | None = None,
    *,
    at_once: int = TAKEN_AT_ONCE,
) -> Iterator[str]:
    """The same on a thread, for as long as the context lasts; gives its address."""
    repeats = Repeats(caseload.office.services)
    front = Front(caseload, repeats, at_once)
    door = Door(front, caseload.refusals, limits or Limits())
    try:
        with serving(door, host, port) as address:
            yield address
    finally:
        front.close()
        repeats.close()


async def _body(request: Request) -> str:
    if int(request.headers.get("content-length", 0)) > MAX_BODY:
        raise _Refused(Reason.TOO_LARGE)
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY:
            raise _Refused(Reason.TOO_LARGE)
        parts.append(part)
    try:
        return b"".join(parts).decode()
    except UnicodeDecodeError:
        raise _Refused(Reason.MALFORMED) from None


def _taken(caseload: Caseload, repeats: Repeats, request: Request, body: str) -> BoltResponse:
    """What becomes of a request of Slack's; raises _Refused where nothing does."""
    payload = payload_of(body, request.headers.get("content-type", ""))
    if payload is None:
        raise _Refused(Reason.MALFORMED)
    if not repeats.is_first(*signed(request.headers)):
        raise _Refused(Reason.AGAIN)
    headers: dict[str, str | Sequence[str]] = {
        name: request.headers[name] for name in _RETRIES if name in request.headers
    }
    try:
        # As one from the WebSocket: its signature is checked, its body read.
        return caseload.app.dispatch(BoltRequest(mode="socket_mode", body=payload, headers=headers))
    except Exception as error:  # a payload so malformed that Bolt itself fails on it
        failure_of(error)
        return BoltResponse(status=400)
