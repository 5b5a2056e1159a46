"""Takes names out of old messages, and deletes rows that nobody needs any more.

A message or reply with workers' names is edited down to counts some days after it was last said;
then its text goes from the database too. What stays is the receipt: that it was said, and where.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, String, and_, cast, delete, func, or_, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from alerts.backlog import give_up_unsent
from alerts.named_replies import is_named_reply, remove_names_of_reply
from alerts.notice import Notice
from alerts.outbox import put_edit_of_message
from alerts.outbox_rows import OPEN
from alerts.shared_answers import is_named_share, put_edit_of_said
from models.alerts import Alert
from models.changing import changed_rows
from models.outbox import Lane, OutboxRow, Posting
from models.slots import Slot
from models.vocabulary import AlertState, Deed, OutboxState

RECEIPTS_KEPT = timedelta(days=400)
"""A year and a month: who was told of what in a year that is inspected can be looked up."""

_PLACES = ("channel:", "person:")
_FINISHED = (OutboxState.SENT, OutboxState.DROPPED)
_NO_TEXT = Notice(alert_id=0, headline="").as_json()


def alerts_to_edit(session: Session, before: datetime) -> Sequence[int]:
    """The ids of the alerts with something to reword or to forget."""
    return session.scalars(select(col(Alert.id)).where(_is_to_edit(before))).all()


def remove_names_of(
    session: Session, alert_ids: Sequence[int], before: datetime, now: datetime
) -> Mapping[str, int]:
    """What is said of these alerts; whoever asks for few at a time lets others write between.

    A message of an open alert that was edited since is left as it is. An alert that somebody is
    changing at this moment waits for the next night.
    """
    edited = forgotten = 0
    alerts = _locked(session, alert_ids, before)
    unsent, replies = (
        _alerts_of(session, alert_ids, _is_unsent(before)),
        _alerts_of(session, alert_ids, is_named_reply(before)),
    )
    named = _named_messages(session, alert_ids, before)
    for alert in alerts:
        if alert.id in unsent:
            _reword_unsent(session, alert, before)
        edited += _reword_messages(session, alert, named.get(alert.id, ()), now)
        if alert.id in replies:
            for reply in session.scalars(_rows(alert).where(is_named_reply(before))).all():
                remove_names_of_reply(session, reply, now)
                edited += 1
        session.flush()
        if _is_done_with(session, alert, before):
            alert.notice = None
            forgotten += 1
    return {"messages_edited": edited, "texts_forgotten": forgotten}


def remove_other_names(session: Session, before: datetime, now: datetime) -> Mapping[str, int]:
    """What belongs to no alert, and the texts of what was sent; to be called after the alerts.

    What could not be sent in all that time is given up.
    """
    edited = 0
    for said in session.scalars(select(OutboxRow).where(_is_old_share(before))).all():
        put_edit_of_said(session, said, now)
        edited += 1
    given_up = give_up_unsent(session, before, now)
    session.flush()
    return {
        "messages_edited": edited,
        "texts_forgotten": _forget_texts(session, before),
        "notices_given_up": given_up,
    }


def delete_old_rows(session: Session, before: datetime) -> dict[str, int]:
    """Delete receipts and slots of long ago; each schedule keeps its newest slot.

    Lanes of channels and people go once no receipt is left; whoever is told again has a new one.
    Gives how many of each.
    """
    finished = col(OutboxRow.state).in_(_FINISHED) & (_said_at() < before)
    receipts = changed_rows(session, delete(OutboxRow).where(finished))
    used = select(col(OutboxRow.id)).where(col(OutboxRow.lane) == col(Lane.name)).exists()
    unused = delete(Lane).where(or_(*map(col(Lane.name).startswith, _PLACES)), ~used)
    lanes = changed_rows(session, unused.where(col(Lane.ready_at) < before))
    newer = aliased(Slot)
    followed = (
        select(col(newer.schedule))
        .where(
            col(newer.schedule) == col(Slot.schedule),
            col(newer.target) == col(Slot.target),
            col(newer.slot_at) > col(Slot.slot_at),
        )
        .exists()
    )
    # The row that remembers when a schedule was first seen is as old as any, and may go then too.
    slots = changed_rows(session, delete(Slot).where(col(Slot.done_at) < before, followed))
    return {"receipts": receipts, "slots": slots, "lanes": lanes}


def _is_to_edit(before: datetime) -> ColumnElement[bool]:
    said = (
        select(col(Posting.id))
        .join(OutboxRow, col(OutboxRow.posting_id) == col(Posting.id), isouter=True)
        .where(
            col(Posting.alert_id) == col(Alert.id),
            or_(_is_old_named_message(before), _is_unsent(before), is_named_reply(before)),
        )
        .exists()
    )
    told = cast(col(Alert.notice), String) != "null"  # as JSON stores nothing
    over = and_(col(Alert.state) == AlertState.RESOLVED, col(Alert.resolved_at) < before, told)
    return or_(said, over)


def _locked(session: Session, alert_ids: Sequence[int], before: datetime) -> Sequence[Alert]:
    """Those that are still to be edited, and that nobody else is changing."""
    query = select(Alert).where(col(Alert.id).in_(alert_ids), _is_to_edit(before))
    query = query.order_by(col(Alert.id)).with_for_update(skip_locked=True)
    return session.scalars(query).all()


def _reword_unsent(session: Session, alert: Alert, before: datetime) -> None:
    """What waits or is parked for so long is sent without names, if it is sent at all."""
    query = _rows(alert).where(_is_unsent(before)).with_for_update(of=OutboxRow)
    for row in session.scalars(query):
        row.notice = Notice.from_json(row.notice).without_names().as_json()


def _alerts_of(session: Session, alert_ids: Sequence[int], rows: ColumnElement[bool]) -> set[int]:
    """Those with such rows in the outbox: of a night's thousands most have none."""
    query = select(col(Posting.alert_id)).join(
        OutboxRow, col(OutboxRow.posting_id) == col(Posting.id)
    )
    return set(session.scalars(query.where(col(Posting.alert_id).in_(alert_ids), rows)))


