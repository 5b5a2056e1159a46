"""The server's side of Socket Mode: up to ten connections, envelopes out, acknowledgements in."""

import asyncio
import json
import secrets
from dataclasses import dataclass
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.practice.workspace import Workspace

MOST_CONNECTIONS = 10


@dataclass(frozen=True)
class Ack:
    """The app acknowledged; `payload` is what it answered with, if anything."""

    payload: dict[str, Any] | None = None


@dataclass(eq=False)
class Connection:
    """One open WebSocket; a leaving one has been told to reconnect."""

    websocket: WebSocket
    leaving: bool = False


class SocketHub:
    """The app's Socket Mode connections; its coroutines run on the server's event loop."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._connections: list[Connection] = []
        self._waiting: dict[str, asyncio.Future[Ack]] = {}
        self._turn = 0

    @property
    def connected(self) -> bool:
        """Whether there is a connection that has not been told to leave."""
        return any(not connection.leaving for connection in self._connections)

    async def serve(self, websocket: WebSocket) -> None:
        """Serves one connection from its handshake to its end."""
        with self._workspace.lock:
            good = self._workspace.tickets.redeem_socket(websocket.query_params.get("ticket", ""))
        if not good:
            await websocket.close(code=1008)
            return
        await websocket.accept()
        if len(self._connections) >= MOST_CONNECTIONS:
            await websocket.send_text(_disconnect("too_many_websockets"))
            await websocket.close()
            return
        connection = Connection(websocket)
        self._connections.append(connection)
        try:
            await self._converse(connection)
        finally:
            self._connections.remove(connection)
            self._tell()

    async def _converse(self, connection: Connection) -> None:
        await connection.websocket.send_text(self._hello())
        self._tell()
        try:
            while True:
                self._acknowledge(await connection.websocket.receive_text())
        except (WebSocketDisconnect, RuntimeError):
            # Starlette raises RuntimeError when this server has closed the socket meanwhile.
            return

    def _tell(self) -> None:
        connected = self.connected or self._workspace.request_url is not None
        self._workspace.changes.tell("connection", connected=connected)

    def _hello(self) -> str:
        hello = {
            "type": "hello",
            "num_connections": len(self._connections),
            "connection_info": {"app_id": self._workspace.plan.app_id},
            "debug_info": {
                "host": "practice",
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
        }
        return json.dumps(hello)

    def _acknowledge(self, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            return
        if not isinstance(message, dict):
            return
        future = self._waiting.get(str(message.get("envelope_id")))
        if future is not None and not future.done():
            payload = message.get("payload")
            future.set_result(Ack(payload if isinstance(payload, dict) else None))

    def _in_turn(self) -> list[Connection]:
        """The connections a request may take, the one whose turn it is first."""
        open_ones = list(self._connections)
        if not self._workspace.timing.leaving_is_used:
            open_ones = [c for c in open_ones if not c.leaving] or open_ones
        self._turn += 1
        first = self._turn % max(1, len(open_ones))
        return open_ones[first:] + open_ones[:first]

    async def deliver(self, envelope: dict[str, Any]) -> Ack | None:
        """Sends an envelope over one connection; None when it is not acknowledged in time."""
        envelope_id = f"{secrets.token_hex(4)}-{secrets.token_hex(8)}"
        text = json.dumps({"envelope_id": envelope_id, **envelope})
        future = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = future
        try:
            if await self._send(text):
                return await asyncio.wait_for(future, self._workspace.timing.ack)
            return None
        except TimeoutError:
            return None
        finally:
            del self._waiting[envelope_id]

    async def _send(self, text: str) -> bool:
        """Sends over the first connection that the app is not just closing; False if none."""
        for connection in self._in_turn():
            if await _quietly_send(connection, text):
                return True
        return False

    async def refresh(self) -> None:
        """Asks every connection to reconnect, as Slack does every few hours.

        Those that the app has not closed by then are closed when the time of grace is over.
        """
        leaving = list(self._connections)
        for connection in leaving:
            connection.leaving = True
            await _quietly_send(connection, _disconnect("refresh_requested"))
        await asyncio.sleep(self._workspace.timing.refresh_grace)
        for connection in leaving:
            await _quietly_close(connection)

    async def drop(self) -> None:
        """Closes every connection without a word."""
        for connection in list(self._connections):
            await _quietly_close(connection)


def _disconnect(reason: str) -> str:
    return json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "practice"}})


async def _quietly_send(connection: Connection, text: str) -> bool:
    try:
        await connection.websocket.send_text(text)
    except (WebSocketDisconnect, RuntimeError):
        return False
    return True


async def _quietly_close(connection: Connection) -> None:
    try:
        await connection.websocket.close(code=1001)
    except (WebSocketDisconnect, RuntimeError):
        return
