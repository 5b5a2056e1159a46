"""What waits in the outbox and what is parked, and an administrator's word on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlmodel import Session, col

from alerts.delivery.pace import METHODS
from alerts.notice import Notice
from alerts.outbox_rows import OPEN
from models.errors import NotFound
from models.expiring import BY_ITSELF
from models.outbox import Lane, OutboxRow
from models.people import AuditEntry
from models.vocabulary import Deed, OutboxState

SLOW = timedelta(minutes=10)
"""A row that has been due for longer is news for an operator."""

MANY_ATTEMPTS = 11
"""Their pauses, each twice the last and five minutes at most, come to a quarter of an hour."""

RATE_LIMITED = "ratelimited"
"""The error of a row for which Slack asked to wait."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """The outbox in figures."""

    counts: dict[OutboxState, int]  # every state, none left out
    due: int  # waiting, and to be sent by now
    oldest_due: datetime | None  # since when the first of them should have been sent
    oldest_parked: datetime | None  # when it was written

    @property
    def parked(self) -> int:
        return self.counts[OutboxState.PARKED]

    def late_by(self, now: datetime) -> timedelta:
        """How long the oldest due row has waited."""
        return timedelta(0) if self.oldest_due is None else now - self.oldest_due


def backlog(session: Session, now: datetime) -> Backlog:
    """How the outbox stands."""
    state, count = col(OutboxRow.state), func.count(col(OutboxRow.id))
    counts = dict.fromkeys(OutboxState, 0)
    for found, number in session.execute(select(state, count).group_by(state)):
        counts[found] = number
    # A failed attempt moves due_at: how long somebody has waited counts from the first time.
    since = func.min(func.coalesce(col(OutboxRow.begun_at), col(OutboxRow.due_at)))
    due = select(count, since).where(
        state.in_((OutboxState.WAITING, OutboxState.SENDING)),
        (col(OutboxRow.due_at) <= now) | (col(OutboxRow.attempts) > 0),
    )
    number, oldest = session.execute(due).one()
    parked = select(func.min(OutboxRow.made_at)).where(state == OutboxState.PARKED)
    return Backlog(counts, number, oldest, session.scalars(parked).one())


def overdue_rows(session: Session, now: datetime, allowed: timedelta) -> int:
    """How many rows should have been said longer ago than that, and no pause of Slack's holds up.

    What surely did nothing has no first attempt to count from; then it is the number of attempts,
    each of which came after a longer pause.
    """
    state, attempts = col(OutboxRow.state), col(OutboxRow.attempts)
    since = func.coalesce(col(OutboxRow.begun_at), col(OutboxRow.due_at))
    method = case(
        *((col(OutboxRow.deed) == deed, lane) for deed, lane in METHODS.items()), else_=""
    )
    held = (
        select(col(Lane.name))
        .where(col(Lane.name).in_((col(OutboxRow.lane), method)), col(Lane.ready_at) > now)
        .exists()
    )
    asked_to_wait = col(OutboxRow.error) == RATE_LIMITED
    often = (attempts >= MANY_ATTEMPTS) & ~func.coalesce(asked_to_wait, False)
    query = select(func.count(col(OutboxRow.id))).where(
        state.in_((OutboxState.WAITING, OutboxState.SENDING)),
        (col(OutboxRow.due_at) <= now) | (attempts > 0),  # else it waits for working hours
        (since <= now - allowed) | often,
        ~held,
    )
    return session.scalars(query).one()


def open_rows(session: Session) -> Sequence[OutboxRow]:
    """What is parked, and what waits or is being sent, oldest first."""
    states = (OutboxState.PARKED, OutboxState.WAITING, OutboxState.SENDING)
    query = select(OutboxRow).where(col(OutboxRow.state).in_(states))
    return session.scalars(query.order_by(col(OutboxRow.id))).all()


def requeue(session: Session, row_id: int | None, *, who: str, now: datetime) -> list[int]:
    """Try a parked row again, with what else is parked of its message; None: every parked row.

    Gives their ids. Raises NotFound when that row is not parked.
    """
    query = _of_one_message(row_id, [OutboxState.PARKED])
    rows = session.scalars(query.with_for_update()).all()
    if row_id is not None and row_id not in {row.id for row in rows}:
        raise NotFound(
            f"There is no parked row {row_id}. `caseload outbox list` shows what is parked."
        )
    for row in rows:
        row.state, row.attempts, row.due_at = OutboxState.WAITING, 0, now
        session.add(_audit("requeued", row, who, now))
    return [row.id for row in rows]


def drop(session: Session, row_id: int, *, who: str, now: datetime) -> list[int]:
    """Do not send a parked or waiting row; without its message, nothing that would change it.

    Gives their ids. Raises NotFound when that row neither waits nor is parked.
    """
    dropped = to_drop(session, row_id, lock=True)
    for row in dropped:
        row.state = OutboxState.DROPPED
        session.add(_audit("dropped", row, who, now))
    return [row.id for row in dropped]


def to_drop(session: Session, row_id: int, *, lock: bool = False) -> Sequence[OutboxRow]:
    """What `drop` would not send: the row, and where it is a message, all that would change it.

    Only in a transaction can they be locked. Raises NotFound as `drop` does.
    """
    query = _of_one_message(row_id, [OutboxState.PARKED, OutboxState.WAITING])
    rows = session.scalars(query.with_for_update() if lock else query).all()
    wanted = next((row for row in rows if row.id == row_id), None)
    if wanted is None:
        raise NotFound(
            f"There is no row {row_id} that waits or is parked. `caseload outbox list` shows them."
        )
    return rows if wanted.deed is Deed.POST else [wanted]


def give_up_unsent(session: Session, before: datetime, now: datetime) -> int:
    """Drop what was made before then, belongs to no alert and was not sent; gives how many.

    The rows stay, with Slack's last word, and each is in the audit. What changes something that was
    sent stays as well, without names, because it may be what takes names out of Slack.
    """
    unsent = (
        col(OutboxRow.posting_id).is_(None),
        col(OutboxRow.state).in_(OPEN),
        col(OutboxRow.made_at) < before,
    )
    query = select(OutboxRow).where(*unsent).order_by(col(OutboxRow.id))
    dropped = 0
    for row in session.scalars(query.with_for_update(skip_locked=True)).all():
        if row.ts is None:
            row.state = OutboxState.DROPPED
            session.add(_audit("dropped", row, BY_ITSELF, now))
            dropped += 1
        else:
            row.notice = Notice.from_json(row.notice).without_names().as_json()
    return dropped


def _of_one_message(row_id: int | None, states: list[OutboxState]) -> Select[OutboxRow]:
    """Rows in these states: one with the others of its message, or all."""
    query = select(OutboxRow).where(col(OutboxRow.state).in_(states))
    if row_id is not None:
        posting = select(col(OutboxRow.posting_id)).where(col(OutboxRow.id) == row_id)
        same = col(OutboxRow.posting_id) == posting.scalar_subquery()
        asked = select(_thread()).where(col(OutboxRow.id) == row_id)
        query = query.where(same | (_thread() == asked.scalar_subquery()))
    return query.order_by(col(OutboxRow.id))


def _thread() -> ColumnElement[int]:
    """The row whose message begins the thread that a row is said in: its own, mostly."""
    return func.coalesce(col(OutboxRow.reply_to_id), col(OutboxRow.id))


def _audit(deed: str, row: OutboxRow, who: str, now: datetime) -> AuditEntry:
    detail = {"outbox": row.id, "deed": row.deed.value, "target": row.lane, "error": row.error}
    return AuditEntry(at=now, who=who, deed=deed, detail=detail)
