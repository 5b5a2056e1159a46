"""The views methods: modals and the Home tab."""

import json
from typing import Any

from bot.practice.block_kit import VIEW_CHARACTERS, check_view
from bot.practice.forms import initial_values, with_ids
from bot.practice.refusal import Refusal, invalid_arguments
from bot.practice.slack_shapes import view_shape
from bot.practice.views import View
from bot.practice.web_api.call import JSON, TIER_4, Call, Method
from bot.practice.workspace import Workspace


def checked_view(view: Any, kind: str) -> JSON:
    """A view with ids filled in; refuses with `invalid_arguments`, naming each fault's place."""
    faults = check_view(view)
    if faults:
        raise invalid_arguments(*(f"{f.sentence} [json-pointer:{f.pointer}]" for f in faults))
    if view["type"] != kind:
        raise invalid_arguments(f"must be of type {kind} [json-pointer:/view/type]")
    if len(json.dumps(view)) > VIEW_CHARACTERS:
        raise Refusal("view_too_large")
    return {**view, "blocks": with_ids(view["blocks"])}


def shown(workspace: Workspace, view: View) -> JSON:
    """Completes a view's state, tells the person's page, and gives the answer of a method."""
    view.values = {**initial_values(view.blocks), **view.values}
    workspace.changes.tell("home" if view.body["type"] == "home" else "modal", to=[view.user_id])
    return {"view": view_shape(view, workspace.plan)}


def _trigger(call: Call) -> str:
    """Uses up the trigger id and gives its person."""
    workspace = call.workspace
    trigger = call.need("trigger_id")
    return workspace.tickets.redeem_trigger(trigger, workspace.now()).user_id


def open_(call: Call) -> JSON:
    """views.open: a new modal for the person who clicked within the last three seconds."""
    body = checked_view(call.json("view"), "modal")
    return shown(call.workspace, call.workspace.views.open(_trigger(call), body))


def push(call: Call) -> JSON:
    """views.push: a modal on top of the one the person clicked in."""
    body = checked_view(call.json("view"), "modal")
    return shown(call.workspace, call.workspace.views.push(_trigger(call), body))


def update(call: Call) -> JSON:
    """views.update: by view id or external id; `hash_conflict` when it has changed meanwhile."""
    views = call.workspace.views
    external_id = call.get("external_id")
    found = views.find_external(external_id) if external_id else views.find(call.need("view_id"))
    if found is None:
        raise Refusal("not_found")
    body = checked_view(call.json("view"), found.body["type"])
    return shown(call.workspace, views.update(found, body, call.get("hash")))


def publish(call: Call) -> JSON:
    """views.publish: somebody's Home tab."""
    user = call.user("user_id")
    body = checked_view(call.json("view"), "home")
    return shown(call.workspace, call.workspace.views.publish(user.id, body, call.get("hash")))


METHODS = {
    "views.open": Method(open_, None, TIER_4),
    "views.push": Method(push, None, TIER_4),
    "views.update": Method(update, None, TIER_4),
    "views.publish": Method(publish, None, TIER_4),
}
