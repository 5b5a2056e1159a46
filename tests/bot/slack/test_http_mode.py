"""HTTP mode: Slack's signed requests are answered, and nobody else's."""

import http.client
import json
import shutil
import socket
import ssl
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import Caseload, build
from bot.clock import utc_now
from bot.demo.running import practice_plan
from bot.http_bodies import MAX_BODY
from bot.http_mode import serving_http
from bot.practice.http_mode import JSON_TYPE, signed_headers
from bot.practice.server import PracticeServer
from bot.services import make_services
from bot.settings import read_settings
from tests.bot.practice.visitor import wait_longer
from tests.bot.slack.persona import MONDAY, Member
from tests.tools import tool
from tests.waiting import PATIENCE, until

NGINX = Path(__file__).parents[3] / "deploy" / "nginx" / "caseload.conf"
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
    assert (status, text) == (401, "")


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


def test_a_body_over_the_limit_is_refused_before_it_is_read_whole(address: str) -> None:
    body = b"x" * (MAX_BODY + 1)
    try:
        status, _ = post(address, body, signed(body))
    except (urllib.error.URLError, ConnectionError):
        return  # closed on the sender while it still sent
    assert status == 413


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
    [
        (b"{bad", "application/json"),
        (b"[]", "application/json"),
        (b"payload=bad", "application/x-www-form-urlencoded"),
        (b"{}", "text/plain"),
        (b"\xff\xfe\x00", "application/json"),
    ],
)
def test_a_body_that_slack_never_sends_is_refused_without_a_word_in_the_log(
    address: str, body: bytes, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    unsigned = {"X-Slack-Request-Timestamp": "1", "Content-Type": kind}
    assert post(address, body, unsigned) == (401, "")
    assert post(address, body, {**signed(body), "Content-Type": kind}) == (400, "")
    assert "bad" not in caplog.text


def asked(address: str, method: str, path: str, body: bytes | None = None) -> tuple[int, str, str]:
    """The status, the headers as one text, and the body of the answer."""
    host = address.removeprefix("http://")
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    with closing(http.client.HTTPConnection(host, timeout=PATIENCE)) as connection:
        connection.request(method, path, body, kind)
        answer = connection.getresponse()
        return answer.status, str(answer.headers).lower(), answer.read().decode()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/healthz", 200),
        ("HEAD", "/healthz", 200),
        ("GET", "/slack/events?ssl_check=1&token=x", 200),
        ("GET", "/slack/events", 401),
        ("PUT", "/slack/events", 404),
        ("POST", "/slack/events/", 404),
        ("POST", "//slack/events", 404),
        ("POST", "/slack/../slack/events", 404),
        ("POST", "/healthz", 404),
        ("GET", "/", 404),
        ("GET", "/metrics", 404),
        ("OPTIONS", "*", 404),
    ],
)
def test_there_is_nothing_else_to_find(address: str, method: str, path: str, status: int) -> None:
    found, headers, body = asked(address, method, path)
    assert found == status
    assert body in ({"", "ok"} if status == 200 else {""})
    assert "server:" not in headers
    assert "nosniff" in headers
    assert "no-store" in headers


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"ssl_check=1&token=x", 200),
        (b"ssl_check=0&token=x", 401),
        (b"ssl_check=1&command=%2Fcaseload&text=Court+North&user_id=U0NM000003" + b"&a" * 300, 401),
    ],
)
def test_slack_may_look_whether_there_is_tls_and_nothing_comes_of_it(
    address: str, body: bytes, status: int
) -> None:
    found, _, text = asked(address, "POST", "/slack/events", body)
    assert (found, text) == (status, "")


def test_a_name_of_a_host_that_is_none_does_no_harm(address: str) -> None:
    body = a_command()
    assert post(address, body, {**signed(body), "Host": "[::"})[0] == 200


def test_a_command_with_the_word_payload_in_it_is_answered(address: str) -> None:
    body = a_command(text="payload")
    status, text = post(address, body, signed(body))
    assert status == 200
    assert json.loads(text)["response_type"] == "ephemeral"


