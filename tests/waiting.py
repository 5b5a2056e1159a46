"""Waiting for something that happens on another thread or in another process."""

import time
from collections.abc import Callable

PATIENCE = 20
"""Seconds; a busy machine may need some of them."""


def until(condition: Callable[[], object], within: float = PATIENCE) -> bool:
    """Whether it came true in time."""
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.005)
    return True
