"""Whose turn it is: the lanes of the outbox, and the row at the head of each.

A row that was tried and failed keeps its place, so that what was written later in its lane waits
behind it; a row that is not due yet holds nobody up. While a row is sent its lane is closed. Lanes
in which news waits go before those with silent refreshes only.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import and_, bindparam, case, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased, defer
from sqlmodel import Session, col

from alerts.delivery.pace import METHODS, Pace
from models.alerts import Alert
from models.changing import changed_rows
from models.database import Database
from models.outbox import Lane, OutboxRow, Posting
from models.rows import change, rows
from models.vocabulary import Deed, OutboxState

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

# The statements are made once: making them takes longer than running them.
_NOW = bindparam("now", type_=OutboxRow.__table__.c.due_at.type)  # type: ignore[attr-defined]
_UNTIL = bindparam("until", type_=_NOW.type)
_WAITING = col(OutboxRow.state) == OutboxState.WAITING
_SENDING = col(OutboxRow.state) == OutboxState.SENDING
_DUE = col(OutboxRow.due_at) <= _NOW

_IN_LINE = or_(
    and_(_WAITING, or_(_DUE, col(OutboxRow.attempts) > 0)),
    and_(_SENDING, col(OutboxRow.lease_until) <= _NOW),
)
"""Rows that have a place in their lane: due, or tried before, or lost by whoever sent them."""

_CLOSED = select(col(OutboxRow.lane)).where(_SENDING, col(OutboxRow.lease_until) > _NOW)
"""Lanes one of whose rows is being sent."""

_REFRESHES = and_(
    col(OutboxRow.deed) == Deed.EDIT,
    col(OutboxRow.attempts) == 0,
    col(OutboxRow.due_at) > col(OutboxRow.made_at),
)
"""Edits that were put off when they were written: there are many after a load, and nobody waits."""

_HEADS = (
    select(
        func.min(OutboxRow.id).label("id"),
        func.min(case((_REFRESHES, 1), else_=0)).label("is_silent"),
    )
    .where(_IN_LINE, col(OutboxRow.lane).not_in(_CLOSED))
    .group_by(col(OutboxRow.lane))
    .subquery()
)

_Method = aliased(Lane)
_METHOD = case(METHODS, value=col(OutboxRow.deed))
_METHOD_HELD = exists().where(col(_Method.name) == _METHOD, col(_Method.ready_at) > _NOW)

_AT_ONCE = 50

_IN_TURN_NOW = (
    select(col(Lane.name))
    .join(OutboxRow, col(OutboxRow.lane) == col(Lane.name))
    .join(_HEADS, col(OutboxRow.id) == _HEADS.c.id)
    .where(col(Lane.ready_at) <= _NOW, or_(_DUE, _SENDING), ~_METHOD_HELD)
    .order_by(_HEADS.c.is_silent, col(OutboxRow.id))
    .limit(_AT_ONCE)
)


def _later(one: Any, *others: Any) -> Any:
    """The latest of several moments, of which all but the first may be missing."""
    for other in others:
        one = case((other > one, other), else_=one)
    return one


_IN_TURN = (
    select(
        func.min(
            _later(
                func.coalesce(col(OutboxRow.lease_until), col(OutboxRow.due_at)),
                col(Lane.ready_at),
                col(_Method.ready_at),
            )
        )
    )
    .select_from(OutboxRow)
    .join(_HEADS, col(OutboxRow.id) == _HEADS.c.id)
    .join(Lane, col(Lane.name) == col(OutboxRow.lane), isouter=True)
    .join(_Method, col(_Method.name) == _METHOD, isouter=True)
)
_LATER = select(func.min(OutboxRow.due_at)).where(_WAITING, col(OutboxRow.due_at) > _NOW)

_HEAD = (
    select(OutboxRow, Posting, Alert, col(_Method.ready_at))
    .join(Posting, col(Posting.id) == col(OutboxRow.posting_id), isouter=True)
    .join(Alert, col(Alert.id) == col(Posting.alert_id), isouter=True)
    .join(_Method, col(_Method.name) == _METHOD, isouter=True)
    .where(
        col(OutboxRow.lane) == bindparam("wanted"), _IN_LINE, col(OutboxRow.lane).not_in(_CLOSED)
    )
    .order_by(col(OutboxRow.id))
    .limit(1)
    .options(defer(col(Alert.notice)))  # type: ignore[arg-type]
    .with_for_update(of=OutboxRow)
)

_LANES, _ROWS = Lane.__table__, OutboxRow.__table__  # type: ignore[attr-defined]
_ONE = select(_LANES.c.name).where(_LANES.c.name == bindparam("lane"))
_LOCK = _ONE.with_for_update()
_LOCK_FREE = _ONE.where(_LANES.c.ready_at <= _NOW).with_for_update(skip_locked=True)
_HOLD = (
    update(_LANES)
    .where(_LANES.c.name == bindparam("lane"))
    .values(ready_at=case((_LANES.c.ready_at < _UNTIL, _UNTIL), else_=_LANES.c.ready_at))
)

_BEGIN = (
    update(_ROWS)
    .where(_ROWS.c.id == bindparam("row_id"))
    .values(state=OutboxState.SENDING, attempts=bindparam("attempts"))
    .values(lease_until=bindparam("lease_until"), begun_at=bindparam("begun_at"))
)


@dataclass(frozen=True, slots=True)
class Head:
    """The row whose turn it is, with the message it belongs to; some belong to none."""

    row: OutboxRow
    posting: Posting | None
    alert: Alert | None
    method_ready_at: datetime | None  # the way it is said: Slack may ask for a pause of all of it


def next_moment(session: Session, now: datetime) -> datetime | None:
    """When the next row can be taken, now at the earliest; None while there is nothing to send."""
    moments = [
        row[0] for query in (_IN_TURN, _LATER) for row in rows(session, query, now=now) if row[0]
    ]
    return max(now, min(moments)) if moments else None


def lanes_in_turn(session: Session, now: datetime) -> list[str]:
    """The first of the lanes that may be used now, in their order."""
    return [row.name for row in rows(session, _IN_TURN_NOW, now=now)]


def lock_lane(session: Session, lane: str, now: datetime) -> bool:
    """Whether the lane is locked for us, and may be used now.

    On PostgreSQL one that somebody else has locked is not waited for.
    """
    return bool(rows(session, _LOCK_FREE, lane=lane, now=now))


def head_of(session: Session, lane: str, now: datetime) -> Head | None:
    """The row to be sent next in a locked lane, itself locked, as it is at this moment."""
    found = session.execute(_HEAD, {"now": now, "wanted": lane}).first()
    if found is None:
        return None
    head = Head(*found)
    too_soon = head.row.state is OutboxState.WAITING and head.row.due_at > now
    return None if too_soon else head


def begin(
    session: Session, row_id: int, *, attempts: int, lease_until: datetime, begun_at: datetime
) -> None:
    """Take a row: whoever does has it until the lease's end."""
    values = {"attempts": attempts, "lease_until": lease_until, "begun_at": begun_at}
    change(session, _BEGIN, row_id=row_id, **values)


