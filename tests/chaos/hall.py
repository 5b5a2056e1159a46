"""Who comes into a team's channel and leaves it, and how Slack tells the app of it."""

import asyncio
import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from random import Random
from threading import Event, Lock
from typing import Any

from bot.practice.payloads import event_payload
from bot.practice.server import PracticeServer
from tests.chaos.helper import Helper
from tests.chaos.town import STRANGERS, TEAMS, account_of, channel_id

PAUSES = (0.0, 0.3, 1.0, 5.0)
"""Seconds before each attempt to tell the app; Slack's own are an instant, a minute and five."""

_PARTNER = "T0PARTNER"

_CLEARED, _SHARED = 0.8, 0.25
"""The share of changes by which a channel is left to its own people again, or is shared."""


class Hall(PracticeServer):
    """A practice workspace whose administrators' deeds the app is told of, as Slack tells them."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.told: Counter[str] = Counter()
        self._lock = Lock()
        self._under_way = 0

    @property
    def telling(self) -> bool:
        """Whether the app has yet to acknowledge something."""
        return self._under_way > 0

    def tell_app(self, event: dict[str, Any]) -> None:
        """Send an event in the background, again while nobody acknowledges it; then give up."""
        assert self._running is not None
        with self._lock:
            self._under_way += 1
        plan, now = self.workspace.plan, self.workspace.now()
        whole = {**event, "event_ts": self.workspace.new_ts()}
        payload = event_payload(whole, f"Ev{secrets.token_hex(5).upper()}", plan, now)
        self._running.soon(lambda: self._courier.spawn(self._tell(payload)))

    async def _tell(self, payload: dict[str, Any]) -> None:
        outcome = "events nobody took in"
        try:
            for pause in PAUSES:
                await asyncio.sleep(pause)
                if await self._courier.deliver("events_api", payload) is not None:
                    outcome = "events taken in"
                    return
        finally:
            with self._lock:
                self._under_way -= 1
                self.told[outcome] += 1


class Doors:
    """Strangers join channels and leave them, and channels are shared, until told to stop."""

    def __init__(self, hall: Hall, chance: Random) -> None:
        self.counts: Counter[str] = Counter()
        self._hall, self._chance = hall, chance
        self._shared: set[str] = set()
        self._closing = Event()
        self._helper = Helper(self._work)

    def start(self) -> None:
        self._helper.start()

    def close(self) -> None:
        """Whoever is in a channel then stays."""
        self._closing.set()
        self._helper.finish()

    def go_everywhere(self) -> None:
        """Leave every channel to its own people."""
        for team in TEAMS:
            self._clear(channel_id(team))

    def come_into(self, teams: Sequence[str], killing: Callable[[], None]) -> None:
        """Somebody joins the channels of these teams; whoever hears of it may die."""
        for team in teams:
            self._join(channel_id(team))
            killing()

    def _work(self) -> None:
        while not self._closing.wait(self._chance.uniform(0.2, 1.5)):
            channel = channel_id(self._chance.choice(TEAMS))
            if self._barred(channel) and self._chance.random() < _CLEARED:
                self._clear(channel)
            elif self._chance.random() < _SHARED:
                self._share(channel)
            else:
                self._join(channel)

    def _barred(self, channel: str) -> bool:
        """Whether somebody reads it who may not see names."""
        return channel in self._shared or bool(self._strangers(channel))

    def _strangers(self, channel: str) -> list[str]:
        members = self._hall.workspace.conversations[channel].members
        return [who for who in map(account_of, STRANGERS) if who in members]

    def _clear(self, channel: str) -> None:
        for who in self._strangers(channel):
            self._hall.administration.remove_member(channel, who)
            self.counts["left"] += 1
        if channel in self._shared:
            self._share(channel)

    def _share(self, channel: str) -> None:
        shared = channel not in self._shared
        self._hall.administration.share(channel, ext=shared)
        self._shared.symmetric_difference_update({channel})
        if shared:
            told = {"type": "channel_shared", "connected_team_id": _PARTNER}
        else:
            told = {"type": "channel_unshared", "previously_connected_team_id": _PARTNER}
        self._hall.tell_app({**told, "channel": channel})
        self.counts["shared" if shared else "unshared"] += 1

    def _join(self, channel: str) -> None:
        who = account_of(self._chance.choice(STRANGERS))
        if who in self._strangers(channel):
            return
        self._hall.administration.add_member(channel, who)
        came = {"type": "member_joined_channel", "user": who, "channel": channel}
        self._hall.tell_app(
            {**came, "channel_type": "G", "team": self._hall.workspace.plan.team_id}
        )
        self.counts["joined"] += 1
