"""Acting on the running product, and reading what it tells one person because of it."""

import json
from collections.abc import Callable
from datetime import datetime

from bot.demo.running import Running
from tests.bot.slack.forging import a_command, deliver
from tests.bot.slack.persona import MONDAY, Member, channel_id

COURT = channel_id("court-north")
COURT_SOUTH = channel_id("court-south")
LISTING = channel_id("court-listing")
NOBODY_KNOWN = "I don't know you yet."


class Hands:
    """A clock that stands still until it is told to move."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now


Who = Callable[[str], Member]


def told(person: Member, channel: str, act: Callable[[], object]) -> str:
    """What the app tells this person, and nobody else, because of an act."""
    before = person.seen(channel)
    act()
    found = person.wait_for(
        lambda: [m for m in person.messages(channel) if m["ephemeral"] and m["ts"] not in before]
    )
    return str(found[0]["text"])


def command_text(running: Running, person: Member, text: str) -> str:
    answer = deliver(running, a_command(running, person, COURT, text))
    return str(json.loads(answer.body)["text"])
