"""Which lane is next: many are found at once, and each is tried by one thread of the process."""

from collections import deque
from datetime import UTC, datetime, timedelta
from threading import Lock

from alerts.delivery.queue import lanes_in_turn
from models.database import Database

_FRESH_FOR = timedelta(seconds=0.1)
"""What was found is used for no longer: what is written now may go before all of it."""

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Turns:
    """Shared by all threads that deliver.

    Finding whose turn it is reads everything that waits: thousands of rows after a first load. What
    is found are only names. Whoever takes a row sees under the lane's lock what is true now.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self._lock = Lock()
        self._found: deque[str] = deque()
        self._found_at = _LONG_AGO

    def next(self, now: datetime) -> str | None:
        """A lane whose turn it was a moment ago, for nobody else to try; None: there is none."""
        with self._lock:
            if not self._found or not self._found_at <= now < self._found_at + _FRESH_FOR:
                with self.database.look() as session:
                    self._found = deque(lanes_in_turn(session, now))
                self._found_at = now
            return self._found.popleft() if self._found else None

    def forget(self) -> None:
        """Look again: a way to say something is used up."""
        with self._lock:
            self._found.clear()
