"""Runs the practice workspace's web server on a thread and an event loop of its own."""

import asyncio
import socket
import threading
from collections.abc import Callable, Coroutine
from typing import Any

import uvicorn
from starlette.applications import Starlette

from bot.practice.wires import Wires


class WebServer:
    """A thread that answers at a socket which listens already."""

    def __init__(self, app: Starlette, listening: socket.socket, wires: Wires, ping: float) -> None:
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            http=wires.protocol(),
            ws="websockets-sansio",
            ws_ping_interval=ping,
            timeout_graceful_shutdown=2,
            lifespan="off",
        )
        self._listening = listening
        self._server = _Server(config)
        self._thread = threading.Thread(target=self._run, name="practice-server", daemon=True)

    def start(self) -> None:
        """Returns when requests are answered."""
        self._thread.start()
        self._server.ready.wait()

    def _run(self) -> None:
        self._server.run(sockets=[self._listening])

    def do(self, work: Coroutine[Any, Any, None]) -> None:
        """Does something on the event loop and waits for its end; not from the loop itself."""
        assert self._server.loop is not None
        asyncio.run_coroutine_threadsafe(work, self._server.loop).result(timeout=10)

    def soon(self, deed: Callable[[], None]) -> None:
        """Does something on the event loop before long; from any thread."""
        assert self._server.loop is not None
        self._server.loop.call_soon_threadsafe(deed)

    def stop(self) -> None:
        """Ends the server and waits for its thread."""
        self._server.should_exit = True
        self._thread.join()


class _Server(uvicorn.Server):
    """A uvicorn server that says when it is ready."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self.loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self.loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self.ready.set()
