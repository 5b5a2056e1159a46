"""Examines who is told: teams with nobody, leaders Slack does not know, channels others read."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import or_, select
from sqlmodel import Session, col

from alerts.routes import Routes
from alerts.wording import count
from bot.directory import is_full_member, is_human
from bot.findings import Finding, Level
from bot.known_channels import is_shared_now
from bot.slack_places import listed_channels
from models.organisation import Team

SUBJECT = "audience"

_MOST_CHANNELS = 60
"""Whose members are looked at: Slack answers a hundred such questions a minute."""

_NAMED = 5
"""Of what is alike, so that a finding stays a sentence."""


def examine_places(session: Session, routes: Routes, today: date) -> Iterator[Finding]:
    """Teams that have neither a channel nor a manager who can be told."""
    query = (
        select(col(Team.id), col(Team.name))
        .where(
            col(Team.dropped_on).is_(None),
            or_(col(Team.ends_on).is_(None), col(Team.ends_on) >= today),
        )
        .order_by(col(Team.name))
    )
    alone = [
        name
        for team_id, name in session.execute(query)
        if not routes.team_channels.get(team_id) and not routes.managers.get(team_id)
    ]
    if alone:
        yield Finding(
            SUBJECT,
            Level.ADVICE,
            f"No channel and no manager with an email: {_listed(alone)}. What is a team's to know "
            "goes to its head of service, or to leadership.",
            "Name a manager or a slack_channel in Teams, or choose a channel in the app's Home.",
        )


def leaders_of(routes: Routes) -> dict[str, str]:
    """Everybody who may be told by a direct message, by email, with what they are."""
    found: dict[str, str] = {}
    for word, emails in (
        ("administrator", routes.administrators),
        ("leadership", routes.leadership),
        ("head of service", [email for each in routes.heads.values() for email in each]),
        ("manager", [email for each in routes.managers.values() for email in each]),
    ):
        for email in emails:
            found.setdefault(email.strip().lower(), word)
    return found


def examine_audience(
    client: WebClient, named: Mapping[str, str], leaders: Mapping[str, str]
) -> Iterator[Finding]:
    """Who cannot be reached, and where alerts are told without names."""
    try:
        people = {str(user["id"]): user for user in _everybody(client)}
        yield _reached(people, leaders)
        yield from _channels(client, named, people)
    except (SlackApiError, OSError):
        yield Finding(
            SUBJECT,
            Level.ADVICE,
            "Slack did not say who is in the workspace, so nobody knows who can be told.",
            "Run caseload doctor again in a minute.",
        )


def _reached(people: Mapping[str, dict[str, Any]], leaders: Mapping[str, str]) -> Finding:
    known = {
        str(user.get("profile", {}).get("email", "")).lower()
        for user in people.values()
        if is_full_member(user, str(user.get("team_id", "")))
    }
    lost = [f"{email} ({word})" for email, word in leaders.items() if email not in known]
    if not lost:
        what = f"Everybody who leads has an account in Slack ({len(leaders)})."
        return Finding(SUBJECT, Level.GOOD, what)
    return Finding(
        SUBJECT,
        Level.ADVICE,
        f"Slack has no full member with the email of {_listed(lost)}. They are told nothing, and "
        "may ask nothing.",
        "Correct the email in Staff or in the grant, or have their account made.",
    )


def _channels(
    client: WebClient, named: Mapping[str, str], people: Mapping[str, dict[str, Any]]
) -> Iterator[Finding]:
    without: dict[str, list[str]] = defaultdict(list)
    ours = [
        channel
        for channel in listed_channels(client)
        if channel.get("is_member") and {channel["id"], channel["name"]} & set(named)
    ]
    for channel in ours[:_MOST_CHANNELS]:
        why = _why_without_names(client, str(channel["id"]), people)
        if why is not None:
            without[why].append(f"#{channel['name']}")
    for why, channels in without.items():
        yield Finding(
            SUBJECT,
            Level.ADVICE,
            f"Alerts are told without names in {_listed(channels)}: {why}.",
            "Managers get the names by direct message. For names in the channel, let only those "
            "read it who may see them.",
        )


def _why_without_names(
    client: WebClient, channel: str, people: Mapping[str, dict[str, Any]]
) -> str | None:
    if is_shared_now(client, channel):
        return "another organisation reads there"
    members = client.conversations_members(channel=channel, limit=1000)["members"]
    guests = sum(not _is_ours(member, people) for member in members)
    return f"{count(guests, 'guest')} can read there" if guests else None


def _is_ours(member: str, people: Mapping[str, dict[str, Any]]) -> bool:
    """Whether it is a colleague's account, or nobody's who reads."""
    user = people.get(member)
    if user is None:
        return False
    return not is_human(member, user) or is_full_member(user, str(user.get("team_id", "")))


def _everybody(client: WebClient) -> Iterator[dict[str, Any]]:
    cursor: str | None = None
    while True:
        page = client.users_list(limit=1000, cursor=cursor)
        yield from page["members"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    more = len(names) - _NAMED
    return f"{shown} and {more} more" if more > 0 else shown
