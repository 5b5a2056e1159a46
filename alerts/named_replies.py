"""Replies in a thread that name workers: which still do, and how the names are taken out."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from alerts.notice import Notice
from alerts.outbox_apart import put_edit_of_reply
from models.outbox import OutboxRow
from models.vocabulary import Deed, OutboxState


def is_named_reply(before: datetime) -> ColumnElement[bool]:
    """A reply sent before then in which names stand, and that nobody was asked to change yet."""
    edit = aliased(OutboxRow)
    asked = (
        select(col(edit.id))
        .where(
            col(edit.posting_id) == col(OutboxRow.posting_id),
            col(edit.deed) == Deed.EDIT,
            col(edit.ts) == col(OutboxRow.ts),
        )
        .exists()
    )
    return and_(
        col(OutboxRow.deed) == Deed.REPLY,
        col(OutboxRow.state) == OutboxState.SENT,
        col(OutboxRow.named),
        col(OutboxRow.sent_at) < before,
        ~asked,
    )


def remove_names_of_reply(session: Session, reply: OutboxRow, now: datetime) -> None:
    """Edit a reply that was sent down to counts; once is enough, because it is never said anew."""
    put_edit_of_reply(session, reply, Notice.from_json(reply.notice).without_names(), now)
