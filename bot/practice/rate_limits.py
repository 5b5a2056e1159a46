"""Slack's rate limits: so many calls of a method a minute, about one post a second a channel."""

import math
from dataclasses import dataclass
from datetime import datetime

from bot.practice.plan import Timing
from bot.practice.refusal import Refusal


@dataclass(frozen=True)
class Pace:
    """How fast an app may go; without `tiers` every method may be called at will."""

    posts_per_second: float
    post_burst: int
    tiers: bool = True


STRICT = Pace(posts_per_second=1.0, post_burst=1)
"""What Slack promises: a post a second in each channel, and no burst."""

RELAXED = Pace(posts_per_second=1_000_000.0, post_burst=1_000_000, tiers=False)
"""No limits, for tests of other things."""


@dataclass
class _Bucket:
    tokens: float
    filled_at: datetime


class RateLimits:
    """Buckets that refill with the clock; an empty one refuses with the seconds to wait."""

    def __init__(self, timing: Timing) -> None:
        self.usual = Pace(timing.posts_per_second, timing.post_burst)
        self.use(self.usual)

    def use(self, pace: Pace) -> None:
        """Goes on at another pace, every bucket full."""
        self.pace = pace
        self._buckets: dict[tuple[str, str], _Bucket] = {}

    def take_call(self, method: str, per_minute: int | None, now: datetime) -> None:
        """Counts one call of a method; `per_minute` None means that it is not limited."""
        if per_minute is not None and self.pace.tiers:
            self._take(("method", method), per_minute, per_minute / 60, now)

    def take_post(self, channel_id: str, now: datetime) -> None:
        """Counts one message posted to a channel."""
        self._take(("post", channel_id), self.pace.post_burst, self.pace.posts_per_second, now)

    def _take(self, key: tuple[str, str], most: int, per_second: float, now: datetime) -> None:
        bucket = self._buckets.setdefault(key, _Bucket(most, now))
        passed = max(0.0, (now - bucket.filled_at).total_seconds())
        bucket.tokens = min(most, bucket.tokens + passed * per_second)
        bucket.filled_at = now
        if bucket.tokens < 1:
            wait = max(1, math.ceil((1 - bucket.tokens) / per_second))
            raise Refusal("ratelimited", retry_after=wait)
        bucket.tokens -= 1
