"""Somebody joins a channel, or it is shared: messages with names are said anew for its readers."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from http.client import HTTPException
from typing import Any

from slack_bolt import App
from slack_sdk.errors import SlackApiError
from sqlmodel import Session

from alerts.readers import no_longer_shared, shared, somebody_joined
from bot.failures import Failure
from bot.listeners.callers import caller_of_event
from bot.listeners.context import Office
from models.access import Asker, find_asker
from models.errors import NotKnown

Change = Callable[[Session, str, datetime], int]
"""Puts into the outbox what has to be said anew in a channel; gives how many alerts that are."""


def register(app: App, office: Office) -> None:
    app.event("member_joined_channel")(partial(_joined, office))
    app.event("channel_shared")(partial(_changed, office, shared))
    app.event("channel_unshared")(partial(_changed, office, no_longer_shared))


def _joined(office: Office, event: dict[str, Any], body: dict[str, Any]) -> None:
    if event.get("user") == office.bot_user_id:
        return

    def work() -> None:
        email = _email(office, event, body)

        def change(session: Session, channel_id: str, now: datetime) -> int:
            reader = _reader(office, session, email, now)
            return somebody_joined(session, channel_id, reader, now)

        _apply(office, change, event)

    office.desk.later(work, on_failure=_nobody_to_tell)


def _changed(office: Office, change: Change, event: dict[str, Any]) -> None:
    office.desk.later(lambda: _apply(office, change, event), on_failure=_nobody_to_tell)


def _apply(office: Office, change: Change, event: dict[str, Any]) -> None:
    """A repeat by Slack does no harm: what waits to be said is only replaced."""
    services = office.services
    with services.database.transaction() as session:
        edited = change(session, str(event.get("channel") or ""), services.clock())
    if edited:
        services.wake()


def _email(office: Office, event: dict[str, Any], body: dict[str, Any]) -> str | None:
    """None for strangers, and where Slack does not say who it is: that one counts as a stranger."""
    try:
        return office.email_of(caller_of_event(event, body))
    except (SlackApiError, OSError, HTTPException):
        return None


def _reader(office: Office, session: Session, email: str | None, now: datetime) -> Asker | None:
    today = now.astimezone(office.services.settings.zone).date()
    try:
        return find_asker(session, email, today)
    except NotKnown:
        return None


def _nobody_to_tell(_failure: Failure) -> None:
    """It is in the log; nobody asked for anything."""
