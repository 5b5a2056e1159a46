"""What runs beside a bench in processes of its own: Slack's stand-in, the service, an import."""

import asyncio
import multiprocessing
import multiprocessing.dummy
import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

from bot.app import build
from bot.checking import check_after_load
from bot.clock import utc_now
from bot.deliverers import THREADS
from bot.http_mode import http_mode
from bot.listeners.desk import CHAIRS, WORKERS, Desk
from bot.loading import options_of
from bot.practice.rate_limits import Pace
from bot.serve import TAKEN_AT_ONCE, serve, socket_mode
from bot.services import Services, make_services
from bot.settings import read_settings
from models.database import Database
from models.extracts.importing import import_extracts
from models.transactions import POOL
from tests.bench.building import KEY
from tests.bench.crowd import Crowd, Heard, gathered
from tests.bench.slack import BOT_TOKEN, SECRET
from tests.bench.stand_in import (
    APP_TOKEN,
    ONE_A_SECOND,
    Arrival,
    Members,
    StandIn,
    stand_in,
)

_PATIENCE = 600.0
"""Seconds after which something that did not happen never will."""


@dataclass(frozen=True, slots=True)
class Shifted:
    """The real time, so much later or earlier: a bench is run at any hour, and told of by day."""

    by: timedelta

    def __call__(self) -> datetime:
        return utc_now() + self.by


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """How many threads and connections a process of the service has."""

    deliverers: int = THREADS
    workers: int = WORKERS
    chairs: int = CHAIRS
    pool: int = POOL
    at_once: int = TAKEN_AT_ONCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """The service as it is installed on a database and in a Slack."""

    database_url: str
    api_url: str
    clock: Shifted
    hands: Hands = field(default_factory=Hands)
    over_http: bool = True
    port: int = 0
    inbox: Path | None = None

    def services(self) -> Services:
        settings = read_settings(
            _env_file=None,
            SLACK_BOT_TOKEN=BOT_TOKEN,
            SLACK_APP_TOKEN=APP_TOKEN,
            SLACK_SIGNING_SECRET=SECRET,
            CASELOAD_SLACK_API_URL=self.api_url,
            CASELOAD_DATABASE_URL=self.database_url,
            CASELOAD_DATABASE_POOL=self.hands.pool,
            CASELOAD_CASE_KEY=KEY,
            CASELOAD_INBOX=self.inbox,
        )
        return make_services(settings, self.clock)


class Processes:
    """Starts them as processes of their own, or as threads of this one where speed is not asked."""

    def __init__(self, *, apart: bool = True) -> None:
        self._context: Any = multiprocessing.get_context("spawn")
        if not apart:
            self._context = multiprocessing.dummy

    @contextmanager
    def running(self, target: Any, *given: object) -> Iterator["Running"]:
        """One of them, until it is told to end and has ended."""
        near, far = self._context.Pipe()
        process = self._context.Process(target=target, args=(*given, far))
        process.daemon = True
        process.start()
        running = Running(process, near)
        try:
            yield running
        finally:
            near.send(None)
            process.join(_PATIENCE)
            near.close()


@dataclass(frozen=True, slots=True)
class Running:
    """One that runs, and what it says."""

    process: Any
    pipe: Any

    def said(self, patience: float = _PATIENCE) -> Any:
        """What it says next; TimeoutError when it says nothing for so many seconds."""
        deadline = time.monotonic() + patience
        while not self.pipe.poll(0.05):
            if time.monotonic() > deadline or not self.process.is_alive():
                raise TimeoutError("a process of the bench ended, or stands still")
        return self.pipe.recv()

    def asked(self, question: object, patience: float = _PATIENCE) -> Any:
        """Its answer."""
        self.pipe.send(question)
        return self.said(patience)

    def megabytes(self) -> float:
        """What it holds in memory, of its own alone."""
        pid = getattr(self.process, "pid", None)
        return float(psutil.Process(pid).memory_full_info().uss) / 1e6


