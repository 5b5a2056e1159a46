"""A panel of buttons by which visitors of the page move the world behind the workspace."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from starlette.concurrency import run_in_threadpool

from bot.practice.changes import Changes
from bot.practice.refusal import Sorry

JSON = dict[str, Any]


@dataclass(frozen=True)
class Control:
    """One button; its deed may take long, and gives a sentence on what came of it."""

    id: str
    label: str
    deed: Callable[[], str]


@dataclass(frozen=True)
class PanelState:
    """What the panel shows at a moment; `working` is what is being done, if anything is."""

    lines: Sequence[str]
    controls: Sequence[Control]
    working: str | None = None


class ControlPanel:
    """Nothing is shown until whoever runs the workspace offers something."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._title = ""
        self._look: Callable[[], PanelState] | None = None
        self._outcome: str | None = None
        self._busy = Lock()

    def offer(self, title: str, look: Callable[[], PanelState]) -> None:
        """Shows this panel on every page; `look` is called often, on threads of its own."""
        self._title, self._look = title, look
        self.changed()

    def changed(self) -> None:
        """Tells open pages to look again; from any thread."""
        self._changes.tell("controls")

    async def shape(self) -> JSON:
        """What `GET /practice/controls` gives: `{"panel": null}`, or the panel with its state."""
        if self._look is None:
            return {"panel": None}
        state = await run_in_threadpool(self._look)
        return {
            "panel": {
                "title": self._title,
                "lines": list(state.lines),
                "controls": [{"id": each.id, "label": each.label} for each in state.controls],
                "working": state.working or ("Working" if self._busy.locked() else None),
                "outcome": self._outcome,
            }
        }

    async def press(self, control_id: str) -> JSON:
        """Does what a button says; gives `{"outcome": sentence}`.

        Sorry when there is no such button now, or another deed is under way.
        """
        shown = (await run_in_threadpool(self._look)).controls if self._look else ()
        found = next((each for each in shown if each.id == control_id), None)
        if found is None:
            raise Sorry("This button is not there any more. Look at the panel again.")
        if not self._busy.acquire(blocking=False):
            raise Sorry("Something is still being done. Wait until it is finished.")
        try:
            self._outcome = None
            self.changed()
            self._outcome = await run_in_threadpool(found.deed)
        finally:
            self._busy.release()
            self.changed()
        return {"outcome": self._outcome}
