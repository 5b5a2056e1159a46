"""What is said for itself: to a person about no alert, or to change one thing said before."""

import secrets
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from alerts.notice import Notice
from alerts.outbox_rows import OPEN, insert_new, waiting
from models.changing import changed_rows
from models.outbox import OutboxRow, Posting
from models.vocabulary import Deed, OutboxState


def put_apart(
    session: Session, *, target: str, notice: Notice, token: str, now: datetime, due_at: datetime
) -> bool:
    """Say something that belongs to no alert; False when that token has been used already."""
    values = {
        **waiting(target, None, Deed.POST, notice),
        "made_at": now,
        "due_at": due_at,
        "token": token,
    }
    return insert_new(session, OutboxRow, values)


def put_to_person(
    session: Session, *, email: str, notice: Notice, token: str, now: datetime, due_at: datetime
) -> bool:
    """The same to one person."""
    target = f"person:{email}"
    return put_apart(session, target=target, notice=notice, token=token, now=now, due_at=due_at)


def end_apart(
    session: Session, said: OutboxRow, notice: Notice, *, token: str, now: datetime
) -> bool:
    """Change what was said so to its end state, once; what was never begun is not said any more.

    False for one that is being sent at this moment: it has to be ended later.
    """
    if said.state in OPEN:
        never_begun = update(OutboxRow).where(
            col(OutboxRow.id) == said.id,
            col(OutboxRow.state).in_(OPEN),
            col(OutboxRow.begun_at).is_(None),
        )
        changed_rows(session, never_begun.values(state=OutboxState.DROPPED))
    if said.state is not OutboxState.SENT:
        return said.state is not OutboxState.SENDING
    values = {
        **waiting(said.lane, None, Deed.EDIT, notice),
        "channel_id": said.channel_id,
        "ts": said.ts,
        "made_at": now,
        "due_at": now,
        "token": token,
    }
    if insert_new(session, OutboxRow, values):
        said.notice, said.named = notice.as_json(), False
    return True


def put_edit_of_reply(session: Session, reply: OutboxRow, notice: Notice, now: datetime) -> None:
    """Change a reply that was sent, not its message: the row says which from the beginning."""
    values = waiting(reply.lane, reply.posting_id, Deed.EDIT, notice)
    values |= {"channel_id": reply.channel_id, "ts": reply.ts}
    session.add(OutboxRow(**values, token=secrets.token_hex(16), made_at=now, due_at=now))


def put_farewell(session: Session, posting: Posting, notice: Notice, now: datetime) -> None:
    """Change a message for the last time: from now on it is not the alert's any more."""
    values = waiting(posting.target, None, Deed.EDIT, notice)
    values |= {"channel_id": posting.channel_id, "ts": posting.ts}
    session.add(OutboxRow(**values, token=secrets.token_hex(16), made_at=now, due_at=now))
    posting.channel_id, posting.ts, posting.named = None, None, False
