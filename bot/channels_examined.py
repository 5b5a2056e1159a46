"""What can be wrong with the channels that alerts are told in: not there, or without the app."""

from collections.abc import Iterator, Mapping
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlmodel import Session

from alerts.routes import CHANNEL_ID
from bot.findings import Finding, Level
from bot.services import Services
from bot.setup.in_force import in_force
from bot.slack_places import listed_channels

_INVITE = "Write /invite @Caseload there."


def told_in(services: Services, session: Session) -> dict[str, str]:
    """Each channel by its name or id, without #, with where it is named or chosen."""
    channels: dict[str, str] = {}
    for each in in_force(services, session):
        if each.is_channel and each.value:
            chosen = f"chosen in Slack for {each.what}"
            channels.setdefault(each.value, each.written if each.chosen is None else chosen)
    return channels


def examine_choices(services: Services, session: Session) -> Iterator[Finding]:
    """What is chosen in Slack comes before the settings: whoever looks at these has to know."""
    chosen = [each for each in in_force(services, session) if each.chosen is not None]
    if chosen:
        listed = ", ".join(f"{each.what} {each.shown}" for each in chosen)
        what = (
            f"Chosen in Slack, before the settings and the workforce list: {listed}. "
            "`caseload choices` says by whom."
        )
        yield Finding("choices", Level.GOOD, what)


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
            f"Slack shows the app no channel {_called(name)}, so nothing can be told there "
            f"({where}).",
            "Correct the name. If it is right, the channel is private and the app is not in it. "
            f"{_INVITE}",
        )
    if not channel.get("is_member"):
        known = _called(str(channel.get("name") or name))
        what = f"The app is not in the channel {known}, so nothing can be told there ({where})."
        return Finding("channels", Level.BAD, what, _INVITE)
    return None


def _called(name: str) -> str:
    """ "#court-north"; a channel of which only the id is known, by that."""
    return name if CHANNEL_ID.fullmatch(name) else f"#{name}"
