"""Delivers payloads as signed HTTP requests, the other way Slack can reach an app."""

import hashlib
import hmac
import json
import secrets
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from datetime import datetime
from typing import Any

JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class HttpAnswer:
    """What the app's endpoint answered; `no_retry` when it asks not to get an event again."""

    status: int
    body: str
    no_retry: bool = False


def signed_headers(body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """The two headers by which an app knows that a request is from Slack."""
    timestamp = str(int(now.timestamp()))
    base = b"v0:" + timestamp.encode() + b":" + body
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}


def encoded(kind: str, payload: dict[str, Any]) -> tuple[bytes, str]:
    """The body and content type of a payload: events are JSON, the others forms."""
    if kind == "slash_commands":
        return urllib.parse.urlencode(payload).encode(), FORM_TYPE
    if kind == "interactive":
        form = {"payload": json.dumps(payload)}
        return urllib.parse.urlencode(form).encode(), FORM_TYPE
    return json.dumps(payload).encode(), JSON_TYPE


def send(url: str, body: bytes, headers: dict[str, str], timeout: float) -> HttpAnswer | None:
    """Posts to the app; None when it could not be reached or did not answer in time."""
    request = urllib.request.Request(url, data=body, headers=headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=timeout) as response:
            return HttpAnswer(response.status, response.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            no_retry = error.headers.get("X-Slack-No-Retry") == "1"
            return HttpAnswer(error.code, error.read().decode(), no_retry)
    except OSError:
        return None


def prove_url(url: str, secret: str, now: datetime) -> None:
    """Sends Slack's `url_verification` challenge; raises ValueError when it is not returned."""
    challenge = secrets.token_urlsafe(16)
    payload = {"type": "url_verification", "challenge": challenge, "token": "practice"}
    body, content_type = encoded("events_api", payload)
    headers = {"Content-Type": content_type, **signed_headers(body, secret, now)}
    answer = send(url, body, headers, timeout=3.0)
    if answer is None or answer.status != 200 or challenge not in answer.body:
        raise ValueError(f"{url} did not answer the challenge. Start the app first.")
