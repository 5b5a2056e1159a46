"""What came and was not taken: counted by reason, and told in the log without filling it."""

import logging
import time
from collections import Counter
from collections.abc import Callable
from enum import StrEnum
from threading import Lock

log = logging.getLogger("caseload.refusals")

SILENT_FOR = 60.0
"""Seconds between two lines for one reason: a flood must not fill the disk."""


class Reason(StrEnum):
    """Why a request or a payload was not taken, as the log says it."""

    NOT_HTTP = "not HTTP"
    NO_SUCH_PLACE = "nothing at that address"
    TOO_SLOW = "not whole in time"
    TOO_MANY = "too many connections"
    TOO_LARGE = "too large"
    NOT_SIGNED = "not signed by Slack"
    OUT_OF_TIME = "signed more than five minutes ago, or ahead"
    AGAIN = "taken before"
    MALFORMED = "malformed"
    ANOTHER_APP = "for another app"
    ANOTHER_WORKSPACE = "for another workspace"


class Refusals:
    """Of one process; `count` is told of each, `seconds` is a clock that never goes back."""

    def __init__(
        self,
        count: Callable[[Reason], None] = lambda _: None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._count = count
        self._seconds = seconds
        self._lock = Lock()
        self._told: dict[Reason, float] = {}
        self._untold: Counter[Reason] = Counter()

    def note(self, reason: Reason) -> None:
        """One more; the first is told at once, then how many there were, at most once a minute."""
        self._count(reason)
        now = self._seconds()
        with self._lock:
            self._untold[reason] += 1
            told = self._told.get(reason)
            if told is not None and now - told < SILENT_FOR:
                return
            self._told[reason] = now
            times = self._untold.pop(reason)
        if times == 1:
            log.warning("a request was refused: %s", reason.value)
        else:
            log.warning("%d requests were refused since the last line: %s", times, reason.value)
