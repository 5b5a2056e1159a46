"""When who can read a channel changes, the messages in it are said anew, for those who read now.

Each sending looks at the readers itself; this is for what stands there already.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from alerts.audience import Audience, allowed_for
from alerts.delivery.parcel import CHANNEL
from alerts.named_replies import is_named_reply, remove_names_of_reply
from alerts.notice import Notice
from alerts.outbox import lock_alert, put_edit_of_message
from alerts.permission import scope_of
from alerts.shared_answers import is_named_share, put_edit_of_said, scope_of_said
from models.access import Detail, Scope
from models.alerts import Alert
from models.outbox import OutboxRow, Posting
from models.vocabulary import AlertState, Deed, OutboxState


def channels_with_names(session: Session, now: datetime) -> list[str]:
    """The ids of the channels in which a message, a reply or a shared answer names workers."""
    messages = select(col(Posting.channel_id)).where(_is_named_message())
    replies = select(col(OutboxRow.channel_id)).where(_is_named_in_channel(now))
    shares = select(col(OutboxRow.channel_id)).where(_is_share_in_channel())
    found = {channel for query in (messages, replies, shares) for channel in session.scalars(query)}
    return sorted(channel_id for channel_id in found if channel_id is not None)


def names_stand_in(session: Session, channel_id: str, now: datetime) -> bool:
    """Whether a message, a reply or a shared answer in this channel names workers."""
    messages = select(col(Posting.id)).where(col(Posting.channel_id) == channel_id)
    rows = select(col(OutboxRow.id)).where(col(OutboxRow.channel_id) == channel_id)
    queries = (
        messages.where(_is_named_message()),
        rows.where(_is_named_in_channel(now)),
        rows.where(_is_share_in_channel()),
    )
    return any(session.scalars(query.limit(1)).first() is not None for query in queries)


def take_names_out(session: Session, channel_id: str, audience: Audience, now: datetime) -> int:
    """Edit the messages, replies and shared answers with names that not every reader may see.

    At once, whatever the hour. Gives how many are edited; the sending looks at the readers again.
    """
    edited = 0
    for alert, posting in _messages(session, channel_id, _is_named_message()):
        if not _may_be_said(scope_of(alert), audience):
            edited += _edit(session, alert, posting, now)
    for reply, alert in _named_replies(session, channel_id, now):
        if not _may_be_said(scope_of(alert), audience):
            remove_names_of_reply(session, reply, now)
            edited += 1
    here = (col(OutboxRow.channel_id) == channel_id) & _is_share_in_channel()
    for said in session.scalars(select(OutboxRow).where(here).order_by(col(OutboxRow.id))).all():
        if not _may_be_said(scope_of_said(said), audience):
            put_edit_of_said(session, said, now)
            edited += 1
    return edited


def let_names_in(session: Session, channel_id: str, audience: Audience, now: datetime) -> int:
    """Edit the messages of open alerts whose names were left out, where all may see them now."""
    plain = col(Posting.named).is_(False) & (col(Alert.state) != AlertState.RESOLVED)
    edited = 0
    for alert, posting in _messages(session, channel_id, plain & _is_in_channel()):
        if _may_be_said(scope_of(alert), audience) and _names_anybody(alert):
            edited += _edit(session, alert, posting, now)
    return edited


def _is_in_channel() -> ColumnElement[bool]:
    return col(Posting.target).startswith(CHANNEL) & col(Posting.left).is_(False)


def _is_named_message() -> ColumnElement[bool]:
    """One that nobody waits to mend: a parked edit is tried again when an administrator says so."""
    edit = aliased(OutboxRow)
    parked = (
        select(col(edit.id))
        .where(
            col(edit.posting_id) == col(Posting.id),
            col(edit.deed) == Deed.EDIT,
            col(edit.ts).is_(None),
            col(edit.state) == OutboxState.PARKED,
        )
        .exists()
    )
    return col(Posting.named).is_(True) & _is_in_channel() & ~parked


def _is_named_in_channel(now: datetime) -> ColumnElement[bool]:
    return col(OutboxRow.lane).startswith(CHANNEL) & is_named_reply(now)


def _is_share_in_channel() -> ColumnElement[bool]:
    return col(OutboxRow.lane).startswith(CHANNEL) & is_named_share()


def _messages(
    session: Session, channel_id: str, where: ColumnElement[bool]
) -> list[tuple[Alert, Posting]]:
    query = (
        select(Alert, Posting)
        .join(Posting, col(Posting.alert_id) == col(Alert.id))
        .where(col(Posting.channel_id) == channel_id, where)
        .order_by(col(Alert.id))
    )
    return [(alert, posting) for alert, posting in session.execute(query).all()]


def _named_replies(
    session: Session, channel_id: str, now: datetime
) -> Iterator[tuple[OutboxRow, Alert]]:
    """Replies with names in this channel, each with its alert."""
    query = (
        select(OutboxRow, Alert)
        .join(Posting, col(OutboxRow.posting_id) == col(Posting.id))
        .join(Alert, col(Posting.alert_id) == col(Alert.id))
        .where(col(OutboxRow.channel_id) == channel_id, _is_named_in_channel(now))
        .order_by(col(OutboxRow.id))
    )
    yield from ((reply, alert) for reply, alert in session.execute(query).all())


def _may_be_said(scope: Scope, audience: Audience) -> bool:
    return allowed_for(audience, scope).detail is Detail.WORKERS


def _names_anybody(alert: Alert) -> bool:
    return alert.notice is not None and Notice.from_json(alert.notice).names_anybody


def _edit(session: Session, alert: Alert, posting: Posting, now: datetime) -> int:
    """Whether there was something to say: the text of what is long over is kept no more."""
    if alert.notice is None:
        return 0
    lock_alert(session, alert.id)
    put_edit_of_message(session, posting, Notice.from_json(alert.notice), now)
    return 1
