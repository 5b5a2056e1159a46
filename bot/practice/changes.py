"""Tells open pages what has changed, so that they fetch it again."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Literal

What = Literal["messages", "conversations", "home", "modal", "connection", "faults", "controls"]


@dataclass(eq=False)
class Listener:
    """One open page of one person; `None` in the queue means that the server is closing."""

    user_id: str
    loop: asyncio.AbstractEventLoop
    queue: asyncio.Queue[dict[str, Any] | None] = field(default_factory=asyncio.Queue)

    def put(self, notice: dict[str, Any] | None) -> None:
        """Hands over a notice from whichever thread."""
        self.loop.call_soon_threadsafe(self.queue.put_nowait, notice)


class Changes:
    """The open pages."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._closed = False

    def listen(self, user_id: str) -> Listener:
        """Begins to collect notices for this person; to be called on an event loop."""
        listener = Listener(user_id, asyncio.get_running_loop())
        if self._closed:
            listener.put(None)
        self._listeners.append(listener)
        return listener

    def forget(self, listener: Listener) -> None:
        """Stops collecting for a page that has gone."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    def tell(self, what: What, *, to: Collection[str] | None = None, **more: Any) -> None:
        """Sends a notice to the pages of these people, or to all when `to` is None."""
        notice = {"what": what, **more}
        for listener in list(self._listeners):
            if to is None or listener.user_id in to:
                listener.put(notice)

    def close(self) -> None:
        """Ends every open page's stream."""
        self._closed = True
        for listener in list(self._listeners):
            listener.put(None)
