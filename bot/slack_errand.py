"""One parcel under way to Slack: what it needs, and no call that might outlast its lease."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.slack_response import SlackResponse

from alerts.delivery.parcel import Parcel, Receipt
from bot.audience import Installed
from bot.services import Services
from bot.slack_codes import undelivered
from bot.slack_places import Places
from models.vocabulary import Deed


class LeasedClient(WebClient):
    """The same client, with a look at the lease before each call, and no retries of its own.

    The SDK's own retry of a post whose answer was lost can post it twice.
    """

    def __init__(self, client: WebClient, check: Callable[[], None]) -> None:
        super().__init__(
            token=client.token,
            base_url=client.base_url,
            timeout=client.timeout,
            ssl=client.ssl,
            proxy=client.proxy,
            headers=client.headers,
            retry_handlers=[],
            logger=client._logger,
        )
        self._check = check

    def api_call(self, *given: Any, **named: Any) -> SlackResponse:
        """Raises LeaseEnding instead when the call might not end in time."""
        self._check()
        return super().api_call(*given, **named)


EVENT_TYPE = "caseload_notice"


@dataclass(frozen=True, slots=True)
class Errand:
    """A parcel, and the app that carries it."""

    parcel: Parcel
    services: Services
    client: WebClient
    team_id: str
    bot_user_id: str
    places: Places


def errand_with(parcel: Parcel, app: Installed, places: Places) -> Errand:
    """The errand; its client raises LeaseEnding when too little of the lease is left."""
    clock, needed = app.services.clock, timedelta(seconds=app.client.timeout)
    client = LeasedClient(app.client, lambda: parcel.check_lease(clock(), needed))
    return Errand(parcel, app.services, client, app.team_id, app.bot_user_id, places)


@contextmanager
def told_as_undelivered(*, changes: bool = False, whole_method: bool = False) -> Iterator[None]:
    """Errors of speaking to Slack, as delivery understands them."""
    try:
        yield
    except (SlackApiError, SlackClientError, OSError, HTTPException) as error:
        raise undelivered(error, changes=changes, whole_method=whole_method) from error


def said_in(errand: Errand, channel: str, named: bool, **said: Any) -> Receipt:
    """Post, edit or reply this, without a second try: raises the errors of the SDK."""
    parcel, called_at = errand.parcel, errand.services.clock()
    if parcel.deed is Deed.EDIT:
        answer = errand.client.chat_update(channel=channel, ts=parcel.ts or "", **said)
        return Receipt(channel, str(answer["ts"]), named, called_at)
    in_thread: dict[str, Any] = {}
    if parcel.deed in (Deed.REPLY, Deed.IN_THREAD):
        in_thread = {"thread_ts": parcel.ts, "reply_broadcast": parcel.deed is Deed.REPLY}
    payload = {"token": parcel.token, "named": named}
    answer = errand.client.chat_postMessage(
        channel=channel,
        metadata={"event_type": EVENT_TYPE, "event_payload": payload},
        unfurl_links=False,
        unfurl_media=False,
        **in_thread,
        **said,
    )
    return Receipt(str(answer["channel"]), str(answer["ts"]), named, called_at)
