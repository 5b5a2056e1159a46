"""What Slack refuses is tried again or parked, and an administrator is told once a day."""

from datetime import timedelta

import pytest

from alerts.delivery.pace import MOST_UNKNOWN, Pace
from alerts.delivery.parcel import Parcel, Undelivered
from alerts.delivery.taking import Outcome
from alerts.outbox import put_edit, put_message, put_reply
from alerts.outbox_apart import put_apart
from models.people import GrantRole
from models.vocabulary import OutboxState
from tests.alerts.delivery.office import COURT, Office, a_notice
from tests.alerts.delivery.slack import fails, nothing
from tests.build import a_team, a_worker, granted

ADMIN = "ruth@example.gov.uk"
WHY = "the app is not in the channel. Invite it there with `/invite @Caseload`"


def with_administrator(office: Office) -> None:
    with office.database.transaction() as session:
        granted(session, ADMIN, GrantRole.ADMINISTRATOR)


def not_in_channel(parcel: Parcel) -> None:
    if parcel.target == COURT:
        raise Undelivered("not_in_channel", permanent=True, why=WHY)


def put(office: Office) -> int:
    alert_id = office.alert()
    office.put(put_message, alert_id=alert_id, target=COURT, notice=a_notice())
    return alert_id


@pytest.mark.parametrize(
    ("attempts", "chance", "seconds"),
    [
        (1, 1.0, 1),
        (1, 0.0, 0.5),
        (2, 1.0, 2),
        (3, 1.0, 4),
        (9, 1.0, 256),
        (10, 1.0, 300),
        (10, 0.0, 150),
        (5_000, 1.0, 300),
    ],
)
def test_pauses_double_up_to_five_minutes_and_differ_by_chance(
    attempts: int, chance: float, seconds: float
) -> None:
    pause = Pace(chance=lambda: chance).pause(attempts, refused=True)
    assert pause == timedelta(seconds=seconds)


def test_what_may_have_arrived_is_not_looked_for_before_it_can_be_seen() -> None:
    pace = Pace(settle=timedelta(seconds=20))
    assert pace.pause(1, refused=False) == timedelta(seconds=20)
    assert pace.pause(1, refused=True) <= timedelta(seconds=1)


def test_slack_down_for_a_day_loses_nothing(office: Office) -> None:
    put(office)
    office.slack.before = fails("no_answer", times=1_000_000)
    for _ in range(24):
        office.drain()
        office.clock.move(hours=1)
    assert office.rows()[0].error == "no_answer"
    office.slack.before = nothing
    office.clock.move(minutes=5)
    assert office.drain() == [Outcome.SENT]
    assert office.rows()[0].error is None


def test_what_slack_refused_for_now_was_not_begun_and_needs_no_looking_for(office: Office) -> None:
    put(office)
    office.slack.before = fails("ratelimited", retry_after=1)
    office.drain()
    assert office.rows()[0].begun_at is None
    office.clock.move(seconds=1)
    office.drain()
    assert office.slack.looked == 0


def test_what_cannot_be_sent_is_parked_with_what_depends_on_it(office: Office) -> None:
    alert_id = put(office)
    office.slack.before = fails("no_answer", refused=False)  # begun: what follows is its own row
    office.drain()
    office.put(put_reply, alert_id=alert_id, root=a_notice("3 over"), reply=a_notice("Now Ana"))
    office.slack.before = not_in_channel
    office.clock.move(seconds=1)
    assert office.drain() == [Outcome.PARKED]
    assert office.states() == ["post parked", "edit parked", "reply parked"]
    assert {row.error for row in office.rows()} == {"not_in_channel"}


def test_an_edit_written_after_its_message_was_parked_is_parked_with_it(office: Office) -> None:
    alert_id = put(office)
    office.slack.before = fails("no_answer", refused=False)
    office.drain()
    office.slack.before = not_in_channel
    office.clock.move(seconds=1)
    office.drain()
    office.put(put_edit, alert_id=alert_id, notice=a_notice("changed"))
    assert office.drain() == [Outcome.PARKED]


