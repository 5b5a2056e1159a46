"""People who ask at once: each asks, waits for the answer, and asks again."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

from bot.clock import utc_now
from tests.bench.slack import APP_ID, SECRET, TEAM_ID
from tests.bench.stand_in import StandIn

JSON = dict[str, Any]

_LONGEST = 30.0
"""Seconds after which nobody waits for an acknowledgement; Slack gives up after three."""


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks what, by a command."""

    user_id: str
    command: str
    text: str


@dataclass(frozen=True, slots=True)
class Crowd:
    """So many ask at once for so many seconds; over HTTP at `address`, else by Socket Mode."""

    questions: Sequence[Question]
    askers: int
    seconds: float
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of one question: how soon it was acknowledged and answered, and with what."""

    acknowledged: float  # seconds after asking
    answered: float | None  # None: not at all
    outcome: str  # ANSWERED, LATER, or what went wrong


class Way(Protocol):
    """Brings a command to the app, and back what it is acknowledged with."""

    async def deliver(self, kind: str, payload: JSON) -> JSON: ...


ANSWERED, LATER = "answered", "answered later"


async def gathered(crowd: Crowd, slack: StandIn) -> list[Heard]:
    """What everybody heard."""
    until = time.monotonic() + crowd.seconds
    heard: list[Heard] = []

    async def ask(number: int) -> None:
        path = f"/response/{number}"
        async with _way(crowd, slack) as way:
            while time.monotonic() < until:
                question = crowd.questions[number % len(crowd.questions)]
                number += crowd.askers
                payload = _payload(question, f"{slack.url}{path}")
                heard.append(await _heard(way, payload, slack.expected_at(path)))

    await asyncio.gather(*(ask(number) for number in range(crowd.askers)))
    return heard


@asynccontextmanager
async def _way(crowd: Crowd, slack: StandIn) -> AsyncIterator[Way]:
    if crowd.address is None:
        yield slack.hub
        return
    signed = Signed(crowd.address)
    try:
        yield signed
    finally:
        await signed.leave()


async def _heard(way: Way, payload: JSON, follows: asyncio.Future[JSON]) -> Heard:
    """Whoever is asked for patience waits for the answer, and asks nothing else meanwhile."""
    began = time.perf_counter()
    try:
        async with asyncio.timeout(_LONGEST):
            answer = await way.deliver("slash_commands", payload)
            acknowledged = time.perf_counter() - began
            later = is_one_moment(answer)
            if later:
                answer = await follows
    except (OSError, EOFError, TimeoutError, ValueError) as error:
        return Heard(time.perf_counter() - began, None, type(error).__name__)
    wrong = wrong_in(answer)
    answered = None if wrong else time.perf_counter() - began
    return Heard(acknowledged, answered, wrong or (LATER if later else ANSWERED))


def is_one_moment(answer: JSON) -> bool:
    """Whether an acknowledgement is not the answer: an answer with a chart follows an empty one."""
    return not answer or str(answer.get("text")).startswith("One moment")


def wrong_in(answer: JSON) -> str:
    """The sentence that says that there is no answer; empty where there is one."""
    text = str(answer.get("text") or "")
    failed = "reference" in text or "did not answer in time" in text
    return text if failed else ""


def _payload(question: Question, response_url: str) -> JSON:
    return {
        "token": "unused",
        "team_id": TEAM_ID,
        "team_domain": "bench",
        "channel_id": "C10000000",
        "channel_name": "general",
        "user_id": question.user_id,
        "user_name": "asker",
        "command": question.command,
        "text": question.text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": f"1.{time.monotonic_ns()}",
    }


class Signed:
    """Signed requests over one connection that is kept, as Slack keeps its own."""

    def __init__(self, address: str) -> None:
        found = urlsplit(address)
        self._host, self._port = found.hostname, found.port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def deliver(self, kind: str, payload: JSON) -> JSON:  # noqa: ARG002
        """Raises OSError, EOFError or ValueError where it was not taken."""
        body = urlencode(payload).encode()
        if self._streams is not None and self._streams[0].at_eof():
            await self.leave()  # nobody asked for a while, and the other side hung up
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._streams
        try:
            writer.write(self._head(body) + body)
            status, answer, closes = await _read(reader)
        except BaseException:
            await self.leave()
            raise
        if closes:
            await self.leave()
        if status != 200:
            raise ValueError(f"HTTP {status}")
        return _read_json(answer)

    def _head(self, body: bytes) -> bytes:
        stamp = str(int(utc_now().timestamp()))
        base = b"v0:" + stamp.encode() + b":" + body
        signature = hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()
        lines = (
            "POST /slack/events HTTP/1.1",
            f"Host: {self._host}:{self._port}",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
            f"X-Slack-Request-Timestamp: {stamp}",
            f"X-Slack-Signature: v0={signature}",
        )
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    async def leave(self) -> None:
        """Close the connection, should there be one."""
        streams, self._streams = self._streams, None
        if streams is not None:
            streams[1].close()
            with suppress(OSError):
                await streams[1].wait_closed()


async def _read(reader: asyncio.StreamReader) -> tuple[int, bytes, bool]:
    """The status, the body, and whether the connection is closed after it."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
    headers = dict(line.split(": ", 1) for line in head[1:] if line)
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return int(head[0].split(" ")[1]), body, headers.get("connection") == "close"


def _read_json(answer: bytes) -> JSON:
    if not answer:
        return {}
    found = json.loads(answer)
    return found if isinstance(found, dict) else {}
