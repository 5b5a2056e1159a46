"""Asks Slack which channels there are, and whether the app is in them."""

from collections.abc import Mapping
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.failures import slack_code
from bot.setup.seen import Seen
from bot.slack_places import listed_channels

_SHARED = ("is_ext_shared", "is_pending_ext_shared", "is_org_shared")


def seen_channel(client: WebClient, channel_id: str) -> Seen | None:
    """None for one that Slack does not show the app: private, and without the app.

    Raises SlackApiError for every other refusal.
    """
    try:
        return _seen(client.conversations_info(channel=channel_id)["channel"])
    except SlackApiError as error:
        if slack_code(error) == "channel_not_found":
            return None
        raise


def seen_channels(client: WebClient) -> Mapping[str, Seen]:
    """Every channel Slack shows the app, by its id and by its name; raises SlackApiError."""
    found: dict[str, Seen] = {}
    for listed in listed_channels(client):
        seen = _seen(listed)
        found[seen.id] = found[seen.name.lower()] = seen
    return found


def _seen(channel: Mapping[str, Any]) -> Seen:
    return Seen(
        id=str(channel["id"]),
        name=str(channel.get("name") or ""),
        is_member=bool(channel.get("is_member")),
        is_shared=any(channel.get(mark) for mark in _SHARED),
        is_archived=bool(channel.get("is_archived")),
    )
