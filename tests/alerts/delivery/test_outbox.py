"""What is written to the outbox is sent once, as late as it was due and as new as it can be."""

from typing import Any

import pytest
from sqlmodel import Session

from alerts.outbox import put_edit, put_end, put_message, put_reply
from models.people import GrantRole
from models.vocabulary import OutboxState
from tests.alerts.delivery.office import COURT, Office, a_notice
from tests.alerts.delivery.slack import fails
from tests.build import granted


def lead(office: Office) -> None:
    """Mia may see everything."""
    with office.database.transaction() as session:
        granted(session, "mia@example.gov.uk", GrantRole.LEADERSHIP)


def test_a_message_is_posted_once_and_says_the_newest(office: Office) -> None:
    alert_id = office.alert()
    for headline in ("1 worker is over", "2 workers are over"):
        office.put(put_message, alert_id=alert_id, target=COURT, notice=a_notice(headline))
    office.drain()
    assert office.slack.calls == [("post", COURT, "2 workers are over")]


def test_each_target_has_a_message_of_its_own(office: Office) -> None:
    alert_id = office.alert()
    lead(office)
    for target in (COURT, "person:mia@example.gov.uk"):
        office.put(put_message, alert_id=alert_id, target=target, notice=a_notice())
    office.drain()
    assert [target for _, target, _ in office.slack.calls] == [COURT, "person:mia@example.gov.uk"]


def test_a_message_that_stands_already_is_edited(office: Office) -> None:
    alert_id = office.posted("1 worker is over")
    office.put(put_message, alert_id=alert_id, target=COURT, notice=a_notice("2 are over"))
    office.drain()
    assert office.slack.texts() == ["2 are over"]


def test_what_was_rolled_back_is_not_said(office: Office) -> None:
    alert_id = office.alert()

    def put_and_fail(session: Session, **given: Any) -> None:
        put_message(session, **given)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        office.put(put_and_fail, alert_id=alert_id, target=COURT, notice=a_notice())
    assert office.drain() == []


def test_a_change_before_the_message_is_sent_is_in_it_and_does_not_hurry_it(
    office: Office,
) -> None:
    alert_id = office.alert()
    office.put(put_message, due_in=3600, alert_id=alert_id, target=COURT, notice=a_notice())
    office.put(put_edit, alert_id=alert_id, notice=a_notice("3 workers are over"))
    assert office.drain() == []
    office.clock.move(hours=1)
    office.drain()
    assert office.slack.calls == [("post", COURT, "3 workers are over")]


def test_telling_it_again_more_urgently_brings_the_message_forward(office: Office) -> None:
    alert_id = office.alert()
    for due_in in (3600.0, 0.0, 7200.0):
        office.put(put_message, due_in=due_in, alert_id=alert_id, target=COURT, notice=a_notice())
    assert len(office.drain()) == 1


def test_several_changes_are_one_edit(office: Office) -> None:
    alert_id = office.posted()
    for number in (3, 4, 5):
        office.put(put_edit, alert_id=alert_id, notice=a_notice(f"{number} workers are over"))
    office.drain()
    assert office.slack.calls[1:] == [("edit", COURT, "5 workers are over")]


def test_a_change_while_the_message_is_being_sent_follows_it(office: Office) -> None:
    alert_id = office.alert()
    office.put(put_message, alert_id=alert_id, target=COURT, notice=a_notice("1 worker is over"))
    office.slack.before = lambda _parcel: office.put(
        put_edit, alert_id=alert_id, notice=a_notice("2 workers are over")
    )
    office.deliver()
    office.slack.before = lambda _parcel: None
    office.drain()
    assert office.slack.calls == [
        ("post", COURT, "1 worker is over"),
        ("edit", COURT, "2 workers are over"),
    ]


def test_an_edit_that_failed_is_replaced_by_the_next(office: Office) -> None:
    alert_id = office.posted()
    office.put(put_edit, alert_id=alert_id, notice=a_notice("old"))
    office.slack.before = fails(refused=False)
    office.deliver()
    office.put(put_edit, alert_id=alert_id, notice=a_notice("new"))
    office.drain()
    assert [text for what, _, text in office.slack.calls if what == "edit"] == ["new"]


