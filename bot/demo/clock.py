"""The demo's own clock, which runs like the real one and can be put forward."""

from datetime import datetime, time, timedelta
from threading import Lock
from zoneinfo import ZoneInfo

from bot.clock import Clock

ZONE = ZoneInfo("Europe/London")
OPENS = time(8, 45)
"""When a day of the demo begins, by the clock on the wall."""


def opening(now: datetime, days: int) -> datetime:
    """A quarter to nine in the morning so many calendar days after `now`'s, in local time."""
    day = now.astimezone(ZONE).date() + timedelta(days=days)
    return datetime.combine(day, OPENS, ZONE)


class DemoClock:
    """Says `start` when it is made, and then runs as `real` does; safe to use from any thread."""

    def __init__(self, real: Clock, start: datetime) -> None:
        self._real = real
        self._ahead = start - real()
        self._lock = Lock()

    def __call__(self) -> datetime:
        return self._real() + self._ahead

    def advance(self, *, days: int | None = None, until: datetime | None = None) -> None:
        """To the opening of the day so many days on, or to a moment: exactly one of the two.

        ValueError for both or neither, for less than a day, and for a moment that is over.
        """
        if (days is None) == (until is None):
            raise ValueError("Say how many days, or until when; not both.")
        with self._lock:
            now = self()
            if days is not None and days < 1:
                raise ValueError(f"The clock only goes forward, not by {days} days.")
            to = until or opening(now, days or 0)
            if to < now:
                raise ValueError(f"The clock only goes forward; {to} is over.")
            self._ahead += to - now