@dataclass(frozen=True, slots=True)
class SlackApart:
    """Slack's stand-in, as others see it."""

    running: Running
    url: str

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def arrivals(self, since: int = 0) -> list[Arrival]:
        """What was said, but for so many that came first."""
        found: list[Arrival] = self.running.asked(since)
        return found

    def counts(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """How often each method was called, and how often it was refused, and why."""
        found: tuple[Mapping[str, int], Mapping[str, int]] = self.running.asked("counts")
        return found

    def ask(self, crowd: Crowd) -> list[Heard]:
        """Let a crowd ask, and say what each of them heard."""
        found: list[Heard] = self.running.asked(crowd, crowd.seconds + _PATIENCE)
        return found


@contextmanager
def slack_apart(
    processes: Processes, members: Members, pace: Pace = ONE_A_SECOND
) -> Iterator[SlackApart]:
    """Slack's stand-in, in which these people read these channels."""
    with processes.running(_slack, members, pace) as running:
        yield SlackApart(running, running.said())


@contextmanager
def service_apart(processes: Processes, installed: Installed) -> Iterator[tuple[Running, str]]:
    """The service as `caseload serve` runs it, once it is ready; and where it takes requests."""
    installed = replace(installed, port=_free_port())
    with processes.running(_serve, installed) as running:
        assert running.said() == "ready"
        yield running, f"http://127.0.0.1:{installed.port}"


@dataclass(frozen=True, slots=True)
class Loaded:
    """When a load was committed and its check was done, as time.time() has it."""

    committed: float
    checked: float


def load_apart(
    processes: Processes, installed: Installed, paths: Sequence[Path], as_at: datetime
) -> Loaded:
    """Load and check in another process, as `caseload import` does."""
    with processes.running(_load, installed, tuple(paths), as_at) as running:
        running.asked("go")  # when everything is imported that it needs
        return Loaded(running.said(), running.said())


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


def _slack(members: Members, pace: Pace, pipe: Any) -> None:
    slack = StandIn(members, pace)

    def next_asked() -> Any:
        with suppress(EOFError):
            return pipe.recv()

    async def answer() -> None:
        pipe.send(slack.url)
        while (asked := await asyncio.to_thread(next_asked)) is not None:
            if isinstance(asked, Crowd):
                pipe.send(await gathered(asked, slack))
            elif isinstance(asked, int):
                pipe.send(slack.arrivals[asked:])
            else:
                pipe.send((dict(slack.calls), dict(slack.refused)))

    asyncio.run(stand_in(slack, answer))


def _serve(installed: Installed, pipe: Any) -> None:
    services, hands = installed.services(), installed.hands
    caseload = build(services, desk=Desk(workers=hands.workers, chairs=hands.chairs))
    stopped = threading.Event()

    def wait() -> None:
        with suppress(EOFError):  # the bench itself was killed
            pipe.recv()
        stopped.set()

    threading.Thread(target=wait, daemon=True).start()
    if installed.over_http:
        entrance = http_mode(caseload, "127.0.0.1", installed.port, hands.at_once)
    else:
        entrance = socket_mode(caseload, APP_TOKEN, hands.at_once)

    @contextmanager
    def ready() -> Iterator[Any]:
        with entrance() as connected:
            pipe.send("ready")
            yield connected

    try:
        serve(caseload, ready, stopped, deliverers=hands.deliverers)
    finally:
        caseload.close()


def _load(installed: Installed, paths: Sequence[Path], as_at: datetime, pipe: Any) -> None:
    services = installed.services()
    now = services.clock().replace(microsecond=0)
    options = replace(options_of(services, now, "the bench", as_at, given=True), accept=True)
    pipe.recv()
    pipe.send("began")
    report = import_extracts(services.database, paths, options)
    committed = time.time()
    assert not report.problems, report.problems
    check_after_load(services)
    pipe.send(committed)
    pipe.send(time.time())
    services.database.close()


def url_of(database: Database) -> str:
    """The address of a database for other processes."""
    return database.url.render_as_string(hide_password=False)
