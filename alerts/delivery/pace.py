"""How fast is sent, and how long is waited: Slack's limits, leases, and pauses that grow."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.vocabulary import Deed

FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=5)

MOST_UNKNOWN = 10
"""Attempts at what fails for a reason nobody foresaw: it may pass, or be wrong for ever."""

METHODS = {
    Deed.POST: "method:post",
    Deed.REPLY: "method:post",
    Deed.IN_THREAD: "method:post",
    Deed.EDIT: "method:edit",
}
"""Lanes of the ways to say something: replies are posted, too."""

DIGEST_LEASES = 3
"""A digest's pictures are drawn and uploaded before it is posted, all under one lease."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Slack's promises are about one post a second in a channel, and fifty edits a minute."""

    per_channel: timedelta = timedelta(seconds=1.03)  # the way to Slack is not always as long
    per_post: timedelta = timedelta(0)  # over all channels
    per_edit: timedelta = timedelta(seconds=1.5)  # with the first ten: never over fifty a minute
    first_edits: int = 10  # at once, after a rest
    lease: timedelta = timedelta(seconds=60)
    settle: timedelta = timedelta(seconds=20)  # what Slack took in unheard can be seen by then
    chance: Callable[[], float] = random.random  # 0 to 1

    def lease_for(self, *, digest: bool) -> timedelta:
        return self.lease * DIGEST_LEASES if digest else self.lease

    def per_method(self, deed: Deed) -> timedelta:
        return self.per_edit if deed is Deed.EDIT else self.per_post

    def method_ready(self, ready_at: datetime, deed: Deed, now: datetime) -> datetime:
        """When a way to say something may be used again, after it is used now."""
        interval = self.per_method(deed)
        rest = interval * (self.first_edits - 1) if deed is Deed.EDIT else timedelta(0)
        return max(ready_at, now - rest) + interval

    def pause(self, attempts: int, *, refused: bool) -> timedelta:
        """Before the next attempt: twice as long each time, up to five minutes, by chance less."""
        longest = min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(attempts - 1, 20)))
        pause = longest * (0.5 + self.chance() / 2)
        return pause if refused else max(pause, self.settle)
