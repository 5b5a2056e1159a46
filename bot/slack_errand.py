"""One parcel under way to Slack: what it needs, and no call that might outlast its lease."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.web.slack_response import SlackResponse

from alerts.delivery.parcel import Parcel
from bot.audience import Installed
from bot.services import Services
from bot.slack_places import Places


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
