"""Many messages brought up to date at once end as one by one, whatever was on its way."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count, cycle, product
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session, col

from alerts.outbox import put_edit
from alerts.outbox_refresh import put_refreshes
from models.database import Database
from models.outbox import OutboxRow, Posting
from models.vocabulary import Deed, OutboxState
from tests.alerts.delivery.office import COURT, MONDAY, a_notice
from tests.build import an_alert, saved

SOON = MONDAY + timedelta(minutes=2)
BEGUN = {"begun_at": MONDAY}
WAITS, LATER = {"state": OutboxState.WAITING}, {"due_at": MONDAY + timedelta(hours=1)}
PARKED, SENDING = {"state": OutboxState.PARKED}, {"state": OutboxState.SENDING}
SENT = {"state": OutboxState.SENT, "ts": "1.1"}

POSTS = (None, SENT, WAITS, WAITS | BEGUN, PARKED, PARKED | BEGUN, SENDING | BEGUN)
EDITS = (None, WAITS, WAITS | LATER, WAITS | BEGUN, PARKED | LATER, SENDING | BEGUN, WAITS | SENT)
REPLIES = (None, WAITS, WAITS | BEGUN)
NUMBERS = count()


def on_its_way(session: Session, *rows: dict[str, Any] | None) -> int:
    """An alert with one message, and these rows of it: a post, an edit and a reply."""
    life = an_alert(session, None, place=f"place {next(NUMBERS)}")
    assert life.id is not None
    ts = "1.1" if rows[0] == SENT else None
    posting = saved(session, Posting(alert_id=life.id, target=COURT, ts=ts))
    for deed, given in zip((Deed.POST, Deed.EDIT, Deed.REPLY), rows, strict=True):
        if given is not None:
            usual = {"deed": deed, "made_at": MONDAY, "due_at": MONDAY, "lane": COURT}
            values = {**usual, "token": f"{deed} {life.id}", "notice": a_notice("Old").as_json()}
            state = OutboxState.WAITING if given.get("ts") and deed is Deed.EDIT else given["state"]
            row = {**values, "posting_id": posting.id, **given, "state": state}
            saved(session, OutboxRow(**row))
    return life.id


Found = list[tuple[Deed, OutboxState, str, datetime, datetime]]


def rows_of(session: Session, alert_id: int) -> Found:
    session.expire_all()
    of_alert = col(OutboxRow.posting_id).in_(
        select(col(Posting.id)).where(col(Posting.alert_id) == alert_id)
    )
    return [
        (row.deed, row.state, row.notice["headline"], row.due_at, row.made_at)
        for row in session.scalars(select(OutboxRow).where(of_alert).order_by(col(OutboxRow.id)))
    ]


def test_it_ends_as_message_by_message(database: Database) -> None:
    with database.transaction() as session:
        pairs = [
            (on_its_way(session, *rows), on_its_way(session, *rows))
            for rows in zip(*zip(*product(POSTS, EDITS), strict=True), cycle(REPLIES), strict=False)
        ]
        for alert_id, _ in pairs:
            notice = replace(a_notice("New"), alert_id=alert_id)
            put_edit(session, alert_id=alert_id, notice=notice, now=MONDAY, due_at=SOON)
        notices = {alert_id: replace(a_notice("New"), alert_id=alert_id) for _, alert_id in pairs}
        put_refreshes(session, notices, now=MONDAY, due_at=SOON)
        for one, many in pairs:
            assert rows_of(session, many) == rows_of(session, one)


def test_a_message_that_was_left_is_not_changed(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        alert_id = on_its_way(session, SENT, None, None)
        session.execute(update(Posting).values(left=True))
        notices = {alert_id: a_notice("New")}
        put_refreshes(session, notices, now=MONDAY, due_at=SOON)
        assert [row[:2] for row in rows_of(session, alert_id)] == [(Deed.POST, OutboxState.SENT)]
