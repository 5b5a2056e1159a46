"""The database is away: the log says so once, then once a minute, and when it is over."""

import logging
import time
from collections.abc import Callable
from threading import Lock

from models.away import is_away, said_by

log = logging.getLogger("caseload.database")

EVERY = 60.0
"""Seconds between two lines, however many threads ask the database meanwhile."""


class Outage:
    """One for all threads of a process that ask by themselves, with nobody waiting for it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock  # seconds, from anywhere
        self._lock = Lock()
        self._said_at: float | None = None  # when there was a line about it last
        self._told = False  # that it is away, and not yet that it is back
        self._failed = 0  # times since that line

    def explains(self, error: BaseException) -> bool:
        """Whether the database is away, and so the error is told here and nowhere else."""
        if not is_away(error):
            return False
        with self._lock:
            self._failed += 1
            now = self._clock()
            if self._said_at is None or now - self._said_at >= EVERY:
                self._say(said_by(error))
                self._said_at, self._told, self._failed = now, True, 0
        return True

    def answered(self) -> None:
        """The database was asked and answered."""
        if not self._told:  # as it is nearly always, and so without the lock
            return
        with self._lock:
            if self._told:
                log.info("the database answers again")
                self._told, self._failed = False, 0

    def _say(self, why: str) -> None:
        if self._told:
            log.error("the database still does not answer, asked %d times: %s", self._failed, why)
        else:
            log.error("the database does not answer: %s", why)
