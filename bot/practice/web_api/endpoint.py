"""The door of the Web API: reads the request, checks token, scope and rate, runs the method."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

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


def _run(workspace: Workspace, name: str, token: str, arguments: dict[str, Any]) -> dict[str, Any]:
    method = METHODS.get(name)
    if method is None:
        raise Refusal("unknown_method", req_method=name)
    _authorise(workspace, method, token)
    workspace.rate_limits.take_call(name, method.per_minute, workspace.now())
    return method.run(Call(workspace, arguments))


def _token(request: Request, arguments: dict[str, Any]) -> str:
    in_body = str(arguments.pop("token", ""))
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else in_body


async def web_api(request: Request) -> Response:
    """Answers `/api/{method}` as Slack does: HTTP 200 with ok or error, or 429."""
    workspace: Workspace = request.app.state.workspace
    name = request.path_params["method"]
    arguments: dict[str, Any] = {}
    headers = {"x-oauth-scopes": ",".join(sorted(workspace.plan.scopes))}
    try:
        arguments = await arguments_of(request)
        token = _token(request, arguments)
        with workspace.lock:
            answer = _run(workspace, name, token, arguments)
            workspace.calls.append(ApiCall(name, arguments, None))
        return JSONResponse({"ok": True, **answer}, headers=headers)
    except Refusal as refusal:
        workspace.calls.append(ApiCall(name, arguments, refusal.error))
        extra = dict(refusal.extra)
        wait = extra.pop("retry_after", None)
        body = {"ok": False, "error": refusal.error, **extra}
        if wait is None:
            return JSONResponse(body, headers=headers)
        return JSONResponse(body, 429, headers={**headers, "retry-after": str(wait)})
