"""The bodies that Slack sends are read, and no others."""

import json
from typing import Any

import pytest

from bot.http_bodies import payload_of

JSON, FORM = "application/json", "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("body", "kind", "payload"),
    [
        ('{"type": "event_callback"}', JSON, {"type": "event_callback"}),
        ('{"type": "event_callback"}', f"{JSON}; charset=utf-8", {"type": "event_callback"}),
        ("command=%2Fcaseload&text=over", FORM, {"command": "/caseload", "text": "over"}),
        ("command=%2Fcaseload&text=payload", FORM, {"command": "/caseload", "text": "payload"}),
        ("command=%2Fcaseload&text=", FORM.upper(), {"command": "/caseload", "text": ""}),
        ("payload=%7B%22type%22%3A%22block_actions%22%7D", FORM, {"type": "block_actions"}),
        ("{bad", JSON, None),
        ("[]", JSON, None),
        ('"text"', JSON, None),
        ("payload=bad", FORM, None),
        ("payload=%5B%5D", FORM, None),
        ("{}", "text/plain", None),
        ("{}", "", None),
        ("{}", "application/jsonp", None),
        ("a=1&" * 101, FORM, None),
        ("[" * 200_000, JSON, None),
        ("payload=" + "[" * 200_000, FORM, None),
        (json.dumps({"n": 1})[:-2] + "9" * 5_000 + "}", JSON, None),
    ],
)
def test_a_body_is_what_slack_sends_or_nothing(
    body: str, kind: str, payload: dict[str, Any] | None
) -> None:
    assert payload_of(body, kind) == payload
