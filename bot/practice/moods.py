"""Plays one of Slack's moods on a request: what the app sees, and whether its call took effect."""

import math
from collections.abc import Callable
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from bot.practice.faults import Fault
from bot.practice.wires import Wires


async def play(fault: Fault | None, request: Request, effect: Callable[[], Response]) -> Response:
    """The answer to a request; `effect` does what was asked and gives its true answer.

    After a reset or a timeout the answer has nowhere to go.
    """
    if fault is None or fault.kind == "unprocessed":
        return effect()
    wires: Wires = request.app.state.wires
    if fault.kind == "latency":
        return await _late(fault, wires, effect)
    if fault.takes_effect:
        effect()
    if fault.kind == "timeout":
        await wires.hold(request)
    elif fault.kind in ("reset", "outage"):
        await wires.reset(request)
    return _answer(fault)


async def _late(fault: Fault, wires: Wires, effect: Callable[[], Response]) -> Response:
    if fault.after:
        answer = effect()
        await wires.pause(fault.seconds)
        return answer
    await wires.pause(fault.seconds)
    return effect()


def _answer(fault: Fault) -> Response:
    if fault.kind == "rate_limited":
        wait = {"retry-after": str(math.ceil(fault.seconds))}
        return JSONResponse({"ok": False, "error": "ratelimited"}, 429, headers=wait)
    if fault.kind == "server_error":
        return HTMLResponse(f"<html><h1>{_phrase(fault.status)}</h1></html>", fault.status)
    return JSONResponse({"ok": False, "error": fault.code})


def _phrase(status: int) -> str:
    known = status in {each.value for each in HTTPStatus}
    return f"{status} {HTTPStatus(status).phrase}" if known else str(status)
