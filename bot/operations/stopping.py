"""Ending in time: what was begun is finished, all at once, and what is not is left to others."""

import threading
import time
from collections.abc import Callable, Mapping

WITHIN = 25.0
"""Seconds: whoever stops a container kills it after thirty."""


def finished(parts: Mapping[str, Callable[[], None]], within: float = WITHIN) -> list[str]:
    """Close each part, all at the same time; gives the names of those that took too long.

    They go on, on threads that do not keep the process from ending. A part that fails is done;
    `threading.excepthook` says why.
    """
    threads = {
        name: threading.Thread(target=close, name=f"closing {name}", daemon=True)
        for name, close in parts.items()
    }
    for thread in threads.values():
        thread.start()
    deadline = time.monotonic() + within
    for thread in threads.values():
        thread.join(max(0.0, deadline - time.monotonic()))
    return [name for name, thread in threads.items() if thread.is_alive()]
