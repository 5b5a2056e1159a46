"""What was due in working hours and could not be sent then waits for the next working morning."""

from datetime import UTC, datetime, timedelta

import pytest

from alerts.outbox import put_edit, put_message, put_reply
from tests.alerts.delivery.office import COURT, MONDAY, Office, a_notice
from tests.alerts.delivery.slack import fails

EVENING = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)  # when the authority closes
TUESDAY = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # when it opens


def put(office: Office, *, urgent: bool = False) -> int:
    """A message that is due on Monday morning, while nothing is delivered."""
    alert_id = office.alert()
    office.put(put_message, alert_id=alert_id, target=COURT, notice=a_notice(urgent=urgent))
    return alert_id


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (MONDAY, 1),
        (EVENING - timedelta(seconds=1), 1),
        (EVENING, 0),
        (TUESDAY - timedelta(seconds=1), 0),
        (TUESDAY, 1),
    ],
)
def test_a_message_that_is_late_is_not_said_at_night(
    office: Office, at: datetime, said: int
) -> None:
    put(office)
    office.clock.now = at
    office.drain()
    assert len(office.slack.texts()) == said


def test_it_is_said_in_the_morning_after(office: Office) -> None:
    put(office)
    office.clock.now = EVENING
    office.drain()
    office.clock.now = TUESDAY
    office.drain()
    assert len(office.slack.texts()) == 1


def test_what_is_urgent_is_said_at_night(office: Office) -> None:
    put(office, urgent=True)
    office.clock.now = EVENING + timedelta(hours=5)
    office.drain()
    assert len(office.slack.texts()) == 1


def test_a_reply_waits_for_the_morning_and_an_edit_does_not(office: Office) -> None:
    alert_id = put(office)
    office.drain()
    root = a_notice("3 workers are over")
    reply = a_notice("3 workers are over", named=("Now also Ana.",), plain=("One more.",))
    office.put(put_reply, alert_id=alert_id, root=root, reply=reply)
    office.clock.now = EVENING
    office.drain()
    assert office.slack.texts() == ["3 workers are over"]
    office.clock.now = TUESDAY
    office.drain()
    assert len(office.slack.texts()) == 2


def test_a_reply_that_failed_and_waits_for_the_morning_holds_up_no_edit(office: Office) -> None:
    alert_id = put(office)
    office.drain()
    office.clock.now = EVENING - timedelta(seconds=1)
    office.put(put_reply, alert_id=alert_id, root=a_notice("3 over"), reply=a_notice("One more."))
    office.deliver()
    office.slack.before = fails("http_503")
    office.drain()
    office.clock.now = EVENING + timedelta(minutes=1)
    office.drain()
    office.put(put_edit, alert_id=alert_id, notice=a_notice("without names"))
    office.drain()
    assert office.slack.texts() == ["without names"]
