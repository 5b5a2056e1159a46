"""What can be wrong with the channels that alerts are told in: not there, or without the app."""

from collections.abc import Iterator, Mapping
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import select
from sqlmodel import Session, col

from bot.findings import Finding, Level
from bot.services import Services
from bot.slack_places import listed_channels
from models.organisation import Service, Team

_INVITE = "Write /invite @Caseload there."


def told_in(services: Services, session: Session) -> dict[str, str]:
    """Each channel by its name or id, without #, with where it is named."""
    settings = services.settings
    found: dict[str, str] = {}
    for table, sheet in ((Team, "Teams"), (Service, "Services")):
        query = select(col(table.slack_channel), col(table.name)).where(
            col(table.dropped_on).is_(None)
        )
        for channel, name in session.execute(query):
            if channel:
                found.setdefault(_bare(channel), f"slack_channel of {name} in the sheet {sheet}")
    for channel, name in (
        (settings.leadership_channel, "CASELOAD_LEADERSHIP_CHANNEL"),
        (settings.administrators_channel, "CASELOAD_ADMINISTRATORS_CHANNEL"),
    ):
        if channel:
            found[_bare(channel)] = name
    return found


def examine_channels(client: WebClient, named: Mapping[str, str]) -> Iterator[Finding]:
    """Whether Slack shows the app each of these channels, and whether it is in them."""
    if not named:
        return
    try:
        listed = list(listed_channels(client))
    except (SlackApiError, OSError):
        return  # the token or a scope is wrong, which is a finding of its own
    known: dict[str, dict[str, Any]] = {}
    for channel in listed:
        known[str(channel["name"])] = known[str(channel["id"])] = channel
    wrong = [finding for name in named if (finding := _wrong(name, named[name], known.get(name)))]
    yield from wrong
    if not wrong:
        what = f"The app is in every channel that alerts are told in ({len(named)})."
        yield Finding("channels", Level.GOOD, what)


def _wrong(name: str, where: str, channel: Mapping[str, Any] | None) -> Finding | None:
    if channel is None:
        return Finding(
            "channels",
            Level.BAD,
            f"Slack shows the app no channel #{name}, so nothing can be told there ({where}).",
            "Correct the name. If it is right, the channel is private and the app is not in it. "
            f"{_INVITE}",
        )
    if not channel.get("is_member"):
        what = f"The app is not in the channel #{name}, so nothing can be told there ({where})."
        return Finding("channels", Level.BAD, what, _INVITE)
    return None


def _bare(channel: str) -> str:
    return channel.strip().removeprefix("#")
