"""Slack's side of an incoming webhook: when each message came, to whom, and what it said."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.bench.processes import Processes, SlackApart
from tests.bench.stand_in import AT_WILL, JSON, Arrival, Members, StandIn, stand_in


class Hooks(StandIn):
    """Takes everything at once: a sender that is told to wait would lose its message."""

    def __init__(self) -> None:
        super().__init__(Members({}, {}), AT_WILL)

    def answer(self, method: str, said: JSON) -> tuple[int, JSON]:
        """One message, as Alertmanager words it: the title is "firing" or "resolved"."""
        (attached,) = said["attachments"]
        text = f"{attached['title']}: {attached['text']}"
        self.arrivals.append(Arrival(time.time(), method, said["channel"], "", text))
        return 200, {"ok": True}


@contextmanager
def hooks_apart(processes: Processes) -> Iterator[SlackApart]:
    """In a process of its own."""
    with processes.running(_hooks) as running:
        yield SlackApart(running, running.said())


def told(arrival: Arrival) -> bool:
    """Whether it says that something is amiss, and not that it is over."""
    return arrival.text.startswith("firing")


def _hooks(pipe: Any) -> None:
    slack = Hooks()

    async def answer() -> None:
        pipe.send(slack.url)
        while (since := await asyncio.to_thread(pipe.recv)) is not None:
            pipe.send(slack.arrivals[since:])

    asyncio.run(stand_in(slack, answer))
