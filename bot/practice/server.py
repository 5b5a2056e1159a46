"""Puts the practice workspace together and serves it on a loopback address."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    JSONResponse,
    PlainTextResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket

from bot.clock import Clock
from bot.practice.administration import Administration
from bot.practice.changes import Listener
from bot.practice.control_api import ControlApi, exported
from bot.practice.control_panel import ControlPanel
from bot.practice.courier import Courier
from bot.practice.faults import FaultSwitch
from bot.practice.moods import play
from bot.practice.page_api import PageApi
from bot.practice.plan import Timing, WorkspacePlan
from bot.practice.rate_limits import Pace
from bot.practice.response_urls import response_url
from bot.practice.shown_files import may_fetch
from bot.practice.socket_mode import SocketHub
from bot.practice.web_api.endpoint import web_api
from bot.practice.web_server import WebServer
from bot.practice.wires import Wires
from bot.practice.workspace import Workspace

PAGE = Path(__file__).parent / "page"
_PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data: https:; base-uri 'none'; form-action 'none'"
)

_BETWEEN_CUTS = 0.05  # seconds


class PracticeServer:
    """A practice workspace on its own thread; use it as a context manager.

    `port` 0 takes a free one. OSError when the port is taken. What it does is taken from
    Slack's documents and SDK and is not verified against Slack itself.
    """

    def __init__(
        self,
        plan: WorkspacePlan,
        *,
        clock: Clock,
        host: str = "127.0.0.1",
        port: int = 0,
        timing: Timing | None = None,
    ) -> None:
        self.workspace = Workspace(plan, clock=clock, timing=timing or Timing())
        self._host = host
        self._port = port
        self._hub = SocketHub(self.workspace)
        self._courier = Courier(self.workspace, self._hub)
        self._wires = Wires()
        self._cutting = False
        self._running: WebServer | None = None
        self.workspace.faults.changed = self._moods_changed
        self.administration = Administration(self.workspace)
        self.panel = ControlPanel(self.workspace.changes)

    @property
    def url(self) -> str:
        """Where the page is, once started."""
        return self.workspace.base_url

    @property
    def api_url(self) -> str:
        """What a Slack client takes as its base address."""
        return f"{self.url}/api/"

    @property
    def connected(self) -> bool:
        """Whether the app can be reached."""
        return self._courier.connected

    @property
    def faults(self) -> FaultSwitch:
        """Slack's moods; safe to switch from any thread."""
        return self.workspace.faults

    def use_pace(self, pace: Pace) -> None:
        """Limits calls and posts to this pace from now on, such as STRICT or RELAXED."""
        with self.workspace.lock:
            self.workspace.rate_limits.use(pace)

    def export(self, channel_id: str | None = None) -> list[dict[str, Any]]:
        """Every message of a conversation or of all, as `GET /practice/export` gives them."""
        return exported(self.workspace, channel_id)

    def start(self) -> None:
        """Listens; returns when requests are answered."""
        listening = socket.create_server((self._host, self._port))
        host, port = listening.getsockname()[:2]
        self.workspace.base_url = f"http://{host}:{port}"
        ping = self.workspace.timing.socket_ping
        self._running = WebServer(self._app(), listening, self._wires, ping)
        self._running.start()

    def stop(self) -> None:
        """Closes every stream and connection and waits for the thread."""
        running, self._running = self._running, None
        if running is not None:
            self.workspace.changes.close()
            running.do(self._wires.close())
            running.do(self._hub.drop())
            running.do(self._courier.close())
            running.stop()

    def refresh_connections(self) -> None:
        """Asks the app to open new Socket Mode connections, as Slack does now and then."""
        assert self._running is not None
        self._running.do(self._begin_refresh())

    async def _begin_refresh(self) -> None:
        self._courier.spawn(self._hub.refresh())

    def drop_connections(self) -> None:
        """Cuts the app's Socket Mode connections."""
        assert self._running is not None
        self._running.do(self._hub.drop())

    def _moods_changed(self) -> None:
        self.workspace.changes.tell("faults")
        if self._running is not None:
            self._running.soon(self._keep_to_outage)

    def _keep_to_outage(self) -> None:
        if self.faults.outage != self._cutting:
            self._cutting = self.faults.outage
            self.workspace.changes.tell("connection", connected=self.connected)
            if self._cutting:
                self._courier.spawn(self._cut())

    async def _cut(self) -> None:
        """Cuts Socket Mode as long as an outage lasts, connections under way to open included."""
        while self.faults.outage:
            await self._hub.drop()
            await asyncio.sleep(_BETWEEN_CUTS)

    async def _socket(self, websocket: WebSocket) -> None:
        if self.faults.outage:
            await websocket.close()
        else:
            await self._hub.serve(websocket)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _app(self) -> Starlette:
        app = Starlette(
            routes=[
                Route("/api/{method:path}", web_api, methods=["GET", "POST"]),
                WebSocketRoute("/socket", self._socket),
                Route("/response/{token}", response_url, methods=["POST"]),
                Route("/upload/{ticket}", _receive_file, methods=["POST", "PUT"]),
                Route("/files/{id}", _give_file),
                Route("/practice/events", self._events),
                *PageApi(self.workspace, self._courier, self.panel).routes(),
                *ControlApi(self.workspace).routes(),
                Route("/", _index),
                Mount("/page", StaticFiles(directory=PAGE, check_dir=False)),
            ],
        )
        app.state.workspace = self.workspace
        app.state.wires = self._wires
        return app

    async def _events(self, request: Request) -> Response:
        listener = self.workspace.changes.listen(request.query_params.get("as", ""))
        headers = {"cache-control": "no-store"}
        stream = self._stream(listener)
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def _stream(self, listener: Listener) -> AsyncIterator[str]:
        heartbeat = self.workspace.timing.heartbeat
        try:
            yield _notice({"what": "connection", "connected": self.connected})
            while True:
                try:
                    notice = await asyncio.wait_for(listener.queue.get(), heartbeat)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if notice is None:
                    return
                yield _notice(notice)
        finally:
            self.workspace.changes.forget(listener)


def _notice(notice: dict[str, Any]) -> str:
    return f"data: {json.dumps(notice)}\n\n"


async def _index(_request: Request) -> Response:
    headers = {"cache-control": "no-store", "content-security-policy": _PAGE_POLICY}
    return FileResponse(PAGE / "index.html", headers=headers)


async def _receive_file(request: Request) -> Response:
    workspace: Workspace = request.app.state.workspace
    data = await request.body()

    def take() -> Response:
        with workspace.lock:
            taken = workspace.files.receive(request.path_params["ticket"], data)
        if not taken:
            return PlainTextResponse("The upload address or the length is not right.", 400)
        return PlainTextResponse(f"OK - {len(data)}")

    return await play(workspace.faults.draw("upload", None), request, take)


async def _give_file(request: Request) -> Response:
    workspace: Workspace = request.app.state.workspace
    asker = workspace.users.get(request.query_params.get("as", ""))
    by_app = request.headers.get("authorization") == f"Bearer {workspace.plan.bot_token}"
    with workspace.lock:
        file = workspace.files.by_id.get(request.path_params["id"])
        shown = file is not None and (by_app or (asker and may_fetch(workspace, asker, file)))
    if file is None or file.data is None or not shown:
        return JSONResponse({"ok": False, "error": "There is no such file."}, 404)
    headers = {"x-content-type-options": "nosniff", "content-security-policy": "sandbox"}
    return Response(file.data, media_type=file.mimetype, headers=headers)
