"""When who can read a channel changes, the messages in it are said anew, for those who read now."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from alerts.life import Life
from alerts.named_replies import is_named_reply, remove_names_of_reply
from alerts.outbox import put_edit
from alerts.permission import may_decide
from alerts.reader_marks import note_other_readers
from alerts.store import lives_of
from models.access import Asker
from models.alerts import Alert
from models.outbox import OutboxRow, Posting
from models.vocabulary import AlertState


def somebody_joined(session: Session, channel_id: str, reader: Asker | None, now: datetime) -> int:
    """Edit the messages whose names a new reader may not see; None is a stranger.

    Gives how many alerts' messages will be edited: the sending looks at everybody once more. What
    is being sent now is said anew once it is sent: it may be for those who read the channel before.
    """

    def barred(alert: Life) -> bool:
        return reader is None or not may_decide(reader, alert)

    note_other_readers(session, channel_id, now)
    named = _alerts_in(session, channel_id, col(Posting.named).is_(True))
    edited = _edit(session, [alert for alert in named if barred(alert)], now)
    for reply, alert in _named_replies(session, channel_id, now):
        if barred(alert):
            remove_names_of_reply(session, reply, now)
    return edited


def shared(session: Session, channel_id: str, now: datetime) -> int:
    """Edit every message with names: people of another organisation read the channel now."""
    return somebody_joined(session, channel_id, None, now)


def no_longer_shared(session: Session, channel_id: str, now: datetime) -> int:
    """Edit the messages of open alerts whose names were left out: perhaps for nobody's sake now."""
    note_other_readers(session, channel_id, now)
    plain = col(Posting.named).is_(False) & (col(Alert.state) != AlertState.RESOLVED)
    return _edit(session, _alerts_in(session, channel_id, plain), now)


def _named_replies(
    session: Session, channel_id: str, now: datetime
) -> list[tuple[OutboxRow, Life]]:
    """Replies with names in this channel, each with its alert."""
    query = (
        select(OutboxRow, Alert)
        .join(Posting, col(OutboxRow.posting_id) == col(Posting.id))
        .join(Alert, col(Posting.alert_id) == col(Alert.id))
        .where(col(OutboxRow.channel_id) == channel_id, is_named_reply(now))
        .order_by(col(OutboxRow.id))
    )
    return [(row, lives_of(session, [alert])[0]) for row, alert in session.execute(query).all()]


def _alerts_in(session: Session, channel_id: str, where: ColumnElement[bool]) -> list[Life]:
    query = (
        select(Alert)
        .join(Posting, col(Posting.alert_id) == col(Alert.id))
        .where(col(Posting.channel_id) == channel_id, where)
        .order_by(col(Alert.id))
    )
    return lives_of(session, session.scalars(query).unique().all())


def _edit(session: Session, alerts: Iterable[Life], now: datetime) -> int:
    """At once, whatever the hour: names that somebody may not see cannot wait for the morning."""
    edited = 0
    for alert in alerts:
        if alert.notice is not None:
            put_edit(session, alert_id=alert.id or 0, notice=alert.notice, now=now, due_at=now)
            edited += 1
    return edited