def test_an_administrator_is_told_once_a_day_for_each_place(office: Office) -> None:
    with_administrator(office)
    office.slack.before = not_in_channel
    for _ in range(3):
        put(office)
        office.drain()
        office.clock.move(minutes=5)
    assert office.slack.texts(f"person:{ADMIN}") == [
        f"Caseload could not post in #court-north: {WHY}."
    ]
    office.clock.move(days=1)
    put(office)
    office.drain()
    assert len(office.slack.texts(f"person:{ADMIN}")) == 2


def test_an_administrator_who_left_is_not_told(office: Office) -> None:
    with_administrator(office)
    with office.database.transaction() as session:
        left_on = office.clock.now.date() - timedelta(days=1)
        a_worker(session, a_team(session), email=ADMIN, left_on=left_on)
    office.slack.before = not_in_channel
    put(office)
    assert office.drain() == [Outcome.PARKED]
    assert len(office.rows()) == 1


def test_outside_working_hours_the_administrator_is_told_in_the_morning(office: Office) -> None:
    with_administrator(office)
    office.clock.move(hours=12)
    office.slack.before = not_in_channel
    put(office)
    office.drain()
    assert office.slack.texts() == []
    office.clock.move(hours=11)
    office.drain()
    assert len(office.slack.texts()) == 1


def test_news_that_cannot_be_brought_is_parked_without_more_news(office: Office) -> None:
    with_administrator(office)
    office.slack.before = fails("users_not_found", times=1_000, permanent=True)
    put(office)
    assert office.drain() == [Outcome.PARKED] * 2
    assert len(office.rows()) == 2


def test_what_fails_for_an_unknown_reason_is_parked_after_ten_attempts(office: Office) -> None:
    put(office)
    office.slack.before = fails("a_new_code", times=1_000, permanent=None)
    found = []
    for _ in range(MOST_UNKNOWN):
        found += office.drain()
        office.clock.move(minutes=5)
    assert found == [Outcome.WAITING] * (MOST_UNKNOWN - 1) + [Outcome.PARKED]


def test_a_mistake_in_sending_one_row_does_not_stop_the_others(office: Office) -> None:
    def broken(parcel: Parcel) -> None:
        if parcel.target == COURT:
            raise KeyError("Sam Example")

    office.slack.before = broken
    put(office)
    office.put(put_message, alert_id=office.alert(), target="channel:leadership", notice=a_notice())
    assert sorted(office.drain()) == [Outcome.SENT, Outcome.WAITING]
    assert office.rows(OutboxState.WAITING)[0].error == "KeyError"


def test_a_message_deleted_in_slack_is_not_edited_and_no_trouble(office: Office) -> None:
    with_administrator(office)
    alert_id = office.posted()
    office.put(put_edit, alert_id=alert_id, notice=a_notice("changed"))
    office.slack.before = fails("message_not_found", permanent=True)
    office.drain()
    assert office.states() == ["post sent", "edit dropped"]


def test_news_of_a_message_deleted_in_slack_is_posted_anew(office: Office) -> None:
    alert_id = office.posted()
    office.slack.before = fails("message_not_found", permanent=True)
    office.put(put_reply, alert_id=alert_id, root=a_notice("3 over"), reply=a_notice("Now Ana"))
    office.drain()
    assert office.states() == ["post sent", "edit dropped", "reply dropped", "post sent"]
    assert office.slack.calls[-1] == ("post", COURT, "3 over")


def test_a_notice_of_no_alert_that_a_channel_does_not_take_is_told_to_administrators(
    office: Office,
) -> None:
    with_administrator(office)
    office.slack.before = not_in_channel
    office.put(put_apart, target=COURT, notice=a_notice("annex_a.xlsx was refused"), token="1")
    office.drain()
    (said,) = office.slack.texts(f"person:{ADMIN}")
    assert said.startswith("Caseload could not post in #court-north")
