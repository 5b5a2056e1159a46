"""Connecting the app to Slack, ticking and delivering until told to stop."""

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from slack_sdk.errors import SlackApiError, SlackClientNotConnectedError
from websockets.exceptions import WebSocketException

from bot.app import Caseload
from bot.deliverers import Deliverers
from bot.listeners.desk import CHAIRS
from bot.listeners.home_at_night import homes_job
from bot.pictures.apart import draw_apart
from bot.scheduler import Ticker
from bot.slack_digests import Studio
from bot.slack_pictures import upload
from bot.slack_sender import SlackSender
from bot.socket_mode import SteadyClient
from models.errors import SettingsWrong

log = logging.getLogger("caseload")

TAKEN_AT_ONCE = CHAIRS + 8
"""Requests taken in at once: when every chair is taken, there are still hands to acknowledge."""


@dataclass(frozen=True, slots=True)
class AtWork:
    """What goes on by itself while the service runs."""

    ticker: Ticker
    deliverers: Deliverers


@contextmanager
def at_work(caseload: Caseload) -> Iterator[AtWork]:
    """Check, do what is due and deliver for as long as it lasts; what was begun is finished."""
    office = caseload.office
    sender = SlackSender(
        office.services,
        office.client,
        office.team_id,
        office.bot_user_id,
        channels=office.watch.channels,
        studio=Studio(draw_apart, upload),
    )
    ticker = Ticker(office.services, nightly=[homes_job(office)])
    work = AtWork(ticker, Deliverers(office.services, sender))
    work.deliverers.start()
    work.ticker.start()
    office.watch.start()
    try:
        yield work
    finally:
        office.watch.close()
        work.ticker.close()
        work.deliverers.close()


def serve_socket_mode(caseload: Caseload, app_token: str) -> None:
    """Take requests over Slack's WebSocket, check and deliver, until SIGINT or SIGTERM."""
    with at_work(caseload):
        client = connect_socket_mode(caseload, app_token)
        try:
            with until_told() as stopped:
                log.info("connected to Slack")
                stopped.wait()
        finally:
            close_socket_mode(client)


def close_socket_mode(client: SteadyClient) -> None:
    """Finish what was taken in, then hang up."""
    client.close()


def connect_socket_mode(caseload: Caseload, app_token: str) -> SteadyClient:
    """The connection, open; it mends itself when Slack closes it.

    Raises SettingsWrong when Slack refuses the token or the connection, or cannot be reached.
    """
    client = SteadyClient(caseload.app, app_token, at_once=TAKEN_AT_ONCE)
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
