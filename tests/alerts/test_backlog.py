"""What waits and what is parked can be seen, tried again and dropped."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from alerts.backlog import Backlog, backlog, drop, open_rows, requeue
from alerts.delivery.taking import Outcome
from alerts.outbox import put_edit, put_message
from models.database import Database
from models.errors import NotFound
from models.people import AuditEntry
from models.vocabulary import OutboxState
from tests.alerts.delivery.office import COURT, Office, a_notice
from tests.alerts.delivery.slack import fails, nothing

WHO = "command line: sam"


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def parked(office: Office) -> tuple[int, int]:
    """A message that was begun and then parked, and its edit; gives the rows' ids."""
    alert_id = office.alert()
    office.put(put_message, alert_id=alert_id, target=COURT, notice=a_notice())
    office.slack.before = fails(refused=False)
    office.drain()
    office.put(put_edit, alert_id=alert_id, notice=a_notice("3 workers are over"))
    office.slack.before = fails("not_in_channel", permanent=True)
    office.clock.move(seconds=1)
    office.drain()
    office.slack.before = nothing
    first, second = office.rows()[-2:]
    return first.id, second.id


def stands(office: Office) -> Backlog:
    with office.database.look() as session:
        return backlog(session, office.clock.now)


def test_an_empty_outbox_has_nothing_late(office: Office) -> None:
    found = stands(office)
    assert (found.due, found.parked, found.oldest_due, found.oldest_parked) == (0, 0, None, None)
    assert found.counts == dict.fromkeys(OutboxState, 0)
    assert found.late_by(office.clock.now) == timedelta(0)


def test_what_is_due_is_late_from_when_it_was_due_and_not_from_its_last_attempt(
    office: Office,
) -> None:
    office.put(put_message, alert_id=office.alert(), target=COURT, notice=a_notice())
    office.put(put_message, due_in=7200, alert_id=office.alert(), target=COURT, notice=a_notice())
    office.slack.before = fails("no_answer", times=1_000, refused=False)
    office.clock.move(minutes=30)
    office.drain()
    office.clock.move(minutes=30)
    found = stands(office)
    assert found.due == 1
    assert found.counts[OutboxState.WAITING] == 2
    assert found.late_by(office.clock.now) >= timedelta(minutes=30)


def test_parked_rows_are_counted_with_their_age(office: Office) -> None:
    made = office.clock.now
    parked(office)
    found = stands(office)
    assert (found.parked, found.oldest_parked) == (2, made)


def test_a_parked_message_is_tried_again_with_its_edits(office: Office) -> None:
    message, edit = parked(office)
    with office.database.transaction() as session:
        assert requeue(session, message, who=WHO, now=office.clock.now) == [message, edit]
    assert office.drain() == [Outcome.SENT] * 2
    assert office.slack.texts() == ["3 workers are over"]


def test_everything_parked_is_tried_again_together(office: Office) -> None:
    rows = {*parked(office), *parked(office)}
    with office.database.transaction() as session:
        tried = requeue(session, None, who=WHO, now=office.clock.now)
    assert set(tried) == rows == {row.id for row in office.rows()}


def test_a_dropped_message_takes_its_edits_along(office: Office) -> None:
    message, edit = parked(office)
    with office.database.transaction() as session:
        assert drop(session, message, who=WHO, now=office.clock.now) == [message, edit]
    assert office.drain() == []
    assert office.states() == ["post dropped", "edit dropped"]


def test_a_dropped_edit_leaves_its_message_alone(office: Office) -> None:
    _, edit = parked(office)
    with office.database.transaction() as session:
        assert drop(session, edit, who=WHO, now=office.clock.now) == [edit]
    assert office.states() == ["post parked", "edit dropped"]


def test_what_waits_can_be_dropped_but_not_tried_again(office: Office) -> None:
    office.put(put_message, due_in=60, alert_id=office.alert(), target=COURT, notice=a_notice())
    (row,) = office.rows()
    with pytest.raises(NotFound), office.database.transaction() as session:
        requeue(session, row.id, who=WHO, now=office.clock.now)
    with office.database.transaction() as session:
        drop(session, row.id, who=WHO, now=office.clock.now)
    assert office.states() == ["post dropped"]


@pytest.mark.parametrize("deed", [requeue, drop])
def test_a_row_that_is_not_there_or_was_sent_is_refused(
    office: Office, deed: Callable[..., list[int]]
) -> None:
    office.posted()
    for row_id in (office.rows()[0].id, 999):
        with (
            pytest.raises(NotFound, match=f"row {row_id}"),
            office.database.transaction() as session,
        ):
            deed(session, row_id, who=WHO, now=office.clock.now)


def test_an_operator_s_word_is_in_the_audit_with_their_name(office: Office) -> None:
    message, edit = parked(office)
    with office.database.transaction() as session:
        requeue(session, message, who=WHO, now=office.clock.now)
    with office.database.transaction() as session:
        drop(session, edit, who=WHO, now=office.clock.now)
    with office.database.look() as session:
        entries = session.scalars(select(AuditEntry)).all()
    assert [(entry.who, entry.deed, entry.detail["outbox"]) for entry in entries] == [
        (WHO, "requeued", message),
        (WHO, "requeued", edit),
        (WHO, "dropped", edit),
    ]


def test_what_is_open_is_listed_oldest_first(office: Office) -> None:
    office.posted()
    for headline in ("first", "second"):
        office.put(put_message, alert_id=office.alert(), target=COURT, notice=a_notice(headline))
    with office.database.look() as session:
        assert [row.notice["headline"] for row in open_rows(session)] == ["first", "second"]
