"""HTTP mode: Slack's signed requests are answered, and nobody else's."""

import http.client
import json
import shutil
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import Caseload, build
from bot.clock import utc_now
from bot.demo.running import practice_plan
from bot.http_mode import MAX_BODY, serving_http
from bot.practice.http_mode import signed_headers
from bot.practice.server import PracticeServer
from bot.services import make_services
from bot.settings import read_settings
from tests.bot.practice.visitor import wait_longer
from tests.bot.slack.persona import MONDAY, Member
from tests.waiting import PATIENCE

SECRET = practice_plan().signing_secret
COMMAND = {
    "command": "/caseload",
    "text": "Court North",
    "user_id": "U0NM000003",
    "team_id": "T0NORTHMERE",
    "channel_id": "C0NM000013",
    "api_app_id": "A0CASELOAD",
    "trigger_id": "1.2.3",
}


@pytest.fixture(scope="module")
def workspace() -> Iterator[PracticeServer]:
    with PracticeServer(practice_plan(), clock=utc_now) as server:
        wait_longer(server)
        yield server


@pytest.fixture(scope="module")
def caseload(
    workspace: PracticeServer, demo_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Caseload]:
    database = tmp_path_factory.mktemp("http") / "caseload.db"
    shutil.copyfile(demo_template, database)
    settings = read_settings(
        _env_file=None,
        SLACK_BOT_TOKEN=practice_plan().bot_token,
        SLACK_SIGNING_SECRET=SECRET,
        CASELOAD_SLACK_API_URL=workspace.api_url,
        CASELOAD_DATABASE_URL=f"sqlite:///{database}",
    )
    caseload = build(make_services(settings, lambda: MONDAY))
    yield caseload
    caseload.close()


@pytest.fixture(scope="module")
def address(caseload: Caseload) -> Iterator[str]:
    with serving_http(caseload) as url:
        yield url


def post(url: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    request = urllib.request.Request(f"{url}/slack/events", body, headers)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def signed(body: bytes, *, age: timedelta = timedelta(), secret: str = SECRET) -> dict[str, str]:
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        **signed_headers(body, secret, utc_now() - age),
    }


def a_command(**changes: str) -> bytes:
    return urllib.parse.urlencode({**COMMAND, **changes}).encode()


def test_a_signed_command_is_answered_in_the_response(address: str) -> None:
    body = a_command()
    status, text = post(address, body, signed(body))
    assert status == 200
    assert json.loads(text)["text"].startswith("Court North: 19.3 cases per full-time worker")
    assert json.loads(text)["response_type"] == "ephemeral"


@pytest.mark.parametrize(
    ("rule", "age", "secret", "status"),
    [
        ("within the five minutes", timedelta(seconds=240), SECRET, 200),
        ("older than five minutes is a replay", timedelta(seconds=305), SECRET, 401),
        ("signed by somebody else", timedelta(), "another-secret", 401),
    ],
)
def test_only_fresh_requests_of_slack_are_answered(
    address: str, rule: str, age: timedelta, secret: str, status: int
) -> None:
    body = a_command()
    assert post(address, body, signed(body, age=age, secret=secret))[0] == status, rule


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Signature": "v0=zz", "X-Slack-Request-Timestamp": "soon"},
        {"X-Slack-Signature": "", "X-Slack-Request-Timestamp": ""},
    ],
)
def test_unsigned_requests_are_refused(address: str, headers: dict[str, str]) -> None:
    status, text = post(address, a_command(), headers)
    assert status in {400, 401}
    assert "Court" not in text


def test_a_refused_request_leaves_no_name_in_the_log(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    body = a_command(text="Samir Whitlock")
    with caplog.at_level("DEBUG", logger="caseload"):
        assert post(address, body, signed(body, secret="another-secret"))[0] == 401
    assert "Samir" not in caplog.text


def test_a_changed_body_is_refused(address: str) -> None:
    headers = signed(a_command())
    assert post(address, a_command(text="Court South"), headers)[0] == 401


def test_a_body_that_is_not_text_is_refused(address: str) -> None:
    body = b"\xff\xfe\x00"
    assert post(address, body, signed(body))[0] == 400


def test_a_body_over_the_limit_is_refused_before_it_is_read_whole(address: str) -> None:
    body = b"x" * (MAX_BODY + 1)
    try:
        status, _ = post(address, body, signed(body))
    except (urllib.error.URLError, ConnectionError):
        return  # closed on the sender while it still sent
    assert status == 413


def test_health_is_told_to_anybody(address: str) -> None:
    with urllib.request.urlopen(f"{address}/healthz", timeout=PATIENCE) as answer:
        assert answer.read() == b"ok"


def test_a_slow_client_does_not_keep_others_waiting(address: str) -> None:
    host = address.removeprefix("http://")
    slow = http.client.HTTPConnection(host, timeout=PATIENCE)
    slow.putrequest("POST", "/slack/events")
    slow.putheader("Content-Length", "1000")
    slow.endheaders()
    slow.send(b"a")
    body = a_command()
    assert post(address, body, signed(body))[0] == 200
    slow.close()


def test_the_practice_workspace_drives_the_product_over_http(
    workspace: PracticeServer, address: str
) -> None:
    workspace.workspace.send_over_http(f"{address}/slack/events")
    manager = Member(workspace.url, "manager")
    assert manager.ask("/caseload Court North")["text"].startswith("Court North: 19.3")
    assert manager.ask("caseload me")["text"].startswith("You hold no cases")


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"{bad", "application/json"), (b"payload=bad", "application/x-www-form-urlencoded")],
)
def test_an_unsigned_body_that_cannot_be_read_is_refused_without_a_word_in_the_log(
    address: str, body: bytes, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    headers = {"X-Slack-Request-Timestamp": "1", "Content-Type": kind}
    assert post(address, body, headers)[0] == 400
    assert caplog.text == ""
