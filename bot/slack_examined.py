"""Examines the way to Slack: tokens, permissions, and the two clocks."""

import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from alerts.wording import count
from bot.findings import Finding, Level
from bot.manifest import SCOPES
from bot.settings import Settings
from bot.slack_codes import SLACK_TIMEOUT

SLACK_ITSELF = "https://slack.com/api/"

CLOCKS_ALIKE = 30
"""Seconds that two clocks may be apart, of which some were the answer's way."""

CLOCKS_APART = 240
"""Seconds. Slack's requests are refused at five minutes, by the protection from replays."""

QUESTIONS = "im:history"
"""Without it direct messages are not heard either."""

_APP = "of the app's settings (api.slack.com/apps)"

HISTORY = frozenset({"channels:history", "groups:history", QUESTIONS})
"""Scopes that make the difference between a notice once, and once or twice after a crash."""


def examine_tokens(settings: Settings) -> Iterator[Finding]:
    """What can be wrong with the tokens as they are written."""
    if settings.slack_bot_token is None:
        yield Finding(
            "slack",
            Level.BAD,
            "SLACK_BOT_TOKEN is not set, so the service cannot reach Slack.",
            f"Set it to the bot token (xoxb-…) from OAuth & Permissions {_APP}.",
        )
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        yield Finding(
            "slack",
            Level.BAD,
            "Neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET (HTTP) is set.",
            "For Socket Mode, which needs no way in from outside, set SLACK_APP_TOKEN to an "
            f"app-level token (xapp-…) with connections:write from Basic Information {_APP}.",
        )
    secret = settings.slack_signing_secret
    if secret is not None and not re.fullmatch("[0-9a-f]{32}", secret.get_secret_value()):
        yield Finding(
            "slack",
            Level.ADVICE,
            "SLACK_SIGNING_SECRET does not look like Slack's, which are 32 digits and letters a-f.",
            f"Copy it again from Basic Information {_APP}; with a wrong one every request is "
            "refused.",
        )


def client_of(settings: Settings) -> WebClient | None:
    """Slack as the bot token reaches it; None without one."""
    if settings.slack_bot_token is None:
        return None
    token = settings.slack_bot_token.get_secret_value()
    return WebClient(token=token, base_url=settings.slack_api_url, timeout=SLACK_TIMEOUT)


def examine_connection(settings: Settings, client: WebClient, now: datetime) -> Iterator[Finding]:
    """Whether Slack takes the tokens, what they allow, and whether its clock is ours."""
    yield from _token(settings, client, now)
    if settings.slack_app_token is not None:
        yield from _app_token(client, settings.slack_app_token.get_secret_value())


def examine_clock(now: datetime, slacks: str | None) -> Iterator[Finding]:
    """Our clock beside the Date of an answer of Slack's."""
    try:
        theirs = parsedate_to_datetime(slacks or "")
    except ValueError:
        return
    apart = round(abs((now - theirs).total_seconds()))
    if apart <= CLOCKS_ALIKE:
        yield Finding("clock", Level.GOOD, "This machine's clock agrees with Slack's.")
        return
    fast = "ahead of" if now > theirs else "behind"
    level = Level.BAD if apart >= CLOCKS_APART else Level.ADVICE
    what = f"This machine's clock is {count(apart, 'second')} {fast} Slack's."
    if level is Level.BAD:
        what += " Over HTTP every request of Slack's is refused, and due times are wrong."
    yield Finding("clock", level, what, "Let the machine keep time: timedatectl set-ntp true")


def _token(settings: Settings, client: WebClient, now: datetime) -> Iterator[Finding]:
    try:
        found = client.auth_test()
    except (SlackApiError, OSError) as error:
        yield Finding(
            "slack",
            Level.BAD,
            f"Slack did not accept SLACK_BOT_TOKEN ({_reason(error)}).",
            f"Copy it again from OAuth & Permissions {_APP}, and check that this machine reaches "
            "Slack.",
        )
        return
    yield Finding("slack", Level.GOOD, f"Connected as {found['user']} in {found['team']}.")
    answered: Any = found.headers
    headers = {str(name).lower(): str(value) for name, value in answered.items()}
    if settings.slack_api_url == SLACK_ITSELF:  # a practice workspace has a clock of its own
        yield from examine_clock(now, headers.get("date"))
    given = {name.strip() for name in headers.get("x-oauth-scopes", "").split(",")} - {""}
    missing = sorted(set(SCOPES) - given) if given else []
    yield from _scopes([name for name in missing if name not in HISTORY - {QUESTIONS}])
    if HISTORY & set(missing):
        yield Finding(
            "slack",
            Level.ADVICE,
            "A notice whose sending is cut off may appear twice: the app may not look for it.",
            f"Add the scopes {', '.join(sorted(HISTORY & set(missing)))} under OAuth & "
            "Permissions, and reinstall.",
        )


def _scopes(missing: list[str]) -> Iterator[Finding]:
    if missing:
        yield Finding(
            "slack",
            Level.BAD,
            f"The app lacks permissions in Slack (scopes): {', '.join(missing)}.",
            f"Add them under OAuth & Permissions {_APP}, or apply the manifest again; then press "
            "Reinstall to Workspace.",
        )


def _app_token(client: WebClient, token: str) -> Iterator[Finding]:
    try:
        client.apps_connections_open(app_token=token)
    except (SlackApiError, OSError) as error:
        yield Finding(
            "slack",
            Level.BAD,
            f"Slack did not accept SLACK_APP_TOKEN ({_reason(error)}).",
            f"Make a new one with connections:write under Basic Information {_APP}.",
        )
    else:
        yield Finding("slack", Level.GOOD, "Socket Mode is ready.")


def _reason(error: Exception) -> str:
    return str(error.response["error"]) if isinstance(error, SlackApiError) else str(error)
