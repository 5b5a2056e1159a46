"""What is tidied at night: names in old messages, and rows that nobody needs any more.

A message or reply with workers' names is edited down to counts some days after it was last said;
then its text goes from the database too. What stays is the receipt: that it was said, and where.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, String, and_, cast, delete, func, or_, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from alerts.named_replies import is_named_reply, remove_names_of_reply
from alerts.notice import Notice
from alerts.outbox import put_edit_of_message
from alerts.outbox_rows import OPEN, changed_rows
from alerts.schedules import EVERY_DAY, Schedule
from alerts.shared_answers import is_named_share, put_edit_of_said
from alerts.slots import Job
from models.alerts import Alert
from models.figures.keeping import forget_single_days, thin_workers_days
from models.outbox import OutboxRow, Posting
from models.slots import Slot
from models.vocabulary import AlertState, Deed, OutboxState

RECEIPTS_KEPT = timedelta(days=400)
"""A year and a month: who was told of what in a year that is inspected can be looked up."""

NAMES_AT, ROWS_AT = time(5, 20), time(5, 40)
WORKERS_AT, CASES_AT = time(5, 50), time(5, 55)
"""Before anybody works, and away from the hours that the clocks leave out or repeat."""

_FINISHED = (OutboxState.SENT, OutboxState.DROPPED)
_NO_TEXT = Notice(alert_id=0, headline="").as_json()


def housekeeping(zone: ZoneInfo, names_kept: timedelta, history_kept: timedelta) -> list[Job]:
    """What is done each night."""

    def today(at: datetime) -> date:
        return at.astimezone(zone).date()

    names = Schedule("remove old names", zone, NAMES_AT, EVERY_DAY)
    rows = Schedule("delete old rows", zone, ROWS_AT, EVERY_DAY)
    workers = Schedule("thin workers' past days", zone, WORKERS_AT, EVERY_DAY)
    cases = Schedule("forget cases' past days", zone, CASES_AT, EVERY_DAY)
    return [
        Job(names, lambda session, at, _late: remove_names(session, at - names_kept, at)),
        Job(rows, lambda session, at, _late: delete_old_rows(session, at - RECEIPTS_KEPT)),
        Job(workers, lambda session, at, _: thin_workers_days(session, today(at), history_kept)),
        Job(cases, lambda session, at, _: forget_single_days(session, today(at))),
    ]


def remove_names(session: Session, before: datetime, now: datetime) -> None:
    """Edit what was last said before then down to counts, once, and forget its text.

    A message of an open alert that was edited since is left as it is. An alert that somebody is
    changing at this moment waits for the next night.
    """
    for alert in _locked(session, before):
        _reword_unsent(session, alert, before)
        _reword_messages(session, alert, before, now)
        for reply in session.scalars(_rows(alert).where(is_named_reply(before))).all():
            remove_names_of_reply(session, reply, now)
        session.flush()
        if _is_done_with(session, alert, before):
            alert.notice = None
    for said in session.scalars(select(OutboxRow).where(_is_old_share(before))).all():
        put_edit_of_said(session, said, now)
    session.flush()
    _forget_texts(session, before)


def delete_old_rows(session: Session, before: datetime) -> None:
    """Delete receipts and slots of long ago; each schedule keeps its newest slot."""
    finished = col(OutboxRow.state).in_(_FINISHED) & (_said_at() < before)
    session.execute(delete(OutboxRow).where(finished))
    newer = aliased(Slot)
    followed = (
        select(col(newer.schedule))
        .where(
            col(newer.schedule) == col(Slot.schedule),
            col(newer.target) == col(Slot.target),
            col(newer.slot_at) > col(Slot.slot_at),
        )
        .exists()
    )
    # The row that remembers when a schedule was first seen is as old as any, and may go then too.
    session.execute(delete(Slot).where(col(Slot.done_at) < before, followed))


def _locked(session: Session, before: datetime) -> Sequence[Alert]:
    """The alerts with something to reword or to forget."""
    ours = (
        select(col(Posting.alert_id))
        .join(OutboxRow, col(OutboxRow.posting_id) == col(Posting.id), isouter=True)
        .where(or_(_is_old_named_message(before), _is_unsent(before), is_named_reply(before)))
    )
    told = cast(col(Alert.notice), String) != "null"  # as JSON stores nothing
    over = and_(col(Alert.state) == AlertState.RESOLVED, col(Alert.resolved_at) < before, told)
    query = select(Alert).where(or_(col(Alert.id).in_(ours), over)).order_by(col(Alert.id))
    return session.scalars(query.with_for_update(skip_locked=True)).all()


def _reword_unsent(session: Session, alert: Alert, before: datetime) -> None:
    """What waits or is parked for so long is sent without names, if it is sent at all."""
    query = _rows(alert).where(_is_unsent(before)).with_for_update(of=OutboxRow)
    for row in session.scalars(query):
        row.notice = Notice.from_json(row.notice).without_names().as_json()


def _reword_messages(session: Session, alert: Alert, before: datetime, now: datetime) -> None:
    """One edit for each message, unless one waits: that says no names, or is newer."""
    if alert.notice is None:
        return
    waits = (
        select(col(OutboxRow.id))
        .where(
            col(OutboxRow.posting_id) == col(Posting.id),
            col(OutboxRow.deed) == Deed.EDIT,
            col(OutboxRow.state).not_in(_FINISHED),
            col(OutboxRow.ts).is_(None),
        )
        .exists()
    )
    query = select(Posting).where(
        col(Posting.alert_id) == alert.id, _is_old_named_message(before), ~waits
    )
    plain = Notice.from_json(alert.notice).without_names()
    for posting in session.scalars(query).all():
        put_edit_of_message(session, posting, plain, now)


def _is_done_with(session: Session, alert: Alert, before: datetime) -> bool:
    """Whether nothing will be said any more for which its text is needed."""
    if alert.resolved_at is None or alert.resolved_at >= before:
        return False
    named_since = select(col(Posting.id)).where(
        col(Posting.alert_id) == alert.id, col(Posting.named), col(Posting.at) >= before
    )
    sending = _rows(alert).where(col(OutboxRow.state) == OutboxState.SENDING)
    queries = (named_since, sending)
    return all(session.scalars(query.limit(1)).first() is None for query in queries)


def _forget_texts(session: Session, before: datetime) -> None:
    empty = cast(col(OutboxRow.notice), String) == json.dumps(_NO_TEXT)
    old = col(OutboxRow.state).in_(_FINISHED) & (_said_at() < before)
    texts = update(OutboxRow).where(old, ~empty, ~is_named_reply(before))
    changed_rows(session, texts.values(notice=_NO_TEXT, digest=None))


def _rows(alert: Alert) -> Select[OutboxRow]:
    return (
        select(OutboxRow)
        .join(Posting, col(OutboxRow.posting_id) == col(Posting.id))
        .where(col(Posting.alert_id) == alert.id)
    )


def _is_old_named_message(before: datetime) -> ColumnElement[bool]:
    return col(Posting.named) & (col(Posting.at) < before)


def _is_unsent(before: datetime) -> ColumnElement[bool]:
    return col(OutboxRow.state).in_(OPEN) & (col(OutboxRow.made_at) < before)


def _is_old_share(before: datetime) -> ColumnElement[bool]:
    return is_named_share() & (col(OutboxRow.sent_at) < before)


def _said_at() -> ColumnElement[datetime]:
    return func.coalesce(col(OutboxRow.sent_at), col(OutboxRow.made_at))
