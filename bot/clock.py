"""The one reader of the clock; everything else is told what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the time now, aware, in UTC."""


def utc_now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)
