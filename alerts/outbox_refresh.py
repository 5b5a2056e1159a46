"""Brings the messages of many alerts up to date at once, where nothing happened that is news.

Message by message it is what `alerts.outbox.put_edit` does, by a few statements for all of them.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, select, update
from sqlmodel import Session, col

from alerts.notice import Notice
from alerts.outbox_rows import OPEN, waiting
from models.inserting import insert_all
from models.outbox import OutboxRow, Posting
from models.rows import rows
from models.vocabulary import Deed, OutboxState

_IDS = bindparam("ids", expanding=True, type_=Integer)

_POSTINGS = (
    select(*(col(column) for column in (Posting.id, Posting.alert_id, Posting.target, Posting.ts)))
    .where(col(Posting.alert_id).in_(_IDS), col(Posting.left).is_(False))
    .order_by(col(Posting.id))
)
_COMING = (
    select(
        *(col(column) for column in (OutboxRow.id, OutboxRow.posting_id, OutboxRow.deed)),
        *(col(column) for column in (OutboxRow.state, OutboxRow.begun_at, OutboxRow.due_at)),
    )
    .where(
        col(OutboxRow.posting_id).in_(_IDS),
        col(OutboxRow.state).in_((*OPEN, OutboxState.SENDING)),
        col(OutboxRow.ts).is_(None),  # edits of replies are left alone
    )
    .order_by(col(OutboxRow.id))
    .with_for_update()
)
_ROW = col(OutboxRow.id) == bindparam("row")
_SAY = update(OutboxRow).where(_ROW).values(notice=bindparam("said"))
_EDIT = (
    update(OutboxRow)
    .where(_ROW)
    .values(notice=bindparam("said"), due_at=bindparam("due"), state=OutboxState.WAITING)
)
_DROP = update(OutboxRow).where(_ROW).values(state=OutboxState.DROPPED)


@dataclass(frozen=True, slots=True)
class Coming:
    """A row of the outbox that is not sent yet."""

    id: int
    posting_id: int
    deed: Deed
    state: OutboxState
    begun_at: datetime | None
    due_at: datetime


@dataclass(slots=True)
class Changes:
    """What becomes of a message's rows: said anew in place, edited later, dropped, or added."""

    said: list[int] = field(default_factory=list)
    edited: list[tuple[int, datetime]] = field(default_factory=list)  # and when it is due
    dropped: list[int] = field(default_factory=list)
    is_added: bool = False  # an edit of its own


def put_refreshes(
    session: Session, notices: Mapping[int, Notice], *, now: datetime, due_at: datetime
) -> None:
    """Let every message of these alerts say this; the alerts, by their ids, are locked already.

    What waits to be sent first is replaced, and so is an edit that waits or was tried in vain.
    """
    postings = rows(session, _POSTINGS, ids=list(notices))
    coming: dict[int, list[Coming]] = defaultdict(list)
    for row in rows(session, _COMING, ids=[posting_id for posting_id, *_ in postings]):
        coming[row.posting_id].append(Coming(*row))
    said, edited, dropped, added = [], [], [], []
    for posting_id, alert_id, target, ts in postings:
        notice = notices[alert_id].as_json()
        changes = refreshed(coming.get(posting_id, ()), due_at, stands=ts is not None)
        said += [{"row": row, "said": notice} for row in changes.said]
        edited += [{"row": row, "said": notice, "due": due} for row, due in changes.edited]
        dropped += [{"row": row} for row in changes.dropped]
        if changes.is_added:
            row = waiting(target, posting_id, Deed.EDIT, notices[alert_id])
            token = {"token": secrets.token_hex(16), "made_at": now, "due_at": due_at}
            added.append({**row, **token})
    for statement, values in ((_SAY, said), (_EDIT, edited), (_DROP, dropped)):
        _change(session, statement, values)
    insert_all(session, OutboxRow, added)


def refreshed(coming: Iterable[Coming], due_at: datetime, *, stands: bool) -> Changes:
    """What becomes of the rows of one message that are not sent; `stands`: it is in Slack."""
    found, edits, posted = Changes(), list[Coming](), stands
    never_begun: dict[Deed, list[int]] = defaultdict(list)
    for row in coming:
        posted = posted or row.deed is Deed.POST
        if row.state not in OPEN:
            continue
        if row.begun_at is None:
            never_begun[row.deed].append(row.id)
        if row.deed is Deed.EDIT:
            edits.append(row)
    found.said = never_begun[Deed.POST]
    if found.said:
        found.dropped = [*never_begun[Deed.EDIT], *never_begun[Deed.REPLY]]
        return found
    found.edited = [(row.id, _sooner(row, due_at)) for row in edits]
    found.is_added = posted and not edits
    return found


def _sooner(row: Coming, due_at: datetime) -> datetime:
    return min(row.due_at, due_at) if row.state is OutboxState.WAITING else due_at


def _change(session: Session, statement: Any, values: Sequence[dict[str, Any]]) -> None:
    if values:
        session.connection().execute(statement, values)
