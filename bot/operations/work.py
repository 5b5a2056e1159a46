"""One piece of work, such as a request from Slack: its reference, in whatever thread it goes on."""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, field
from threading import Lock
from typing import ParamSpec, TypeVar

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is mistaken for another when read aloud

LENGTH = 6
"""Letters of a reference. Four would be short enough to read aloud, but there are fewer than a
million of those, and a log of some weeks would have the same one twice; of six there are 887
million."""

P = ParamSpec("P")
R = TypeVar("R")

Said = dict[str, str | int | float | bool]


@dataclass
class Work:
    """What is begun by one request, and is done when the last part of it has ended."""

    reference: str
    done: Callable[["Work"], None] | None = None
    said: Said = field(default_factory=dict)  # for the line about it, in words that are fixed
    began: float = field(default_factory=time.monotonic)
    _parts: int = 0
    _lock: Lock = field(default_factory=Lock)

    def seconds(self) -> float:
        """Since it was begun."""
        return time.monotonic() - self.began

    def part_begins(self) -> None:
        with self._lock:
            self._parts += 1

    def part_ends(self) -> None:
        with self._lock:
            self._parts -= 1
            is_last = self._parts == 0
        if is_last and self.done is not None:
            self.done(self)


_present: ContextVar[Work | None] = ContextVar("work", default=None)


@contextmanager
def working(
    reference: str | None = None, done: Callable[[Work], None] | None = None
) -> Iterator[Work]:
    """All that is logged in it has one reference; `done` is called when the last part has ended."""
    work = Work(reference or new_reference(), done)
    work.part_begins()
    token = _present.set(work)
    try:
        yield work
    finally:
        _present.reset(token)
        work.part_ends()


def carried(part: Callable[P, R]) -> Callable[P, R]:
    """The same for another thread, as part of the work that is going on in this one.

    It has to be called once, however it ends.
    """
    work = _present.get()
    if work is None:
        return part
    work.part_begins()
    context = copy_context()

    def carry(*given: P.args, **named: P.kwargs) -> R:
        try:
            return context.run(part, *given, **named)
        finally:
            work.part_ends()

    return carry


def note(**said: str | int | float | bool) -> None:
    """Something for the line about the present work; nothing that anybody typed, and no names."""
    work = _present.get()
    if work is not None:
        work.said |= said


def new_reference() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(LENGTH))


def reference_now() -> str | None:
    """The reference of the work that goes on in this thread, if any does."""
    work = _present.get()
    return None if work is None else work.reference
