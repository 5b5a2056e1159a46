"""Puts the practice workspace together and serves it on a loopback address."""

import asyncio
import json
import socket
import threading
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import uvicorn
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

from bot.clock import Clock
from bot.practice.changes import Listener
from bot.practice.courier import Courier
from bot.practice.page_api import PageApi
from bot.practice.plan import Timing, WorkspacePlan
from bot.practice.response_urls import response_url
from bot.practice.socket_mode import SocketHub
from bot.practice.web_api.endpoint import web_api
from bot.practice.workspace import Workspace

PAGE = Path(__file__).parent / "page"
_PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data: https:; base-uri 'none'; form-action 'none'"
)


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
        self._running: _Running | None = None

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

    def start(self) -> None:
        """Listens; returns when requests are answered."""
        listening = socket.create_server((self._host, self._port))
        host, port = listening.getsockname()[:2]
        self.workspace.base_url = f"http://{host}:{port}"
        self._running = _Running(self._app(), listening, self.workspace.timing.socket_ping)
        self._running.start()

    def stop(self) -> None:
        """Closes every stream and connection and waits for the thread."""
        running, self._running = self._running, None
        if running is not None:
            self.workspace.changes.close()
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
                WebSocketRoute("/socket", self._hub.serve),
                Route("/response/{token}", response_url, methods=["POST"]),
                Route("/upload/{ticket}", _receive_file, methods=["POST", "PUT"]),
                Route("/files/{id}", _give_file),
                Route("/practice/events", self._events),
                *PageApi(self.workspace, self._courier).routes(),
                Route("/", _index),
                Mount("/page", StaticFiles(directory=PAGE, check_dir=False)),
            ],
        )
        app.state.workspace = self.workspace
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


class _Running:
    """The web server's thread and its event loop."""

    def __init__(self, app: Starlette, listening: socket.socket, ping: float) -> None:
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            ws="websockets-sansio",
            ws_ping_interval=ping,
            timeout_graceful_shutdown=2,
            lifespan="off",
        )
        self._listening = listening
        self._server = _Server(config)
        self._thread = threading.Thread(target=self._run, name="practice-server", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._server.ready.wait()

    def _run(self) -> None:
        self._server.run(sockets=[self._listening])

    def do(self, work: Coroutine[Any, Any, None]) -> None:
        assert self._server.loop is not None
        asyncio.run_coroutine_threadsafe(work, self._server.loop).result(timeout=10)

    def stop(self) -> None:
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


def _notice(notice: dict[str, Any]) -> str:
    return f"data: {json.dumps(notice)}\n\n"


async def _index(_request: Request) -> Response:
    headers = {"cache-control": "no-store", "content-security-policy": _PAGE_POLICY}
    return FileResponse(PAGE / "index.html", headers=headers)


async def _receive_file(request: Request) -> Response:
    workspace: Workspace = request.app.state.workspace
    data = await request.body()
    with workspace.lock:
        taken = workspace.files.receive(request.path_params["ticket"], data)
    if not taken:
        return PlainTextResponse("The upload address or the length is not right.", 400)
    return PlainTextResponse(f"OK - {len(data)}")


async def _give_file(request: Request) -> Response:
    workspace: Workspace = request.app.state.workspace
    with workspace.lock:
        file = workspace.files.by_id.get(request.path_params["id"])
    if file is None or file.data is None:
        return JSONResponse({"ok": False, "error": "There is no such file."}, 404)
    headers = {"x-content-type-options": "nosniff", "content-security-policy": "sandbox"}
    return Response(file.data, media_type=file.mimetype, headers=headers)
