"""The threads that deliver: each sends what waits, and at rest one of them looks out for all."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from threading import BoundedSemaphore, Event, Lock, Thread

from alerts.delivery.delivering import deliver_one
from alerts.delivery.pace import Pace
from alerts.delivery.parcel import Parcel, Receipt, Send
from alerts.delivery.queue import next_moment
from alerts.delivery.turns import Turns
from bot.failures import log_failure
from bot.operations.sending import WatchedSend
from bot.services import Services
from models.commits import Commits

log = logging.getLogger("caseload.delivery")

THREADS = 6
"""Enough for a hundred channels at a post a second each, while Slack answers as it mostly does.
With four or ten of them a thousand notices take as long."""

REST = 0.1
"""Seconds between two questions: another process may have written something."""

_KNOWN_FOR = 5.0
"""Seconds for which a look holds while nobody commits: a lease may run out, which is no commit."""

_LEAST = 0.02
"""Seconds until the next look where somebody else is just taking what there is."""

_LONG = 5.0
"""Seconds that a thread waits to be needed, should it ever be forgotten."""

AFTER_ERROR = 5.0
"""Seconds until they try again when the database did not answer."""


@dataclass(frozen=True, slots=True)
class _AndOneMore:
    """The same `Send`; whoever comes to it has taken something, and says so first."""

    slack: Send
    say: Callable[[], None]

    def send(self, parcel: Parcel) -> Receipt:
        """As `Send` does."""
        self.say()
        return self.slack.send(parcel)

    def find(self, parcel: Parcel) -> Receipt | None:
        """As `Send` does."""
        self.say()
        return self.slack.find(parcel)


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
        self._turns = Turns(services.database)
        self._slack = _AndOneMore(WatchedSend(slack, services.meters), self._need_one_more)
        self._pace = pace or Pace()
        self._after_error = after_error
        self._closing = Event()
        self._open = Event()  # cleared while everybody has to stand still
        self._open.set()
        self._needed = BoundedSemaphore()  # one of those that rest is: there may be more to send
        self._lookout = Lock()  # held by the one thread that looks for all while they rest
        self._commits = Commits(services.database)  # this and the next two are that thread's
        self._moment: datetime | None = None  # when the next can be sent, by the last look
        self._look_at = 0.0  # by time.monotonic(): until then that holds while nobody commits
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
        self._need_one_more()
        for thread in self._threads:
            thread.join()
        self._commits.close()

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
            if sent or self._closing.is_set():
                continue
            if self._lookout.acquire(blocking=False):
                try:
                    self._look_out()
                finally:
                    self._lookout.release()
            else:
                self._needed.acquire(timeout=_LONG)
        self._need_one_more()  # to end, too

    def _need_one_more(self) -> None:
        """Let one thread go on that rests, or the next that would."""
        with suppress(ValueError):  # one is needed already
            self._needed.release()

    def _look_out(self) -> None:
        """Returns when there may be something to send."""
        bell, pause, self._look_at = self._services.bell, _LEAST, 0.0
        while not self._closing.is_set():
            if bell.wait(pause):
                bell.clear()
                return
            pause = self._pause()
            if pause <= 0:
                return

    def _pause(self) -> float:
        """Seconds until something can be sent, or until somebody has to ask again."""
        services, self._looked = self._services, time.monotonic()
        if self._commits.any() or self._looked >= self._look_at:
            try:
                with services.database.look() as session:
                    self._moment = next_moment(session, services.clock())
            except Exception as error:
                self._say(error, "looking for what is to be sent")
                self._look_at = 0.0
                return self._after_error
            services.outage.answered()
            self._look_at = self._looked + _KNOWN_FOR
        if self._moment is None:
            return REST
        return min(REST, (self._moment - services.clock()).total_seconds())

    def _say(self, error: Exception, who: str) -> None:
        if not self._services.outage.explains(error):
            log_failure(log, who, error)

    def _deliver(self, who: str) -> bool:
        """Whether there was something to send."""
        services, self._looked = self._services, time.monotonic()
        try:
            outcome = deliver_one(
                self._turns,
                self._slack,
                clock=services.clock,
                pace=self._pace,
                authority_in=services.authority_in,
                who=who,
            )
        except Exception as error:
            self._say(error, who)
            self._closing.wait(self._after_error)
            return False
        services.outage.answered()
        if outcome is None:
            return False
        services.meters.sends.labels(outcome.value).inc()
        return True
