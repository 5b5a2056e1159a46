"""Brings payloads to the app, by Socket Mode or signed HTTP, and events again when unheard."""

import asyncio
import json
import secrets
from collections.abc import Coroutine
from typing import Any

from bot.practice.http_mode import HttpAnswer, encoded, send, signed_headers
from bot.practice.payloads import event_payload
from bot.practice.socket_mode import Ack, SocketHub
from bot.practice.workspace import Workspace


class Courier:
    """Delivers what happens in the workspace; its coroutines run on the server's event loop."""

    def __init__(self, workspace: Workspace, hub: SocketHub) -> None:
        self._workspace = workspace
        self._hub = hub
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def connected(self) -> bool:
        """Whether the app can be reached."""
        if self._workspace.faults.outage:
            return False
        return self._workspace.request_url is not None or self._hub.connected

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Does something in the background."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Gives up whatever is still under way."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def deliver(self, kind: str, payload: dict[str, Any]) -> Ack | None:
        """Sends a command (`slash_commands`) or an interaction (`interactive`) once."""
        if self._workspace.faults.outage:
            return None
        if self._workspace.request_url is not None:
            return _as_ack(await self._post(kind, payload, {}))
        envelope = {"type": kind, "payload": payload, "accepts_response_payload": True}
        return await self._hub.deliver(envelope)

    def send_event(self, event: dict[str, Any]) -> None:
        """Sends an event in the background, again after pauses while it is not acknowledged."""
        plan, now = self._workspace.plan, self._workspace.now()
        event_id = f"Ev{secrets.token_hex(5).upper()}"
        self.spawn(self._persist(event_payload(event, event_id, plan, now)))

    async def _persist(self, payload: dict[str, Any]) -> None:
        for attempt, pause in enumerate((None, *self._workspace.timing.event_retries)):
            if pause is not None:
                await asyncio.sleep(pause)
            if await self._event(payload, attempt):
                return

    async def _event(self, payload: dict[str, Any], attempt: int) -> bool:
        """Sends an event once; True when there is no need to send it again."""
        if self._workspace.faults.outage:
            return False
        if self._workspace.request_url is None:
            envelope = {
                "type": "events_api",
                "payload": payload,
                "accepts_response_payload": False,
                "retry_attempt": attempt,
                "retry_reason": "timeout" if attempt else "",
            }
            return await self._hub.deliver(envelope) is not None
        headers = _retry_headers(attempt)
        answer = await self._post("events_api", payload, headers)
        return answer is not None and (answer.no_retry or 200 <= answer.status < 300)

    async def _post(
        self, kind: str, payload: dict[str, Any], headers: dict[str, str]
    ) -> HttpAnswer | None:
        workspace = self._workspace
        body, content_type = encoded(kind, payload)
        signed = signed_headers(body, workspace.plan.signing_secret, workspace.now())
        every = {"Content-Type": content_type, **signed, **headers}
        url = workspace.request_url or ""
        return await asyncio.to_thread(send, url, body, every, workspace.timing.ack)


def _retry_headers(attempt: int) -> dict[str, str]:
    if not attempt:
        return {}
    return {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"}


def _as_ack(answer: HttpAnswer | None) -> Ack | None:
    """What an HTTP answer means: only 200 acknowledges; plain text is a text message."""
    if answer is None or answer.status != 200:
        return None
    if not answer.body:
        return Ack()
    try:
        payload = json.loads(answer.body)
    except ValueError:
        return Ack({"text": answer.body})
    return Ack(payload if isinstance(payload, dict) else {"text": answer.body})
