"""Takes the next row to be sent, with a lease: no row and no lane by two at a time."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlmodel import Session, col

from alerts.authority import Authority, AuthorityIn
from alerts.delivery.confidants import detail_of
from alerts.delivery.digests import digest_of, is_still_readers
from alerts.delivery.pace import Pace
from alerts.delivery.parcel import PERSON, Parcel, Undelivered
from alerts.delivery.parking import park
from alerts.delivery.queue import (
    Head,
    begin,
    head_of,
    hold_lane,
    lock_lane,
    open_lanes,
    use_method,
)
from alerts.delivery.standing import NOT_THEIRS, NOT_THEIRS_WHY, take_back
from alerts.delivery.turns import Turns
from alerts.notice import Notice
from alerts.permission import scope_of
from models.access import Detail
from models.outbox import OutboxRow, Posting
from models.vocabulary import Deed, OutboxState

_A_MOMENT = timedelta(seconds=1)


class Outcome(StrEnum):
    """What came of a row that was taken."""

    SENT = "sent"
    FOUND = "found"  # an earlier attempt had sent it
    WAITING = "waiting"  # it is tried again
    PARKED = "parked"
    DROPPED = "dropped"  # there is no message to change or to reply to
    LEFT = "left"  # its lease ran out; whoever takes it next decides


def take(
    turns: Turns, now: datetime, pace: Pace, authority_in: AuthorityIn
) -> Parcel | Outcome | None:
    """The next row, or what became of it at once; None when nothing can be sent now."""
    tried: set[str] = set()
    while True:
        lane = turns.next(now)
        if lane is None and open_lanes(turns.database):
            continue
        if lane is None or lane in tried:  # others are at all that could be sent
            return None
        tried.add(lane)
        with turns.database.transaction() as session:
            head = head_of(session, lane, now) if lock_lane(session, lane, now) else None
            if head is None:
                continue
            authority = authority_in(session)
            if _is_for_working_hours(head.row, now, authority):
                head.row.due_at = authority.hours.next_moment(now)
                head.row.attempts = 0  # as if never tried: until then it holds nobody up
                return Outcome.WAITING
            if use_method(session, head, now, pace):
                return _taken(session, head, now, pace, authority)
        turns.forget()  # there are others than edits, perhaps


def _is_for_working_hours(row: OutboxRow, now: datetime, authority: Authority) -> bool:
    """Whether it would notify somebody at night of what is not urgent.

    It was due in working hours, and Slack or this service was down. What was begun is finished.
    """
    if row.deed is Deed.EDIT or row.notice.get("urgent") or row.begun_at is not None:
        return False
    return authority.hours.next_moment(now) > now


def _taken(
    session: Session, head: Head, now: datetime, pace: Pace, authority: Authority
) -> Parcel | Outcome:
    row, posting, alert = head.row, head.posting, head.alert
    today = now.astimezone(authority.zone).date()
    root = None if row.reply_to_id is None else session.get(OutboxRow, row.reply_to_id)
    if root is not None and root.ts is None:
        return _without_root(row, root, now)
    if row.digest is not None and not is_still_readers(session, row, today):
        return _parked_as_not_theirs(session, row, now, authority)
    if posting is not None and _is_no_longer_theirs(session, head, today):
        if row.deed is Deed.POST and posting.at is None:
            # It would reach nobody: whoever has left is told no more, but this was never told.
            return _parked_as_not_theirs(session, row, now, authority)
        take_back(session, row, posting, now)
        return Outcome.DROPPED
    stands = row.ts is not None or (posting is not None and posting.ts is not None)
    if posting is not None and not stands and row.deed is not Deed.POST:
        return _without_message(session, row, posting)
    begun_before = row.begun_at
    attempts, lease_until = row.attempts + 1, now + pace.lease_for(digest=row.digest is not None)
    begin(session, row.id, attempts=attempts, lease_until=lease_until, begun_at=begun_before or now)
    if pace.per_channel:
        hold_lane(session, row.lane, now + pace.per_channel)
    message = posting if root is None else root
    return Parcel(
        row_id=row.id,
        token=row.token,
        deed=row.deed,
        target=row.lane,
        notice=Notice.from_json(row.notice),
        posting_id=row.posting_id,
        alert_id=None if alert is None else alert.id,
        team_id=None if alert is None else alert.team_id,
        service_id=None if alert is None else alert.service_id,
        channel_id=row.channel_id or (None if message is None else message.channel_id),
        ts=row.ts or (None if message is None else message.ts),
        attempts=attempts,
        begun_before=begun_before,
        lease_until=lease_until,
        settle=pace.settle,
        **digest_of(session, row, authority, today),
    )


def _parked_as_not_theirs(
    session: Session, row: OutboxRow, now: datetime, authority: Authority
) -> Outcome:
    park(session, row, Undelivered(NOT_THEIRS, permanent=True, why=NOT_THEIRS_WHY), now, authority)
    return Outcome.PARKED


def _is_no_longer_theirs(session: Session, head: Head, today: date) -> bool:
    """Whether it is for a person who left or moved; old names are taken out all the same."""
    row, alert = head.row, head.alert
    if alert is None or row.ts is not None or not row.lane.startswith(PERSON):
        return False
    email = row.lane.removeprefix(PERSON)
    return detail_of(session, email, scope_of(alert), today) is Detail.NOTHING


def _without_message(session: Session, row: OutboxRow, posting: Posting) -> Outcome:
    """What changes a message waits where the message does; without one there is nothing to say."""
    query = (
        select(OutboxRow)
        .where(col(OutboxRow.posting_id) == posting.id, col(OutboxRow.deed) == Deed.POST)
        .order_by(col(OutboxRow.id).desc())
    )
    post = session.scalars(query.limit(1)).first()
    parked = post is not None and post.state is OutboxState.PARKED
    row.state = OutboxState.PARKED if parked else OutboxState.DROPPED
    row.error = post.error if post is not None and parked else None
    return Outcome.PARKED if parked else Outcome.DROPPED


def _without_root(row: OutboxRow, root: OutboxRow, now: datetime) -> Outcome:
    """What belongs into a thread waits where the message does that begins it."""
    if root.state in (OutboxState.PARKED, OutboxState.DROPPED):
        row.state, row.error = root.state, root.error
        return Outcome.PARKED if root.state is OutboxState.PARKED else Outcome.DROPPED
    row.due_at, row.attempts = max(root.due_at, now + _A_MOMENT), 0
    return Outcome.WAITING
