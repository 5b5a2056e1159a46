"""Slack's rate limits: so many calls of a method a minute, about one post a second a channel."""

import math
from dataclasses import dataclass
from datetime import datetime

from bot.practice.plan import Timing
from bot.practice.refusal import Refusal


@dataclass
class _Bucket:
    tokens: float
    filled_at: datetime


class RateLimits:
    """Buckets that refill with the clock; an empty one refuses with the seconds to wait."""

    def __init__(self, timing: Timing) -> None:
        self._timing = timing
        self._buckets: dict[tuple[str, str], _Bucket] = {}

    def take_call(self, method: str, per_minute: int | None, now: datetime) -> None:
        """Counts one call of a method; `per_minute` None means that it is not limited."""
        if per_minute is not None:
            self._take(("method", method), per_minute, per_minute / 60, now)

    def take_post(self, channel_id: str, now: datetime) -> None:
        """Counts one message posted to a channel."""
        timing = self._timing
        self._take(("post", channel_id), timing.post_burst, timing.posts_per_second, now)

    def _take(self, key: tuple[str, str], most: int, per_second: float, now: datetime) -> None:
        bucket = self._buckets.setdefault(key, _Bucket(most, now))
        passed = max(0.0, (now - bucket.filled_at).total_seconds())
        bucket.tokens = min(most, bucket.tokens + passed * per_second)
        bucket.filled_at = now
        if bucket.tokens < 1:
            wait = max(1, math.ceil((1 - bucket.tokens) / per_second))
            raise Refusal("ratelimited", retry_after=wait)
        bucket.tokens -= 1