def use_method(session: Session, head: Head, now: datetime, pace: Pace) -> bool:
    """Whether this way to say something was free; it is used now."""
    deed = head.row.deed
    if not pace.per_method(deed):
        return head.method_ready_at is None or head.method_ready_at <= now
    lane = col(Lane.name) == METHODS[deed]
    ready_at = session.scalars(select(col(Lane.ready_at)).where(lane).with_for_update()).first()
    if ready_at is None or ready_at > now:
        return False
    then = pace.method_ready(ready_at, deed, now)
    return changed_rows(session, update(Lane).where(lane).values(ready_at=then)) == 1


def hold_lane(session: Session, name: str, until: datetime) -> None:
    """Lock a lane and leave it unused until then; a longer pause that it has already stays."""
    change(session, _HOLD, lane=name, until=until)


def keep_lane(session: Session, name: str) -> None:
    """Lock a lane, and leave it as it is."""
    rows(session, _LOCK, lane=name)


def open_lanes(database: Database) -> bool:
    """Make the lanes that rows wait in and that are not there yet; whether there were any."""
    with database.look() as session:
        known = set(session.scalars(select(col(Lane.name))))
        query = select(col(OutboxRow.lane)).where(or_(_WAITING, _SENDING)).distinct()
        wanted = {*METHODS.values(), *session.scalars(query)}
    missing = sorted(wanted - known)  # sorted: two that do this at once do not block each other
    if not missing:
        return False
    insert: Any = sqlite.insert if database.is_sqlite else postgresql.insert
    with database.transaction() as session:
        found = [{"name": name, "ready_at": _LONG_AGO} for name in missing]
        session.connection().execute(insert(_LANES).on_conflict_do_nothing(), found)
    return True
