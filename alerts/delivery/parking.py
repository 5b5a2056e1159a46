"""What cannot be sent as things are is parked, and administrators are told what to mend."""

import hashlib
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlmodel import Session, col

from alerts.authority import Authority
from alerts.delivery.parcel import CHANNEL, Undelivered
from alerts.notice import Notice
from alerts.outbox_apart import put_to_person
from models.access import find_asker
from models.changing import changed_rows
from models.errors import NotKnown
from models.outbox import OutboxRow
from models.people import Grant, GrantRole
from models.vocabulary import Deed, OutboxState


def park(
    session: Session, row: OutboxRow, failure: Undelivered, now: datetime, authority: Authority
) -> None:
    """Leave the row, and what waits for it, to an administrator, who is told why."""
    row.state, row.error = OutboxState.PARKED, failure.code
    first = row.deed is Deed.POST and row.lane.startswith(CHANNEL)
    if row.posting_id is None and row.digest is None and not first:
        return  # news of something parked is not worth news of its own
    if row.deed is Deed.POST and (row.posting_id is not None or row.digest is not None):
        dependent = update(OutboxRow).where(
            _of_message(row),
            col(OutboxRow.id) != row.id,
            col(OutboxRow.state) == OutboxState.WAITING,
        )
        parked = {"state": OutboxState.PARKED, "error": failure.code}
        changed_rows(session, dependent.values(parked))
    _tell_administrators(session, row, failure, now, authority)


def _of_message(row: OutboxRow) -> ColumnElement[bool]:
    if row.posting_id is None:
        return col(OutboxRow.reply_to_id) == row.id
    return col(OutboxRow.posting_id) == row.posting_id


def _tell_administrators(
    session: Session, row: OutboxRow, failure: Undelivered, now: datetime, authority: Authority
) -> None:
    """Each of them once a day for the same trouble with the same place."""
    lane, what = row.lane, _WEEKLY if row.digest is not None else ""
    today = now.astimezone(authority.zone).date()
    notice = _trouble(lane, what, failure)
    query = select(col(Grant.email)).where(col(Grant.role) == GrantRole.ADMINISTRATOR)
    for email in sorted(set(session.scalars(query))):
        try:
            find_asker(session, email, today)
        except NotKnown:
            continue
        said = "\n".join((failure.code + what, lane, email, today.isoformat()))
        put_to_person(
            session,
            email=email,
            notice=notice,
            token=hashlib.sha256(said.encode()).hexdigest()[:32],
            now=now,
            due_at=authority.hours.next_moment(now),
        )


_WEEKLY = " the weekly digest"


def _trouble(lane: str, what: str, failure: Undelivered) -> Notice:
    kind, _, name = lane.partition(":")
    if kind == "channel":
        place = f"post{what} in #{name.removeprefix('#')}"
    else:
        place = f"send{what} to {name}" if what else f"write to {name}"
    why = failure.why or f"Slack says {failure.code}"
    headline = f"Caseload could not {place}: {why[:1].lower() + why[1:] if failure.why else why}."
    then = (
        "What was to be said waits. When it is mended, run `caseload outbox retry --all`; "
        "`caseload outbox list` shows what waits.",
    )
    return Notice(alert_id=0, headline=headline, named=then, plain=then)
