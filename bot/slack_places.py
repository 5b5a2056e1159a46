"""Where a notice goes: the channel of a name, the account and the direct message of an email."""

import re
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient

from bot.clock import Clock
from bot.slack_codes import of_code

KNOWN_FOR = timedelta(minutes=10)
"""A renamed channel or a changed email is found by its new name no later than this."""

LOOKED_AGAIN = timedelta(minutes=1)
"""Listing every channel is dear: a name that was not there is not looked for again sooner."""

_ID = re.compile(r"[CGD][A-Z0-9]{4,}")  # names are in small letters


class Places:
    """Slack's ids of channels and people, remembered for some minutes; any thread may ask.

    What is not there raises Undelivered, like everything that cannot be sent.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._channels: dict[str, str] = {}
        self._listed_at: datetime | None = None
        self._accounts: dict[str, tuple[str, datetime]] = {}
        self._direct: dict[str, str] = {}

    def channel(self, client: WebClient, name: str) -> str:
        """The id of a channel given by its name, with or without #, or by its id."""
        wanted = name.strip().removeprefix("#")
        if _ID.fullmatch(wanted):
            return wanted
        with self._lock:  # held while listing, so that a crowd lists once
            if wanted not in self._channels or self._older_than(KNOWN_FOR):
                self._list(client)
            if wanted not in self._channels:
                raise of_code("channel_not_found")
            return self._channels[wanted]

    def account(self, client: WebClient, email: str) -> str:
        """The id of the account with this email."""
        now = self._clock()
        known = self._accounts.get(email)
        if known is not None and now - known[1] < KNOWN_FOR:
            return known[0]
        found = str(client.users_lookupByEmail(email=email)["user"]["id"])
        self._accounts[email] = (found, now)
        return found

    def direct_message(self, client: WebClient, email: str) -> str:
        """The conversation between the app and the person with this email."""
        account = self.account(client, email)
        if account not in self._direct:
            opened = client.conversations_open(users=account)
            self._direct[account] = str(opened["channel"]["id"])
        return self._direct[account]

    def _list(self, client: WebClient) -> None:
        if not self._older_than(LOOKED_AGAIN):
            return
        self._channels = {str(each["name"]): str(each["id"]) for each in listed_channels(client)}
        self._listed_at = self._clock()

    def _older_than(self, age: timedelta) -> bool:
        return self._listed_at is None or self._clock() - self._listed_at > age


def listed_channels(client: WebClient) -> Iterator[dict[str, Any]]:
    """Every channel Slack shows the app: the public ones, and the private ones it is in."""
    cursor: str | None = None
    while True:
        page = client.conversations_list(
            types="public_channel,private_channel", exclude_archived=True, limit=999, cursor=cursor
        )
        yield from page["channels"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return
