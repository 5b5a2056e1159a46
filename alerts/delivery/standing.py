"""A message that cannot stay as it stands: said anew, forgotten, or taken back from a leaver."""

from datetime import datetime

from sqlmodel import Session

from alerts.delivery.parcel import Parcel
from alerts.named_replies import remove_names_of_reply
from alerts.notice import Notice
from alerts.outbox import drop_changes, put_edit_of_message, put_message
from alerts.outbox_apart import put_farewell
from models.alerts import Alert
from models.outbox import OutboxRow, Posting
from models.vocabulary import AlertState, Deed, OutboxState

NOT_THEIRS = "not_theirs"
"""Why a row was not sent whose reader may see nothing of the team any more."""

NOT_THEIRS_WHY = (
    "they may see nothing of what it is about. Correct the workforce list or the roles given by "
    "hand, or drop it with `caseload outbox drop`"
)
"""The same for an administrator, where nobody was told in their place."""

GONE = frozenset({"message_not_found", "thread_not_found"})
"""Slack's words for a message that somebody deleted."""


def say_anew(session: Session, parcel: Parcel, now: datetime) -> None:
    """Others read the channel than when names were put in: the next sending looks at them.

    A reply is said without names, because it is looked at only once.
    """
    posting = session.get_one(Posting, parcel.posting_id)
    if parcel.deed is Deed.REPLY:
        remove_names_of_reply(session, session.get_one(OutboxRow, parcel.row_id), now)
    elif not posting.left:  # what says that it was left names nobody, and is on its way
        alert = session.get(Alert, posting.alert_id)
        put_edit_of_message(session, posting, newest(alert, parcel.notice), now)


def forget_message(session: Session, row: OutboxRow, now: datetime) -> None:
    """The message was deleted in Slack: what is news is posted anew, and an edit is not missed."""
    row.state = OutboxState.DROPPED
    posting = None if row.posting_id is None else session.get(Posting, row.posting_id)
    if posting is None or row.ts is not None:  # a reply, or a shared answer
        return
    posting.channel_id, posting.ts, posting.named = None, None, False
    session.flush()
    news = drop_changes(session, posting) or row.deed is Deed.REPLY
    alert = session.get(Alert, posting.alert_id)
    if posting.left or alert is None:
        return
    if news and alert.state is not AlertState.RESOLVED:
        notice = newest(alert, Notice.from_json(row.notice))
        put_message(
            session, alert_id=alert.id, target=posting.target, notice=notice, now=now, due_at=now
        )


def take_back(session: Session, row: OutboxRow, posting: Posting, now: datetime) -> None:
    """Say nothing more to somebody who may see nothing; what stands there loses its figures."""
    row.state, row.error, row.lease_until = OutboxState.DROPPED, NOT_THEIRS, None
    if posting.ts is not None:
        farewell = Notice(
            alert_id=posting.alert_id, headline="This alert is no longer yours to see."
        )
        put_farewell(session, posting, farewell, now)
        posting.left = True  # so that it is told anew to somebody who comes back


def newest(alert: Alert | None, notice: Notice) -> Notice:
    """What the alert's messages say now; its text is emptied some days after the end."""
    stored = None if alert is None else alert.notice
    return notice if stored is None else Notice.from_json(stored)