@pytest.mark.parametrize(
    "changes",
    [{"api_app_id": "A0OTHER"}, {"team_id": "T0OTHER"}],
)
def test_what_is_signed_for_another_app_or_workspace_is_acknowledged_and_not_answered(
    address: str, changes: dict[str, str]
) -> None:
    body = a_command(**changes)
    assert post(address, body, signed(body)) == (200, "")


def test_the_same_request_again_does_nothing_in_any_process(
    caseload: Caseload, address: str
) -> None:
    body = a_command(text="me")
    headers = signed(body)
    assert "hold" in post(address, body, headers)[1]
    with serving_http(caseload) as another:
        assert post(address, body, headers) == (200, "")
        assert post(another, body, headers) == (200, "")
        anew = signed(body, age=timedelta(seconds=-1))
        assert "hold" in post(another, body, anew)[1]


def test_an_event_that_slack_sends_again_is_answered_once(
    workspace: PracticeServer, address: str
) -> None:
    manager = Member(workspace.url, "manager")
    before = manager.seen(manager.direct)

    def told(event_id: str, number: int) -> None:
        body = an_event(event_id, channel=manager.direct, user=manager.user_id)
        again = {"X-Slack-Retry-Num": str(number)} if number else {}
        headers = {**signed(body, age=timedelta(seconds=number)), "Content-Type": JSON_TYPE}
        assert post(address, body, headers | again) == (200, "")

    for number in range(3):
        told("Ev0AGAIN", number)
    manager.next_message(manager.direct, before)
    told("Ev0ANOTHER", 0)
    assert until(lambda: len(manager.seen(manager.direct) - before) >= 2)
    assert len(manager.seen(manager.direct) - before) == 2


def an_event(event_id: str, **event: str) -> bytes:
    payload = {
        "type": "event_callback",
        "event_id": event_id,
        "team_id": "T0NORTHMERE",
        "api_app_id": "A0CASELOAD",
        "event": {
            "type": "message",
            "channel_type": "im",
            "text": "caseload me",
            "ts": "1.000001",
            **event,
        },
    }
    return json.dumps(payload).encode()


@pytest.fixture(scope="module")
def behind_nginx(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same through nginx as `deploy/nginx/caseload.conf` has it, with a certificate of ours."""
    folder = tmp_path_factory.mktemp("nginx")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    certify = (
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    )
    named = ("-subj", "/CN=caseload", "-keyout", "privkey.pem", "-out", "fullchain.pem")
    subprocess.run([tool("openssl"), *certify, *named], cwd=folder, check=True, capture_output=True)
    said = NGINX.read_text(encoding="utf-8")
    for ours, theirs in (
        ("127.0.0.1:3000", address.removeprefix("http://")),
        ("listen 443", f"listen 127.0.0.1:{port}"),
        ("/etc/ssl/caseload", str(folder)),
    ):
        assert said.count(ours) in {1, 2}
        said = said.replace(ours, theirs)
    (folder / "caseload.conf").write_text(said, encoding="utf-8")
    own = "".join(f"{kind}_temp_path {folder}; " for kind in ("client_body", "proxy"))
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/log; events {{}} "
        f"http {{ access_log off; {own} include {folder}/caseload.conf; }}",
        encoding="utf-8",
    )
    nginx = subprocess.Popen([tool("nginx"), "-c", f"{folder}/nginx.conf", "-p", str(folder)])
    try:
        assert until(lambda: is_listening(port)), (folder / "log").read_text(encoding="utf-8")
        yield f"https://127.0.0.1:{port}"
    finally:
        nginx.terminate()
        nginx.wait()


def is_listening(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
        return True
    return False


def test_slack_reaches_it_through_nginx_and_nobody_reaches_anything_else(behind_nginx: str) -> None:
    trusting = ssl.create_default_context()
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE
    body = a_command(trigger_id="3.2.1")  # or it would be a repeat
    found = []
    for path, headers in (
        ("/slack/events", signed(body)),
        ("/slack/events", {}),
        ("/healthz", {}),
        ("/metrics", {}),
    ):
        host = behind_nginx.removeprefix("https://")
        with closing(http.client.HTTPSConnection(host, context=trusting)) as connection:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            found.append((answer.status, b"Court North" in answer.read()))
            assert answer.headers["Strict-Transport-Security"] or path != "/slack/events"
    assert found == [(200, True), (401, False), (404, False), (404, False)]
