"""Says a notice in Slack: where, with names or without, and whether it stands there already."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from alerts.audience import allowed_for
from alerts.delivery.confidants import has_confidant, may_see_names
from alerts.delivery.parcel import Parcel, Receipt
from alerts.permission import scope_of
from alerts.reader_marks import readers_mark
from bot.audience import audience_of, today_of
from bot.blocks.notices import notice_blocks, notice_text
from bot.digest_readers import check_digest_readers
from bot.directory import person_of
from bot.failures import slack_code
from bot.known_channels import KnownChannels
from bot.services import Services
from bot.slack_codes import TOO_MUCH, of_code
from bot.slack_digests import Studio, is_of_a_digest, said_of_a_digest
from bot.slack_errand import Errand, errand_with, said_in, told_as_undelivered
from bot.slack_places import Places
from models.access import Detail
from models.vocabulary import Deed

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
    studio: Studio | None = None  # without one digests have no pictures
    _places: Places = field(init=False)

    def __post_init__(self) -> None:
        self._places = Places(self.services.clock)

    def send(self, parcel: Parcel) -> Receipt:
        """Post, edit or reply, with names only where every reader may see them."""
        errand = errand_with(parcel, self, self._places)
        with told_as_undelivered():
            channel = _channel(errand)
            if is_of_a_digest(parcel):
                self._check_readers(errand, channel)
                return said_of_a_digest(errand, channel, self.studio)
            mark = _readers_mark(errand, channel)  # before they are looked up
            named = self._may_be_named(errand, channel, mark)
        return replace(_said(errand, channel, named), readers_mark=mark)

    def _check_readers(self, errand: Errand, channel: str) -> None:
        """Raises Undelivered where somebody reads it who may not see the digest, asked now."""
        if errand.parcel.to_channel:
            check_digest_readers(errand, channel, shared=self._is_shared(errand, channel))
        elif not _is_their_account(errand):
            raise of_code("user_not_visible")

    def _is_shared(self, errand: Errand, channel: str, mark: datetime | None = None) -> bool:
        mark = mark or _readers_mark(errand, channel)
        return self.channels.is_shared(errand.client, channel, mark=mark, now=self.services.clock())

    def _may_be_named(self, errand: Errand, channel: str, mark: datetime) -> bool:
        """Whether everybody who can read it may see workers' names, asked now."""
        parcel = errand.parcel
        if not parcel.notice.names_anybody:
            return False  # it says the same to everybody, so that nobody needs to be looked up
        if not parcel.to_channel:
            return _is_theirs(errand)
        shared = self._is_shared(errand, channel, mark)
        audience = audience_of(errand, channel, shared=shared)
        return allowed_for(audience, scope_of(parcel)).detail is Detail.WORKERS

    def find(self, parcel: Parcel) -> Receipt | None:
        """The message or reply with the parcel's token; None too where nobody may look."""
        errand = errand_with(parcel, self, self._places)
        with told_as_undelivered():
            channel = _channel(errand)
            try:
                return _found(errand, channel)
            except SlackApiError as error:
                if slack_code(error) != "missing_scope":
                    raise
                self.can_look_back = False
                return None


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
    if not _is_their_account(errand):
        return False
    with errand.services.database.look() as session:
        return may_see_names(session, parcel.place, scope_of(parcel), today_of(errand.services))


def _is_their_account(errand: Errand) -> bool:
    """Whether the account is an active member's, and has the email that it was found by."""
    place = errand.parcel.place
    account = errand.places.account(errand.client, place)
    person = person_of(errand.services, errand.client, account, errand.team_id)
    return person.active and person.email == place.strip().lower()


def _said(errand: Errand, channel: str, named: bool) -> Receipt:
    """In blocks; in plain text where Slack does not accept those, so that nothing is lost by it."""
    parcel = errand.parcel
    confidant = not named and _has_confidant(errand)
    text = notice_text(parcel.notice, named=named, confidant=confidant)
    blocks = notice_blocks(parcel.notice, named=named, confidant=confidant)
    whole_method = parcel.deed is Deed.EDIT  # Slack counts edits together, posts by channel
    with told_as_undelivered(changes=True, whole_method=whole_method):
        try:
            return said_in(errand, channel, named, text=text, blocks=blocks)
        except SlackApiError as error:
            if slack_code(error) not in TOO_MUCH:
                raise
        return said_in(errand, channel, named, text=text, blocks=[])


def _has_confidant(errand: Errand) -> bool:
    parcel = errand.parcel
    if not parcel.notice.confidential:
        return False
    with errand.services.database.look() as session:
        return has_confidant(session, parcel, today_of(errand.services))


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
        if parcel.deed in (Deed.REPLY, Deed.IN_THREAD):
            page = errand.client.conversations_replies(ts=parcel.ts or "", **asked)
        else:
            page = errand.client.conversations_history(**asked)
        yield from page["messages"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return
