"""Everybody who can read a channel, as far as Slack and the workforce know them."""

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from slack_sdk import WebClient

from alerts.audience import Audience
from bot.directory import people_of
from bot.known_channels import is_shared_now
from bot.services import Services
from models.access import Asker, find_asker
from models.errors import NotKnown

MOST_READERS = 100
"""A channel with more readers is not one of managers only: whoever is beyond counts as a stranger,
because asking Slack about a thousand people takes longer than anybody waits."""


class Installed(Protocol):
    """The app as it is installed in a workspace."""

    @property
    def services(self) -> Services: ...
    @property
    def client(self) -> WebClient: ...
    @property
    def team_id(self) -> str: ...
    @property
    def bot_user_id(self) -> str: ...


def audience_of(app: Installed, channel: str, *, shared: bool | None = None) -> Audience:
    """Who can read a channel; raises SlackApiError when Slack does not say.

    `shared` is whether it is, where that is known. Bots and deactivated accounts are nobody who
    reads; an account of which Slack says nothing counts as a guest.
    """
    if is_shared_now(app.client, channel) if shared is None else shared:
        return Audience([], 0, 0, shared=True)
    readers = [reader for reader in _members(app.client, channel) if reader != app.bot_user_id]
    people = people_of(app.services, app.client, readers[:MOST_READERS], app.team_id)
    guests = sum(person.reads and not person.active for person in people)
    known: list[Asker] = []
    strangers = len(readers) - len(people)
    today = today_of(app.services)
    with app.services.database.look() as session:
        for person in people:
            if not person.active:
                continue
            try:
                known.append(find_asker(session, person.email, today))
            except NotKnown:
                strangers += 1
    return Audience(known, strangers, guests, shared=False)


def today_of(services: Services) -> date:
    """The day it is at the authority."""
    return services.clock().astimezone(services.settings.zone).date()


def _members(client: WebClient, channel: str) -> Iterator[str]:
    cursor: str | None = None
    while True:
        page = client.conversations_members(channel=channel, cursor=cursor, limit=200)
        yield from page["members"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return
