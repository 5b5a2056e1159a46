"""Connecting the app to Slack, ticking and delivering until told to stop."""

import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from types import FrameType

from slack_sdk.errors import SlackApiError, SlackClientNotConnectedError
from websockets.exceptions import WebSocketException

from bot.app import Caseload
from bot.deliverers import THREADS, Deliverers
from bot.inbox.clearing import inbox_jobs
from bot.inbox.watcher import Watcher, watcher_of
from bot.listeners.desk import CHAIRS
from bot.listeners.home_at_night import homes_job
from bot.operations.health import Vitals
from bot.operations.stopping import WITHIN, finished
from bot.operations.watching import watched
from bot.pictures.apart import draw_apart
from bot.reader_watch import ReaderWatch
from bot.scheduler import Ticker
from bot.slack_digests import Studio
from bot.slack_pictures import upload
from bot.slack_sender import SlackSender
from bot.socket_mode import SteadyClient
from models.errors import SettingsWrong

log = logging.getLogger("caseload")

_BY_SIGNAL = 128
"""What a shell adds to the number of a signal that ended a process."""

TAKEN_AT_ONCE = CHAIRS + 8
"""Requests taken in at once: when every chair is taken, there are still hands to acknowledge."""


@dataclass(frozen=True, slots=True)
class AtWork:
    """What goes on by itself while the service runs."""

    ticker: Ticker
    deliverers: Deliverers
    watch: ReaderWatch
    inbox: Watcher | None = None

    def start(self) -> None:
        self.deliverers.start()
        self.ticker.start()
        self.watch.start()
        if self.inbox is not None:
            self.inbox.start()

    def parts(self) -> Mapping[str, Callable[[], None]]:
        """Each part by its name, and how it is closed: what it has begun is finished."""
        return {
            "looks at readers": self.watch.close,
            "checks and schedules": self.ticker.close,
            "notices": self.deliverers.close,
            **({} if self.inbox is None else {"the inbox": self.inbox.close}),
        }


Connected = Callable[[], bool]
"""Whether requests of Slack can come in."""

Entrance = Callable[[], AbstractContextManager[Connected]]
"""Takes in Slack's requests while it is open; closing it finishes those that were taken in."""


@dataclass
class Life:
    """One process of the service, from its start to its end."""

    work: AtWork
    connected: Connected = lambda: False
    stopping: threading.Event = field(default_factory=threading.Event)

    def vitals(self) -> Vitals:
        """How it is, but for the database."""
        return Vitals(
            connected=self.connected(),
            ticker_still=self.work.ticker.stood_still(),
            deliverers_still=self.work.deliverers.stood_still(),
            stopping=self.stopping.is_set(),
        )


def work_of(caseload: Caseload, deliverers: int = THREADS) -> AtWork:
    """What checks, does what is due and delivers with so many threads; not started yet."""
    office = caseload.office
    meters = office.services.meters
    sender = SlackSender(
        office.services,
        office.client,
        office.team_id,
        office.bot_user_id,
        channels=office.watch.channels,
        studio=Studio(meters.drawing(draw_apart), upload),
    )
    ticker = Ticker(office.services, nightly=[homes_job(office), *inbox_jobs(office.services)])
    hands = Deliverers(office.services, sender, threads=deliverers)
    return AtWork(ticker, hands, office.watch, watcher_of(office.services))


@contextmanager
def at_work(caseload: Caseload) -> Iterator[AtWork]:
    """Check, do what is due and deliver for as long as it lasts; what was begun is finished."""
    work = work_of(caseload)
    work.start()
    try:
        yield work
    finally:
        for close in work.parts().values():
            close()


def serve(
    caseload: Caseload,
    entrance: Entrance,
    stopped: threading.Event,
    within: float = WITHIN,
    *,
    deliverers: int = THREADS,
) -> None:
    """Take requests, check and deliver until `stopped`; then end within so many seconds.

    What is not finished by then is left to other processes, and this one ends on the spot.
    """
    life = Life(work_of(caseload, deliverers))
    services = caseload.office.services
    with ExitStack() as opened, watched(services, life.vitals, life.work.ticker.jobs):
        life.connected = opened.enter_context(entrance())
        life.work.start()
        log.info("the service has started")
        stopped.wait()
        life.stopping.set()
        log.info("the service is stopping")

        def close_entrance() -> None:
            opened.close()
            caseload.office.desk.close()

        left = finished({"requests": close_entrance, **life.work.parts()}, within)
    if left:
        _leave(left, within)
    log.info("the service has stopped")


def _leave(left: list[str], within: float) -> None:
    """End at once: a thread that still waits for an answer would keep the process for minutes."""
    log.error(
        "not finished after %.0f seconds, and left to the other processes: %s",
        within,
        ", ".join(left),
    )
    logging.shutdown()
    os._exit(0)


def socket_mode(caseload: Caseload, app_token: str, at_once: int = TAKEN_AT_ONCE) -> Entrance:
    """Requests come over Slack's WebSocket."""

    @contextmanager
    def entrance() -> Iterator[Connected]:
        client = connect_socket_mode(caseload, app_token, at_once)
        log.info("connected to Slack")
        try:
            yield client.is_connected
        finally:
            close_socket_mode(client)

    return entrance


def close_socket_mode(client: SteadyClient) -> None:
    """Finish what was taken in, then hang up."""
    client.close()


def connect_socket_mode(
    caseload: Caseload, app_token: str, at_once: int = TAKEN_AT_ONCE
) -> SteadyClient:
    """The connection, open; it mends itself when Slack closes it.

    Raises SettingsWrong when Slack refuses the token or the connection, or cannot be reached.
    """
    client = SteadyClient(caseload.app, app_token, at_once=at_once)
    try:
        client.connect()
    except SlackApiError as error:
        raise SettingsWrong(
            f"Slack did not accept SLACK_APP_TOKEN ({error.response['error']}). Make one under "
            "Basic Information, App-Level Tokens, with the scope connections:write."
        ) from None
    except SlackClientNotConnectedError as error:
        raise SettingsWrong(
            f"{error}. Check that Socket Mode is switched on for the app, and that at most ten "
            "copies of Caseload run, then try again."
        ) from None
    except (OSError, WebSocketException) as error:
        raise SettingsWrong(
            f"Slack cannot be reached by WebSocket ({error}). Check that the network and the proxy "
            "let wss connections to Slack through, then try again."
        ) from None
    return client


@contextmanager
def until_told(leave: Callable[[int], object] = os._exit) -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set; the second of them ends the process on the spot."""
    stopped = threading.Event()

    def stop(number: int, _frame: FrameType | None) -> None:
        if stopped.is_set():
            leave(_BY_SIGNAL + number)
        stopped.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
