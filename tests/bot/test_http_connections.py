"""No client keeps others out of HTTP mode, however slow, idle, greedy or odd it is."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.http_connections import ALWAYS, MAX_HEAD, Door, Limits, serving
from bot.refusals import Reason, Refusals
from models.errors import SettingsWrong
from tests.waiting import PATIENCE, until

SHORT = Limits(idle=0.2, request=0.3, answer=0.4, connections=20)
PATIENT = Limits(idle=PATIENCE, request=PATIENCE, answer=PATIENCE, connections=20)

WHOLE = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok"
LONG_ANSWER = b"x" * 500_000


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Takes a whole request in, then answers it; at /long with a lot, at /now before all of it."""
    if scope["path"] == "/now":
        await Response(b"no")(scope, receive, send)
        return
    try:
        body = await Request(scope, receive).body()
    except ClientDisconnect:
        return
    answer = LONG_ANSWER if scope["path"] == "/long" else b"took " + body
    await Response(answer)(scope, receive, send)


@pytest.fixture(scope="module")
def counted() -> list[Reason]:
    return []


@contextmanager
def listening(limits: Limits, counted: list[Reason]) -> Iterator[tuple[str, int]]:
    with serving(Door(app, Refusals(counted.append), limits), "127.0.0.1", 0) as url:
        host, _, port = url.removeprefix("http://").partition(":")
        yield host, int(port)


@pytest.fixture(scope="module")
def address(counted: list[Reason]) -> Iterator[tuple[str, int]]:
    with listening(SHORT, counted) as address:
        yield address


def connected(address: tuple[str, int], sending: bytes = b"") -> socket.socket:
    client = socket.create_connection(address, timeout=PATIENCE)
    client.sendall(sending)
    return client


def heard(client: socket.socket) -> bytes:
    """All that comes until the server closes the connection."""
    parts = []
    try:
        while part := client.recv(65_536):
            parts.append(part)
    except ConnectionError:
        pass
    return b"".join(parts)


def not_sendable(client: socket.socket) -> bool:
    """Whether the server has closed the connection."""
    try:
        client.sendall(b"\r\n")
    except OSError:
        return True
    return False


@pytest.mark.parametrize(
    ("sent", "drop", "reason"),
    [
        (b"", b"", None),
        (b"P", b"", Reason.TOO_SLOW),
        (b"POST / HTTP/1.1\r\nX: ", b"a", Reason.TOO_SLOW),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n", b"", Reason.TOO_SLOW),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999\r\n\r\n", b"a", Reason.TOO_SLOW),
        (WHOLE + b"POST /", b"", Reason.TOO_SLOW),
    ],
)
def test_a_request_that_is_not_whole_in_time_is_cut_off_even_if_it_goes_on_drop_by_drop(
    address: tuple[str, int], counted: list[Reason], sent: bytes, drop: bytes, reason: Reason | None
) -> None:
    counted.clear()
    began = time.monotonic()
    with connected(address, sent) as client:
        client.settimeout(0.02)
        while True:
            try:
                if not client.recv(65_536):
                    break
            except TimeoutError:
                client.sendall(drop)
            except ConnectionError:
                break
            assert time.monotonic() - began < PATIENCE
    assert counted == ([reason] if reason else [])


def test_a_connection_left_idle_after_an_answer_is_closed(address: tuple[str, int]) -> None:
    with connected(address, WHOLE) as client:
        assert heard(client).endswith(b"took ok")


def test_requests_sent_one_behind_the_other_are_answered_in_turn(address: tuple[str, int]) -> None:
    with connected(address, WHOLE * 50) as client:
        assert heard(client).count(b"took ok") == 50


def test_slow_clients_make_room_for_others_long_before_their_time_is_over() -> None:
    counted: list[Reason] = []
    with listening(PATIENT, counted) as address, ExitStack() as open_still:
        for _ in range(3 * PATIENT.connections):
            open_still.enter_context(connected(address, b"POST / HTTP/1.1\r\n"))
        with connected(address, WHOLE.replace(b"Host", b"Connection: close\r\nHost")) as client:
            assert heard(client).endswith(b"took ok")
    assert set(counted) == {Reason.TOO_MANY}


def test_a_client_that_does_not_read_its_answers_is_cut_off(address: tuple[str, int]) -> None:
    asking = b"GET /long HTTP/1.1\r\nHost: a\r\n\r\n"
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        client.settimeout(PATIENCE)
        client.connect(address)
        client.sendall(asking * 100)
        # What is on its way already is heard also of a connection that is closed.
        assert until(lambda: not_sendable(client))
        assert len(heard(client)) < 100 * len(LONG_ANSWER)


def test_clients_that_do_not_read_their_answers_make_room_for_others() -> None:
    counted: list[Reason] = []
    asking = b"GET /long HTTP/1.1\r\nHost: a\r\n\r\n" * 100
    with listening(PATIENT, counted) as address, ExitStack() as open_still:
        for _ in range(2 * PATIENT.connections):
            open_still.enter_context(connected(address, asking))
        with connected(address, WHOLE.replace(b"Host", b"Connection: close\r\nHost")) as client:
            assert heard(client).endswith(b"took ok")


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"hello\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: many\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * MAX_HEAD,
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 2 * MAX_HEAD + b"\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
    ],
)
def test_what_is_not_http_is_refused_without_a_word(
    address: tuple[str, int], counted: list[Reason], sent: bytes
) -> None:
    with connected(address, sent) as client:
        head, _, body = heard(client).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert body == b""
    assert b"server" not in head.lower()
    assert all(f"{name}: {value}".encode().lower() in head.lower() for name, value in ALWAYS)
    assert counted[-1] is Reason.NOT_HTTP


@pytest.mark.parametrize("rest", [b"", b"1\r\na\r\n0\r\n\r\n", b"zz\r\n"])
def test_nothing_is_answered_after_a_refusal_and_nothing_fails_by_it(
    address: tuple[str, int], caplog: pytest.LogCaptureFixture, rest: bytes
) -> None:
    sent = b"POST /now HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + rest
    with connected(address, sent) as client:
        answer = heard(client)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1 ") == 1
    with connected(address, WHOLE) as client:  # whatever failed has failed by then
        assert heard(client).endswith(b"took ok")
    assert [record for record in caplog.records if record.name.startswith("uvicorn")] == []


def test_an_upgrade_is_not_granted(address: tuple[str, int]) -> None:
    asking = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
    with connected(address, asking) as client:
        assert heard(client).startswith(b"HTTP/1.1 200 ")


def test_a_port_that_another_program_has_is_told_in_a_sentence(address: tuple[str, int]) -> None:
    host, port = address
    again = serving(Door(app, Refusals(lambda _: None), SHORT), host, port)
    with pytest.raises(SettingsWrong, match=rf"listen at {host}:{port} \(Address already in use\)"):
        again.__enter__()
