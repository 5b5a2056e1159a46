"""What is to be said in Slack, written down in the transaction of the change it tells of.

Sending is `alerts.delivery`. What was not begun yet is replaced by what is true now, so that each
message is sent once, as late as it was due and as new as it can be.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, or_, select, update
from sqlalchemy.sql.dml import Update
from sqlmodel import Session, col

from alerts.notice import Notice
from alerts.outbox_rows import OPEN, insert_new, waiting
from models.alerts import Alert
from models.changing import changed_rows
from models.outbox import OutboxRow, Posting
from models.rows import rows
from models.vocabulary import Deed, OutboxState

_COMING = (OutboxState.WAITING, OutboxState.SENDING, OutboxState.PARKED)

_LOCK_ALERT = select(col(Alert.id)).where(col(Alert.id) == bindparam("alert_id")).with_for_update()


def put_message(
    session: Session, *, alert_id: int, target: str, notice: Notice, now: datetime, due_at: datetime
) -> None:
    """Say this as the alert's one message there; a message that stands there already is edited."""
    lock_alert(session, alert_id)
    target = _known_by(session, alert_id, target)
    fresh = {"alert_id": alert_id, "target": target, "named": False}
    is_new = insert_new(session, Posting, fresh)
    posting = _posting(session, alert_id, target)
    posting.left = False
    if not is_new and _replaced_post(session, posting, notice, due_at):
        return
    if is_new or not _exists(session, posting):
        _add(session, posting, Deed.POST, notice, now, due_at)
    else:
        _edit(session, posting, notice, now, due_at)


def put_edit(
    session: Session, *, alert_id: int, notice: Notice, now: datetime, due_at: datetime
) -> None:
    """Bring every message of the alert up to date; one that still waits is sent when it was due."""
    for posting in _postings(session, alert_id):
        if not _replaced_post(session, posting, notice, None):
            _edit(session, posting, notice, now, due_at)


def put_reply(
    session: Session,
    *,
    alert_id: int,
    root: Notice,
    reply: Notice,
    now: datetime,
    due_at: datetime,
) -> None:
    """Change every message to `root` and reply in its thread; one not sent yet will say it all.

    Where no message stands any more, it is posted anew.
    """
    for posting in _postings(session, alert_id):
        if _replaced_post(session, posting, root, due_at):
            continue
        if not _exists(session, posting):
            _add(session, posting, Deed.POST, root, now, due_at)
            continue
        _edit(session, posting, root, now, due_at)
        _add(session, posting, Deed.REPLY, reply, now, due_at)


def leave_channels(
    session: Session, *, alert_id: int, targets: Sequence[str], farewell: Notice, now: datetime
) -> bool:
    """Leave the alert's messages in channels that are none of these targets; whether there was one.

    Such a message is edited to `farewell`, and then no more; what was never begun is not said.
    """
    lock_alert(session, alert_id)
    places = {_known_by(session, alert_id, target) for target in targets}
    former = [
        posting
        for posting in _postings(session, alert_id)
        if posting.target.startswith("channel:") and posting.target not in places
    ]
    for posting in former:
        posting.left = True
        _dropped(session, posting, deed=Deed.POST)
        drop_changes(session, posting)
        _edit(session, posting, farewell, now, now)
    session.flush()
    return bool(former)


def put_end(session: Session, *, alert_id: int, notice: Notice, now: datetime) -> None:
    """Change every message to its end state; what was never begun is not said any more."""
    for posting in _postings(session, alert_id):
        if _dropped(session, posting, deed=Deed.POST):
            drop_changes(session, posting)
            continue
        _dropped(session, posting, deed=Deed.REPLY)
        _edit(session, posting, notice, now, now)


def drop_replies(session: Session, *, alert_id: int) -> None:
    """Say no more what somebody's decision has answered: reminders, and what grew before it."""
    for posting in _postings(session, alert_id):
        _dropped(session, posting, deed=Deed.REPLY)


def put_edit_of_message(session: Session, posting: Posting, notice: Notice, now: datetime) -> None:
    """Change one message of an alert, and none of its others."""
    _edit(session, posting, notice, now, now)


def drop_changes(session: Session, posting: Posting) -> bool:
    """Forget what would change a message and was not begun; whether any of it was news."""
    _dropped(session, posting, deed=Deed.EDIT)
    return _dropped(session, posting, deed=Deed.REPLY)


def lock_alert(session: Session, alert_id: int) -> None:
    """Let nobody else change this alert, or whom it is told to, until the transaction's end."""
    rows(session, _LOCK_ALERT, alert_id=alert_id)


