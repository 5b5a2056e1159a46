"""A look at something that may not answer: whoever asks waits for a while, and then knows that."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Generic, TypeVar

T = TypeVar("T")

WITHIN = 1.5
"""Seconds: who asks whether a process is well gives up after two or three."""


class Glance(Generic[T]):
    """One look at a time: whoever asks while one is under way gets what that one finds.

    So a database that hangs holds up one thread, however often it is asked about.
    """

    def __init__(self, look: Callable[[], T], within: float = WITHIN) -> None:
        self._look = look
        self._within = within
        self._lock = Lock()
        self._under_way: Future[T] | None = None

    def __call__(self) -> T:
        """What is found; raises what the look raises, and TimeoutError when it takes too long."""
        with self._lock:
            found = self._under_way
            if found is None or found.done():
                found = self._under_way = Future()
                Thread(target=self._fill, args=(found,), name="glance", daemon=True).start()
        return found.result(self._within)

    def _fill(self, found: "Future[T]") -> None:
        try:
            found.set_result(self._look())
        except BaseException as error:
            found.set_exception(error)
