"""A process killed at any point, or an answer that was lost: the message is there once."""

from datetime import timedelta

import pytest

from alerts.delivery.parcel import LeaseEnding, Parcel
from alerts.delivery.taking import Outcome
from alerts.outbox import put_edit, put_message, put_reply
from models.outbox import Posting
from tests.alerts.delivery.office import COURT, Office, a_notice
from tests.alerts.delivery.slack import dies, fails, nothing

LEASE = 60.0


def put(office: Office, headline: str = "2 workers are over") -> None:
    office.put(put_message, alert_id=office.alert(), target=COURT, notice=a_notice(headline))


def put_deed(office: Office, deed: str) -> list[str]:
    """One row of this kind waits; what stands in Slack once it was sent."""
    if deed == "post":
        put(office, "new")
        return ["new"]
    alert_id = office.posted("old")
    if deed == "edit":
        office.put(put_edit, alert_id=alert_id, notice=a_notice("new"))
        return ["new"]
    office.put(put_reply, alert_id=alert_id, root=a_notice("new"), reply=a_notice("reply"))
    office.deliver()
    return ["new", "> reply"]


@pytest.mark.parametrize("deed", ["post", "edit", "reply"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_process_killed_while_sending_loses_and_doubles_nothing(
    office: Office, deed: str, when: str
) -> None:
    expected = put_deed(office, deed)
    setattr(office.slack, when, dies())
    office.killed()
    assert office.drain() == []  # whoever was killed may still be sending, for all others know
    office.clock.move(seconds=LEASE)
    found = when == "after" and deed != "edit"
    assert office.drain() == [Outcome.FOUND if found else Outcome.SENT]
    assert office.slack.texts() == expected


@pytest.mark.parametrize("deed", ["post", "edit", "reply"])
def test_an_answer_that_was_lost_doubles_nothing(office: Office, deed: str) -> None:
    expected = put_deed(office, deed)
    office.slack.after = fails("timeout", refused=False)
    assert office.drain() == [Outcome.WAITING]
    office.clock.move(seconds=1)
    office.drain()
    assert office.slack.texts() == expected


def test_a_message_found_after_a_crash_can_be_edited(office: Office) -> None:
    alert_id = office.alert()
    office.put(put_message, alert_id=alert_id, target=COURT, notice=a_notice("old"))
    office.slack.after = dies()
    office.killed()
    office.put(put_edit, alert_id=alert_id, notice=a_notice("new"))
    office.clock.move(seconds=LEASE)
    assert office.drain() == [Outcome.FOUND, Outcome.SENT]
    assert office.slack.texts() == ["new"]


def test_what_comes_later_in_a_lane_waits_for_the_lease_of_what_was_begun(office: Office) -> None:
    put(office, "1")
    office.slack.before = dies()
    office.killed()
    put(office, "2")
    assert office.drain() == []
    office.clock.move(seconds=LEASE)
    office.drain()
    assert office.slack.texts() == ["1", "2"]


def test_whoever_outlives_its_lease_does_not_mark_what_another_has_sent(office: Office) -> None:
    put(office)
    others: list[Outcome] = []

    def overtaken(_parcel: Parcel) -> None:
        office.slack.after = nothing
        office.clock.move(seconds=LEASE)
        others.extend(office.drain())

    office.slack.after = overtaken
    assert office.deliver() is Outcome.LEFT
    assert others == [Outcome.FOUND]
    assert office.slack.texts() == ["2 workers are over"]


def test_a_failure_told_after_the_lease_ran_out_changes_nothing(office: Office) -> None:
    put(office)

    def overtaken(parcel: Parcel) -> None:
        office.slack.before = nothing
        office.clock.move(seconds=LEASE)
        office.drain()
        fails("no_answer")(parcel)

    office.slack.before = overtaken
    assert office.deliver() is Outcome.LEFT
    assert office.states() == ["post sent"]


def test_whoever_has_too_little_of_the_lease_left_leaves_it_to_the_next(office: Office) -> None:
    put(office)

    def fence(parcel: Parcel) -> None:
        office.slack.before = nothing
        office.clock.move(seconds=55)
        parcel.check_lease(office.clock.now, timedelta(seconds=10))

    office.slack.before = fence
    assert office.drain() == [Outcome.LEFT]
    office.clock.move(seconds=5)
    assert office.drain() == [Outcome.SENT]
    assert office.slack.looked == 1


@pytest.mark.parametrize(
    ("settle", "left", "enough"),
    [
        (0, 10.1, True),
        (0, 10.0, False),
        (0, 0.0, False),
        (20, 30.1, True),
        (20, 30.0, False),  # else Slack may take it in after the next has looked for it
    ],
)
def test_a_call_needs_longer_than_it_may_take(
    office: Office, settle: float, left: float, enough: bool
) -> None:
    office.use(settle=timedelta(seconds=settle))
    put(office)
    office.deliver()
    (parcel,) = office.slack.parcels
    now = parcel.lease_until - timedelta(seconds=left)
    if enough:
        parcel.check_lease(now, timedelta(seconds=10))
    else:
        with pytest.raises(LeaseEnding):
            parcel.check_lease(now, timedelta(seconds=10))


def test_the_receipt_says_where_and_when_the_message_was_shown(office: Office) -> None:
    office.posted()
    (row,) = office.rows()
    assert (row.channel_id, row.ts, row.sent_at) == (f"C-{COURT}", "0001", office.clock.now)
    assert row.lease_until is None
    with office.database.look() as session:
        posting = session.get(Posting, row.posting_id)
    assert posting is not None
    assert (posting.channel_id, posting.ts, posting.at) == (row.channel_id, row.ts, row.sent_at)
