"""One drawing of a Home at a time: whoever opens it meanwhile gets one more, with newer data."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

Drawing = Callable[[str | None], None]
"""Gathers and publishes; given what was just done and is to be told at the top, if anything."""


@dataclass
class Turns:
    """Keeps an older drawing from overtaking a newer one; one per process.

    However often somebody opens their Home, one thread is busy with it, and one more drawing
    follows the last opening.
    """

    _lock: Lock = field(default_factory=Lock)
    _wanted: dict[str, list[tuple[str | None, Drawing]]] = field(default_factory=dict)

    def draw(self, user_id: str, told: str | None, drawing: Drawing) -> None:
        """Draw now, or leave it to the thread that is drawing this person's Home already.

        Raises what the last drawing raises.
        """
        with self._lock:
            if user_id in self._wanted:
                self._wanted[user_id].append((told, drawing))
                return
            self._wanted[user_id] = []
        failed: Exception | None = None
        while True:
            try:
                failed = None
                drawing(told)
            except Exception as error:
                failed = error
            with self._lock:
                waiting = self._wanted[user_id]
                if not waiting:
                    del self._wanted[user_id]
                    break
                self._wanted[user_id] = []
            # What was told a moment ago nobody has read yet.
            told = " ".join(
                dict.fromkeys(text for text in (told, *(t for t, _ in waiting)) if text)
            )
            told, drawing = told or None, waiting[-1][1]
        if failed is not None:
            raise failed
