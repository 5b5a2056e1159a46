"""Whether a channel is shared with others: remembered for a minute, or until an event says more."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient

REMEMBERED_FOR = timedelta(seconds=60)
"""Slack answers some fifty such questions a minute, and after a load hundreds are edited."""

_WITH_OTHERS = ("is_ext_shared", "is_pending_ext_shared", "is_org_shared")


def is_shared_now(client: WebClient, channel: str) -> bool:
    """Whether people of other workspaces read it, or are invited to; raises SlackApiError."""
    info: dict[str, Any] = client.conversations_info(channel=channel)["channel"]
    return any(info.get(mark) for mark in _WITH_OTHERS)


@dataclass(frozen=True, slots=True)
class _Known:
    shared: bool
    mark: datetime
    at: datetime


class KnownChannels:
    """One per process; any thread may ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, _Known] = {}
        self._forgotten = 0

    def is_shared(self, client: WebClient, channel: str, *, mark: datetime, now: datetime) -> bool:
        """The same, asked when it was not asked in the last minute.

        `mark` is the channel's mark of readers (`alerts.reader_marks`): what was found out under
        another is known no more, so that an event heard by another process counts here too.
        """
        with self._lock:
            known, forgotten = self._known.get(channel), self._forgotten
        if known is not None and known.mark == mark and now - known.at < REMEMBERED_FOR:
            return known.shared
        shared = is_shared_now(client, channel)
        with self._lock:
            if forgotten == self._forgotten:  # no event came while Slack was asked
                self._known[channel] = _Known(shared, mark, now)
        return shared

    def forget(self, channel: str) -> None:
        """An event says that others read the channel, even if that cannot be written down yet."""
        with self._lock:
            self._forgotten += 1
            self._known.pop(channel, None)
