"""What befalls a campaign by chance: kills soon after something happened, and Slack's moods."""

import time
from collections import Counter
from dataclasses import replace
from random import Random
from threading import Event

from bot.practice.faults import Fault
from bot.practice.server import PracticeServer
from bot.practice.workspace import ApiCall
from tests.chaos.crew import Crew
from tests.chaos.helper import Helper
from tests.chaos.power import Power
from tests.chaos.processes import CALL

_STILL = 1.2
"""Seconds without a word to Slack, after which somebody is killed all the same."""

_LOOK = 0.002  # seconds
_BACK = 10  # calls

_DOORS = ("chat.*", "conversations.*", "users.*", "views.*")
"""Not what is asked once at the start: there, whoever starts waits as long as Slack likes."""

_MOODS = (
    Fault("rate_limited", seconds=1),
    Fault("server_error", status=500),
    Fault("server_error", status=502, after=True),
    Fault("refusal", code="internal_error", after=True),
    Fault("reset"),
    Fault("reset", after=True),
    Fault("timeout"),
    Fault("timeout", after=True),
    Fault("latency", seconds=0.3),
    Fault("latency", seconds=CALL + 0.5),
)

MOODS = tuple(replace(mood, method=door) for door in _DOORS for mood in _MOODS)


_POWER_CUTS = 0.15
"""The share of kills that hit the database or the way to it, where it has a server."""


class Killer:
    """Kills until it has killed often enough, or is told to stop."""

    def __init__(
        self, crew: Crew, power: Power, server: PracticeServer, chance: Random, wanted: int
    ) -> None:
        self.done = Event()
        self.counts: Counter[str] = Counter()  # what became of the database
        self._crew, self._power, self._server = crew, power, server
        self._chance, self._wanted = chance, wanted
        self._helper = Helper(self._work)

    def start(self) -> None:
        self._helper.start()

    def close(self) -> None:
        self.done.set()
        self._helper.finish()

    def _work(self) -> None:
        left = self._wanted
        try:
            while left and not self.done.is_set():
                left -= self._strike()
        finally:
            self.done.set()

    def _strike(self) -> bool:
        """Soon after something happened; whether somebody was there to be killed."""
        self._await_word()
        if self._chance.random() < 0.15:
            self._crew.freeze(self._chance, self._chance.uniform(0.05, CALL - 0.2))
        # Half of them while an answer is on its way or being written down.
        longest = self._chance.choice((0.015, 0.3))
        time.sleep(self._chance.uniform(0, longest))
        if not self._power.can_fail or self._chance.random() > _POWER_CUTS:
            return self._crew.kill(self._chance)
        struck = self._power.cut(self._chance)
        self.counts.update([struck] if struck else [])
        return struck is not None

    def _await_word(self) -> None:
        """Until something more is said in Slack."""
        before, until = self._newest_word(), time.monotonic() + _STILL
        while self._newest_word() is before and time.monotonic() < until:
            if self.done.wait(_LOOK):
                return

    def _newest_word(self) -> ApiCall | None:
        calls = self._server.workspace.calls
        newest = (calls[-back] for back in range(1, min(len(calls), _BACK)))
        return next((call for call in newest if call.method.startswith("chat.")), None)


class Moods:
    """Slack's moods, one after the other, until told to stop; then it is well."""

    def __init__(self, server: PracticeServer, chance: Random) -> None:
        self.counts: Counter[str] = Counter()  # calls struck, by the kind of mood
        self._server, self._chance = server, chance
        self._counted: ApiCall | None = None
        self._closing = Event()
        self._helper = Helper(self._work)

    def start(self) -> None:
        self._helper.start()

    def close(self) -> None:
        self._closing.set()
        self._helper.finish()
        self._server.faults.clear()
        self._count()

    def _work(self) -> None:
        faults, chance = self._server.faults, self._chance
        while not self._closing.is_set():
            mood = chance.choices(("well", "moody", "ill", "out"), (3, 4, 2, 1))[0]
            if mood == "out":
                faults.add(Fault("outage"))
                self.counts["outages"] += 1
                self._closing.wait(chance.uniform(0.2, 0.8))
            else:
                if mood != "well":
                    share = 0.1 if mood == "moody" else 0.3
                    faults.random(chance.randrange(1 << 30), share, MOODS)
                self._closing.wait(chance.uniform(1, 3))
            faults.clear()
            self._count()

    def _count(self) -> None:
        """Whom the moods have struck since the last time: Slack remembers so many calls."""
        calls = list(self._server.workspace.calls)
        for call in reversed(calls):
            if call is self._counted:
                break
            if call.fault and call.fault != "outage":
                self.counts[call.fault] += 1
        self._counted = calls[-1] if calls else None
