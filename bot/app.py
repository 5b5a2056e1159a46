"""The one place where all is put together: settings to services to the Bolt app."""

import logging
from dataclasses import dataclass, field
from secrets import token_hex
from ssl import SSLContext, create_default_context
from typing import Any

from slack_bolt import App
from slack_bolt.error import BoltError
from slack_bolt.response import BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import ids
from bot.accepting import Installation, installation_of, refusing
from bot.failures import failure_of
from bot.listeners import (
    alerts,
    answers,
    commands,
    decisions,
    exports,
    held_loads,
    home,
    home_digests,
    home_lists,
    joining,
    messages,
    plans,
    readers,
    rules,
    setup,
)
from bot.listeners.context import Office
from bot.listeners.desk import Desk
from bot.operations.requests import WatchedApp
from bot.reader_watch import ReaderWatch, Rhythm
from bot.refusals import Refusals
from bot.services import Services
from bot.slack_codes import SLACK_TIMEOUT
from models.errors import SettingsWrong


@dataclass(frozen=True, slots=True)
class Caseload:
    """The product, ready to be connected to Slack."""

    app: App
    office: Office
    refusals: Refusals = field(default_factory=Refusals)

    def close(self) -> None:
        """Finish what was begun, then let go of the database."""
        self.office.desk.close()
        self.office.services.database.close()


def build(services: Services, rhythm: Rhythm | None = None, desk: Desk | None = None) -> Caseload:
    """The Bolt app with every listener; asks Slack once who the app is.

    `rhythm` is how often the readers of channels are looked at, and `desk` where requests are
    worked on, if not as usual. Raises SettingsWrong when Slack does not accept the token.
    """
    client = _client(services)
    ours = _installation(client)
    counter = services.meters.refused_requests
    refusals = Refusals(lambda reason: counter.labels(reason.value).inc())
    secret = services.settings.slack_signing_secret
    app = WatchedApp(
        services.meters,
        client=client,
        # Without one, requests over HTTP are refused: nobody can know this.
        signing_secret=secret.get_secret_value() if secret else token_hex(),
        # Listeners run before the response: Bolt otherwise looks for an acknowledgement only
        # every ten milliseconds, and can lose one. They never raise and never block (see Desk).
        process_before_response=True,
        token_verification_enabled=False,
        before_authorize=refusing(ours, refusals),
        raise_error_for_unhandled_request=True,
        logger=_bolt_logger(),
    )
    team_id, user_id = ours.team_id, ours.bot_user_id
    watch = ReaderWatch(services, client, team_id, user_id, rhythm)
    office = Office(services, client, desk or Desk(), team_id, user_id, watch)
    for room in (
        commands,
        messages,
        held_loads,
        exports,
        alerts,
        decisions,
        joining,
        readers,
        rules,
        plans,
        setup,
        home_lists,
        home_digests,
        answers,
        home,
    ):
        room.register(app, office)
    app.event(ids.ANYTHING)(_nothing_to_do)
    app.shortcut(ids.ANYTHING)(_acknowledge)
    app.options(ids.ANYTHING)(_acknowledge)
    app.error(_last_resort)
    return Caseload(app, office, refusals)


def _client(services: Services) -> WebClient:
    token = services.settings.slack_bot_token
    if token is None:
        raise SettingsWrong(
            "SLACK_BOT_TOKEN is not set. Copy the bot token (xoxb-…) from the app's page under "
            "OAuth & Permissions, then try again."
        )
    # The SDK's own retry of a post whose answer was lost can post it twice.
    return WebClient(
        token=token.get_secret_value(),
        base_url=services.settings.slack_api_url,
        timeout=SLACK_TIMEOUT,
        ssl=_trust(services.settings.slack_api_url),
        retry_handlers=[],
    )


def _trust(url: str) -> SSLContext | None:
    """The certificates, read once: left to itself, each call reads all of them anew."""
    return create_default_context() if url.startswith("https:") else None


def _installation(client: WebClient) -> Installation:
    try:
        return installation_of(client)
    except SlackApiError as error:
        raise SettingsWrong(
            f"Slack did not accept SLACK_BOT_TOKEN ({error.response['error']}). Copy it again from "
            "OAuth & Permissions; if the app was reinstalled, the token is a new one."
        ) from None
    except OSError as error:
        raise SettingsWrong(
            f"Slack cannot be reached at {client.base_url} ({error}). "
            "Check the network and the proxy, then try again."
        ) from None


def _nothing_to_do() -> None:
    """Events nobody asked for are acknowledged, or Slack would send them again."""


def _acknowledge(ack: Any) -> None:
    ack()


def _last_resort(error: Exception) -> BoltResponse:
    """A listener failed after all: still a 200, because anything else shows "dispatch_failed"."""
    if isinstance(error, BoltError):
        return BoltResponse(status=200, body="")
    body = {"response_type": "ephemeral", "text": failure_of(error).sentence}
    return BoltResponse(status=200, body=body)


def _bolt_logger() -> logging.Logger:
    """Bolt's own log from warnings on: below them it writes whole requests, names among them."""
    logger = logging.getLogger("caseload.bolt")
    logger.setLevel(logging.WARNING)
    logger.addFilter(_is_news)
    return logger


def _is_news(record: logging.LogRecord) -> bool:
    """Not what Bolt says at every start because the token it would not need is also set."""
    return "`token` will be unused" not in record.getMessage()
