"""The connections of whatever listens here, none of which lasts longer than a request needs.

The server alone lets a client take as long as it likes over its request, so that some hundred idle
clients keep everybody else out. Here each connection always has a time by which it is closed.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from socket import AF_INET, AF_INET6, create_server
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.refusals import Reason, Refusals
from models.errors import SettingsWrong

MAX_HEAD = 16 * 1024
"""Bytes of a request's first line and headers; Slack's have about one thousand."""

ALWAYS = (
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
)
"""Headers of every response: nothing here is a page, and nothing is to be kept."""

CLOSE = ("Connection", "close")

_PIECE = 4 * 1024  # bytes

_STARTS_WITHIN = 10  # seconds


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds that a connection may stay as it is, and how many connections there may be."""

    idle: float = 10.0  # nothing of a request is there, also between two requests
    request: float = 10.0  # from a request's first byte to its last
    answer: float = 30.0  # until the answer is made and taken
    connections: int = 200


class _Stage(Enum):
    """What a connection waits for."""

    IDLE = auto()
    REQUEST = auto()
    ANSWER = auto()
    END = auto()


class Door(uvicorn.Config):
    """How it is served: no words about itself, no trust in a proxy's headers, no upgrade."""

    def __init__(self, app: Callable[..., Any], refusals: Refusals, limits: Limits) -> None:
        super().__init__(
            app,
            http=Connection,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level=logging.ERROR,  # below it the server writes a line for each odd request
            access_log=False,
            proxy_headers=False,
            server_header=False,
            headers=list(ALWAYS),
            timeout_graceful_shutdown=5,
            h11_max_incomplete_event_size=MAX_HEAD,
        )
        self.refusals = refusals
        self.limits = limits


class Connection(H11Protocol):
    """One connection, closed when it stays in one stage for too long, or to make room."""

    config: Door

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._stage: _Stage | None = None
        self._since = 0.0
        self._end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._look()
        self._make_room()

    def data_received(self, data: bytes) -> None:
        """Take it in by pieces: only between them is it seen that a head goes on for too long.

        Slack says how long its bodies are. One in chunks of a byte each keeps the server busy for
        seconds, whoever sends it.
        """
        for begin in range(0, len(data), _PIECE):
            super().data_received(data[begin : begin + _PIECE])
            if any(name == b"transfer-encoding" for name, _ in self.headers or ()):
                self.send_400_response("")
            if self.transport.is_closing():
                break
        self._look()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._stage = None  # the next request has a time of its own
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._end is not None:
            self._end.cancel()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002
        """Answer what is not HTTP, with the same headers as everything and no word why."""
        self.config.refusals.note(Reason.NOT_HTTP)
        if self.cycle is not None:
            self.cycle.disconnected = True  # whoever answers the request already says no more
            self.cycle.message_event.set()
        try:
            response = h11.Response(
                status_code=400,
                reason=b"Bad Request",
                headers=[*ALWAYS, ("Content-Length", "0"), ("Connection", "close")],
            )
            self.transport.write(self.conn.send(response) or b"")
            self.transport.write(self.conn.send(h11.EndOfMessage()) or b"")
        except h11.LocalProtocolError:
            pass  # an answer has begun, and is all there is to say
        self.transport.close()

    def _look(self) -> None:
        """Give the connection a new time when it waits for something else than before."""
        stage = self._waits_for()
        if stage is self._stage:
            return
        self._stage, self._since = stage, self.loop.time()
        if self._end is not None:
            self._end.cancel()
        self._unset_keepalive_if_required()
        self._end = self.loop.call_later(self._may_last(stage), self._too_long)

    def _waits_for(self) -> _Stage:
        if self.transport.is_closing():
            return _Stage.END
        match self.conn.their_state:
            case h11.IDLE:
                begun, _ = self.conn.trailing_data
                return _Stage.REQUEST if begun else _Stage.IDLE
            case h11.SEND_BODY:
                return _Stage.REQUEST
            case _:
                return _Stage.ANSWER

    def _may_last(self, stage: _Stage) -> float:
        limits = self.config.limits
        return {_Stage.IDLE: limits.idle, _Stage.REQUEST: limits.request}.get(stage, limits.answer)

    def _too_long(self) -> None:
        if self._stage is _Stage.REQUEST:
            self.config.refusals.note(Reason.TOO_SLOW)
        self.transport.abort()

    def _make_room(self) -> None:
        """Slack's requests are whole at once: who has waited the longest is not Slack."""
        if len(self.connections) <= self.config.limits.connections:
            return
        self.config.refusals.note(Reason.TOO_MANY)
        others = [
            each for each in self.connections if isinstance(each, Connection) and each is not self
        ]
        waiting = [each for each in others if each._stage is not _Stage.ANSWER]
        # Where all have asked, one of them does not take its answer.
        oldest = min(waiting or others, key=lambda each: each._since, default=self)
        oldest.connections.discard(oldest)
        oldest.transport.abort()


@contextmanager
def serving(door: Door, host: str, port: int, *, named: str = "CASELOAD_HTTP") -> Iterator[str]:
    """Serves on a thread for as long as the context lasts; gives the address.

    Raises SettingsWrong, with the settings as they are `named`, when nothing can listen there.
    """
    try:
        listening = create_server((host, port), family=AF_INET6 if ":" in host else AF_INET)
    except OSError as error:
        raise SettingsWrong(
            f"Nothing can listen at {host}:{port} ({str(error.strerror).partition(' (')[0]}). "
            f"Choose another {named}_PORT or {named}_HOST, then try again."
        ) from None
    server = uvicorn.Server(door)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        _wait_until_started(server)
        yield f"http://{host}:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def _wait_until_started(server: uvicorn.Server) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN
    while not server.started:
        if time.monotonic() > deadline:
            raise TimeoutError("the HTTP server did not start")
        time.sleep(0.01)
