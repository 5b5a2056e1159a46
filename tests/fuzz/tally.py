"""What came of a target's inputs: counted, timed, and each surprise kept with its input."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

KEPT = 20
"""Surprises that are kept; the others are only counted."""

SHOWN = 300
"""Characters of an input that a report shows."""


class Surprise(Exception):
    """Something that must not be, whatever the input."""


@dataclass
class Tally:
    """The counts of one target; `slowest` is in seconds of processor, `peak` in bytes."""

    target: str
    inputs: int = 0
    accepted: int = 0
    refused: int = 0
    surprises: int = 0
    slowest: float = 0.0
    slowest_input: str = ""
    peak: int = 0
    kept: list[str] = field(default_factory=list)

    def try_out(self, shown: object, deed: Callable[[], bool], most: float = 10.0) -> None:
        """Do it: True is accepted, False refused; whatever is raised is a surprise.

        `most` is how many seconds of processor it may take.
        """
        self.inputs += 1
        began = time.thread_time()
        try:
            if deed():
                self.accepted += 1
            else:
                self.refused += 1
        except Exception as error:
            self.surprise(f"{type(error).__name__}: {error}", shown)
        took = time.thread_time() - began
        if took > self.slowest:
            self.slowest, self.slowest_input = took, repr(shown)[:SHOWN]
        if took > most:
            self.surprise(f"took {took:.2f} s", shown)

    def surprise(self, what: str, shown: object) -> None:
        self.surprises += 1
        if len(self.kept) < KEPT:
            self.kept.append(f"{what[:SHOWN]} ← {shown!r:.{SHOWN}}")

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


Rounds = Callable[[], bool]
"""Whether there is another round; asked before each input."""


def so_many(count: int) -> Rounds:
    left = iter(range(count))
    return lambda: next(left, None) is not None


def for_seconds(seconds: float) -> Rounds:
    until = time.monotonic() + seconds
    return lambda: time.monotonic() < until


def no_surprise(tally: Tally, inputs: int) -> None:
    """Holds that so many were tried, some accepted, some refused, and none of it surprised."""
    assert tally.kept == []
    assert tally.inputs == tally.accepted + tally.refused == inputs
    assert tally.accepted
    assert tally.refused
