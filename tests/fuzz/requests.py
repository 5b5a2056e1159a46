"""The HTTP endpoint: whatever comes over the socket, no 500, and nothing unsigned is acted upon."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

from bot.app import Caseload, build
from bot.clock import utc_now
from bot.demo.running import practice_plan
from bot.http_connections import Limits
from bot.http_mode import EVENTS, serving_http
from bot.practice.http_mode import FORM_TYPE, JSON_TYPE, signed_headers
from bot.practice.plan import Timing
from bot.practice.rate_limits import RateLimits
from bot.practice.server import PracticeServer
from bot.services import make_services
from bot.settings import read_settings
from tests.fuzz.mutating import NASTY, changed_bytes
from tests.fuzz.tally import Rounds, Surprise, Tally

SECRET = practice_plan().signing_secret
IMPATIENT = Limits(idle=0.5, request=0.5, answer=5.0, connections=50)
PATIENCE = 30.0
"""Seconds until an answer counts as none."""

AT_WORK_EVERY = 50
"""Inputs between two questions whether the endpoint still answers Slack."""

OURS = {"team_id": "T0NORTHMERE", "api_app_id": "A0CASELOAD"}
COMMAND = {"command": "/caseload", "text": "help", "user_id": "U0NM000003", **OURS}
COMMAND |= {"channel_id": "C0NM000013", "trigger_id": "1.2.3"}
PRESS: dict[str, Any] = {
    "type": "block_actions",
    "user": {"id": "U0NM000003", "team_id": "T0NORTHMERE"},
    "team": {"id": "T0NORTHMERE"},
    "api_app_id": "A0CASELOAD",
    "channel": {"id": "C0NM000013"},
    "container": {"type": "message", "channel_id": "C0NM000013", "message_ts": "1.1"},
    "trigger_id": "1.2.3",
    "actions": [{"type": "button", "action_id": "ask_0", "block_id": "b", "value": "help"}],
}
EVENT = {**OURS, "type": "event_callback", "event_id": "Ev1", "event": {"type": "app_mention"}}
PAYLOADS: tuple[tuple[bytes, str], ...] = (
    (urlencode(COMMAND).encode(), FORM_TYPE),
    (urlencode({"payload": json.dumps(PRESS)}).encode(), FORM_TYPE),
    (json.dumps(EVENT).encode(), JSON_TYPE),
    (b'{"type": "url_verification", "challenge": "x", "token": "t"}', JSON_TYPE),
    (b"ssl_check=1&token=x", FORM_TYPE),
)


@dataclass(frozen=True, slots=True)
class Door:
    """The endpoint under attack, and the app behind it."""

    host: str
    port: int
    caseload: Caseload

    def taken(self) -> float:
        """Requests that reached the app until now."""
        found = self.caseload.office.services.meters.requests.collect()
        return sum(
            sample.value
            for metric in found
            for sample in metric.samples
            if sample.name.endswith("_total")
        )


@contextmanager
def opened(database: Path, now: datetime) -> Iterator[Door]:
    """The product in HTTP mode over a database, with a practice workspace as its Slack."""
    with PracticeServer(practice_plan(), clock=utc_now) as slack:
        slack.workspace.rate_limits = RateLimits(Timing(post_burst=10**9))
        settings = read_settings(
            _env_file=None,
            SLACK_BOT_TOKEN=practice_plan().bot_token,
            SLACK_SIGNING_SECRET=SECRET,
            CASELOAD_SLACK_API_URL=slack.api_url,
            CASELOAD_DATABASE_URL=f"sqlite:///{database}",
        )
        caseload = build(make_services(settings, lambda: now))
        try:
            with serving_http(caseload, limits=IMPATIENT) as address:
                host, _, port = address.removeprefix("http://").partition(":")
                yield Door(host, int(port), caseload)
        finally:
            caseload.close()


def fuzz_http(dice: Random, more: Rounds, door: Door) -> Tally:
    """Bytes and requests of every kind; accepted are those that were answered with 200."""
    tally = Tally("http")
    while more():
        attack = dice.choice(ATTACKS)
        sent, may_be_taken = attack(dice)

        def tried(sent: bytes = sent, may_be_taken: bool = may_be_taken) -> bool:
            before = door.taken()
            statuses = _statuses(_exchanged(door, sent))
            if any(status >= 500 for status in statuses):
                raise Surprise(f"answered {statuses}")
            if not may_be_taken and door.taken() != before:
                raise Surprise("something unsigned was taken")
            return 200 in statuses

        tally.try_out((attack.__name__, sent), tried)
        if tally.inputs % AT_WORK_EVERY == 1:
            _look_whether_it_works(tally, door, tally.inputs)
    _look_whether_it_works(tally, door, tally.inputs + 1)
    return tally


def _look_whether_it_works(tally: Tally, door: Door, number: int) -> None:
    body = urlencode({**COMMAND, "number": str(number)}).encode()
    answer = _exchanged(door, _request(body, FORM_TYPE))
    if b"200 OK" not in answer or b"ephemeral" not in answer:
        tally.surprise("Slack's own command was not answered", answer)


def _exchanged(door: Door, sent: bytes) -> bytes:
    """All that comes back until the endpoint closes the connection."""
    with socket.create_connection((door.host, door.port), timeout=PATIENCE) as client:
        parts = []
        with suppress(ConnectionError):
            client.sendall(sent)
            if b"\r\n\r\n" not in sent:
                client.shutdown(socket.SHUT_WR)
            while part := client.recv(65_536):
                parts.append(part)
    return b"".join(parts)


def _statuses(answer: bytes) -> list[int]:
    lines = (line for line in answer.split(b"\r\n") if line.startswith(b"HTTP/1.1 "))
    return [int(line[9:12]) for line in lines if line[9:12].isdigit()]


def _request(body: bytes, kind: str, more: dict[str, str] | None = None, line: str = "") -> bytes:
    """A signed request, changed by `more` headers or another first line."""
    headers = {"Host": "caseload.example", "Content-Type": kind, "Content-Length": str(len(body))}
    headers |= {"Connection": "close", **signed_headers(body, SECRET, utc_now()), **(more or {})}
    said = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{line or f'POST {EVENTS} HTTP/1.1'}\r\n{said}\r\n".encode() + body


def noise(dice: Random) -> tuple[bytes, bool]:
    return dice.randbytes(dice.choice((1, 20, 300, 20_000))) + dice.choice(NASTY), False


def half_a_request(dice: Random) -> tuple[bytes, bool]:
    whole = _request(*dice.choice(PAYLOADS[:3]))
    return whole[: dice.randrange(1, whole.index(b"\r\n\r\n"))], False


def changed_after_signing(dice: Random) -> tuple[bytes, bool]:
    """The body is another one than was signed, or the signature another one."""
    body, kind = dice.choice(PAYLOADS[:3])
    headers = signed_headers(body, SECRET, utc_now())
    other = changed_bytes(dice, body)
    if other == body or dice.random() < 0.3:
        other = body
        headers["X-Slack-Signature"] = _spoilt(dice, headers["X-Slack-Signature"])
    return _request(other, kind, headers), False


def _spoilt(dice: Random, signature: str) -> str:
    at = dice.randrange(len(signature))
    return signature[:at] + dice.choice("ghXYZ é-=") + signature[at + 1 :]


def changed_before_signing(dice: Random) -> tuple[bytes, bool]:
    """As if Slack itself sent nonsense."""
    body, kind = dice.choice(PAYLOADS)
    return _request(changed_bytes(dice, body), kind), True


def changed_values(dice: Random) -> tuple[bytes, bool]:
    """A payload of Slack's in which values are of other kinds, or gone."""
    payload = json.loads(json.dumps(dice.choice((COMMAND, PRESS, EVENT))))
    for _ in range(dice.randint(1, 4)):
        _change_a_value(dice, payload)
    if "command" in payload:
        return _request(urlencode(payload).encode(), FORM_TYPE), True
    if dice.random() < 0.5:
        return _request(json.dumps(payload).encode(), JSON_TYPE), True
    return _request(urlencode({"payload": json.dumps(payload)}).encode(), FORM_TYPE), True


