"""Slack's moods as plain values, and the switch that says which of them strikes a call."""

import math
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import count
from random import Random
from typing import Literal, get_args

Kind = Literal[
    "rate_limited",
    "server_error",
    "refusal",
    "timeout",
    "reset",
    "latency",
    "unprocessed",
    "outage",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

_COMPLETES = "files.completeUploadExternal"


@dataclass(frozen=True)
class Fault:
    """One mood: what happens to which calls, and how often.

    `method` is a Web API method or a pattern such as `chat.*`; `response_url` and `upload` name
    the two other doors that an app knocks at, and `*` is everything. `channel` is a conversation's
    id. `times` None means until it is cleared. With `after` the call takes effect first, and the
    app never learns of it. ValueError, with a sentence, for values that cannot be.

    - `rate_limited`: 429 with `seconds` as Retry-After.
    - `server_error`: `status`, a page instead of JSON.
    - `refusal`: `ok: false` with `code`.
    - `timeout`: the answer is held until the client gives up.
    - `reset`: the connection is reset without an answer.
    - `latency`: the call takes effect and is answered `seconds` late, even when the client has
      gone meanwhile; with `after` only the answer is late.
    - `unprocessed`: an uploaded file is looked at `seconds` after `files.completeUploadExternal`;
      other calls it leaves alone.
    - `outage`: every call is reset, Socket Mode is cut, and nothing reaches the app.
    """

    kind: Kind
    method: str = "*"
    channel: str | None = None
    times: int | None = None
    seconds: float = 1.0
    status: int = 503
    code: str = "internal_error"
    after: bool = False

    def __post_init__(self) -> None:
        problem = _problem(self)
        if problem is not None:
            raise ValueError(problem)

    @property
    def takes_effect(self) -> bool:
        """Whether the call does what it was made for."""
        return self.after or self.kind in ("latency", "unprocessed")

    def fits(self, method: str, channel: str | None) -> bool:
        """Whether this mood is for such a call."""
        about = self.kind != "unprocessed" or method == _COMPLETES
        return about and self.channel in (None, channel) and fnmatchcase(method, self.method)


def _problem(fault: Fault) -> str | None:
    if fault.kind not in KINDS:
        return f"There is no mood {fault.kind}. Choose one of {', '.join(KINDS)}."
    everything = (fault.method, fault.channel, fault.times, fault.after) == ("*", None, None, False)
    if fault.kind == "outage" and not everything:
        return "An outage is for every call until it is cleared. Leave the rest out."
    if not fault.method:
        return "Say which method is meant, or * for every call."
    if fault.times is not None and fault.times < 1:
        return "How many times must be 1 or more. Leave it out for every time."
    if not (math.isfinite(fault.seconds) and fault.seconds >= 0):
        return "Seconds must be 0 or more."
    if not 500 <= fault.status <= 599:
        return "The status of a server error is between 500 and 599."
    if not fault.code:
        return "Say which error code is meant, such as internal_error."
    return None


@dataclass(frozen=True)
class Placed:
    """A fault in the switch, and how many calls it has struck."""

    id: str
    fault: Fault
    struck: int = 0

    @property
    def spent(self) -> bool:
        """Whether it has struck as often as it was meant to."""
        return self.fault.times is not None and self.struck >= self.fault.times


@dataclass(frozen=True)
class Dice:
    """Faults at random: each call is struck with probability `share` by one that fits it.

    The fate of the nth call of a method in a channel follows from `seed` alone, whatever other
    calls run beside it.
    """

    seed: int
    share: float
    faults: tuple[Fault, ...]
    struck: int = 0

    def throw(self, method: str, channel: str | None, nth: int) -> Fault | None:
        """What strikes the nth such call."""
        chance = Random(f"{self.seed} {method} {channel} {nth}")
        fitting = [fault for fault in self.faults if fault.fits(method, channel)]
        return chance.choice(fitting) if fitting and chance.random() < self.share else None


class FaultSwitch:
    """The moods that are on; any thread may switch and ask.

    `changed` is called, on the thread that did it, after faults came, went or struck.
    """

    def __init__(self, changed: Callable[[], None] = lambda: None) -> None:
        self.changed = changed
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._placed: dict[str, Placed] = {}
        self._dice: Dice | None = None
        self._thrown: Counter[tuple[str, str | None]] = Counter()

    @property
    def outage(self) -> bool:
        """Whether Slack is down."""
        return any(placed.fault.kind == "outage" for placed in self.listed())

    @property
    def dice(self) -> Dice | None:
        """The random faults, when they are on."""
        return self._dice

    def add(self, fault: Fault) -> Placed:
        """Switches a mood on, beside those that are on."""
        with self._lock:
            placed = Placed(str(next(self._numbers)), fault)
            self._placed[placed.id] = placed
        self.changed()
        return placed

    def random(self, seed: int, share: float, faults: Sequence[Fault]) -> None:
        """Switches random faults on instead of earlier ones; `times` of each is not looked at.

        ValueError when `share` is not within 0 and 1, or a fault cannot come at random.
        """
        if not 0 <= share <= 1:
            raise ValueError("The share of calls to strike is between 0 and 1.")
        if not faults or any(fault.kind == "outage" for fault in faults):
            raise ValueError("Name one mood or more to choose from; an outage is not one of them.")
        with self._lock:
            self._dice = Dice(seed, share, tuple(faults))
            self._thrown.clear()
        self.changed()

    def clear(self, fault_id: str | None = None) -> bool:
        """Switches one mood off, or all, the random ones too; False when there is no such one."""
        with self._lock:
            if fault_id is None:
                self._placed.clear()
                self._dice = None
            found = fault_id is None or self._placed.pop(fault_id, None) is not None
        self.changed()
        return found

    def listed(self) -> list[Placed]:
        """What was switched on and not cleared, the spent included, oldest first."""
        with self._lock:
            return list(self._placed.values())

    def struck(self, fault_id: str) -> int:
        """How many calls a mood has struck; KeyError when it was cleared."""
        with self._lock:
            return self._placed[fault_id].struck

    def draw(self, method: str, channel: str | None) -> Fault | None:
        """What strikes this call: an outage, the oldest mood that fits, or one at random."""
        with self._lock:
            fault = self._draw_placed(method, channel) or self._draw_dice(method, channel)
        if fault is not None:
            self.changed()
        return fault

    def _draw_placed(self, method: str, channel: str | None) -> Fault | None:
        outages_first = sorted(self._placed.values(), key=lambda each: each.fault.kind != "outage")
        for placed in outages_first:
            if not placed.spent and placed.fault.fits(method, channel):
                self._placed[placed.id] = Placed(placed.id, placed.fault, placed.struck + 1)
                return placed.fault
        return None

    def _draw_dice(self, method: str, channel: str | None) -> Fault | None:
        dice = self._dice
        if dice is None:
            return None
        nth = self._thrown[method, channel]
        self._thrown[method, channel] += 1
        fault = dice.throw(method, channel, nth)
        if fault is not None:
            self._dice = Dice(dice.seed, dice.share, dice.faults, dice.struck + 1)
        return fault
