"""What stands in the body of a request of Slack's: JSON, or a form, or JSON in a form."""

import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

MAX_BODY = 1_000_000
"""Bytes: Slack's largest payloads are a dialog's state, far below this."""

_MAX_FIELDS = 100  # of a form; a command has about fifteen
_JSON, _FORM = "application/json", "application/x-www-form-urlencoded"
_SSL_CHECK = ("ssl_check", "1")
_LONGEST_CHECK = 500  # bytes of a request that only looks whether TLS is right


def payload_of(body: str, content_type: str) -> dict[str, Any] | None:
    """What Slack says; None for what Slack never sends."""
    kind = content_type.partition(";")[0].strip().lower()
    try:
        if kind == _JSON:
            return _an_object(json.loads(body))
        if kind == _FORM:
            # Bolt takes any form in which the word "payload" stands for an interaction, also a
            # command with that word in its text.
            form = dict(parse_qsl(body, keep_blank_values=True, max_num_fields=_MAX_FIELDS))
            return _an_object(json.loads(form["payload"])) if "payload" in form else form
    except (ValueError, RecursionError):
        pass
    return None


async def is_ssl_check(request: Request) -> bool:
    """Whether Slack looks, now and then and without signing, if the address has TLS."""
    if request.method == "GET":
        return _SSL_CHECK in parse_qsl(request.scope["query_string"].decode("latin-1"))
    length = request.headers.get("content-length", "")
    if "x-slack-signature" in request.headers or not length.isdecimal():
        return False
    if int(length) > _LONGEST_CHECK:
        return False
    return _SSL_CHECK in parse_qsl((await request.body()).decode("latin-1"))


def _an_object(found: Any) -> dict[str, Any] | None:
    return found if isinstance(found, dict) else None
