"""A notice reaches its channel or person, once, and its message is changed in place."""

from dataclasses import replace

import pytest

from alerts.delivery.taking import Outcome
from alerts.notice import Notice
from alerts.outbox import put_edit, put_reply
from bot.practice.faults import Fault
from models.people import GrantRole
from models.vocabulary import OutboxState
from tests.bot.delivery.workplace import (
    COURT,
    LEAD,
    NOTICE,
    OUTSIDE,
    TO_MIA,
    TO_RUTH,
    Workplace,
)
from tests.build import granted

PLAIN = replace(NOTICE, confidential=False, named=NOTICE.plain)
CHANGED = replace(PLAIN, headline="Court North: 3 workers are over their limit")


@pytest.mark.parametrize(
    "target", ["channel:court-north", "channel:#court-north", f"channel:{COURT}"]
)
def test_a_channel_is_named_by_its_name_or_its_id(court: Workplace, target: str) -> None:
    court.alert(target, PLAIN)
    assert court.drain() == [Outcome.SENT]
    (message,) = court.messages()
    assert message["text"].startswith(PLAIN.headline)
    assert "Data as at Fri 20 Nov 18:00" in str(message["blocks"])


def test_a_person_gets_a_direct_message(court: Workplace) -> None:
    court.alert("person:mia@northmere.example", PLAIN)
    court.drain()
    assert PLAIN.headline in court.said(TO_MIA)


def test_the_message_carries_the_token_it_is_found_by(court: Workplace) -> None:
    court.alert(notice=PLAIN)
    court.drain()
    (message,) = court.messages()
    assert message["metadata"] == {
        "event_type": "caseload_notice",
        "event_payload": {"token": court.row(1).token, "named": False},
    }


def test_a_message_is_changed_in_place_and_a_reply_is_seen_in_the_channel(
    court: Workplace,
) -> None:
    alert_id = court.alert(notice=PLAIN)
    court.drain()
    court.put(put_reply, alert_id=alert_id, root=CHANGED, reply=Notice(alert_id=1, headline="Now"))
    court.drain()
    root, reply = court.messages()
    assert root["text"].startswith(CHANGED.headline)
    assert reply["thread_ts"] == root["ts"]
    history = court.sender.client.conversations_history(channel=COURT)
    assert [each["ts"] for each in history["messages"]] == [reply["ts"], root["ts"]]


def test_a_channel_that_is_renamed_keeps_its_message_up_to_date(court: Workplace) -> None:
    alert_id = court.alert(notice=PLAIN)
    court.drain()
    court.server.workspace.conversations[COURT].name = "court-north-and-south"
    court.put(put_edit, alert_id=alert_id, notice=CHANGED)
    assert court.later(3600) == [Outcome.SENT]
    assert CHANGED.headline in court.said()


def test_channels_are_listed_once_for_many_messages(court: Workplace) -> None:
    for _ in range(3):
        court.clock.move(1)
        court.alert(notice=PLAIN)
    court.drain()
    assert court.calls("conversations.list") == 1


def test_a_channel_made_since_is_found_a_minute_later(court: Workplace) -> None:
    court.alert("channel:new-team", PLAIN)
    assert court.drain()[0] is Outcome.PARKED
    court.server.workspace.conversations[LEAD].name = "new-team"
    court.clock.move(61)
    court.alert("channel:new-team", PLAIN)
    assert Outcome.SENT in court.drain()
    assert PLAIN.headline in court.said(LEAD)


def test_where_the_app_is_not_the_administrator_is_told_how_to_mend_it(court: Workplace) -> None:
    court.server.administration.remove_app(COURT)
    court.alert(notice=PLAIN)
    assert court.drain() == [Outcome.PARKED, Outcome.SENT]
    assert court.row(1).error == "not_in_channel"
    assert (
        "Caseload could not post in #court-north: the app is not in the channel. "
        "Invite it there with `/invite @Caseload`." in court.messages(TO_RUTH)[0]["text"]
    )


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("channel:nowhere", "channel_not_found"),
        (f"channel:{OUTSIDE}", "channel_not_found"),
        ("person:nobody@northmere.example", "users_not_found"),
        ("person:old@northmere.example", "users_not_found"),
    ],
)
def test_a_place_that_is_not_there_is_parked(court: Workplace, target: str, code: str) -> None:
    with court.services.database.transaction() as session:
        granted(session, target.partition(":")[2], GrantRole.LEADERSHIP)
    court.alert(target, PLAIN)
    assert court.drain()[0] is Outcome.PARKED
    assert (court.row(1).state, court.row(1).error) == (OutboxState.PARKED, code)


def test_an_archived_channel_is_parked(court: Workplace) -> None:
    court.server.administration.archive(COURT)
    court.alert(f"channel:{COURT}", PLAIN)
    court.drain()
    assert court.row(1).error == "is_archived"


@pytest.mark.parametrize("code", ["invalid_blocks", "msg_blocks_too_long", "msg_too_long"])
@pytest.mark.parametrize("deed", ["post", "edit"])
def test_a_notice_is_not_lost_to_a_block_that_slack_refuses(
    court: Workplace, code: str, deed: str
) -> None:
    method = "chat.postMessage" if deed == "post" else "chat.update"
    if deed == "edit":
        alert_id = court.alert(notice=PLAIN)
        court.drain()
        court.put(put_edit, alert_id=alert_id, notice=CHANGED)
    else:
        court.alert(notice=CHANGED)
    court.server.faults.add(Fault("refusal", method, code=code, times=1))
    assert court.drain() == [Outcome.SENT]
    (message,) = court.messages()
    assert message["text"].startswith(CHANGED.headline)
    assert not message["blocks"]


def test_what_slack_refuses_in_plain_text_too_is_parked(court: Workplace) -> None:
    court.server.faults.add(
        Fault("refusal", "chat.postMessage", channel=COURT, code="invalid_blocks")
    )
    court.alert(notice=PLAIN)
    assert court.drain()[0] is Outcome.PARKED
    assert court.messages() == []
