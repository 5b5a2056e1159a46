"""Watches what is sent to Slack: each row's token on every line of the log, and what came of it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from alerts.delivery.parcel import NotYet, Parcel, Receipt, Send, Undelivered
from bot.operations.meters import Meters
from bot.operations.work import working
from bot.slack_codes import CODES

T = TypeVar("T")

_OURS = frozenset({"timeout", "no_answer"})
_SERVER_ERRORS = "http_5"

OTHER = "other"


@dataclass(frozen=True, slots=True)
class WatchedSend:
    """The same `Send`, counted and timed."""

    slack: Send
    meters: Meters

    def send(self, parcel: Parcel) -> Receipt:
        """As `Send` does."""
        began = time.perf_counter()
        receipt = self._watched(self.slack.send, parcel)
        self.meters.send_seconds.observe(time.perf_counter() - began)
        return receipt

    def find(self, parcel: Parcel) -> Receipt | None:
        """As `Send` does."""
        return self._watched(self.slack.find, parcel)

    def _watched(self, deed: Callable[[Parcel], T], parcel: Parcel) -> T:
        with working(parcel.token):
            try:
                return deed(parcel)
            except NotYet:
                raise
            except Undelivered as failure:
                self.meters.refusals.labels(code_of(failure)).inc()
                raise


def code_of(failure: Undelivered) -> str:
    """Slack's code or our word for the failure; those that nobody foresaw together."""
    code = failure.code
    known = code in CODES or code in _OURS or code.startswith(_SERVER_ERRORS)
    return code if known else OTHER
