"""A sign of life is given while the service does its work, and only then."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bot.operations.facts import ALLOWED, Facts
from bot.operations.heartbeat import Heartbeat, why_silent
from tests.bot.operations.test_monitoring import FACTS, NOW
from tests.waiting import until

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("facts", "reasons"),
    [
        (FACTS, []),
        (replace(FACTS, unchecked_since=NOW - ALLOWED), []),
        (
            replace(FACTS, unchecked_since=NOW - ALLOWED - MINUTE),
            ["what is new waits for a check"],
        ),
        (replace(FACTS, overdue_rows=1), ["notices wait to be sent"]),
        (
            replace(FACTS, overdue_schedules=("digest authority",), overdue_rows=2),
            ["notices wait to be sent", "what a schedule made due is not done"],
        ),
        (replace(FACTS, checked_at=None), []),  # nothing is loaded yet
    ],
)
def test_it_is_silent_when_work_is_not_done(facts: Facts, reasons: list[str]) -> None:
    assert why_silent(facts) == reasons


class Expecting(HTTPServer):
    """Somebody outside who expects signs of life."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        self.status = 200
        self.location = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/ping/secret-word"


class _Handler(BaseHTTPRequestHandler):
    server: Expecting

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(self.server.status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def outside() -> Iterator[Expecting]:
    server = Expecting()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_while_all_is_well_the_address_is_asked_again_and_again(outside: Expecting) -> None:
    heartbeat = Heartbeat(outside.url, lambda: FACTS, every=0.01)
    heartbeat.start()
    assert until(lambda: len(outside.asked) >= 3)
    heartbeat.close()
    assert set(outside.asked) == {"/ping/secret-word"}


def test_while_work_is_not_done_it_is_not_asked_and_the_log_says_why_once(
    outside: Expecting, caplog: pytest.LogCaptureFixture
) -> None:
    facts = replace(FACTS, overdue_rows=1)
    heartbeat = Heartbeat(outside.url, lambda: facts)
    assert not any(heartbeat.beat() for _ in range(3))
    assert outside.asked == []
    assert caplog.messages == ["no sign of life is sent: notices wait to be sent"]
    facts = FACTS
    with caplog.at_level("INFO", logger="caseload"):
        assert heartbeat.beat()
    assert caplog.messages[1:] == ["signs of life are sent again"]


def test_a_database_that_does_not_answer_is_a_reason(outside: Expecting) -> None:
    def fail() -> Facts:
        raise TimeoutError

    assert not Heartbeat(outside.url, fail).beat()
    assert outside.asked == []


@pytest.mark.parametrize(
    ("status", "location", "said"),
    [
        (500, "", "(HTTP 500)"),
        (404, "", "(HTTP 404)"),
        (302, "http://127.0.0.1:1/elsewhere", "(HTTP 302)"),
        (302, "ftp://127.0.0.1/elsewhere", "(HTTP 302)"),
    ],
)
def test_what_is_not_taken_is_one_warning_without_the_address(
    outside: Expecting,
    caplog: pytest.LogCaptureFixture,
    status: int,
    location: str,
    said: str,
) -> None:
    outside.status, outside.location = status, location
    heartbeat = Heartbeat(outside.url, lambda: FACTS)
    assert not any(heartbeat.beat() for _ in range(3))
    assert caplog.messages == [f"the sign of life was not taken {said}"]
    assert "secret-word" not in caplog.text


def test_nobody_there_is_one_warning_too(caplog: pytest.LogCaptureFixture) -> None:
    heartbeat = Heartbeat("http://127.0.0.1:1/secret-word", lambda: FACTS)
    assert not any(heartbeat.beat() for _ in range(3))
    assert caplog.messages == ["the sign of life was not taken (ConnectionRefusedError)"]
