"""Where requests are worked on: an acknowledgement in time whatever happens to the answer.

Slack waits three seconds. Bolt loses an acknowledgement when the listener fails just after it, so
listeners never raise: they hand their work to the desk, which waits for it a while, acknowledges
with the answer or with "one moment", and turns every error into a sentence.
"""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from dataclasses import dataclass
from typing import Any, TypeVar

from slack_sdk.errors import SlackApiError

from bot.blocks.parts import Block, escape
from bot.failures import Failure, failure_of
from bot.operations.work import carried
from bot.slack_codes import undelivered

log = logging.getLogger("caseload")

PATIENCE = 2.0
"""Seconds an acknowledgement waits for its answer: Slack gives three, the way there takes some."""

WORKERS = 8

CHAIRS = 32
"""Requests that may wait for their answer at once; whoever takes requests in has more threads, so
that a request that finds every chair taken is still acknowledged in time."""

LONGEST_PAUSE = 180.0
"""Seconds that an answer waits when Slack asks for a pause; after three minutes it helps nobody."""

CHART = "data_visualization"

_ONE_MOMENT = "One moment: the answer takes longer than usual and will follow here."


@dataclass(frozen=True, slots=True)
class Reply:
    """What to say: text for notifications and screen readers, blocks for the eye."""

    text: str
    blocks: list[Block] | None = None

    def message(self) -> dict[str, Any]:
        return {"text": self.text, **({"blocks": self.blocks} if self.blocks else {})}

    @property
    def has_chart(self) -> bool:
        return any(block["type"] == CHART for block in self.blocks or ())

    def without_charts(self) -> "Reply":
        """The same where Slack does not draw charts yet: the figures stand in the table."""
        return Reply(self.text, [b for b in self.blocks or () if b["type"] != CHART] or None)

    @classmethod
    def plain(cls, sentence: str) -> "Reply":
        """A sentence that may hold what a person typed or a file said: nothing in it is markup."""
        return cls(escape(sentence))


T = TypeVar("T")
Work = Callable[[], Reply]
Say = Callable[[Reply], Any]


class Desk:
    """A small pool of workers of its own: Bolt's are for taking requests in."""

    def __init__(
        self, patience: float = PATIENCE, *, workers: int = WORKERS, chairs: int = CHAIRS
    ) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="desk")
        self._late = ThreadPoolExecutor(workers, thread_name_prefix="desk-late")
        self._chairs = threading.Semaphore(chairs)
        self._patience = patience
        self._closing = threading.Event()

    def answer(self, work: Work, ack: Say, later: Say) -> None:
        """Acknowledge with the answer, or with "one moment" and give the answer later."""
        self.settle(lambda: _safely(work), ack, later, meanwhile=Reply(_ONE_MOMENT))

    def settle(
        self,
        work: Callable[[], T],
        ack: Callable[[T], Any],
        later: Callable[[T], Any],
        *,
        meanwhile: T,
    ) -> None:
        """The same for any kind of outcome; `work` turns its errors into one by itself."""
        future = self._pool.submit(carried(work))
        done = self._in_time(future)
        if done is not None:
            ack(done)
            return
        ack(meanwhile)
        # Not in the callback itself: when the answer came just now, that runs in this thread, and
        # the acknowledgement would wait for it.
        deliver = carried(_deliver)
        future.add_done_callback(lambda done: self._late.submit(deliver, done, later))

    def later(self, work: Callable[[], None], on_failure: Callable[[Failure], Any]) -> None:
        """Do something after the acknowledgement; a failure is told, not lost."""
        self._pool.submit(carried(_told), work, on_failure)

    def say(self, saying: Callable[[], Any]) -> None:
        """Say something; where Slack asks for a pause, once more after it, and not by this thread.

        Raises what `saying` raises, but for a pause that can be waited for.
        """
        try:
            saying()
        except SlackApiError as error:
            pause = undelivered(error, changes=True).retry_after
            if pause is None or pause > LONGEST_PAUSE:
                raise
            self._late.submit(carried(self._say_again), saying, pause)

    def rest(self, seconds: float) -> bool:
        """Wait inside work that goes on for long; False when it has to end, the desk closes."""
        return not self._closing.wait(seconds)

    def close(self) -> None:
        """Finish what was begun; what waits for a pause of Slack's is not waited for."""
        self._closing.set()
        self._pool.shutdown(wait=True)
        self._late.shutdown(wait=True)

    def _say_again(self, saying: Callable[[], Any], pause: float) -> None:
        if self._closing.wait(pause):
            return
        try:
            saying()
        except Exception as error:
            log.warning("an answer that waited for a pause of Slack's was not heard")
            failure_of(error)

    def _in_time(self, future: "Future[T]") -> T | None:
        if not self._chairs.acquire(blocking=False):
            return None
        try:
            return future.result(timeout=self._patience)
        except TooSlow:
            return None
        finally:
            self._chairs.release()


def _deliver(done: "Future[T]", later: Callable[[T], Any]) -> None:
    try:
        later(done.result())
    except Exception as error:
        failure_of(error)  # written to the log: there is nobody left to tell


def _safely(work: Work) -> Reply:
    try:
        return work()
    except Exception as error:
        return Reply.plain(failure_of(error).sentence)


def _told(work: Callable[[], None], on_failure: Callable[[Failure], Any]) -> None:
    try:
        work()
    except Exception as error:
        failure = failure_of(error)
        try:
            on_failure(failure)
        except Exception as second:
            failure_of(second)
