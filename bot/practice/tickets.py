"""Tickets that run out: trigger ids, response URLs and Socket Mode addresses."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.practice.plan import Timing
from bot.practice.refusal import Refusal


@dataclass
class Trigger:
    """Permission to open one modal for one person; `view_id` is the modal it was given in."""

    user_id: str
    expires: datetime
    view_id: str | None = None
    used: bool = False


@dataclass
class ResponseUrl:
    """Permission to answer in a conversation; `message_ts` is the message acted upon, if any."""

    user_id: str
    channel_id: str
    expires: datetime
    uses_left: int
    message_ts: str | None = None
    thread_ts: str | None = None


class Tickets:
    """Issues and redeems tickets; lifetimes come from `timing`."""

    def __init__(self, timing: Timing) -> None:
        self._timing = timing
        self._triggers: dict[str, Trigger] = {}
        self._response_urls: dict[str, ResponseUrl] = {}
        self._sockets: set[str] = set()

    def trigger(self, user_id: str, now: datetime, view_id: str | None = None) -> str:
        """A new trigger id, good for one use within three seconds."""
        trigger_id = f"{int(now.timestamp() * 1000)}.{secrets.token_hex(8)}"
        expires = now + timedelta(seconds=self._timing.trigger)
        self._triggers[trigger_id] = Trigger(user_id, expires, view_id)
        return trigger_id

    def redeem_trigger(self, trigger_id: str, now: datetime) -> Trigger:
        """Uses a trigger id up, or refuses with Slack's code for why not."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise Refusal("invalid_trigger_id")
        if trigger.used:
            raise Refusal("exchanged_trigger_id")
        if now > trigger.expires:
            raise Refusal("expired_trigger_id")
        trigger.used = True
        return trigger

    def response_url(
        self,
        user_id: str,
        channel_id: str,
        now: datetime,
        message_ts: str | None = None,
        thread_ts: str | None = None,
    ) -> str:
        """The token of a new response URL."""
        token = secrets.token_urlsafe(18)
        expires = now + timedelta(seconds=self._timing.response_url)
        uses = self._timing.response_url_uses
        self._response_urls[token] = ResponseUrl(
            user_id, channel_id, expires, uses, message_ts, thread_ts
        )
        return token

    def channel_of(self, token: str) -> str | None:
        """Which conversation a response URL leads to, if there is such a one."""
        ticket = self._response_urls.get(token)
        return ticket.channel_id if ticket else None

    def redeem_response_url(self, token: str, now: datetime) -> ResponseUrl:
        """Takes one use of a response URL, or refuses it."""
        ticket = self._response_urls.get(token)
        if ticket is None or now > ticket.expires:
            raise Refusal("expired_url")
        if ticket.uses_left == 0:
            raise Refusal("used_url")
        ticket.uses_left -= 1
        return ticket

    def socket(self) -> str:
        """A ticket for one Socket Mode connection."""
        ticket = secrets.token_urlsafe(18)
        self._sockets.add(ticket)
        return ticket

    def redeem_socket(self, ticket: str) -> bool:
        """Whether the ticket was good; it is not any longer."""
        good = ticket in self._sockets
        self._sockets.discard(ticket)
        return good
