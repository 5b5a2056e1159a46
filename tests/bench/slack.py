"""Slack's side of a bench: signed slash commands, and a stand-in for what the app calls."""

import json
import threading
import urllib.parse
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from types import TracebackType
from typing import Any, Self

from slack_bolt import BoltRequest

from bot.clock import utc_now
from bot.practice.http_mode import FORM_TYPE, signed_headers
from tests.bench.people import email_of

BOT_TOKEN, SECRET = "xoxb-bench-1", "a secret that only the bench knows"
TEAM_ID, BOT_USER_ID, APP_ID = "T0BENCH", "U0BENCHBOT", "A0BENCH"
PATIENCE = 60.0
"""Seconds that something which was said may take to arrive."""


class SmallSlack:
    """Answers the few calls that starting and asking make; use it as a context manager.

    Every account has the email of the staff id in its name.
    """

    def __init__(self) -> None:
        self._said: Queue[str] = Queue()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """What a Slack client takes as its base address."""
        return f"{self._root}/api/"

    @property
    def response_url(self) -> str:
        """Where whoever was asked answers later."""
        return f"{self._root}/said"

    def heard(self) -> str:
        """The next text said by response_url, when it has arrived; Empty where nothing comes."""
        text: str = json.loads(self._said.get(timeout=PATIENCE))["text"]
        return text

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def _root(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                answer = stand_in._answer(self.path, body)
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_said: Any) -> None:
                """A bench has its own table."""

        return Handler

    def _answer(self, path: str, body: str) -> bytes:
        if path == "/said":
            self._said.put(body)
            return b"ok"
        match path.rpartition("/")[2]:
            case "auth.test":
                found: dict[str, Any] = {
                    **{"team_id": TEAM_ID, "user_id": BOT_USER_ID, "bot_id": "B0BENCH"},
                    **{"team": "Bench", "user": "caseload", "url": self._root},
                }
            case "bots.info":
                found = {"bot": {"id": "B0BENCH", "app_id": APP_ID}}
            case "users.info":
                user = dict(urllib.parse.parse_qsl(body))["user"]
                email = email_of(user.removeprefix("U0"))
                found = {"user": {"id": user, "team_id": TEAM_ID, "profile": {"email": email}}}
            case _:
                found = {}
        return json.dumps({"ok": True, **found}).encode()


def command(text: str, user_id: str, response_url: str) -> bytes:
    """The body of `/caseload` as Slack sends it."""
    return urllib.parse.urlencode(
        {
            **{"command": "/caseload", "text": text, "user_id": user_id, "team_id": TEAM_ID},
            **{"channel_id": "C0BENCH", "api_app_id": APP_ID, "trigger_id": "1.2.3"},
            "response_url": response_url,
        }
    ).encode()


def request_of(body: bytes) -> BoltRequest:
    """The request as it came over HTTP, signed at this moment."""
    headers: dict[str, str | Sequence[str]] = {"content-type": FORM_TYPE}
    headers |= signed_headers(body, SECRET, utc_now())
    return BoltRequest(body=body.decode(), headers=headers)
