"""One of the cast at the page of the practice workspace, asking, pressing and reading."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from bot.demo.cast import CHANNELS, cast_member
from tests.bot.practice.visitor import JSON, Visitor

LAST_DAY = date(2026, 11, 20)
MONDAY = datetime(2026, 11, 23, 8, 45, tzinfo=UTC)
WEEKS = 2
"""Enough for "change on last week"; the whole history is the demo's own."""

Persona = Callable[[str], "Member"]


class Member(Visitor):
    """One of the cast at the page."""

    def __init__(self, url: str, key: str) -> None:
        super().__init__(url, cast_member(key).slack_id)

    @property
    def direct(self) -> str:
        """The conversation with the app."""
        found = self.get("conversations")["conversations"]
        return next(str(one["id"]) for one in found if one["kind"] == "im")

    def ask(self, text: str, channel: str | None = None) -> JSON:
        """Type something, and wait for the next message this person sees there."""
        where = channel or self.direct
        before = {message["ts"] for message in self.messages(where)}
        sent = self.send(where, text)
        assert sent["ok"], sent
        return self.next_message(where, before)

    def next_message(self, channel: str, before: set[str]) -> JSON:
        """The first message of the app that was not there before."""

        def look() -> JSON | None:
            for message in self.messages(channel):
                if message["ts"] not in before and message["user"]["is_bot"]:
                    return message
            return None

        return self.wait_for(look) or {}

    def press_button(self, message: JSON, label: str) -> None:
        element = button_of(message, label)
        assert element is not None, f"no button {label}"
        done = self.press(message, {**element, "block_id": block_of(message, label)})
        assert done["ok"], done

    def seen(self, channel: str) -> set[str]:
        return {message["ts"] for message in self.messages(channel)}


def buttons(message: JSON) -> dict[str, tuple[str, JSON]]:
    """The buttons of a message by label, with their block's id."""
    found: dict[str, tuple[str, JSON]] = {}
    for block in message["blocks"] or []:
        if block["type"] == "actions":
            for element in block["elements"]:
                if element["type"] == "button":
                    found[element["text"]["text"]] = (block.get("block_id", ""), element)
    return found


def button_of(message: JSON, label: str) -> JSON | None:
    found = buttons(message).get(label)
    return None if found is None else {k: v for k, v in found[1].items() if k != "text"}


def block_of(message: JSON, label: str) -> str:
    return buttons(message)[label][0]


def channel_id(name: str) -> str:
    return next(channel.slack_id for channel in CHANNELS if channel.name == name)


def said(message: JSON) -> str:
    """Everything a reader of the message reads."""
    return f"{message['text']} {message['blocks']}"
