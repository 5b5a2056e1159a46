"""Every button and dialog of the product, collected by those who may use them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from threading import Barrier
from typing import Any

from bot.demo.running import Running
from bot.listeners.desk import WORKERS
from bot.practice.forms import elements_of, initial_values
from tests.bot.slack.forging import JSON, a_press, deliver
from tests.bot.slack.persona import Member
from tests.waiting import PATIENCE


@dataclass(frozen=True)
class Door:
    """One button, choice or dialog as somebody who may use it has it before them."""

    name: str  # the action's id without its number, or the dialog's
    carries: str  # the value that the button or choice sends, or what the dialog remembers
    action: JSON | None = None
    view: JSON | None = None  # the dialog that is saved


def doors_in(blocks: list[JSON]) -> Iterator[Door]:
    """What can be pressed or chosen in these blocks."""
    for block_id, element in elements_of(blocks):
        name = element["action_id"].rstrip("0123456789").rstrip("_")
        for carried in _carried(element):
            action = {
                "type": element["type"],
                "action_id": element["action_id"],
                "block_id": block_id or "b",
                **carried,
            }
            text = carried.get("value") or carried.get("selected_option", {}).get("value") or ""
            yield Door(name, str(text), action=action)


def _carried(element: JSON) -> list[JSON]:
    if element["type"] == "button":
        return [{"value": element.get("value", "")}]
    return [{"selected_option": option} for option in element.get("options", [])]


def door_of(view: JSON) -> Door | None:
    """The saving of a dialog, as it was opened; None where there is nothing to save."""
    if view.get("type") != "modal" or "submit" not in view:
        return None
    filled = {**view, "state": {"values": _filled(view["blocks"])}}
    return Door(str(view["callback_id"]), str(view.get("private_metadata", "")), view=filled)


def _filled(blocks: list[JSON]) -> JSON:
    """Its fields as they stand, but every choice another, and what has to be said is said."""
    values = initial_values(blocks)
    optional = {block.get("block_id", "") for block in blocks if block.get("optional")}
    for block_id, element in elements_of(blocks):
        state, asked = values.get(block_id, {}).get(element["action_id"]), block_id not in optional
        if state is None:
            continue
        if "value" in state and not state["value"] and (asked or element.get("multiline")):
            state["value"] = "because we say so"
        if "selected_option" in state and element.get("options"):
            state["selected_option"] = element["options"][-1]
        if "selected_date" in state and not state["selected_date"]:
            state["selected_date"] = "2026-12-01"
    return values


def payload_of(running: Running, person: Member, channel: str | None, door: Door) -> JSON:
    """The door as if this person stood before it: in a channel's message, or in their Home."""
    payload = a_press(running, person, channel or person.direct, deed="", value="")
    if channel is None:
        del payload["channel"], payload["response_url"]
        payload["container"] = {"type": "view"}
    if door.view is None:
        return {**payload, "actions": [door.action]}
    return {**payload, "type": "view_submission", "view": door.view}


def go_through(running: Running, person: Member, channel: str | None, door: Door) -> str:
    """All that the app says anywhere because of it, to whomever."""
    workspace = running.server.workspace
    workspace.views.clear(person.user_id)
    before = len(workspace.calls)
    seen = {id(message) for message in _messages(running)}
    answer = deliver(running, payload_of(running, person, channel, door))
    assert answer.status == 200
    finish(running)
    calls = [(call.method, call.arguments) for call in list(workspace.calls)[before:]]
    said = [(m.text, m.blocks) for m in _messages(running) if id(m) not in seen]
    return str((answer.body, calls, said))


def finish(running: Running) -> None:
    """Wait until the desk has done all it was given, and what that gave it to do."""
    for _round in range(2):
        barrier = Barrier(WORKERS + 1)
        for _worker in range(WORKERS):
            running.caseload.office.desk.later(partial(_meet, barrier), on_failure=str)
        barrier.wait(PATIENCE)


def _meet(barrier: Barrier) -> None:
    barrier.wait(PATIENCE)


def _messages(running: Running) -> list[Any]:
    workspace = running.server.workspace
    with workspace.lock:
        return [m for place in workspace.conversations.values() for m in place.messages]
