"""A stand-in for Slack, with nothing to it but ids, pace, and when each message arrived.

The practice workspace looks at all that Slack looks at, and takes longer over a message than
whoever sends it.
"""

import asyncio
import json
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from websockets.asyncio.server import ServerConnection
from websockets.asyncio.server import serve as serve_websocket
from websockets.exceptions import ConnectionClosed

from bot.clock import utc_now
from bot.practice.plan import Timing
from bot.practice.rate_limits import Pace, RateLimits
from bot.practice.refusal import Refusal
from tests.bench.people import ANALYST, DIRECTOR, account_of, channel_of, email_of, teams_of
from tests.bench.sizes import Size
from tests.bench.slack import APP_ID, BOT_USER_ID, TEAM_ID

JSON = dict[str, Any]

APP_TOKEN = "xapp-bench"

ONE_A_SECOND = Pace(posts_per_second=1.0, post_burst=1, tiers=False)
"""What Slack says of messages in a channel; how often other methods may be called is left out."""

AT_WILL = Pace(posts_per_second=1e6, post_burst=1_000_000, tiers=False)

_PAGE = 999
_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_LIMITED = "ratelimited"


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something was said: when, how, where and what."""

    at: float  # as time.time() has it, the same in every process
    method: str
    channel: str
    ts: str
    text: str
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Members:
    """Whose account is which, by email; and which accounts read which channel, by its id."""

    accounts: Mapping[str, str]
    readers: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, size: Size, channels: int = 0) -> "Members":
        """Everybody has an account; each team's channel is read by its manager.

        With more `channels` than teams, the first team's manager reads the one after the last
        team's, and so on.
        """
        teams = list(teams_of(size))
        staff = (worker.staff_id for team in teams for worker in team.workers)
        accounts = {email_of(who): account_of(who) for who in staff}
        accounts |= {DIRECTOR: account_of("DIRECTOR"), ANALYST: account_of("ANALYST")}
        readers = {
            channel_of(number): [account_of(teams[(number - 1) % len(teams)].manager.staff_id)]
            for number in range(1, max(channels, len(teams)) + 1)
        }
        return cls(accounts, readers)


class StandIn:
    """What it knows, and its answers; lives on one event loop."""

    def __init__(self, members: Members, pace: Pace = ONE_A_SECOND) -> None:
        self._accounts = members.accounts
        self._emails = {account: email for email, account in members.accounts.items()}
        self._readers = {channel: [*who, BOT_USER_ID] for channel, who in members.readers.items()}
        self._limits = RateLimits(Timing())
        self._limits.use(pace)
        self._last = 0
        self._expected: dict[str, asyncio.Future[JSON]] = {}
        self.arrivals: list[Arrival] = []
        self.calls: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.hub = Hub()
        self.url = ""
        self._methods: dict[str, Callable[[JSON], JSON]] = {
            "auth.test": lambda _: {
                "team_id": TEAM_ID,
                "user_id": BOT_USER_ID,
                "bot_id": "B0BENCH",
            },
            "bots.info": lambda _: {"bot": {"app_id": APP_ID}},
            "apps.connections.open": lambda _: {"url": self.hub.url},
            "conversations.list": self._list,
            "conversations.info": lambda said: {"channel": {"id": said["channel"]}},
            "conversations.members": lambda said: {"members": self._readers[said["channel"]]},
            "conversations.open": lambda said: {"channel": {"id": f"D{said['users'][1:]}"}},
            "conversations.history": self._history,
            "conversations.replies": self._history,
            "users.info": lambda said: {"user": self._user(said["user"])},
            "users.lookupByEmail": lambda said: {"user": self._user(self._accounts[said["email"]])},
            "chat.postMessage": self._posted,
            "chat.postEphemeral": self._whispered,
            "chat.update": self._updated,
            "views.publish": lambda _: {"view": {}},
        }

    def answer(self, method: str, said: JSON) -> tuple[int, JSON]:
        """The status and the body by which a call is answered."""
        self.calls[method] += 1
        try:
            return 200, {"ok": True, **self._methods[method](said)}
        except Refusal as refusal:
            self.refused[refusal.error] += 1
            limited = refusal.error == _LIMITED
            return 429 if limited else 200, {"ok": False, "error": refusal.error}
        except KeyError as missing:
            self.refused[f"{method} {missing}"] += 1
            return 200, {"ok": False, "error": "unknown"}

    def responded(self, path: str, said: JSON) -> tuple[int, JSON]:
        """An answer to a command by the address that came with it."""
        heard = self._expected.pop(path, None)
        if heard is not None and not heard.done():
            heard.set_result(said)
        return 200, {"ok": True}

    def expected_at(self, path: str) -> asyncio.Future[JSON]:
        """What will be said there next."""
        self._expected[path] = asyncio.get_running_loop().create_future()
        return self._expected[path]

    def _posted(self, said: JSON) -> JSON:
        self._limits.take_post(said["channel"], utc_now())
        return {"channel": said["channel"], "ts": self._say("chat.postMessage", said)}

    def _whispered(self, said: JSON) -> JSON:
        return {"message_ts": self._say("chat.postEphemeral", said)}

    def _updated(self, said: JSON) -> JSON:
        self._say("chat.update", said)
        return {"channel": said["channel"], "ts": said["ts"]}

    def _say(self, method: str, said: JSON) -> str:
        now = time.time()
        self._last = max(int(now * 1_000_000), self._last + 1)
        ts = said.get("ts") or f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"
        text, metadata = str(said.get("text")), said.get("metadata") or {}
        self.arrivals.append(Arrival(now, method, said["channel"], ts, text, metadata))
        return ts

    def _user(self, account: str) -> JSON:
        profile = {"email": self._emails[account]}
        return {"id": account, "team_id": TEAM_ID, "profile": profile, "is_email_confirmed": True}

    def _list(self, said: JSON) -> JSON:
        start = int(said.get("cursor") or 0)
        ids = list(self._readers)[start : start + _PAGE]
        more = start + _PAGE < len(self._readers)
        return {
            "channels": [{"id": channel, "name": channel.lower()} for channel in ids],
            "response_metadata": {"next_cursor": str(start + _PAGE) if more else ""},
        }

    def _history(self, said: JSON) -> JSON:
        here = [each for each in self.arrivals if each.channel == said["channel"]]
        return {"messages": [{"ts": each.ts, "metadata": each.metadata} for each in here]}


class Hub:
    """The server's side of Socket Mode: one connection after the other gets an envelope."""

    def __init__(self) -> None:
        self.url = ""
        self._open: list[ServerConnection] = []
        self._waiting: dict[str, asyncio.Future[JSON]] = {}
        self._number = 0

    async def deliver(self, kind: str, payload: JSON) -> JSON:
        """What the app acknowledges it with; waits for as long as that takes."""
        self._number += 1
        envelope = f"envelope-{self._number}"
        said = {"envelope_id": envelope, "type": kind, "payload": payload}
        heard = self._waiting[envelope] = asyncio.get_running_loop().create_future()
        way = self._open[self._number % len(self._open)]
        await way.send(json.dumps({**said, "accepts_response_payload": True}))
        answer: JSON = await heard
        return answer

    async def serve(self, connection: ServerConnection) -> None:
        """One connection from its beginning to its end."""
        self._open.append(connection)
        await connection.send(json.dumps({"type": "hello"}))
        try:
            async for text in connection:
                said = json.loads(text)
                heard = self._waiting.pop(said["envelope_id"], None)
                if heard is not None and not heard.done():
                    heard.set_result(said.get("payload") or {})
        except ConnectionClosed:
            pass
        finally:
            self._open.remove(connection)


