"""Somebody joins a channel, or it is shared: messages with names are said anew for its readers."""

from functools import partial
from typing import Any

from slack_bolt import App

from bot.listeners.context import Office


def register(app: App, office: Office) -> None:
    app.event("member_joined_channel")(partial(_joined, office))
    app.event("channel_shared")(partial(_changed, office))
    app.event("channel_unshared")(partial(_no_longer_shared, office))


def _joined(office: Office, event: dict[str, Any]) -> None:
    if event.get("user") != office.bot_user_id:
        _changed(office, event)


def _changed(office: Office, event: dict[str, Any], *, fewer: bool = False) -> None:
    """A repeat by Slack does no harm: the channel is looked at once more."""
    channel = event.get("channel")
    if channel:
        office.watch.changed(str(channel), fewer=fewer)


def _no_longer_shared(office: Office, event: dict[str, Any]) -> None:
    _changed(office, event, fewer=True)
