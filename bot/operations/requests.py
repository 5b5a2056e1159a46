"""Watches each request from Slack: its reference, how soon it is acknowledged, and a line of it."""

import logging
import time
from collections.abc import Mapping
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse

from bot.operations.meters import Meters
from bot.operations.work import Work, working

log = logging.getLogger("caseload.requests")

_KINDS = {
    "block_actions": "action",
    "view_submission": "saving",
    "view_closed": "closing",
    "block_suggestion": "options",
    "shortcut": "shortcut",
    "message_action": "shortcut",
}
_EVENTS = frozenset(
    {
        "app_home_opened",
        "app_mention",
        "channel_shared",
        "channel_unshared",
        "member_joined_channel",
        "member_left_channel",
        "message",
    }
)


class WatchedApp(App):
    """A Bolt app that counts, times and logs what it is given, over Socket Mode and HTTP alike."""

    def __init__(self, meters: Meters, **given: Any) -> None:
        super().__init__(**given)
        self._meters = meters

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """As the app does; a line in the log when all that came of the request is done."""
        kind = kind_of(req.body)
        began = time.perf_counter()
        with working(done=_say) as work:
            work.said["kind"] = kind
            response = super().dispatch(req)
            took = time.perf_counter() - began
            self._meters.acknowledged(kind, response.status, took)
            work.said |= {"status": response.status, "acknowledged_ms": round(took * 1000)}
        return response


def kind_of(body: Mapping[str, Any]) -> str:
    """One of a few words, whatever stands in the request: it may not be Slack's at all."""
    if "command" in body:
        return "command"
    if body.get("type") == "event_callback":
        event = body.get("event")
        name = event.get("type") if isinstance(event, Mapping) else None
        return f"event {name}" if isinstance(name, str) and name in _EVENTS else "event"
    return _KINDS.get(str(body.get("type")), "other")


def _say(work: Work) -> None:
    said = {**work.said, "took_ms": round(work.seconds() * 1000), "reference": work.reference}
    log.info("a request is done", extra=said)