def _named_messages(
    session: Session, alert_ids: Sequence[int], before: datetime
) -> dict[int, list[Posting]]:
    """By alert, but for those for which an edit waits: that says no names, or is newer."""
    waits = (
        select(col(OutboxRow.id))
        .where(
            col(OutboxRow.posting_id) == col(Posting.id),
            col(OutboxRow.deed) == Deed.EDIT,
            col(OutboxRow.state).not_in(_FINISHED),
            col(OutboxRow.ts).is_(None),
        )
        .exists()
    )
    found: dict[int, list[Posting]] = defaultdict(list)
    query = select(Posting).where(
        col(Posting.alert_id).in_(alert_ids), _is_old_named_message(before), ~waits
    )
    for posting in session.scalars(query):
        found[posting.alert_id].append(posting)
    return found


def _reword_messages(
    session: Session, alert: Alert, named: Sequence[Posting], now: datetime
) -> int:
    """One edit for each message."""
    if alert.notice is None or not named:
        return 0
    plain = Notice.from_json(alert.notice).without_names()
    for posting in named:
        put_edit_of_message(session, posting, plain, now)
    return len(named)


def _is_done_with(session: Session, alert: Alert, before: datetime) -> bool:
    """Whether nothing will be said any more for which its text is needed."""
    if alert.resolved_at is None or alert.resolved_at >= before:
        return False
    named_since = select(col(Posting.id)).where(
        col(Posting.alert_id) == alert.id, col(Posting.named), col(Posting.at) >= before
    )
    sending = _rows(alert).where(col(OutboxRow.state) == OutboxState.SENDING)
    queries = (named_since, sending)
    return all(session.scalars(query.limit(1)).first() is None for query in queries)


def _forget_texts(session: Session, before: datetime) -> int:
    empty = cast(col(OutboxRow.notice), String) == json.dumps(_NO_TEXT)
    old = col(OutboxRow.state).in_(_FINISHED) & (_said_at() < before)
    texts = update(OutboxRow).where(old, ~empty, ~is_named_reply(before))
    return changed_rows(session, texts.values(notice=_NO_TEXT, digest=None))


def _rows(alert: Alert) -> Select[OutboxRow]:
    return (
        select(OutboxRow)
        .join(Posting, col(OutboxRow.posting_id) == col(Posting.id))
        .where(col(Posting.alert_id) == alert.id)
    )


def _is_old_named_message(before: datetime) -> ColumnElement[bool]:
    return col(Posting.named) & (col(Posting.at) < before)


def _is_unsent(before: datetime) -> ColumnElement[bool]:
    return col(OutboxRow.state).in_(OPEN) & (col(OutboxRow.made_at) < before)


def _is_old_share(before: datetime) -> ColumnElement[bool]:
    return is_named_share() & (col(OutboxRow.sent_at) < before)


def _said_at() -> ColumnElement[datetime]:
    return func.coalesce(col(OutboxRow.sent_at), col(OutboxRow.made_at))
