"""Names leave Slack and the database after some days, and old rows go."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from alerts.calendar import WorkingCalendar
from alerts.delivery.parcel import Parcel, Receipt
from alerts.housekeeping import RECEIPTS_KEPT, delete_old_rows
from alerts.notice import Notice
from alerts.outbox import put_edit, put_end, put_message, put_reply
from alerts.retention import nightly_jobs
from alerts.slots import run_due
from models.alerts import Alert
from models.database import Database
from models.kept import Kept
from models.people import GrantRole
from models.slots import Slot
from models.vocabulary import AlertState, OutboxState
from tests.alerts.delivery.office import COURT, Office, a_notice
from tests.alerts.delivery.slack import FakeSlack, fails
from tests.alerts.nights import remove_names
from tests.build import granted

KEPT = timedelta(days=30)
MIA = "person:mia@example.gov.uk"


class NamingSlack(FakeSlack):
    """Everybody may see names: what is said with names is shown with them."""

    def send(self, parcel: Parcel) -> Receipt:
        notice = parcel.notice
        lines = " ".join((notice.headline, *notice.named, notice.decided))
        shown = replace(parcel, notice=replace(notice, headline=lines))
        return replace(super().send(shown), named=notice != notice.without_names())


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database, slack=NamingSlack())


def unexpected(name: str, error: Exception) -> None:
    raise AssertionError(name) from error


def named(headline: str = "1 is over", who: str = "Sam Example") -> Notice:
    return a_notice(
        headline, named=(f"{who} 26 cases",), plain=("No names.",), confidential=True,
        decided="Mia: Sam gets no new cases.", decided_plain="Acknowledged.",
    )  # fmt: skip


def tidy(office: Office) -> None:
    """The night's work, and its delivery."""
    now = office.clock.now
    with office.database.transaction() as session:
        remove_names(session, now - KEPT, now)
    office.drain()


def an_alert(office: Office, *targets: str) -> int:
    """An alert that was told with names just now."""
    alert_id = office.alert(notice=named().as_json())
    with office.database.transaction() as session:
        granted(session, MIA.removeprefix("person:"), GrantRole.LEADERSHIP)
    for target in targets or (COURT,):
        office.put(put_message, alert_id=alert_id, target=target, notice=named())
    office.drain()
    return alert_id


def ends(office: Office, alert_id: int) -> None:
    over = named("nobody is over")
    office.put(put_end, alert_id=alert_id, notice=over)
    office.drain()
    change(office, alert_id, state=AlertState.RESOLVED, resolved_at=office.clock.now, notice=over)


def change(office: Office, alert_id: int, notice: Notice, **values: Any) -> None:
    with office.database.transaction() as session:
        values["notice"] = notice.as_json()
        session.execute(update(Alert).where(col(Alert.id) == alert_id).values(values))


def notice_of(office: Office, alert_id: int) -> dict[str, Any] | None:
    with office.database.look() as session:
        alert = session.get(Alert, alert_id)
        assert alert is not None
        return alert.notice


PLAIN = "nobody is over No names. Acknowledged."


def test_a_message_keeps_its_names_for_thirty_days_and_no_longer(office: Office) -> None:
    ends(office, an_alert(office))
    office.clock.move(days=30)
    tidy(office)
    assert office.slack.texts() == [
        "nobody is over Sam Example 26 cases Mia: Sam gets no new cases."
    ]
    office.clock.move(seconds=1)
    tidy(office)
    assert office.slack.texts() == [PLAIN]


def test_it_is_edited_once_and_never_again(office: Office) -> None:
    ends(office, an_alert(office, COURT, MIA))
    calls = len(office.slack.calls)
    for _ in range(5):
        office.clock.move(days=31)
        tidy(office)
    assert len(office.slack.calls) == calls + 2
    assert office.slack.texts() == [PLAIN, PLAIN]


def test_replies_lose_their_names_too_and_their_message_stays(office: Office) -> None:
    alert_id = an_alert(office)
    reply = named("Now also", "Ana Specimen")
    office.put(put_reply, alert_id=alert_id, root=named("2 are over"), reply=reply)
    office.drain()
    ends(office, alert_id)
    for _ in range(2):
        office.clock.move(days=31)
        tidy(office)
    assert office.slack.texts() == [PLAIN, "> Now also No names. Acknowledged."]
    assert [what for what, _, _ in office.slack.calls].count("edit") == 4


def test_an_edit_of_a_reply_that_waits_is_not_taken_for_one_of_the_message(office: Office) -> None:
    alert_id = an_alert(office)
    reply = named("Now also", "Ana Specimen")
    office.put(put_reply, alert_id=alert_id, root=named("2 are over"), reply=reply)
    office.drain()
    office.clock.move(days=31)
    with office.database.transaction() as session:
        remove_names(session, office.clock.now - KEPT, office.clock.now)
    office.put(put_edit, alert_id=alert_id, notice=named("4 are over"))
    office.drain()
    message, thread = office.slack.texts()
    assert message.startswith("4 are over Sam")
    assert thread == "> Now also No names. Acknowledged."