class Line(asyncio.Protocol):
    """One connection, and one request after the other over it; only as much HTTP as is spoken."""

    def __init__(self, slack: StandIn) -> None:
        self._slack = slack
        self._held = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._held += data
        while True:
            head, found, rest = self._held.partition(_END_OF_HEAD)
            length = _LENGTH.search(head)
            size = int(length[1]) if length else 0
            if not found or len(rest) < size:
                return
            self._held = rest[size:]
            self._transport.write(self._answered(head.decode(), rest[:size].decode()))
            if b"connection: close" in head.lower():
                self._transport.close()

    def _answered(self, head: str, body: str) -> bytes:
        address = urlsplit(head.split(" ", 2)[1])
        said: JSON = dict(parse_qsl(address.query))
        said |= json.loads(body) if body.startswith("{") else dict(parse_qsl(body))
        if address.path.startswith("/api/"):
            status, answer = self._slack.answer(address.path.removeprefix("/api/"), said)
        else:
            status, answer = self._slack.responded(address.path, said)
        return _response(status, json.dumps(answer).encode())


def _response(status: int, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status} Said\r\nContent-Type: application/json\r\n"
    head += "Retry-After: 1\r\n" if status == 429 else ""
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def stand_in(slack: StandIn, meanwhile: Callable[[], Awaitable[None]]) -> None:
    """Answer at free ports of this machine for as long as `meanwhile` lasts."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Line(slack), "127.0.0.1", 0)
    async with server, serve_websocket(slack.hub.serve, "127.0.0.1", 0) as socket:
        host, port = server.sockets[0].getsockname()
        slack.url = f"http://{host}:{port}"
        slack.hub.url = f"ws://127.0.0.1:{next(iter(socket.sockets)).getsockname()[1]}"
        await meanwhile()
