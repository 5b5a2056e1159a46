"""A message that cannot stay as it stands: its reader left, or others read its channel now."""

import pytest
from sqlalchemy import delete

from alerts.backlog import requeue
from alerts.delivery.parcel import Parcel
from alerts.named_replies import remove_names_of_reply
from alerts.outbox import put_edit, put_end, put_message, put_reply
from alerts.reader_marks import note_other_readers
from models.people import Grant, GrantRole
from models.vocabulary import Deed, OutboxState
from tests.alerts.delivery.office import COURT, Office, a_notice
from tests.build import granted

ADMIN = "ruth@example.gov.uk"
MIA = "person:mia@example.gov.uk"


def told_and_left(office: Office) -> int:
    """Mia was told of an alert, and has no role any more."""
    alert_id = office.alert()
    with office.database.transaction() as session:
        granted(session, "mia@example.gov.uk", GrantRole.LEADERSHIP)
    office.put(put_message, alert_id=alert_id, target=MIA, notice=a_notice())
    office.drain()
    with office.database.transaction() as session:
        session.execute(delete(Grant))
    return alert_id


def test_who_left_is_told_once_that_it_is_not_theirs_and_nothing_more(office: Office) -> None:
    alert_id = told_and_left(office)
    for headline in ("3 over", "4 over"):
        office.put(put_reply, alert_id=alert_id, root=a_notice(headline), reply=a_notice("More"))
        office.drain()
        office.put(put_edit, alert_id=alert_id, notice=a_notice("5 over"))
        office.drain()
    assert office.slack.texts(MIA) == ["This alert is no longer yours to see."]
    assert [deed for deed, _, _ in office.slack.calls] == ["post", "edit"]


def test_what_was_never_told_to_somebody_who_left_waits_for_an_administrator(
    office: Office,
) -> None:
    """The manager left between the evening's check and the morning's sending."""
    with office.database.transaction() as session:
        granted(session, ADMIN, GrantRole.ADMINISTRATOR)
    alert_id = office.alert()
    office.put(put_message, alert_id=alert_id, target=MIA, notice=a_notice())
    office.drain()
    assert office.slack.texts(MIA) == []
    (row,) = office.rows(OutboxState.PARKED)
    assert (row.lane, row.error) == (MIA, "not_theirs")
    (said,) = office.slack.texts(f"person:{ADMIN}")
    assert said.startswith(
        "Caseload could not write to mia@example.gov.uk: they may see nothing of what it is about."
    )
    with office.database.transaction() as session:
        granted(session, "mia@example.gov.uk", GrantRole.LEADERSHIP)
        requeue(session, row.id, who=ADMIN, now=office.clock.now)
    office.drain()
    assert office.slack.texts(MIA) == ["2 workers are over"]


def test_it_waits_no_longer_than_its_alert_lasts(office: Office) -> None:
    alert_id = office.alert()
    office.put(put_message, alert_id=alert_id, target=MIA, notice=a_notice())
    office.drain()
    office.put(put_end, alert_id=alert_id, notice=a_notice("over since Thu"))
    office.drain()
    assert office.states() == ["post dropped"]
    assert office.slack.calls == []


@pytest.mark.parametrize("during", [Deed.POST, Deed.REPLY])
def test_names_sent_while_somebody_joins_are_looked_at_again(office: Office, during: Deed) -> None:
    notice = a_notice(named=("Ana 21 cases",), plain=("1 worker",), confidential=True)

    def join(parcel: Parcel) -> None:
        if parcel.deed is during:
            office.clock.move(seconds=1)
            with office.database.transaction() as session:
                note_other_readers(session, office.slack.channel(parcel), office.clock.now)

    alert_id = office.alert()
    office.slack.named, office.slack.after = True, join
    office.put(put_message, alert_id=alert_id, target=COURT, notice=notice)
    office.deliver()
    if during is Deed.REPLY:
        office.put(put_reply, alert_id=alert_id, root=notice, reply=notice)
    office.drain()
    said = [parcel for parcel in office.slack.parcels if parcel.deed is Deed.EDIT]
    assert said[-1].ts == ("0001" if during is Deed.POST else "0002")
    assert said[-1].notice.named == (notice.named if during is Deed.POST else notice.plain)


def test_after_a_reply_is_edited_its_message_is_where_it_was(office: Office) -> None:
    alert_id = office.posted("2 are over")
    office.put(put_reply, alert_id=alert_id, root=a_notice("3"), reply=a_notice("Now Ana"))
    office.drain()
    (reply,) = (row for row in office.rows() if row.deed is Deed.REPLY)
    with office.database.transaction() as session:
        remove_names_of_reply(session, reply, office.clock.now)
    office.drain()
    office.put(put_edit, alert_id=alert_id, notice=a_notice("4"))
    office.drain()
    assert office.slack.texts() == ["4", "> Now Ana"]


def test_news_goes_before_silent_refreshes(office: Office) -> None:
    alerts = [office.posted(target=f"channel:{name}") for name in ("a", "b", "c")]
    for alert_id in alerts:
        office.put(put_edit, due_in=120, alert_id=alert_id, notice=a_notice("refreshed"))
    office.clock.move(seconds=121)
    office.put(put_edit, alert_id=alerts[2], notice=a_notice("clicked"))
    office.drain()
    assert [target for _, target, _ in office.slack.calls[3:]] == [
        "channel:c",
        "channel:a",
        "channel:b",
    ]