def test_a_message_of_an_open_alert_that_was_edited_since_stays(office: Office) -> None:
    alert_id = an_alert(office)
    office.clock.move(days=20)
    office.put(put_edit, alert_id=alert_id, notice=named("2 are over"))
    office.drain()
    office.clock.move(days=20)
    tidy(office)
    assert "Sam Example" in office.slack.texts()[0]


def test_an_open_alert_that_said_nothing_new_keeps_its_text_for_the_next_change(
    office: Office,
) -> None:
    alert_id = an_alert(office)
    office.clock.move(days=31)
    tidy(office)
    assert office.slack.texts() == ["1 is over No names. Acknowledged."]
    kept = notice_of(office, alert_id)
    assert kept is not None
    assert Notice.from_json(kept) == named()


def test_then_no_name_is_left_in_the_database(office: Office) -> None:
    alert_id = an_alert(office, COURT, MIA)
    office.put(put_reply, alert_id=alert_id, root=named("2"), reply=named("Now also"))
    office.drain()
    ends(office, alert_id)
    for _ in range(2):  # what removes the names is itself said, and forgotten a month later
        office.clock.move(days=31)
        tidy(office)
    assert notice_of(office, alert_id) is None
    texts = " ".join(str(row.notice) for row in office.rows())
    assert "Example" not in texts
    assert "Mia" not in texts
    assert all(row.sent_at for row in office.rows())  # the receipts are there


def test_what_slack_did_not_take_for_a_month_is_said_without_names(office: Office) -> None:
    alert_id = office.alert(notice=named().as_json())
    office.put(put_message, alert_id=alert_id, target=COURT, notice=named())
    office.slack.before = fails("not_in_channel", permanent=True)
    office.drain()
    office.clock.move(days=31)
    tidy(office)
    assert "Example" not in str([row.notice for row in office.rows(OutboxState.PARKED)])
    office.put(put_message, alert_id=alert_id, target=COURT, notice=named("again"))
    office.drain()
    assert "again Sam Example" in office.slack.texts()[0]


def test_an_edit_that_slack_refuses_is_not_tried_every_night(office: Office) -> None:
    alert_id = an_alert(office)
    ends(office, alert_id)
    office.slack.before = fails("message_not_found", times=99, permanent=True)
    parcels = len(office.slack.parcels)
    for _ in range(5):
        office.clock.move(days=31)
        tidy(office)
    assert len(office.slack.parcels) == parcels + 1
    assert notice_of(office, alert_id) is None


def test_a_message_edited_late_is_waited_for_before_its_text_is_forgotten(office: Office) -> None:
    alert_id = an_alert(office)
    office.put(put_end, alert_id=alert_id, notice=named("nobody is over"))
    over = named("nobody is over")
    change(office, alert_id, state=AlertState.RESOLVED, resolved_at=office.clock.now, notice=over)
    office.clock.move(days=20)  # Slack was away
    office.drain()
    for days in (15, 20):
        office.clock.move(days=days)
        tidy(office)
    assert office.slack.texts() == [PLAIN]
    assert notice_of(office, alert_id) is None


def test_old_receipts_go_and_newer_ones_stay(office: Office) -> None:
    an_alert(office)
    office.clock.move(days=10)
    an_alert(office)
    old, new = office.rows()
    with office.database.transaction() as session:
        delete_old_rows(session, office.clock.now - timedelta(days=5))
    assert [row.id for row in office.rows()] == [new.id]
    assert old.id < new.id
    assert RECEIPTS_KEPT.days > 366


def test_old_slots_go_and_each_schedule_keeps_its_newest(office: Office) -> None:
    now = office.clock.now
    with office.database.transaction() as session:
        for name, age in (("daily", 3), ("daily", 2), ("daily", 1), ("yearly", 9)):
            at = now - timedelta(days=age)
            session.add(Slot(schedule=name, target="", slot_at=at, done_at=at, late=False))
    with office.database.transaction() as session:
        delete_old_rows(session, now)
    with office.database.look() as session:
        left = sorted((slot.schedule, slot.slot_at) for slot in session.scalars(select(Slot)))
    assert left == [("daily", now - timedelta(days=1)), ("yearly", now - timedelta(days=9))]


def test_each_night_the_names_and_the_rows_are_looked_after(office: Office) -> None:
    ends(office, an_alert(office))
    jobs = nightly_jobs(ZoneInfo("Europe/London"), Kept(names=KEPT))
    done = []
    for _ in range(2):
        done += run_due(office.database, jobs, office.clock.now, WorkingCalendar(), unexpected)
        office.clock.move(days=40)
    office.drain()
    assert [ran.schedule for ran in done] == [
        "remove old names",
        "delete old rows",
        "delete old loads",
        "delete old cases",
        "forget leavers",
        "delete old alerts",
        "thin workers' past days",
        "forget cases' past days",
    ]
    assert office.slack.texts() == [PLAIN]
