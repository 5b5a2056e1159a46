"""Slack's moods: whatever happens on the way, a notice is there once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.delivery.taking import Outcome
from alerts.outbox import put_edit, put_reply
from bot.practice.faults import Fault
from tests.bot.delivery.conftest import MakeWorkplace
from tests.bot.delivery.workplace import COURT, LEAD, NOTICE, Workplace, plan
from tests.bot.practice.conftest import SCOPES

PLAIN = replace(NOTICE, confidential=False, named=NOTICE.plain)
REPLY = replace(PLAIN, headline="Now also one more")
CHANGED = replace(PLAIN, headline="Court North: 3 workers are over their limit")

MOODS = [
    Fault("reset"),
    Fault("reset", after=True),
    Fault("timeout"),
    Fault("timeout", after=True),
    Fault("server_error", status=500),
    Fault("server_error", status=503, after=True),
    Fault("refusal", code="internal_error"),
    Fault("refusal", code="fatal_error", after=True),
    Fault("refusal", code="nobody_has_heard_of_this", after=True),
    Fault("rate_limited", seconds=3),
]


def named(fault: Fault) -> str:
    return f"{fault.kind}{'-after' if fault.after else ''}-{fault.code}"


@pytest.mark.parametrize("mood", MOODS, ids=named)
@pytest.mark.parametrize("deed", ["post", "reply", "edit"])
def test_a_mood_neither_loses_nor_doubles(court: Workplace, deed: str, mood: Fault) -> None:
    alert_id = court.alert(notice=PLAIN)
    expected = [PLAIN.headline]
    if deed != "post":
        court.drain()
    if deed == "reply":
        court.put(put_reply, alert_id=alert_id, root=CHANGED, reply=REPLY)
        court.deliver()
        expected = [CHANGED.headline, REPLY.headline]
    if deed == "edit":
        court.put(put_edit, alert_id=alert_id, notice=CHANGED)
        expected = [CHANGED.headline]
    method = "chat.update" if deed == "edit" else "chat.postMessage"
    court.server.faults.add(replace(mood, method=method, times=1))
    if mood.kind == "timeout":
        court.sender.client.timeout = 2  # seconds, of which the others need few
    assert court.drain() == [Outcome.WAITING]
    court.later(5)
    assert [each["text"].splitlines()[0] for each in court.messages()] == expected


@pytest.mark.parametrize("lookup", ["conversations.list", "conversations.members", "users.info"])
def test_a_mood_while_looking_people_up_says_nothing_and_costs_no_search(
    court: Workplace, lookup: str
) -> None:
    court.server.faults.add(Fault("reset", lookup, times=1))
    court.alert()
    assert court.drain() == [Outcome.WAITING]
    assert court.messages() == []
    court.later(5)
    assert len(court.messages()) == 1
    assert court.calls("conversations.history") == 0


def test_a_lost_answer_is_looked_up_however_much_was_said_since(court: Workplace) -> None:
    court.server.faults.add(Fault("reset", "chat.postMessage", times=1, after=True))
    court.alert(notice=PLAIN)
    court.drain()
    for number in range(450):  # three pages
        court.sender.client.chat_postMessage(channel=COURT, text=str(number))
    assert court.later(5) == [Outcome.FOUND]
    assert len(court.messages()) == 451


def test_a_search_that_fails_is_done_again_before_anything_is_sent(court: Workplace) -> None:
    court.server.faults.add(Fault("reset", "chat.postMessage", times=1, after=True))
    court.server.faults.add(Fault("server_error", "conversations.history", times=2))
    court.alert(notice=PLAIN)
    found = court.drain() + court.later(60) + court.later(60) + court.later(60)
    assert found == [Outcome.WAITING] * 3 + [Outcome.FOUND]
    assert len(court.messages()) == 1


def test_when_one_channel_is_asked_to_wait_another_is_not(court: Workplace) -> None:
    court.server.faults.add(
        Fault("rate_limited", "chat.postMessage", channel=COURT, times=1, seconds=30)
    )
    court.alert(notice=PLAIN)
    court.alert(f"channel:{LEAD}", PLAIN)
    assert court.drain() == [Outcome.WAITING, Outcome.SENT]
    assert court.later(29) == []
    assert court.later(1) == [Outcome.SENT]


def test_an_outage_passes(court: Workplace) -> None:
    outage = court.server.faults.add(Fault("outage"))
    for _ in range(3):
        court.clock.move(1)
        court.alert(notice=PLAIN)
    for _ in range(5):
        assert set(court.later(600)) == {Outcome.WAITING}
    court.server.faults.clear(outage.id)
    assert court.later(600) == [Outcome.SENT] * 3
    assert len(court.messages()) == 3


def test_without_the_right_to_look_back_a_notice_is_sent_again_rather_than_lost(
    make_workplace: MakeWorkplace,
) -> None:
    court = make_workplace(plan(SCOPES - {"channels:history"}))
    court.server.faults.add(Fault("reset", "chat.postMessage", times=1, after=True))
    court.alert(notice=PLAIN)
    court.drain()
    assert court.sender.can_look_back
    assert court.later(5) == [Outcome.SENT]
    assert len(court.messages()) == 2
    assert not court.sender.can_look_back


def test_nothing_is_asked_of_slack_that_might_outlast_the_lease(court: Workplace) -> None:
    court.pace = replace(court.pace, lease=timedelta(seconds=0.5))
    court.alert(notice=PLAIN)
    assert court.drain() == [Outcome.LEFT]
    assert court.calls("conversations.list") == 0
    court.pace = replace(court.pace, lease=timedelta(seconds=60))
    assert court.later(1) == [Outcome.SENT]
