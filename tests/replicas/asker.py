"""Somebody who asks again and again in Slack, and what they were told."""

import time
from itertools import pairwise
from threading import Event

from bot.practice.server import PracticeServer
from tests.bot.practice.visitor import JSON, Visitor
from tests.chaos.helper import Helper

QUESTION = "/caseload"
ANSWERED = "full-time worker"
"""In the headline of every answer to the question."""

ONE_MOMENT = "One moment"
NOBODY_THERE = "the app did not respond"
"""Slack's own words when it handed a question to a process that died with it."""

_EVERY = 0.5  # seconds
_LOOK = 0.02  # seconds
_LONGEST = 8.0
"""Seconds after which somebody asks again, whatever became of the last question."""


class Asker:
    """Between `start` and `close` one question after the other, in one channel."""

    def __init__(self, server: PracticeServer, who: str, channel: str) -> None:
        self.answered: list[float] = []  # when, by a clock that only goes on
        self.sentences: list[str] = []  # what was said instead of an answer
        self._server, self._who, self._channel = server, who, channel
        self._visitor = Visitor(server.url, who)
        self._closing = Event()
        self._helper = Helper(self._work)

    def start(self) -> None:
        self._helper.start()

    def close(self) -> None:
        self._closing.set()
        self._helper.finish()

    def _work(self) -> None:
        while not self._closing.wait(_EVERY):
            before = {message["ts"] for message in self._whispers()}
            sent = self._visitor.send(self._channel, QUESTION)
            assert sent["ok"], sent
            self._write_down(self._reply(before))

    def _reply(self, before: set[str]) -> str:
        """What came after that, the first word aside that only asks for patience."""
        until = time.monotonic() + _LONGEST
        while time.monotonic() < until:
            new = [each["text"] for each in self._whispers() if each["ts"] not in before]
            if said := [text for text in new if not text.startswith(ONE_MOMENT)]:
                return str(said[0])
            time.sleep(_LOOK)
        return ""

    def _write_down(self, reply: str) -> None:
        if ANSWERED in reply:
            self.answered.append(time.monotonic())
        else:
            self.sentences.append(reply)

    def _whispers(self) -> list[JSON]:
        """What only this person sees."""
        return [each for each in self._server.export(self._channel) if each["visible_to"]]


def longest_gap(askers: list[Asker]) -> float:
    """Seconds for which nobody was answered, whoever asked."""
    answered = sorted(moment for asker in askers for moment in asker.answered)
    return max(later - earlier for earlier, later in pairwise(answered))
