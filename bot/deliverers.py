"""The threads that deliver: each sends what waits, one after the other, and then rests a little."""

import logging
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Event, Lock, Thread

from alerts.delivery.delivering import deliver_one
from alerts.delivery.pace import Pace
from alerts.delivery.parcel import Send
from bot.failures import log_failure
from bot.operations.sending import WatchedSend
from bot.services import Services

log = logging.getLogger("caseload.delivery")

THREADS = 6
"""Enough for a hundred channels at a post a second each, while Slack answers as it mostly does."""

REST = 0.25
"""Seconds until they look again by themselves: another process may have written something."""

AFTER_ERROR = 5.0
"""Seconds until they try again when the database did not answer."""


class Deliverers:
    """Between `start` and `close` what is due in the outbox is sent to Slack."""

    def __init__(
        self,
        services: Services,
        slack: Send,
        *,
        pace: Pace | None = None,
        threads: int = THREADS,
        after_error: float = AFTER_ERROR,
    ) -> None:
        self._services = services
        self._slack = WatchedSend(slack, services.meters)
        self._pace = pace or Pace()
        self._after_error = after_error
        self._closing = Event()
        self._open = Event()  # cleared while everybody has to stand still
        self._open.set()
        self._hands = [Lock() for _ in range(threads)]  # held while something is sent
        self._looked = time.monotonic()
        self._threads = [
            Thread(target=self._work, args=(f"deliverer {number}", hand), daemon=True)
            for number, hand in enumerate(self._hands, start=1)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Waits until what is being sent has arrived or failed; the rest waits in the outbox."""
        self._closing.set()
        self._open.set()
        self._services.wake()
        for thread in self._threads:
            thread.join()

    def stood_still(self) -> float:
        """Seconds since any of them last looked for what is to be sent."""
        return time.monotonic() - self._looked

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """While it lasts nothing is sent; it begins when what is being sent has ended."""
        self._open.clear()
        try:
            with ExitStack() as stack:
                for hand in self._hands:
                    stack.enter_context(hand)
                yield
        finally:
            self._open.set()

    def _work(self, who: str, hand: Lock) -> None:
        while not self._closing.is_set():
            self._open.wait()
            with hand:
                sent = self._deliver(who)
            if not sent:
                self._services.bell.wait(REST)
                self._services.bell.clear()

    def _deliver(self, who: str) -> bool:
        """Whether there was something to send."""
        services, self._looked = self._services, time.monotonic()
        try:
            outcome = deliver_one(
                services.database,
                self._slack,
                clock=services.clock,
                pace=self._pace,
                authority=services.authority,
                who=who,
            )
        except Exception as error:
            if not services.outage.explains(error):
                log_failure(log, who, error)
            self._closing.wait(self._after_error)
            return False
        services.outage.answered()
        if outcome is None:
            return False
        services.meters.sends.labels(outcome.value).inc()
        return True
