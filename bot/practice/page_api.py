"""The JSON between the page and the server, under `/practice`."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.practice.composer import Composer, can_see, conversation_for
from bot.practice.control_panel import ControlPanel
from bot.practice.conversations import Conversation
from bot.practice.courier import Courier
from bot.practice.interactions import Interactions
from bot.practice.page_shapes import boot_shape, conversation_shape, message_shape, names_shape
from bot.practice.plan import PracticeUser
from bot.practice.refusal import Sorry
from bot.practice.shown_files import with_addresses
from bot.practice.slack_shapes import view_shape
from bot.practice.views import View
from bot.practice.workspace import Workspace

JSON = dict[str, Any]


@dataclass(frozen=True)
class Ask:
    """What the page asks for, as one person."""

    workspace: Workspace
    given: JSON

    def text(self, name: str) -> str:
        """A field that must be there."""
        value = self.given.get(name)
        if not isinstance(value, str) or not value:
            raise Sorry(f"The page forgot to send {name}. Reload it.")
        return value

    def maybe(self, name: str) -> str | None:
        """A field that may be missing."""
        value = self.given.get(name)
        return value if isinstance(value, str) and value else None

    def person(self) -> PracticeUser:
        """Who is asking."""
        user = self.workspace.users.get(self.text("as"))
        if user is None or user.id not in {each.id for each in self.workspace.plan.users}:
            raise Sorry("There is nobody of that name here. Choose who you are.")
        return user

    def place(self) -> Conversation:
        """The conversation asked about, if the person can see it."""
        return conversation_for(self.workspace, self.person(), self.text("channel"))

    def values(self) -> Any:
        """The state of the form on the page."""
        state = self.given.get("state")
        return state.get("values") if isinstance(state, dict) else None


class PageApi:
    """Answers the page."""

    def __init__(self, workspace: Workspace, courier: Courier, panel: ControlPanel) -> None:
        self._panel = panel
        self._workspace = workspace
        self._courier = courier
        self._composer = Composer(workspace, courier)
        self._interactions = Interactions(workspace, courier)

    def routes(self) -> list[Route]:
        """The addresses the page may ask."""
        reads = {
            "boot": self._boot,
            "conversations": self._conversations,
            "messages": self._messages,
            "modal": self._modal,
            "home": self._home,
            "names": self._names,
            "status": self._status,
        }
        deeds: dict[str, Callable[[Ask], Awaitable[JSON]]] = {
            "send": self._send,
            "action": self._act,
            "view_submit": self._submit,
            "view_close": self._close,
            "home_opened": self._home_opened,
            "join": self._join,
            "leave": self._leave,
            "read": self._read,
            "controls": self._press_control,
        }
        return [
            *(Route(f"/practice/{name}", self._reading(do)) for name, do in reads.items()),
            Route("/practice/controls", self._controls),
            *(
                Route(f"/practice/{name}", self._doing(do), methods=["POST"])
                for name, do in deeds.items()
            ),
        ]

    def _reading(self, do: Callable[[Ask], JSON]) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                with self._workspace.lock:
                    found = do(Ask(self._workspace, dict(request.query_params)))
            except Sorry as sorry:
                return JSONResponse({"ok": False, "error": str(sorry)})
            return JSONResponse({"ok": True, **found}, headers={"cache-control": "no-store"})

        return answer

    def _doing(
        self, do: Callable[[Ask], Awaitable[JSON]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                refuse_other_sites(request)
                ask = Ask(self._workspace, object_of(await request.body()))
                return JSONResponse({"ok": True, **await do(ask)})
            except Sorry as sorry:
                return JSONResponse({"ok": False, "error": str(sorry)})

        return answer

    def _boot(self, ask: Ask) -> JSON:
        return boot_shape(ask.workspace)

    def _names(self, ask: Ask) -> JSON:
        return names_shape(ask.workspace)

    def _status(self, _ask: Ask) -> JSON:
        return {"connected": self._courier.connected}

    async def _controls(self, _request: Request) -> Response:
        # Not under the workspace's lock: to look at the world behind it may take a while.
        shape = await self._panel.shape()
        now = self._workspace.clock().isoformat()
        return JSONResponse({"ok": True, "now": now, **shape})

    async def _press_control(self, ask: Ask) -> JSON:
        return await self._panel.press(ask.text("id"))

    def _conversations(self, ask: Ask) -> JSON:
        user = ask.person()
        places = ask.workspace.conversations.values()
        seen = [place for place in places if can_see(user, place)]
        shapes = [conversation_shape(ask.workspace, place, user.id) for place in seen]
        return {"conversations": shapes}

    def _messages(self, ask: Ask) -> JSON:
        user, place = ask.person(), ask.place()
        root = ask.maybe("thread_ts")
        seen = place.seen_by(user.id)
        if root is None:
            wanted = [m for m in seen if m.in_channel]
        else:
            wanted = [m for m in seen if m.ts == root or (m.is_reply and m.thread_ts == root)]
        return {"messages": [message_shape(ask.workspace, place, m, user.id) for m in wanted]}

    def _modal(self, ask: Ask) -> JSON:
        return self._view(ask, ask.workspace.views.top(ask.person().id))

    def _home(self, ask: Ask) -> JSON:
        return self._view(ask, ask.workspace.views.homes.get(ask.person().id))

    def _view(self, ask: Ask, view: View | None) -> JSON:
        if view is None:
            return {"view": None}
        # What has been filled in is the page's own business: it would seem to change the view.
        shape = view_shape(view, ask.workspace.plan)
        shape["blocks"] = with_addresses(ask.workspace, view.blocks, view.user_id)
        return {"view": {name: shape[name] for name in shape if name != "state"}}

    async def _send(self, ask: Ask) -> JSON:
        with self._workspace.lock:
            text = str(ask.given.get("text", ""))
            self._composer.send(ask.person(), ask.place(), text, ask.maybe("thread_ts"))
        return {}

    async def _act(self, ask: Ask) -> JSON:
        action = ask.given.get("action")
        if not isinstance(action, dict):
            raise Sorry("The page forgot to send what was clicked. Reload it.")
        user, view_id = ask.person(), ask.maybe("view_id")
        if view_id is not None:
            await self._interactions.press_in_view(user, view_id, action, ask.values())
        else:
            place, ts = ask.place(), ask.text("ts")
            await self._interactions.press_in_message(user, place, ts, action, ask.values())
        return {}

    async def _submit(self, ask: Ask) -> JSON:
        errors = await self._interactions.submit(ask.person(), ask.text("view_id"), ask.values())
        return {"errors": errors} if errors else {}

    async def _close(self, ask: Ask) -> JSON:
        with self._workspace.lock:
            everything = ask.given.get("all") is True
            self._interactions.close(ask.person(), ask.text("view_id"), everything=everything)
        return {}

    async def _home_opened(self, ask: Ask) -> JSON:
        with self._workspace.lock:
            self._interactions.open_home(ask.person(), ask.maybe("tab") or "home")
        return {}

    async def _join(self, ask: Ask) -> JSON:
        with self._workspace.lock:
            user, place = ask.person(), ask.place()
            if place.kind != "channel":
                raise Sorry("Only public channels can be joined.")
            if self._workspace.join(place, user.id):
                self._composer.announce_join(user.id, place)
        return {}

    async def _leave(self, ask: Ask) -> JSON:
        with self._workspace.lock:
            user, place = ask.person(), ask.place()
            if place.kind == "im":
                raise Sorry("A direct message cannot be left.")
            self._workspace.leave(place, user.id)
        return {}

    async def _read(self, ask: Ask) -> JSON:
        with self._workspace.lock:
            user, place = ask.person(), ask.place()
            seen = place.seen_by(user.id)
            if seen:
                place.read_up_to[user.id] = seen[-1].ts
            self._workspace.changes.tell("conversations", to=[user.id])
        return {}


def refuse_other_sites(request: Request) -> None:
    """Raises Sorry: another site open in the same browser must not act here."""
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2] != request.headers.get("host"):
        raise Sorry("Only the workspace's own page may do this.")


def object_of(body: bytes) -> JSON:
    """The JSON object that a body holds; Sorry when it holds none."""
    try:
        given = json.loads(body)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise Sorry("The page sent something that cannot be read. Reload it.")
    return given
