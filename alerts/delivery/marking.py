"""Marks what came of a row, in one transaction; only for whoever still holds its lease.

Locks are taken in one order everywhere: the channel's readers, the alert, its lane, its rows.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select
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
from alerts.notice import Notice
from alerts.outbox import lock_alert, put_message
from alerts.reader_marks import lock_readers
from models.alerts import Alert
from models.database import Database
from models.outbox import OutboxRow, Posting
from models.vocabulary import AlertState, Deed, OutboxState

# The statements are made once: making them takes longer than running them. What a row says is
# read only where it is said again.
_TEXTS: tuple[Any, ...] = (OutboxRow.notice, OutboxRow.digest, OutboxRow.about)
_OURS = (
    select(OutboxRow, Posting)
    .join(Posting, col(Posting.id) == col(OutboxRow.posting_id), isouter=True)
    .where(
        col(OutboxRow.id) == bindparam("row_id"),
        col(OutboxRow.state) == OutboxState.SENDING,
        col(OutboxRow.lease_until) == bindparam("lease"),
    )
    .options(*(defer(text) for text in _TEXTS))
    .with_for_update(of=OutboxRow)
)


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
        row, posting = _still_ours(session, parcel, _rests_until(receipt, pace))
        if row is None:
            return False
        row.state, row.lease_until, row.error = OutboxState.SENT, None, None
        row.sent_at, row.named = now, receipt.named
        row.channel_id, row.ts = receipt.channel_id, receipt.ts
        if posting is None:
            return True
        of_message = parcel.ts == posting.ts  # and not an edit of one of its replies
        if parcel.deed is not Deed.REPLY and of_message:
            posting.named, posting.at = receipt.named, now
        if parcel.deed is Deed.POST:
            posting.channel_id, posting.ts = receipt.channel_id, receipt.ts
        if others_read:
            say_anew(session, row, posting, parcel.notice, now)
        if parcel.notice.confidential and parcel.to_channel and not receipt.named:
            _tell_confidants(session, posting, parcel.notice, now, authority_in(session))
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
        row, _ = _still_ours(session, parcel)
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


def _still_ours(
    session: Session, parcel: Parcel, until: datetime | None = None
) -> tuple[OutboxRow, Posting | None] | tuple[None, None]:
    """The row, locked, and its message, if nobody has taken it since: a later lease ends later.

    Its lane rests `until` then in any case: whoever sent something there did so.
    """
    locks = session.get_bind().dialect.name != "sqlite"  # where a transaction locks out all others
    if parcel.alert_id is not None and locks:
        lock_alert(session, parcel.alert_id)
    if until is not None:
        hold_lane(session, parcel.target, until)
    elif locks:
        keep_lane(session, parcel.target)
    given = {"row_id": parcel.row_id, "lease": parcel.lease_until}
    found = session.execute(_OURS, given).first()
    return (None, None) if found is None else (found[0], found[1])


def _tell_confidants(
    session: Session, posting: Posting, notice: Notice, now: datetime, authority: Authority
) -> None:
    """Those who may have the names get what the channel's message says now, with them."""
    alert = session.get(Alert, posting.alert_id)
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
                notice=newest(alert, notice),
                now=now,
                due_at=now,
            )
