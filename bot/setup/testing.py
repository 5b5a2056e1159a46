"""The test message: through the outbox like every other, and what came of it."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from alerts.backlog import drop
from alerts.notice import Notice
from alerts.outbox_apart import put_apart
from models.outbox import OutboxRow
from models.vocabulary import OutboxState

_SO_IT_COMES = "Alerts and digests will come the same way. Nothing needs to be done."


@dataclass(frozen=True, slots=True)
class Came:
    """What became of the test in one place."""

    target: str
    state: OutboxState
    sent_at: datetime | None
    why: str  # it was not sent

    @property
    def is_over(self) -> bool:
        return self.state not in (OutboxState.WAITING, OutboxState.SENDING)


def put_test(
    session: Session, targets: Sequence[str], key: str, *, by_name: str, now: datetime
) -> None:
    """Send a test to each of these at once; the same `key` does so once."""
    notice = Notice(
        alert_id=0,
        headline=f"This is a test of Caseload, sent by {by_name}.",
        named=(_SO_IT_COMES,),
        plain=(_SO_IT_COMES,),
        urgent=True,  # whoever sent it waits for it
    )
    for target in targets:
        token = _token(key, target)
        put_apart(session, target=target, notice=notice, token=token, now=now, due_at=now)


def came_of(
    session: Session, targets: Sequence[str], key: str, why: Callable[[str], str]
) -> list[Came]:
    """What became of each, in this order; those that were never sent are left out.

    `why` says what one of Slack's codes means.
    """
    tokens = {_token(key, target): target for target in targets}
    query = select(OutboxRow).where(col(OutboxRow.token).in_(tokens))
    rows = {tokens[row.token]: row for row in session.scalars(query)}
    return [_came(rows[target], why) for target in targets if target in rows]


def give_up(session: Session, targets: Sequence[str], key: str, *, by: str, now: datetime) -> None:
    """What could not be sent is not sent on a later day: whoever wanted to see it knows."""
    tokens = [_token(key, target) for target in targets]
    query = select(col(OutboxRow.id)).where(
        col(OutboxRow.token).in_(tokens), col(OutboxRow.state) == OutboxState.PARKED
    )
    for row_id in session.scalars(query).all():
        drop(session, row_id, who=by, now=now)


def _came(row: OutboxRow, why: Callable[[str], str]) -> Came:
    failed = row.state in (OutboxState.PARKED, OutboxState.DROPPED)
    meant = why(row.error) if row.error else "it was taken back"
    return Came(row.lane, row.state, row.sent_at, meant if failed else "")


def _token(key: str, target: str) -> str:
    return hashlib.sha256(f"test\n{key}\n{target}".encode()).hexdigest()[:32]
