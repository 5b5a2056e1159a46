"""What Slack's refusals mean: tried again or parked, and whether it may have happened."""

from http.client import RemoteDisconnected
from socket import gaierror
from typing import Any
from urllib.error import URLError

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.slack_codes import CODES, of_code, undelivered


def refusal(status: int = 200, error: str = "x", **headers: str) -> SlackApiError:
    answer = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data={"ok": False, "error": error},
        headers=headers,
        status_code=status,
    )
    return SlackApiError("refused", answer)  # type: ignore[no-untyped-call]


CLOSED: list[tuple[Exception, dict[str, Any]]] = [
    (refusal(error="not_in_channel"), {"permanent": True, "refused": True}),
    (refusal(error="is_archived"), {"permanent": True, "refused": True}),
    (refusal(error="missing_scope"), {"permanent": True, "refused": True}),
    (refusal(error="invalid_auth"), {"permanent": False, "refused": True}),
    (refusal(error="internal_error"), {"permanent": False, "refused": False}),
    (refusal(error="fatal_error"), {"permanent": False, "refused": False}),
    (refusal(error="never_heard_of"), {"permanent": None, "refused": False}),
    (refusal(503), {"code": "http_503", "permanent": False, "refused": False}),
    (TimeoutError(), {"code": "timeout", "permanent": False, "refused": False}),
    (URLError(TimeoutError()), {"code": "timeout", "refused": False}),
    (ConnectionResetError(), {"code": "no_answer", "permanent": False, "refused": False}),
    (RemoteDisconnected(""), {"code": "no_answer", "permanent": False, "refused": False}),
    (URLError(ConnectionRefusedError()), {"permanent": False, "refused": True}),
    (URLError(gaierror()), {"permanent": False, "refused": True}),
    (ValueError(), {"code": "ValueError", "permanent": None, "refused": False}),
]


@pytest.mark.parametrize(("error", "expected"), CLOSED, ids=str)
def test_what_becomes_of_a_post_that_failed(error: Exception, expected: dict[str, Any]) -> None:
    found = undelivered(error, changes=True)
    assert {name: getattr(found, name) for name in expected} == expected
    assert found.retry_after is None


@pytest.mark.parametrize(("error", "_expected"), CLOSED, ids=str)
def test_a_look_that_failed_has_changed_nothing(
    error: Exception, _expected: dict[str, Any]
) -> None:
    assert undelivered(error, changes=False).refused


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"retry-after": "0"}, 0.0),
        ({"Retry-After": "soon"}, 30.0),
        ({}, 30.0),
    ],
)
def test_slack_s_wish_to_wait_is_heard(headers: dict[str, str], seconds: float) -> None:
    found = undelivered(refusal(429, "ratelimited", **headers), changes=True)
    assert (found.retry_after, found.whole_method, found.refused) == (seconds, False, True)


def test_a_wish_to_wait_with_edits_is_for_all_edits() -> None:
    assert undelivered(refusal(429), changes=True, whole_method=True).whole_method


@pytest.mark.parametrize("code", [code for code, meaning in CODES.items() if meaning.permanent])
def test_everything_that_is_parked_says_why_and_what_to_do(code: str) -> None:
    why = of_code(code).why
    assert why
    assert not why.endswith(".")
    assert ". " in why
