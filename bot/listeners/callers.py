"""Who did something in Slack, and where, from the many shapes of Slack's payloads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Caller:
    """The account, the workspace it acts from, the channel, and the one-time address to answer."""

    user_id: str
    team_id: str
    channel_id: str | None
    response_url: str | None
    trigger_id: str | None
    message_ts: str | None = None  # of the message whose button was pressed
    home_hash: str | None = None  # of the Home as they have it before them, where Slack says

    @property
    def in_direct_message(self) -> bool:
        return (self.channel_id or "").startswith("D")


def typed(text: str | None) -> str:
    """What the person typed: Slack escapes three characters on the way to the app."""
    return (text or "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def caller_of_command(body: Mapping[str, Any]) -> Caller:
    return Caller(
        user_id=body["user_id"],
        team_id=body.get("user_team_id") or body.get("team_id") or "",
        channel_id=body.get("channel_id"),
        response_url=body.get("response_url"),
        trigger_id=body.get("trigger_id"),
    )


def caller_of_action(body: Mapping[str, Any]) -> Caller:
    user, container = body.get("user") or {}, body.get("container") or {}
    team = body.get("team") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id")
    return Caller(
        user_id=user["id"],
        team_id=user.get("team_id") or team.get("id") or "",
        channel_id=channel,
        response_url=body.get("response_url"),
        trigger_id=body.get("trigger_id"),
        message_ts=container.get("message_ts"),
        home_hash=_home_hash(body.get("view")),
    )


def caller_of_event(event: Mapping[str, Any], body: Mapping[str, Any]) -> Caller:
    return Caller(
        user_id=event["user"],
        team_id=event.get("user_team") or event.get("team") or body.get("team_id") or "",
        channel_id=event.get("channel"),
        response_url=None,
        trigger_id=None,
        home_hash=_home_hash(event.get("view")),
    )


def _home_hash(view: Any) -> str | None:
    """By it Slack refuses a Home that was drawn from something older."""
    is_home = isinstance(view, Mapping) and view.get("type") == "home"
    found = view.get("hash") if is_home else None
    return found if isinstance(found, str) else None
