"""A thread whose failure is not lost: whoever waits for its end is told."""

from collections.abc import Callable
from threading import Thread


class Helper(Thread):
    """Does something beside; `finish` raises what it raised."""

    def __init__(self, deed: Callable[[], None]) -> None:
        super().__init__(daemon=True)
        self._deed = deed
        self._failure: BaseException | None = None

    def run(self) -> None:
        try:
            self._deed()
        except BaseException as failure:
            self._failure = failure

    def finish(self) -> None:
        """Wait for the end."""
        self.join()
        if self._failure is not None:
            raise self._failure
