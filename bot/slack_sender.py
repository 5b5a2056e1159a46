"""Says a notice in Slack: where, with names or without, and whether it stands there already."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from alerts.audience import allowed_for
from alerts.delivery.confidants import may_see_names
from alerts.delivery.parcel import Parcel, Receipt
from alerts.permission import scope_of
from alerts.reader_marks import readers_mark
from bot.audience import audience_of, today_of
from bot.blocks.notices import notice_blocks, notice_text
from bot.directory import person_of
from bot.failures import slack_code
from bot.known_channels import KnownChannels
from bot.services import Services
from bot.slack_codes import TOO_MUCH, undelivered
from bot.slack_errand import Errand, errand_with
from bot.slack_places import Places
from models.access import Detail
from models.vocabulary import Deed

EVENT_TYPE = "caseload_notice"

BEFORE_BEGUN = timedelta(seconds=60)
"""How far Slack's clock may be behind ours, when a message is looked for."""

_PAGE = 200  # messages


@dataclass
class SlackSender:
    """The `Send` of delivery; any number of threads may use it at once.

    `can_look_back` is False since Slack refused to show a channel's messages: a sending that was
    cut off is then repeated, and may be seen twice.
    """

    services: Services
    client: WebClient
    team_id: str
    bot_user_id: str
    channels: KnownChannels = field(default_factory=KnownChannels)
    can_look_back: bool = True
    _places: Places = field(init=False)

    def __post_init__(self) -> None:
        self._places = Places(self.services.clock)

    def send(self, parcel: Parcel) -> Receipt:
        """Post, edit or reply, with names only where every reader may see them."""
        errand = errand_with(parcel, self, self._places)
        with _told_as_undelivered():
            channel = _channel(errand)
            mark = _readers_mark(errand, channel)  # before they are looked up
            named = self._may_be_named(errand, channel, mark)
        return replace(_said(errand, channel, named), readers_mark=mark)

    def _may_be_named(self, errand: Errand, channel: str, mark: datetime) -> bool:
        """Whether everybody who can read it may see workers' names, asked now."""
        parcel = errand.parcel
        if not parcel.notice.names_anybody:
            return False  # it says the same to everybody, so that nobody needs to be looked up
        if not parcel.to_channel:
            return _is_theirs(errand)
        shared = self.channels.is_shared(
            errand.client, channel, mark=mark, now=self.services.clock()
        )
        audience = audience_of(errand, channel, shared=shared)
        return allowed_for(audience, scope_of(parcel.team_id)).detail is Detail.WORKERS

    def find(self, parcel: Parcel) -> Receipt | None:
        """The message or reply with the parcel's token; None too where nobody may look."""
        errand = errand_with(parcel, self, self._places)
        with _told_as_undelivered():
            channel = _channel(errand)
            try:
                return _found(errand, channel)
            except SlackApiError as error:
                if slack_code(error) != "missing_scope":
                    raise
                self.can_look_back = False
                return None


@contextmanager
def _told_as_undelivered(*, changes: bool = False, whole_method: bool = False) -> Iterator[None]:
    """Errors of speaking to Slack, as delivery understands them."""
    try:
        yield
    except (SlackApiError, SlackClientError, OSError, HTTPException) as error:
        raise undelivered(error, changes=changes, whole_method=whole_method) from error


def _channel(errand: Errand) -> str:
    parcel = errand.parcel
    if parcel.channel_id is not None:
        return parcel.channel_id
    if parcel.to_channel:
        return errand.places.channel(errand.client, parcel.place)
    return errand.places.direct_message(errand.client, parcel.place)


def _readers_mark(errand: Errand, channel: str) -> datetime:
    with errand.services.database.look() as session:
        return readers_mark(session, channel)


def _is_theirs(errand: Errand) -> bool:
    """Whether the person it is for is who Slack says they are, and may see the names."""
    parcel = errand.parcel
    account = errand.places.account(errand.client, parcel.place)
    person = person_of(errand.services, errand.client, account, errand.team_id)
    if not person.active or person.email != parcel.place.strip().lower():
        return False
    with errand.services.database.look() as session:
        return may_see_names(
            session, parcel.place, scope_of(parcel.team_id), today_of(errand.services)
        )


def _said(errand: Errand, channel: str, named: bool) -> Receipt:
    """In blocks; in plain text where Slack does not accept those, so that nothing is lost by it."""
    parcel = errand.parcel
    confidant = parcel.confidant and not named
    text = notice_text(parcel.notice, named=named, confidant=confidant)
    blocks = notice_blocks(parcel.notice, named=named, confidant=confidant)
    whole_method = parcel.deed is Deed.EDIT  # Slack counts edits together, posts by channel
    with _told_as_undelivered(changes=True, whole_method=whole_method):
        try:
            return _call(errand, channel, named, text=text, blocks=blocks)
        except SlackApiError as error:
            if slack_code(error) not in TOO_MUCH:
                raise
        return _call(errand, channel, named, text=text, blocks=[])


def _call(errand: Errand, channel: str, named: bool, **said: Any) -> Receipt:
    parcel, called_at = errand.parcel, errand.services.clock()
    if parcel.deed is Deed.EDIT:
        answer = errand.client.chat_update(channel=channel, ts=parcel.ts or "", **said)
        return Receipt(channel, str(answer["ts"]), named, called_at)
    in_thread: dict[str, Any] = {"thread_ts": parcel.ts, "reply_broadcast": True}
    payload = {"token": parcel.token, "named": named}
    answer = errand.client.chat_postMessage(
        channel=channel,
        metadata={"event_type": EVENT_TYPE, "event_payload": payload},
        unfurl_links=False,
        unfurl_media=False,
        **(in_thread if parcel.deed is Deed.REPLY else {}),
        **said,
    )
    return Receipt(str(answer["channel"]), str(answer["ts"]), named, called_at)


def _found(errand: Errand, channel: str) -> Receipt | None:
    for message in _messages(errand, channel):
        payload = (message.get("metadata") or {}).get("event_payload") or {}
        if payload.get("token") == errand.parcel.token:
            return Receipt(channel, str(message["ts"]), bool(payload.get("named")))
    return None


def _messages(errand: Errand, channel: str) -> Iterator[dict[str, Any]]:
    """What was said since the first attempt: in the channel, or in the thread of a reply."""
    parcel = errand.parcel
    assert parcel.begun_before is not None
    since = f"{(parcel.begun_before - BEFORE_BEGUN).timestamp():.6f}"
    asked: dict[str, Any] = {"channel": channel, "oldest": since, "limit": _PAGE}
    cursor: str | None = None
    while True:
        asked |= {"cursor": cursor, "include_all_metadata": True}
        if parcel.deed is Deed.REPLY:
            page = errand.client.conversations_replies(ts=parcel.ts or "", **asked)
        else:
            page = errand.client.conversations_history(**asked)
        yield from page["messages"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return
