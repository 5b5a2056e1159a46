"""Lanes keep their order and Slack's pace, and do not hold each other up."""

from datetime import timedelta

import pytest

from alerts.delivery.pace import Pace
from alerts.delivery.queue import next_moment
from alerts.delivery.taking import Outcome
from alerts.delivery.turns import Turns
from alerts.outbox import put_edit, put_message
from models.vocabulary import Deed
from tests.alerts.delivery.office import COURT, MONDAY, Office, a_notice
from tests.alerts.delivery.slack import fails

EAST = "channel:assessment-east"
SECOND = timedelta(seconds=1)


def several(office: Office, target: str = COURT, number: int = 3, due_in: float = 0) -> None:
    """Messages "1", "2", … of as many alerts."""
    for each in range(1, number + 1):
        office.put(
            put_message,
            due_in=due_in,
            alert_id=office.alert(),
            target=target,
            notice=a_notice(str(each)),
        )


def test_a_channel_gets_its_messages_in_the_order_they_were_written(office: Office) -> None:
    several(office)
    office.drain()
    assert office.slack.texts() == ["1", "2", "3"]


def test_what_is_not_due_holds_nobody_up(office: Office) -> None:
    several(office, number=1, due_in=60)
    several(office, number=2)
    office.drain()
    assert office.slack.texts() == ["1", "2"]
    office.clock.move(minutes=1)
    office.drain()
    assert office.slack.texts() == ["1", "2", "1"]


def test_what_failed_is_sent_before_what_came_later(office: Office) -> None:
    several(office)
    office.slack.before = fails(times=2)
    assert office.drain() == [Outcome.WAITING]
    office.clock.move(seconds=1)
    assert office.drain() == [Outcome.WAITING]
    office.clock.move(seconds=2)
    office.drain()
    assert office.slack.texts() == ["1", "2", "3"]


def test_a_channel_that_fails_does_not_hold_up_another(office: Office) -> None:
    several(office, COURT, 1)
    several(office, EAST, 2)
    office.slack.before = lambda parcel: (
        fails("no_answer")(parcel) if parcel.target == COURT else None
    )
    office.drain()
    assert office.slack.texts() == ["1", "2"]


def test_a_channel_gets_one_message_a_second(office: Office) -> None:
    office.use(per_channel=SECOND)
    several(office)
    several(office, EAST)
    assert len(office.drain()) == 2
    office.clock.move(seconds=0.9)
    assert office.drain() == []
    office.clock.move(seconds=0.1)
    assert len(office.drain()) == 2


def test_a_second_counts_from_when_the_last_was_posted_and_not_from_when_it_was_begun(
    office: Office,
) -> None:
    office.use(per_channel=SECOND)
    office.slack.clock = office.clock
    office.slack.before = lambda _parcel: office.clock.move(seconds=3)
    several(office, number=2)
    assert office.drain() == [Outcome.SENT]
    office.clock.move(seconds=1)
    assert office.drain() == [Outcome.SENT]


def test_when_slack_asks_to_wait_only_that_channel_waits(office: Office) -> None:
    several(office)
    several(office, EAST)
    office.slack.before = fails("ratelimited", retry_after=30)
    office.drain()
    assert office.slack.texts() == ["1", "2", "3"]
    assert {said.target for said in office.slack.messages.values()} == {EAST}
    office.clock.move(seconds=29)
    assert office.drain() == []
    office.clock.move(seconds=1)
    office.drain()
    assert office.slack.texts(COURT) == ["1", "2", "3"]


def test_when_slack_asks_to_wait_with_edits_all_edits_wait_and_no_message(office: Office) -> None:
    alerts = [office.posted(target=target) for target in (COURT, EAST)]
    for alert_id in alerts:
        office.put(put_edit, alert_id=alert_id, notice=a_notice("changed"))
    office.slack.before = fails("ratelimited", retry_after=30, whole_method=True)
    assert office.drain() == [Outcome.WAITING]
    several(office, "channel:leadership", 1)
    assert office.drain() == [Outcome.SENT]
    office.clock.move(seconds=30)
    assert office.drain() == [Outcome.SENT] * 2


def test_when_slack_asks_to_wait_with_messages_none_is_sent_that_was_found_before(
    office: Office,
) -> None:
    for target in (COURT, EAST, "channel:leadership"):
        several(office, target, 1)
    office.turns = Turns(office.database)
    office.slack.before = fails("ratelimited", retry_after=30, whole_method=True)
    assert office.drain() == [Outcome.WAITING]
    office.clock.move(seconds=30)
    assert office.drain() == [Outcome.SENT] * 3


def test_edits_keep_within_fifty_a_minute_and_the_first_ten_go_at_once() -> None:
    pace, ready, used, now = Pace(), MONDAY - timedelta(days=1), 0, MONDAY
    at_once = 0
    while now < MONDAY + timedelta(minutes=1):
        if ready <= now:
            ready = pace.method_ready(ready, Deed.EDIT, now)
            used += 1
            at_once += now == MONDAY
        else:
            now += timedelta(milliseconds=100)
    assert at_once == 10
    assert used <= 50


def test_edits_wait_for_the_pace_of_edits(office: Office) -> None:
    alerts = [office.posted(target=f"channel:team-{number}") for number in range(4)]
    office.use(per_edit=SECOND, first_edits=2)
    for alert_id in alerts:
        office.put(put_edit, alert_id=alert_id, notice=a_notice("changed"))
    assert len(office.drain()) == 2
    office.clock.move(seconds=1)
    assert len(office.drain()) == 1


def test_nothing_in_the_outbox_is_nothing_to_do(office: Office) -> None:
    assert office.deliver() is None


@pytest.mark.parametrize(
    ("due_in", "expected"), [(0.0, timedelta(0)), (90.0, timedelta(seconds=90))]
)
def test_the_next_moment_is_when_the_next_row_is_due(
    office: Office, due_in: float, expected: timedelta
) -> None:
    several(office, number=1, due_in=due_in)
    with office.database.look() as session:
        assert next_moment(session, office.clock.now) == MONDAY + expected


def test_the_next_moment_waits_for_the_channel_s_pause_and_is_none_when_all_is_said(
    office: Office,
) -> None:
    office.use(per_channel=SECOND)
    several(office, number=2)
    office.deliver()
    with office.database.look() as session:
        assert next_moment(session, office.clock.now) == MONDAY + SECOND
    office.clock.move(seconds=1)
    office.deliver()
    with office.database.look() as session:
        assert next_moment(session, office.clock.now) is None


def test_the_next_moment_waits_for_the_pause_of_all_edits(office: Office) -> None:
    office.use(per_edit=3 * SECOND, first_edits=1)
    for alert_id in [office.posted(target=target) for target in (COURT, EAST)]:
        office.put(put_edit, alert_id=alert_id, notice=a_notice("changed"))
    assert office.drain() == [Outcome.SENT]
    with office.database.look() as session:
        assert next_moment(session, office.clock.now) == MONDAY + 3 * SECOND
