"""The door behind every response_url: new answers, and changes to the message acted upon."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.practice.conversations import Conversation, Message
from bot.practice.moods import play
from bot.practice.posting import answer_draft
from bot.practice.refusal import Refusal
from bot.practice.tickets import ResponseUrl
from bot.practice.workspace import Draft, Workspace

_GONE = ("used_url", "expired_url")


async def response_url(request: Request) -> Response:
    """Answers as Slack does: `ok`, 404 when used up or expired, 400 for a bad message."""
    workspace: Workspace = request.app.state.workspace
    try:
        answer = json.loads(await request.body())
    except ValueError:
        return PlainTextResponse("invalid_payload", 400)
    if not isinstance(answer, dict):
        return PlainTextResponse("invalid_payload", 400)
    token = request.path_params["token"]
    fault = workspace.faults.draw("response_url", workspace.tickets.channel_of(token))
    return await play(fault, request, lambda: _take(workspace, token, answer))


def _take(workspace: Workspace, token: str, answer: dict[str, Any]) -> Response:
    try:
        with workspace.lock:
            ticket = workspace.tickets.redeem_response_url(token, workspace.now())
            _apply(workspace, ticket, answer)
    except Refusal as refusal:
        status = 404 if refusal.error in _GONE else 400
        body = {"ok": False, "error": refusal.error, **refusal.extra}
        return JSONResponse(body, status)
    return PlainTextResponse("ok")


def _apply(workspace: Workspace, ticket: ResponseUrl, answer: dict[str, Any]) -> None:
    place = workspace.conversations[ticket.channel_id]
    original = place.find_any(ticket.message_ts) if ticket.message_ts else None
    if answer.get("delete_original") is True:
        _delete(workspace, place, original)
    elif original is not None and _replaces(answer):
        _replace(workspace, place, original, answer)
    else:
        _publish(workspace, place, ticket, answer)


def _replaces(answer: dict[str, Any]) -> bool:
    """Whether the message acted upon is meant.

    An answer that says neither `replace_original` nor `response_type` replaces it; documents
    differ on this default and it is not verified against Slack, so an app should say.
    """
    return bool(answer.get("replace_original", "response_type" not in answer))


def _delete(workspace: Workspace, place: Conversation, original: Message | None) -> None:
    if original is None:
        raise Refusal("message_not_found")
    place.messages.remove(original)
    workspace.tell_messages(place, original.visible_to)


def _replace(
    workspace: Workspace, place: Conversation, original: Message, answer: dict[str, Any]
) -> None:
    draft = answer_draft(workspace, answer)
    original.text, original.blocks = draft.text, draft.blocks
    original.edits += 1
    if draft.metadata is not None:
        original.metadata = draft.metadata
    if draft.blocks is None and original.visible_to is None:
        original.edited_ts = workspace.new_ts()
    workspace.tell_messages(place, original.visible_to)


def _publish(
    workspace: Workspace, place: Conversation, ticket: ResponseUrl, answer: dict[str, Any]
) -> None:
    """Posts anew: to the person alone unless `in_channel`, in the thread they clicked in."""
    draft = answer_draft(workspace, answer)
    public = answer.get("response_type") == "in_channel"
    message = Draft(
        text=draft.text,
        blocks=draft.blocks,
        thread_ts=draft.thread_ts or ticket.thread_ts,
        metadata=draft.metadata,
        visible_to=None if public else ticket.user_id,
    )
    workspace.post(place, workspace.plan.bot_user_id, message)
