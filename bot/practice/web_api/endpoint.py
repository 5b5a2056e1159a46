"""The door of the Web API: reads the request, checks token, scope and rate, runs the method."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from bot.practice.moods import play
from bot.practice.refusal import Refusal
from bot.practice.web_api import app, chat, conversations, files, users, views
from bot.practice.web_api.call import Call, Method
from bot.practice.workspace import ApiCall, Workspace

METHODS: Mapping[str, Method] = {
    **app.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **users.METHODS,
    **views.METHODS,
}


async def arguments_of(request: Request) -> dict[str, Any]:
    """The arguments in the query and in a JSON or form body."""
    arguments: dict[str, Any] = dict(request.query_params)
    body = await request.body()
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            given = json.loads(body or b"{}")
        except ValueError:
            raise Refusal("invalid_json") from None
        if not isinstance(given, dict):
            raise Refusal("json_not_object")
        return {**arguments, **given}
    try:
        form = parse_qsl(body.decode(), keep_blank_values=True)
    except UnicodeDecodeError:
        raise Refusal("invalid_charset") from None
    return {**arguments, **dict(form)}


def _authorise(workspace: Workspace, method: Method, token: str) -> None:
    plan = workspace.plan
    if method.token == "none":
        return
    if not token:
        raise Refusal("not_authed")
    if token not in (plan.bot_token, plan.app_token):
        raise Refusal("invalid_auth")
    if token != (plan.app_token if method.token == "app" else plan.bot_token):
        raise Refusal("not_allowed_token_type")
    if method.token == "bot" and method.scope and method.scope not in plan.scopes:
        provided = ",".join(sorted(plan.scopes))
        raise Refusal("missing_scope", needed=method.scope, provided=provided)


def _run(workspace: Workspace, name: str, token: str, call: Call) -> dict[str, Any]:
    method = METHODS.get(name)
    if method is None:
        raise Refusal("unknown_method", req_method=name)
    _authorise(workspace, method, token)
    workspace.rate_limits.take_call(name, method.per_minute, workspace.now())
    return method.run(call)


def _token(request: Request, arguments: dict[str, Any]) -> str:
    in_body = str(arguments.pop("token", ""))
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else in_body


async def web_api(request: Request) -> Response:
    """Answers `/api/{method}` as Slack does: HTTP 200 with ok or error, 429, or in its mood."""
    workspace: Workspace = request.app.state.workspace
    name = request.path_params["method"]
    try:
        arguments = await arguments_of(request)
    except Refusal as refusal:
        workspace.calls.append(ApiCall(name, {}, refusal.error, workspace.now()))
        return _refused(workspace, refusal)
    except ClientDisconnect:
        return Response(status_code=400)  # the app is gone in the middle of its request
    token = _token(request, arguments)
    fault = workspace.faults.draw(name, _channel(workspace, arguments))
    kind = fault.kind if fault else None

    def effect() -> Response:
        try:
            with workspace.lock:
                answer = _run(workspace, name, token, Call(workspace, arguments, fault))
        except Refusal as refusal:
            workspace.calls.append(ApiCall(name, arguments, refusal.error, workspace.now(), kind))
            return _refused(workspace, refusal)
        workspace.calls.append(ApiCall(name, arguments, None, workspace.now(), kind))
        return JSONResponse({"ok": True, **answer}, headers=_headers(workspace))

    if fault is not None and not fault.takes_effect:
        workspace.calls.append(ApiCall(name, arguments, None, workspace.now(), kind))
    return await play(fault, request, effect)


def _channel(workspace: Workspace, arguments: dict[str, Any]) -> str | None:
    """The id of the conversation a call is about, where it says so."""
    named = str(arguments.get("channel") or arguments.get("channel_id") or "")
    if named in workspace.users:
        return workspace.im_with(named).id
    by_name = {each.name: each.id for each in workspace.conversations.values()}
    return by_name.get(named.removeprefix("#"), named) or None


def _headers(workspace: Workspace) -> dict[str, str]:
    return {"x-oauth-scopes": ",".join(sorted(workspace.plan.scopes))}


def _refused(workspace: Workspace, refusal: Refusal) -> Response:
    extra = dict(refusal.extra)
    wait = extra.pop("retry_after", None)
    body = {"ok": False, "error": refusal.error, **extra}
    if wait is None:
        return JSONResponse(body, headers=_headers(workspace))
    headers = {**_headers(workspace), "retry-after": str(wait)}
    return JSONResponse(body, 429, headers=headers)
