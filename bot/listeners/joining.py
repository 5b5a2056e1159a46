"""The app joins a channel: it says there, once, what it will post and who may read it."""

from functools import partial
from typing import Any

from slack_bolt import App

from bot.listeners.context import Office
from bot.setup.announcing import announce


def register(app: App, office: Office) -> None:
    app.event("member_joined_channel", matchers=[partial(_is_the_app, office)])(
        partial(_joined, office)
    )


def _is_the_app(office: Office, event: dict[str, Any]) -> bool:
    return bool(event.get("user") == office.bot_user_id)


def _joined(office: Office, event: dict[str, Any], body: dict[str, Any]) -> None:
    """Told again for the same join, it is said no second time; for the next, it is."""
    channel = str(event.get("channel") or "")
    occasion = str(body.get("event_id") or event.get("event_ts") or "")

    def say() -> None:
        announce(office, channel, f"joined {occasion}")

    if channel:
        office.desk.later(lambda: office.desk.say(say), on_failure=lambda _failure: None)
