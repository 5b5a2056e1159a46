"""Does over HTTP what the page does for one person, and waits for what comes of it."""

import json
import threading
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from bot.practice.server import PracticeServer
from tests.waiting import PATIENCE

JSON = dict[str, Any]
T = TypeVar("T")


def wait_longer(server: PracticeServer) -> None:
    """Slack says after three seconds that an app did not respond: too soon on a busy machine."""
    server.workspace.timing = replace(server.workspace.timing, ack=PATIENCE)


class Visitor:
    """One person at the page of a practice workspace at `url`."""

    def __init__(self, url: str, user_id: str) -> None:
        self.url = url
        self.user_id = user_id

    def get(self, name: str, **query: str) -> JSON:
        """Asks `/practice/{name}` as this person."""
        asked = urllib.parse.urlencode({"as": self.user_id, **query})
        with urllib.request.urlopen(
            f"{self.url}/practice/{name}?{asked}", timeout=PATIENCE
        ) as answer:
            found: JSON = json.load(answer)
        return found

    def do(self, name: str, **fields: Any) -> JSON:
        """Posts to `/practice/{name}` as this person."""
        request = urllib.request.Request(
            f"{self.url}/practice/{name}",
            data=json.dumps({"as": self.user_id, **fields}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            found: JSON = json.load(answer)
        return found

    def send(self, channel: str, text: str, **more: Any) -> JSON:
        """Types something."""
        return self.do("send", channel=channel, text=text, **more)

    def press(self, message: JSON, action: JSON) -> JSON:
        """Uses an element of a message."""
        return self.do("action", channel=message["channel"], ts=message["ts"], action=action)

    def messages(self, channel: str, **query: str) -> list[JSON]:
        """What this person sees in a conversation."""
        found: list[JSON] = self.get("messages", channel=channel, **query)["messages"]
        return found

    def modal(self) -> JSON:
        """The modal this person has open, {} if none."""
        return self.get("modal")["view"] or {}

    def home(self) -> JSON:
        """This person's Home tab, {} if none."""
        return self.get("home")["view"] or {}

    def wait_for(self, look: Callable[[], T], within: float = PATIENCE) -> T:
        """Looks again whenever the server says that something changed, until there is something.

        AssertionError when there is still nothing after `within` seconds.
        """
        request = urllib.request.Request(f"{self.url}/practice/events?as={self.user_id}")
        late = threading.Event()
        timer = threading.Timer(within, late.set)
        timer.start()
        try:
            with urllib.request.urlopen(request, timeout=within) as notices:
                for _ in notices:
                    found = look()
                    if found:
                        return found
                    if late.is_set():
                        break
        except TimeoutError:
            pass
        finally:
            timer.cancel()
        raise AssertionError("nothing came")