def test_what_is_new_is_said_in_the_thread_after_the_message_has_changed(office: Office) -> None:
    alert_id = office.posted()
    office.put(put_reply, alert_id=alert_id, root=a_notice("3 over"), reply=a_notice("Now Ana"))
    office.drain()
    assert office.slack.texts() == ["3 over", "> Now Ana"]
    assert [what for what, _, _ in office.slack.calls] == ["post", "edit", "reply"]


def test_a_message_that_still_waits_says_it_all_without_a_reply(office: Office) -> None:
    alert_id = office.alert()
    office.put(put_message, alert_id=alert_id, target=COURT, notice=a_notice())
    office.put(put_reply, alert_id=alert_id, root=a_notice("3 over"), reply=a_notice("Now Ana"))
    office.drain()
    assert office.slack.calls == [("post", COURT, "3 over")]


def test_every_message_of_the_alert_is_changed_and_replied_to(office: Office) -> None:
    alert_id = office.posted()
    person = "person:mia@example.gov.uk"
    lead(office)
    office.put(put_message, alert_id=alert_id, target=person, notice=a_notice())
    office.drain()
    office.put(put_reply, alert_id=alert_id, root=a_notice("3 over"), reply=a_notice("Now Ana"))
    office.drain()
    for target in (COURT, person):
        assert office.slack.texts(target) == ["3 over", "> Now Ana"]


def test_what_is_over_before_it_was_sent_is_not_said(office: Office) -> None:
    alert_id = office.alert()
    office.put(put_message, due_in=3600, alert_id=alert_id, target=COURT, notice=a_notice())
    office.put(put_end, alert_id=alert_id, notice=a_notice("over since Thu"))
    office.clock.move(hours=2)
    assert office.drain() == []
    assert office.states() == ["post dropped"]


def test_what_is_over_is_edited_where_it_was_told(office: Office) -> None:
    alert_id = office.posted()
    person = "person:mia@example.gov.uk"
    office.put(put_message, due_in=60, alert_id=alert_id, target=person, notice=a_notice())
    office.put(put_end, alert_id=alert_id, notice=a_notice("over since Thu"))
    office.clock.move(hours=1)
    office.drain()
    assert office.slack.texts() == ["over since Thu"]


def test_a_reply_that_waited_for_the_morning_is_not_said_of_what_is_over(office: Office) -> None:
    alert_id = office.posted()
    office.put(
        put_reply, due_in=3600, alert_id=alert_id, root=a_notice("3"), reply=a_notice("Now Ana")
    )
    office.put(put_end, alert_id=alert_id, notice=a_notice("over since Thu"))
    office.clock.move(hours=2)
    office.drain()
    assert office.slack.texts() == ["over since Thu"]


def test_the_end_of_what_may_have_been_sent_follows_it(office: Office) -> None:
    alert_id = office.alert()
    office.put(put_message, alert_id=alert_id, target=COURT, notice=a_notice())
    office.slack.after = fails(refused=False)
    office.deliver()
    office.put(put_end, alert_id=alert_id, notice=a_notice("over since Thu"))
    office.clock.move(seconds=5)
    office.drain()
    assert office.slack.texts() == ["over since Thu"]


def test_an_alert_that_is_told_anew_tries_a_parked_message_again(office: Office) -> None:
    alert_id = office.alert()
    office.put(put_message, alert_id=alert_id, target=COURT, notice=a_notice())
    office.slack.before = fails("not_in_channel", permanent=True)
    office.drain()
    office.put(put_edit, alert_id=alert_id, notice=a_notice("changed"))
    assert office.drain() == []  # nothing to be told anew: it stays parked, and up to date
    assert office.rows(OutboxState.PARKED)[0].notice["headline"] == "changed"
    office.put(put_reply, alert_id=alert_id, root=a_notice("3 over"), reply=a_notice("Now Ana"))
    office.drain()
    assert office.slack.texts() == ["3 over"]
