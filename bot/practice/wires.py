"""The TCP connections under the web server: reset, held without an answer, or kept waiting."""

import asyncio
import socket
import struct

from starlette.requests import Request
from uvicorn.protocols.http.h11_impl import H11Protocol

_AT_ONCE = struct.pack("ii", 1, 0)
"""SO_LINGER on, for no time: closing sends a reset instead of an orderly goodbye."""


class Wires:
    """The open connections by their client's address; lives on the server's event loop."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, int] | None, asyncio.Transport] = {}
        self._closing = asyncio.Event()

    def protocol(self) -> type[H11Protocol]:
        """The web server's HTTP protocol, which tells these wires of its connections."""
        wires = self

        class Watched(H11Protocol):
            def connection_made(  # type: ignore[override]
                self, transport: asyncio.Transport
            ) -> None:
                super().connection_made(transport)
                wires._begin(transport)

        return Watched

    def _begin(self, transport: asyncio.Transport) -> None:
        self._open = {name: each for name, each in self._open.items() if not each.is_closing()}
        self._open[tuple(transport.get_extra_info("peername")[:2])] = transport

    async def reset(self, request: Request) -> None:
        """Resets the connection a request came by; returns when it is gone."""
        transport = self._open.get(request.client)
        if transport is None or transport.is_closing():
            return
        sock = transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        transport.abort()
        await _gone(request)

    async def hold(self, request: Request) -> None:
        """Gives no answer until the client gives up or the server stops."""
        waits = [asyncio.ensure_future(wait) for wait in (_gone(request), self._closing.wait())]
        _, left = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in left:
            wait.cancel()
        if self._closing.is_set():
            await self.reset(request)

    async def pause(self, seconds: float) -> None:
        """Waits, but no longer than the server runs."""
        try:
            await asyncio.wait_for(self._closing.wait(), seconds)
        except TimeoutError:
            return

    async def close(self) -> None:
        """Ends every hold and pause."""
        self._closing.set()


async def _gone(request: Request) -> None:
    """Waits until the client is not there any more; the request's body must have been read."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