def _postings(session: Session, alert_id: int) -> Sequence[Posting]:
    lock_alert(session, alert_id)
    ours = (col(Posting.alert_id) == alert_id) & col(Posting.left).is_(False)
    query = select(Posting).where(ours).order_by(col(Posting.id))
    return session.scalars(query.execution_options(populate_existing=True)).all()


def _posting(session: Session, alert_id: int, target: str) -> Posting:
    query = select(Posting).where(col(Posting.alert_id) == alert_id, col(Posting.target) == target)
    return session.scalars(query.execution_options(populate_existing=True)).one()


def _known_by(session: Session, alert_id: int, target: str) -> str:
    """The target of its message in that channel, should it go by another name there.

    Which channel a name means is known from what was posted by that name last.
    """
    if not target.startswith("channel:"):
        return target
    by_name = (
        select(col(Posting.channel_id))
        .where(col(Posting.target) == target, col(Posting.channel_id).is_not(None))
        .order_by(col(Posting.id).desc())
    )
    channel_id = session.scalars(by_name.limit(1)).first() or target.partition(":")[2]
    same = select(col(Posting.target)).where(
        col(Posting.alert_id) == alert_id,
        or_(col(Posting.target) == target, col(Posting.channel_id) == channel_id),
    )
    known = session.scalars(same.order_by(col(Posting.id))).all()
    return target if target in known or not known else known[0]


def _replaced_post(
    session: Session, posting: Posting, notice: Notice, due_at: datetime | None
) -> bool:
    """Whether its first message was not begun yet, and now says this; and nothing else of it.

    With `due_at` it is told anew: then a parked one is tried again, and a waiting one not later.
    """
    values: dict[str, Any] = {"notice": notice.as_json()}
    if due_at is not None:
        sooner = (col(OutboxRow.state) == OutboxState.WAITING) & (col(OutboxRow.due_at) < due_at)
        values["due_at"] = case((sooner, col(OutboxRow.due_at)), else_=due_at)
        values["state"] = OutboxState.WAITING
    post = _of(posting, Deed.POST).where(col(OutboxRow.begun_at).is_(None))
    if not changed_rows(session, post.values(values)):
        return False
    drop_changes(session, posting)
    return True


def _edit(
    session: Session, posting: Posting, notice: Notice, now: datetime, due_at: datetime
) -> None:
    """An edit that was tried in vain is replaced too: saying the newest is enough."""
    sooner = (col(OutboxRow.state) == OutboxState.WAITING) & (col(OutboxRow.due_at) < due_at)
    due = case((sooner, col(OutboxRow.due_at)), else_=due_at)
    values = {"notice": notice.as_json(), "due_at": due, "state": OutboxState.WAITING}
    if due_at <= now:
        values["made_at"] = now  # no silent refresh any more, for which others go first
    if changed_rows(session, _of(posting, Deed.EDIT).values(values)):
        return
    if _exists(session, posting):
        _add(session, posting, Deed.EDIT, notice, now, due_at)


def _add(
    session: Session,
    posting: Posting,
    deed: Deed,
    notice: Notice,
    now: datetime,
    due_at: datetime,
) -> None:
    values = waiting(posting.target, posting.id, deed, notice)
    token = secrets.token_hex(16)
    session.add(OutboxRow(**values, token=token, made_at=now, due_at=due_at))
    session.flush()


def _exists(session: Session, posting: Posting) -> bool:
    """Whether its message stands in Slack, or will."""
    if posting.ts is not None:
        return True
    query = select(col(OutboxRow.id)).where(
        col(OutboxRow.posting_id) == posting.id,
        col(OutboxRow.deed) == Deed.POST,
        col(OutboxRow.state).in_(_COMING),
    )
    return session.scalars(query.limit(1)).first() is not None


def _of(posting: Posting, deed: Deed) -> Update:
    """Changes its rows of one kind that nobody is sending; edits of its replies are left alone."""
    return update(OutboxRow).where(
        col(OutboxRow.posting_id) == posting.id,
        col(OutboxRow.deed) == deed,
        col(OutboxRow.state).in_(OPEN),
        col(OutboxRow.ts).is_(None),
    )


def _dropped(session: Session, posting: Posting, *, deed: Deed) -> bool:
    """Whether there was one that was never begun; it will not be sent."""
    never_begun = _of(posting, deed).where(col(OutboxRow.begun_at).is_(None))
    return changed_rows(session, never_begun.values(state=OutboxState.DROPPED)) > 0
