"""A Slack that remembers what it was told, and fails or dies where a test wants it to."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

from alerts.delivery.parcel import Parcel, Receipt, Undelivered
from models.vocabulary import Deed

Hook = Callable[[Parcel], None]


class Killed(BaseException):
    """The process is gone: nothing below may catch this."""


@dataclass(frozen=True)
class Said:
    """One message or reply as readers see it now."""

    target: str
    token: str
    text: str
    thread_ts: str | None = None
    named: bool = False


def nothing(parcel: Parcel) -> None:
    """The usual day."""


def fails(code: str = "no_answer", *, times: int = 1, **how: object) -> Hook:
    """Raises so often, then no more."""
    left = count(times, -1)

    def hook(_parcel: Parcel) -> None:
        if next(left) > 0:
            raise Undelivered(code, **how)  # type: ignore[arg-type]

    return hook


def dies() -> Hook:
    """Once."""
    left = count(1, -1)

    def hook(_parcel: Parcel) -> None:
        if next(left) > 0:
            raise Killed

    return hook


class FakeSlack:
    """A `Send`; `before` runs before a call takes effect, `after` once it has."""

    def __init__(self) -> None:
        self.messages: dict[str, Said] = {}  # by ts
        self.calls: list[tuple[str, str, str]] = []  # what, target, text; effects only
        self.looked = 0
        self.named = False
        self.named_channels: dict[str, str] = {}  # ids by target; others have made up ones
        self.slowness = 0.0
        self.clock: Callable[[], datetime] | None = None
        self.before: Hook = nothing
        self.after: Hook = nothing
        self.parcels: list[Parcel] = []
        self.together: Counter[str] = Counter()
        self.most_together = 0
        self._lock = threading.Lock()
        self._ts = count(1)

    def send(self, parcel: Parcel) -> Receipt:
        with self._lock:
            self.together[parcel.target] += 1
            self.most_together = max(self.most_together, *self.together.values())
            self.parcels.append(parcel)
        try:
            self.before(parcel)
            if self.slowness:
                time.sleep(self.slowness)
            receipt = self._take_effect(parcel)
            self.after(parcel)
        finally:
            with self._lock:
                self.together[parcel.target] -= 1
        return receipt

    def find(self, parcel: Parcel) -> Receipt | None:
        self.looked += 1
        for ts, said in self.messages.items():
            if said.token == parcel.token:
                return Receipt(self.channel(parcel), ts, said.named)
        return None

    def texts(self, target: str | None = None) -> list[str]:
        """What stands there now, replies marked, oldest first."""
        return [
            f"> {said.text}" if said.thread_ts else said.text
            for said in self.messages.values()
            if target in (None, said.target)
        ]

    def channel(self, parcel: Parcel) -> str:
        return self.named_channels.get(parcel.target, f"C-{parcel.target}")

    def _take_effect(self, parcel: Parcel) -> Receipt:
        text = parcel.notice.headline
        of_digest = parcel.about is not None  # which names nobody
        named = not of_digest and (self.named or parcel.target.startswith("person:"))
        called_at = None if self.clock is None else self.clock()
        with self._lock:
            self.calls.append((parcel.deed.value, parcel.target, text))
            if parcel.deed is Deed.EDIT:
                assert parcel.ts is not None
                self.messages[parcel.ts] = replace(self.messages[parcel.ts], text=text, named=named)
                return Receipt(self.channel(parcel), parcel.ts, named, called_at)
            ts = f"{next(self._ts):04d}"
            root = parcel.ts if parcel.deed in (Deed.REPLY, Deed.IN_THREAD) else None
            self.messages[ts] = Said(parcel.target, parcel.token, text, root, named)
            return Receipt(self.channel(parcel), ts, named, called_at)