def _change_a_value(dice: Random, found: Any) -> None:
    if not found or not isinstance(found, dict | list):
        return
    keys = list(found) if isinstance(found, dict) else list(range(len(found)))
    key = dice.choice(keys)
    if isinstance(found[key], dict | list) and dice.random() < 0.6:
        _change_a_value(dice, found[key])
    elif isinstance(found, dict) and dice.random() < 0.3:
        del found[key]
    else:
        found[key] = dice.choice((None, 7, -1.5, True, [], {}, [[]], {"id": 1}, "", "x" * 5_000))


def changed_head(dice: Random) -> tuple[bytes, bool]:
    """The first line or a header is odd; the body is signed."""
    line = dice.choice(
        ("", f"GET {EVENTS} HTTP/1.1", f"POST {EVENTS}?ssl_check=1 HTTP/1.1",
         f"POST {EVENTS} HTTP/1.0",
         "POST http://evil.example/slack/events HTTP/1.1", "CONNECT evil:443 HTTP/1.1",
         "POST /slack/events/../../etc/passwd HTTP/1.1", "TRACE / HTTP/1.1", "POST * HTTP/1.1")
    )  # fmt: skip
    odd = {
        dice.choice(("Host", "Content-Type", "X-Forwarded-For", "Expect", "Upgrade", "Cookie",
                     "Content-Encoding", "X-Slack-Request-Timestamp", "X-Slack-Retry-Num",
                     "Transfer-Encoding", "Content-Length", "X-Slack-Bolt-Lazy-Only")):
        dice.choice(("", "x" * 9_000, "[", "gzip", "100-continue", "websocket", "-1", "1e3", "٣",
                     "9" * 5_000, "chunked", "127.0.0.1", "application/json", "\x00", "1"))
    }  # fmt: skip
    return _request(*dice.choice(PAYLOADS), odd, line), True


