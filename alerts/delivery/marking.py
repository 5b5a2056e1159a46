"""Marks what came of a row, in one transaction; only for whoever still holds its lease.

Locks are taken in one order everywhere: the channel's readers, the alert, its lane, its rows.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, bindparam, case, select, update
from sqlalchemy.orm import defer
from sqlmodel import Session, col

from alerts.authority import Authority, AuthorityIn
from alerts.delivery.confidants import confidants
from alerts.delivery.pace import METHODS, MOST_UNKNOWN, Pace
from alerts.delivery.parcel import PERSON, NotYet, Parcel, Receipt, Undelivered
from alerts.delivery.parking import park
from alerts.delivery.queue import hold_lane, keep_lane
from alerts.delivery.standing import GONE, forget_message, newest, say_anew
from alerts.delivery.taking import Outcome
from alerts.outbox import lock_alert, put_message
from alerts.reader_marks import lock_readers
from models.alerts import Alert
from models.database import Database
from models.outbox import OutboxRow, Posting
from models.vocabulary import AlertState, Deed, OutboxState

# The statements are made once: making them takes longer than running them. What a row says is
# read only where it is said again, and a row that was sent is written without being read.
_TEXTS: tuple[Any, ...] = (OutboxRow.notice, OutboxRow.digest, OutboxRow.about)
_OURS = (
    select(OutboxRow)
    .where(
        col(OutboxRow.id) == bindparam("row_id"),
        col(OutboxRow.state) == OutboxState.SENDING,
        col(OutboxRow.lease_until) == bindparam("lease"),
    )
    .options(*(defer(text) for text in _TEXTS))
    .with_for_update()
)

_ROWS, _POSTINGS = OutboxRow.__table__, Posting.__table__  # type: ignore[attr-defined]
_SENT = (
    update(_ROWS)
    .where(_ROWS.c.id == bindparam("row_id"), _ROWS.c.state == OutboxState.SENDING)
    .where(_ROWS.c.lease_until == bindparam("lease"))
    .values(state=OutboxState.SENT, lease_until=None, error=None)
    .values({name: bindparam(name) for name in ("sent_at", "named", "channel_id", "ts")})
)
_SAME = _POSTINGS.c.ts.is_not_distinct_from(bindparam("same"))
"""The message, and not one of its replies, was edited; or it stood nowhere and was posted."""

_SAYS = (_POSTINGS.c.named, _POSTINGS.c.at)


def _given(column: Column[Any]) -> ColumnElement[Any]:
    """A value written as the column is: inside a choice nothing says of which type it is."""
    return bindparam(column.name, type_=column.type)


_SAID = (
    update(_POSTINGS)
    .where(_POSTINGS.c.id == bindparam("posting_id"))
    .values({column: case((_SAME, _given(column)), else_=column) for column in _SAYS})
)
_POSTED = _SAID.values(channel_id=bindparam("channel_id"), ts=bindparam("ts"))


def mark_sent(
    database: Database,
    parcel: Parcel,
    receipt: Receipt,
    *,
    now: datetime,
    pace: Pace,
    authority_in: AuthorityIn,
) -> bool:
    """Write the receipt down; False when the lease has run out and somebody else has the row."""
    with database.transaction() as session:
        others_read = _others_read(session, parcel, receipt, pace)
        _lock(session, parcel, _rests_until(receipt, pace))
        ours = {"row_id": parcel.row_id, "lease": parcel.lease_until}
        stands = {"channel_id": receipt.channel_id, "ts": receipt.ts}
        execute = session.connection().execute
        sent = execute(_SENT, {**ours, **stands, "named": receipt.named, "sent_at": now})
        if sent.rowcount == 0:
            return False
        if parcel.posting_id is None:
            return True
        said: dict[str, Any] = {"posting_id": parcel.posting_id, "same": parcel.ts}
        said |= {"named": receipt.named, "at": now}
        if parcel.deed is Deed.POST:
            execute(_POSTED, {**said, **stands})
        elif parcel.deed is not Deed.REPLY:
            execute(_SAID, said)  # with these alone: each name of a column is written
        if others_read:
            say_anew(session, parcel, now)
        if parcel.notice.confidential and parcel.to_channel and not receipt.named:
            _tell_confidants(session, parcel, now, authority_in(session))
        return True


def mark_undelivered(
    database: Database,
    parcel: Parcel,
    failure: Undelivered,
    *,
    now: datetime,
    pace: Pace,
    authority_in: AuthorityIn,
) -> Outcome:
    """Try it again later, or park it and tell the administrators."""
    permanent = failure.permanent
    if permanent is None:
        permanent = parcel.attempts >= MOST_UNKNOWN
    with database.transaction() as session:
        row = _still_ours(session, parcel)
        if row is None:
            return Outcome.LEFT
        row.lease_until, row.error = None, failure.code
        if isinstance(failure, NotYet):
            row.attempts = parcel.attempts - 1
        if failure.refused:
            row.begun_at = parcel.begun_before
        if failure.code in GONE and row.deed is not Deed.POST:
            forget_message(session, row, now)
            return Outcome.DROPPED
        if permanent:
            park(session, row, failure, now, authority_in(session))
            return Outcome.PARKED
        row.state = OutboxState.WAITING
        if failure.retry_after is None:
            row.due_at = now + pace.pause(parcel.attempts, refused=failure.refused)
            return Outcome.WAITING
        until = now + timedelta(seconds=failure.retry_after)
        hold_lane(session, row.lane, until)
        if failure.whole_method:
            hold_lane(session, METHODS[row.deed], until)
        return Outcome.WAITING


def _others_read(session: Session, parcel: Parcel, receipt: Receipt, pace: Pace) -> bool:
    """Whether somebody came since the readers were looked up and names were put in."""
    if not receipt.named or not parcel.to_channel:
        return False
    mark = lock_readers(session, receipt.channel_id)
    if receipt.readers_mark is not None:
        return mark != receipt.readers_mark
    begun = parcel.begun_before or parcel.lease_until - pace.lease
    return parcel.deed is not Deed.EDIT and mark > begun  # found, and not looked up this time


def _rests_until(receipt: Receipt, pace: Pace) -> datetime | None:
    if receipt.called_at is None or not pace.per_channel:
        return None
    return receipt.called_at + pace.per_channel


def _lock(session: Session, parcel: Parcel, until: datetime | None = None) -> None:
    """Lock the alert and the lane, which rests `until` then whoever has the row now: somebody
    sent something there.
    """
    locks = session.get_bind().dialect.name != "sqlite"  # where a transaction locks out all others
    if parcel.alert_id is not None and locks:
        lock_alert(session, parcel.alert_id)
    if until is not None:
        hold_lane(session, parcel.target, until)
    elif locks:
        keep_lane(session, parcel.target)


def _still_ours(session: Session, parcel: Parcel) -> OutboxRow | None:
    """The row, locked, if nobody has taken it since: a later lease ends later."""
    _lock(session, parcel)
    given = {"row_id": parcel.row_id, "lease": parcel.lease_until}
    return session.scalars(_OURS, given).first()


def _tell_confidants(session: Session, parcel: Parcel, now: datetime, authority: Authority) -> None:
    """Those who may have the names get what the channel's message says now, with them."""
    alert = session.get(Alert, parcel.alert_id)
    if alert is None or alert.state is AlertState.RESOLVED:
        return
    ours = (col(Posting.alert_id) == alert.id) & col(Posting.left).is_(False)
    query = select(col(Posting.target)).where(ours)
    told = set(session.scalars(query))
    for email in confidants(session, alert, now.astimezone(authority.zone).date()):
        target = f"{PERSON}{email}"
        if target not in told:
            put_message(
                session,
                alert_id=alert.id,
                target=target,
                notice=newest(alert, parcel.notice),
                now=now,
                due_at=now,
            )
