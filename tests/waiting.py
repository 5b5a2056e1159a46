"""Waiting for something that happens on another thread or in another process."""

import time
from collections.abc import Callable

PATIENCE = 60
"""Seconds; only a machine that is very busy needs some of them."""


def until(condition: Callable[[], object], within: float = PATIENCE) -> bool:
    """Whether it came true in time."""
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.005)
    return True
