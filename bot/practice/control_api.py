"""The JSON by which tests, other processes and the page put the workspace to the test.

Every answer has `ok`; a refusal has `error`, a sentence. Bodies are JSON objects.

- `GET /practice/faults`: `{"outage": bool, "faults": [FAULT and "id", "struck", "spent"],
  "random": null or {"seed", "share", "struck", "faults": [FAULT]}}`. A FAULT has the fields of
  `bot.practice.faults.Fault`.
- `POST /practice/faults` with a FAULT, of which only `kind` is needed: `{"fault": …}` as listed.
  With `{"random": {"seed": 7, "share": 0.1, "faults": [FAULT]}}`: random faults.
- `DELETE /practice/faults?id=…`: clears one; without an id all, the random ones too.
- `GET /practice/export?channel=…`: `{"messages": […]}`, every message with `channel, ts,
  thread_ts, user, text, blocks, metadata, edits` (how often it was edited), `broadcast, deleted,
  visible_to, files`, oldest first; without a channel those of all conversations.
- `POST /practice/pace` with `{"pace": "strict"}`, `"relaxed"` or `"usual"`: how fast an app may
  post and call.
- `POST /practice/administer` with `{"deed": …}`, the name of a method of
  `bot.practice.administration.Administration`, and its arguments by name.
"""

from collections.abc import Callable
from dataclasses import asdict, fields
from inspect import signature
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.practice.administration import Administration
from bot.practice.conversations import Message
from bot.practice.faults import Dice, Fault, Placed
from bot.practice.page_api import object_of, refuse_other_sites
from bot.practice.rate_limits import RELAXED, STRICT
from bot.practice.refusal import Sorry
from bot.practice.workspace import Workspace

JSON = dict[str, Any]

_FIELD_TYPES: dict[str, tuple[type, ...]] = {
    "kind": (str,),
    "method": (str,),
    "channel": (str, type(None)),
    "times": (int, type(None)),
    "seconds": (int, float),
    "status": (int,),
    "code": (str,),
    "after": (bool,),
}


def fault_from(given: Any) -> Fault:
    """A fault from its JSON; Sorry when it cannot be one."""
    if not isinstance(given, dict):
        raise Sorry("A mood is a JSON object with at least its kind.")
    known = [field.name for field in fields(Fault)]
    for name, value in given.items():
        if name not in known:
            raise Sorry(f"A mood has no {name}. Leave it out; it can have {', '.join(known)}.")
        if not isinstance(value, _FIELD_TYPES[name]) or (
            isinstance(value, bool) and name != "after"
        ):
            raise Sorry(f"What {name} says is not of the right kind. Look at what is listed.")
    if "kind" not in given:
        raise Sorry("Say which kind of mood is meant.")
    try:
        return Fault(**given)
    except ValueError as problem:
        raise Sorry(str(problem)) from None


def placed_shape(placed: Placed) -> JSON:
    """A fault as it is listed."""
    return {
        **asdict(placed.fault),
        "id": placed.id,
        "struck": placed.struck,
        "spent": placed.spent,
    }


def dice_shape(dice: Dice) -> JSON:
    """The random faults as they are listed."""
    return asdict(dice)


def exported(workspace: Workspace, channel_id: str | None = None) -> list[JSON]:
    """Every message of a conversation or of all, oldest first; Sorry when there is none such."""
    if channel_id is not None and channel_id not in workspace.conversations:
        raise Sorry(f"There is no conversation {channel_id}. Name one by its id.")
    with workspace.lock:
        found = [
            message
            for place in workspace.conversations.values()
            if channel_id in (None, place.id)
            for message in place.messages
        ]
        return [_message_shape(message) for message in sorted(found, key=lambda each: each.ts)]


def _message_shape(message: Message) -> JSON:
    return {
        "channel": message.channel_id,
        "ts": message.ts,
        "thread_ts": message.thread_ts,
        "user": message.user_id,
        "text": message.text,
        "blocks": message.blocks,
        "metadata": message.metadata,
        "edits": message.edits,
        "broadcast": message.broadcast,
        "deleted": message.tombstone,
        "visible_to": message.visible_to,
        "files": [file.id for file in message.files],
    }


class ControlApi:
    """Answers those who put the workspace to the test."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._administration = Administration(workspace)

    def routes(self) -> list[Route]:
        """The addresses to ask."""
        return [
            _route("faults", "GET", self._faults),
            _route("faults", "POST", self._add_fault),
            _route("faults", "DELETE", self._clear_faults),
            _route("export", "GET", self._export),
            _route("pace", "POST", self._set_pace),
            _route("administer", "POST", self._administer),
        ]

    def _faults(self, _given: JSON) -> JSON:
        switch = self._workspace.faults
        dice = switch.dice
        return {
            "outage": switch.outage,
            "faults": [placed_shape(placed) for placed in switch.listed()],
            "random": dice_shape(dice) if dice else None,
        }

    def _add_fault(self, given: JSON) -> JSON:
        switch = self._workspace.faults
        if "random" not in given:
            return {"fault": placed_shape(switch.add(fault_from(given)))}
        wanted = given["random"]
        try:
            chosen = [fault_from(each) for each in wanted["faults"]]
            switch.random(int(wanted["seed"]), float(wanted["share"]), chosen)
        except (KeyError, TypeError):
            raise Sorry("Random moods need a seed, a share and a list of faults.") from None
        except ValueError as problem:
            raise Sorry(str(problem)) from None
        return {}

    def _clear_faults(self, given: JSON) -> JSON:
        if not self._workspace.faults.clear(given.get("id")):
            raise Sorry("This mood is not on any more.")
        return {}

    def _export(self, given: JSON) -> JSON:
        return {"messages": exported(self._workspace, given.get("channel"))}

    def _set_pace(self, given: JSON) -> JSON:
        limits = self._workspace.rate_limits
        paces = {"strict": STRICT, "relaxed": RELAXED, "usual": limits.usual}
        pace = paces.get(str(given.get("pace")))
        if pace is None:
            raise Sorry(f"There is no such pace. Choose one of {', '.join(paces)}.")
        limits.use(pace)
        return {}

    def _administer(self, given: JSON) -> JSON:
        arguments = dict(given)
        name = str(arguments.pop("deed", ""))
        deeds = [each for each in vars(Administration) if not each.startswith("_")]
        if name not in deeds:
            raise Sorry(f"There is no such deed. Choose one of {', '.join(deeds)}.")
        deed = getattr(self._administration, name)
        try:
            signature(deed).bind(**arguments)
        except TypeError:
            needed = ", ".join(signature(deed).parameters)
            raise Sorry(f"The deed {name} takes {needed} and nothing else.") from None
        for argument, value in arguments.items():
            if type(value) is not signature(deed).parameters[argument].annotation:
                raise Sorry(f"What {argument} says is not of the right kind.")
        deed(**arguments)
        return {}


def _route(name: str, method: str, do: Callable[[JSON], JSON]) -> Route:
    async def answer(request: Request) -> Response:
        try:
            if method != "GET":
                refuse_other_sites(request)
            query = dict(request.query_params)
            given = object_of(await request.body()) if method == "POST" else query
            found = do(given)
        except Sorry as sorry:
            return JSONResponse({"ok": False, "error": str(sorry)})
        return JSONResponse({"ok": True, **found}, headers={"cache-control": "no-store"})

    return Route(f"/practice/{name}", answer, methods=[method])
