"""A signature is Slack's, fresh and new, or the request is not taken; and nobody waits long."""

import time
from datetime import timedelta

import pytest

from alerts.calendar import WorkingCalendar
from bot.clock import utc_now
from bot.http_signatures import PATIENCE, WINDOW, Repeats, Signatures
from bot.practice.http_mode import signed_headers
from bot.refusals import Reason
from bot.services import Services
from bot.settings import read_settings
from models.database import Database
from models.people import SeenEvent
from tests.conftest import NOW

SECRET, BODY = "a secret of Slack's", '{"type": "event_callback", "text": "é"}'
SIGNATURE, SIGNED_AT = "x-slack-signature", "x-slack-request-timestamp"


def headers(secret: str = SECRET, seconds_ago: float = 0, body: str = BODY) -> dict[str, str]:
    made = signed_headers(body.encode(), secret, utc_now() - timedelta(seconds=seconds_ago))
    return {name.lower(): value for name, value in made.items()}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, None),
        ({SIGNED_AT: ""}, Reason.NOT_SIGNED),
        ({SIGNED_AT: "soon"}, Reason.NOT_SIGNED),
        ({SIGNED_AT: "-1"}, Reason.NOT_SIGNED),
        ({SIGNED_AT: "1e9"}, Reason.NOT_SIGNED),
        ({SIGNED_AT: "١٧٠٠٠٠٠٠٠٠"}, Reason.NOT_SIGNED),
        ({SIGNED_AT: "9" * 5_000}, Reason.NOT_SIGNED),
        ({SIGNED_AT: "0"}, Reason.OUT_OF_TIME),
        ({SIGNATURE: ""}, Reason.NOT_SIGNED),
        ({SIGNATURE: "v1=" + "0" * 64}, Reason.NOT_SIGNED),
        ({SIGNATURE: "v0=" + "0" * 63}, Reason.NOT_SIGNED),
        ({SIGNATURE: "v0=" + "é" * 64}, Reason.NOT_SIGNED),
    ],
)
def test_headers_that_slack_does_not_send_are_enough_to_refuse(
    changed: dict[str, str], reason: Reason | None
) -> None:
    assert Signatures(SECRET).reason_against(headers() | changed) is reason


@pytest.mark.parametrize(
    ("seconds_ago", "reason"),
    [(240, None), (301, Reason.OUT_OF_TIME), (-240, None), (-361, Reason.OUT_OF_TIME)],
)
def test_a_signature_is_good_for_five_minutes(seconds_ago: float, reason: Reason | None) -> None:
    assert Signatures(SECRET).reason_against(headers(seconds_ago=seconds_ago)) is reason


@pytest.mark.parametrize(
    ("ours", "signed_with", "body", "is_slacks"),
    [
        (SECRET, SECRET, BODY, True),
        (SECRET, "another", BODY, False),
        (SECRET, SECRET, BODY + " ", False),
        (None, SECRET, BODY, False),
    ],
)
def test_only_the_secret_and_the_body_make_a_signature(
    ours: str | None, signed_with: str, body: str, is_slacks: bool
) -> None:
    assert Signatures(ours).is_slacks(body, headers(signed_with)) is is_slacks


TODAY = int(utc_now().timestamp())


def services_on(database: Database) -> Services:
    return Services(database, read_settings(_env_file=None), lambda: NOW, WorkingCalendar())


def test_a_signature_is_new_once_whichever_process_sees_it(database: Database) -> None:
    here, there = Repeats(services_on(database)), Repeats(services_on(database))
    assert here.is_first("v0=a", TODAY)
    assert [here.is_first("v0=a", TODAY), there.is_first("v0=a", TODAY)] == [False, False]
    assert there.is_first("v0=b", TODAY)
    here.close()
    there.close()


def test_a_signature_is_kept_in_memory_only_while_it_is_good(database: Database) -> None:
    repeats = Repeats(services_on(database))
    now = int(utc_now().timestamp())
    past = now - WINDOW - 61
    for signature, signed_at in (("v0=a", past), ("v0=b", past + 30), ("v0=c", now)):
        assert repeats.is_first(signature, signed_at)
    assert len(repeats) == 2
    assert not repeats.is_first("v0=b", past + 30)
    assert not repeats.is_first("v0=c", now)
    assert repeats.is_first("v0=d", now + WINDOW)
    assert len(repeats) == 3
    repeats.close()


def test_a_request_does_not_wait_for_a_database_that_is_busy(sqlite_database: Database) -> None:
    services = services_on(sqlite_database)
    repeats = Repeats(services)
    with sqlite_database.transaction() as session:
        session.add(SeenEvent(event_id="of a load that takes long", seen_at=NOW))
        session.flush()
        began = time.monotonic()
        assert repeats.is_first("v0=a", TODAY)
        assert time.monotonic() - began >= PATIENCE
        assert not repeats.is_first("v0=a", TODAY)
    repeats.close()
    elsewhere = Repeats(services)
    assert not elsewhere.is_first("v0=a", TODAY)
    elsewhere.close()
