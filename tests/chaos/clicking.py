"""Managers at the practice workspace's page, who acknowledge and snooze what they are told."""

import time
from collections import Counter
from random import Random
from threading import Event, Thread
from typing import Any
from urllib.error import URLError

from bot import ids
from bot.practice.server import PracticeServer
from models.vocabulary import DecisionKind
from tests.bot.practice.visitor import JSON, Visitor
from tests.chaos.town import TEAMS, account_of, channel_of, head_of, manager_of

NOTE = "Said by chance"
"""What every note of a decision begins with."""

_DIALOG = 2.0  # seconds somebody waits for a dialog to open
_TO_PRESS = (ids.ACKNOWLEDGE, ids.CHANGE_DECISION, ids.SNOOZE)


class Clickers:
    """People who click, each on a thread; `counts` says what the page answered."""

    def __init__(self, server: PracticeServer, seeds: list[int]) -> None:
        self.counts: Counter[str] = Counter()
        self._server = server
        self._closing = Event()
        self._threads = [Thread(target=self._work, args=(Random(seed),)) for seed in seeds]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        self._closing.set()
        for thread in self._threads:
            thread.join()

    def _work(self, chance: Random) -> None:
        while not self._closing.wait(chance.uniform(0.1, 0.6)):
            found = self._something(chance)
            if found is not None:
                self._click(chance, *found)

    def _something(self, chance: Random) -> tuple[Visitor, JSON, JSON] | None:
        """Somebody, a message they can read, and something in it to press."""
        team = chance.choice(TEAMS)
        who = account_of(chance.choice((manager_of(team), manager_of(team), head_of(team))))
        server = self._server.workspace
        place = next(
            each for each in server.conversations.values() if each.name == channel_of(team)
        )
        where = place.id if chance.random() < 0.7 else server.im_with(who).id
        pressable = [
            (message, {**element, "block_id": block["block_id"]})
            for message in self._server.export(where)
            for block in message["blocks"] or []
            for element in block.get("elements", [])
            if element.get("action_id") in _TO_PRESS
        ]
        if not pressable:
            return None
        message, element = chance.choice(pressable)
        return Visitor(self._server.url, who), message, element

    def _click(self, chance: Random, person: Visitor, message: JSON, element: JSON) -> None:
        try:
            if element["action_id"] == ids.SNOOZE:
                chosen = chance.choice(element["options"][:3])
                answer = person.press(message, {**element, "selected_option": chosen})
                self._count("snooze", answer)
            else:
                answer = person.press(message, element)
                self._count("ask for the dialog", answer)
                self._decide(chance, person)
        except (URLError, TimeoutError):
            self.counts["page did not answer"] += 1

    def _decide(self, chance: Random, person: Visitor) -> None:
        until = time.monotonic() + _DIALOG
        while not (view := person.modal()):
            if time.monotonic() > until or self._closing.wait(0.05):
                return
        if "decision" in {block.get("block_id") for block in view["blocks"]}:
            kind = chance.choice(list(DecisionKind))
            answer = person.do("view_submit", view_id=view["id"], state=_filled(kind))
            self._count("decide", answer)
        person.do("view_close", view_id=view["id"], all=True)

    def _count(self, what: str, answer: JSON) -> None:
        self.counts[what if answer["ok"] else f"{what}, in vain"] += 1


def _filled(kind: DecisionKind) -> dict[str, Any]:
    chosen = {"selected_option": {"value": kind.value}}
    note = {"value": f"{NOTE}: {kind.value}."}
    return {"values": {"decision": {"decision": chosen}, "note": {"note": note}}}