def too_old(dice: Random) -> tuple[bytes, bool]:
    body, kind = dice.choice(PAYLOADS[:3])
    age = timedelta(seconds=dice.choice((301, 3_600, -301, -3_600, 10**8)))
    return _request(body, kind, signed_headers(body, SECRET, utc_now() - age)), False


def too_large(dice: Random) -> tuple[bytes, bool]:
    size = dice.choice((1_000_001, 3_000_000))
    claimed = str(dice.choice((size, 10**15, 5)))
    return _request(
        b"x" * size, dice.choice((JSON_TYPE, FORM_TYPE)), {"Content-Length": claimed}
    ), False


def in_chunks(dice: Random) -> tuple[bytes, bool]:
    """A signed body in chunks, right or wrong."""
    body, kind = dice.choice(PAYLOADS[:3])
    whole = _request(body, kind, {"Transfer-Encoding": "chunked"})
    head = b"\r\n".join(
        line
        for line in whole[: whole.index(b"\r\n\r\n")].split(b"\r\n")
        if not line.startswith(b"Content-Length")
    )
    size = dice.choice((1, 7, 500))
    chunks = [body[at : at + size] for at in range(0, len(body), size)]
    said = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
    if dice.random() < 0.5:
        said = changed_bytes(dice, said)
    return head + b"\r\n\r\n" + said, True


def one_behind_the_other(dice: Random) -> tuple[bytes, bool]:
    """Signed and unsigned requests and noise in one go."""
    parts = [dice.choice(ATTACKS[:-1])(dice) for _ in range(dice.randint(2, 4))]
    sent = [part.replace(b"Connection: close\r\n", b"") for part, _ in parts]
    return b"".join(sent), any(may_be_taken for _, may_be_taken in parts)


Attack = Callable[[Random], tuple[bytes, bool]]
ATTACKS: tuple[Attack, ...] = (
    noise,
    half_a_request,
    changed_after_signing,
    changed_before_signing,
    changed_values,
    changed_head,
    too_old,
    too_large,
    in_chunks,
    one_behind_the_other,
)
