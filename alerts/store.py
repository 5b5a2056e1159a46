"""Alerts between the tables and the plain values that are decided with."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from alerts.life import Life
from alerts.members import Member
from alerts.notice import Notice
from alerts.places import Within
from models.alerts import Alert, AlertEvent, AlertMember
from models.inserting import insert_rows
from models.rows import rows
from models.vocabulary import AlertState


class ChangedMeanwhile(Exception):
    """Somebody else changed this alert since it was read; nothing of this change was kept."""


_MEMBER_COLUMNS = tuple(field.name for field in fields(Member))
_ALERT_COLUMNS = tuple(
    field.name for field in fields(Life) if field.name not in {"id", "version", "members", "notice"}
)

_ALERT = [getattr(Alert, name) for name in ("id", "version", "notice", *_ALERT_COLUMNS)]
_MEMBER = [getattr(AlertMember, name) for name in ("alert_id", *_MEMBER_COLUMNS)]

_OPEN = select(*_ALERT).where(col(Alert.state) != AlertState.RESOLVED).order_by(col(Alert.id))
_MEMBERS = (
    select(*_MEMBER)
    .join(Alert, col(AlertMember.alert_id) == col(Alert.id))
    .where(col(Alert.state) != AlertState.RESOLVED)
    .order_by(col(AlertMember.id))
)
_LOCKED = (
    select(col(Alert.id), col(Alert.version))
    .where(col(Alert.id).in_(bindparam("ids", expanding=True, type_=Integer)))
    .order_by(col(Alert.id))
    .with_for_update()
)
_REFRESHED = (
    update(Alert)
    .where(col(Alert.id) == bindparam("row"))
    .values(
        judged_as_at=bindparam("as_at"),
        notice=bindparam("said"),
        version=col(Alert.version) + 1,
    )
)


def open_alerts(session: Session, within: Within | None = None) -> list[Life]:
    """Every alert that is not over, with its members; of some places only, if they are given."""
    query, members = _OPEN, _MEMBERS
    if within is not None:
        query, members = query.where(is_within(within)), members.where(is_within(within))
    return _lives(rows(session, query), rows(session, members))


def _lives(alerts: Iterable[Sequence[Any]], members: Iterable[Sequence[Any]]) -> list[Life]:
    """Rows of `_ALERT` with their rows of `_MEMBER` as values."""
    of_alert: dict[int, list[Member]] = defaultdict(list)
    for alert_id, *values in members:
        of_alert[alert_id].append(Member(**dict(zip(_MEMBER_COLUMNS, values, strict=True))))
    return [
        Life(
            id=alert_id,
            version=version,
            members=tuple(of_alert.get(alert_id, ())),
            notice=None if notice is None else Notice.from_json(notice),
            **dict(zip(_ALERT_COLUMNS, values, strict=True)),
        )
        for alert_id, version, notice, *values in alerts
    ]


def is_within(within: Within) -> ColumnElement[bool]:
    """Whether an alert belongs to one of these teams or services."""
    return or_(
        col(Alert.team_id).in_(within.team_ids), col(Alert.service_id).in_(within.service_ids)
    )


def find_alert(session: Session, alert_id: int) -> Life | None:
    """One alert, open or over."""
    alert = session.get(Alert, alert_id)
    return None if alert is None else lives_of(session, [alert])[0]


def lives_of(session: Session, alerts: Sequence[Alert]) -> list[Life]:
    """These rows as values, with their members."""
    ids = [alert.id for alert in alerts]
    members: dict[int, list[Member]] = defaultdict(list)
    for chunk in _chunks(ids):
        query = select(AlertMember).where(col(AlertMember.alert_id).in_(chunk))
        for row in session.scalars(query.order_by(col(AlertMember.id))):
            members[row.alert_id].append(
                Member(**{name: getattr(row, name) for name in _MEMBER_COLUMNS})
            )
    return [_life(alert, tuple(members[alert.id])) for alert in alerts]


def _chunks(ids: Sequence[int], size: int = 500) -> list[Sequence[int]]:
    return [ids[start : start + size] for start in range(0, len(ids), size)]


def _life(alert: Alert, members: tuple[Member, ...]) -> Life:
    return Life(
        id=alert.id,
        version=alert.version,
        members=members,
        notice=None if alert.notice is None else Notice.from_json(alert.notice),
        **{name: getattr(alert, name) for name in _ALERT_COLUMNS},
    )


def save(session: Session, life: Life) -> Life:
    """Write an alert and its members; gives it with its id and new version.

    Raises ChangedMeanwhile when the row is no longer the one that was read.
    """
    return _inserted(session, life) if life.id is None else _updated(session, life)


def save_new(session: Session, lives: Sequence[Life]) -> None:
    """Write new alerts that have their ids already, with their members and notices.

    Raises ChangedMeanwhile when another of the same kind is open in one of the places.
    """
    alerts = [
        (life.id, *(getattr(life, name) for name in _ALERT_COLUMNS), 1, _stored(life.notice))
        for life in lives
    ]
    members = [
        (life.id, *(getattr(member, name) for name in _MEMBER_COLUMNS))
        for life in lives
        for member in life.members
    ]
    try:
        insert_rows(session, Alert, ("id", *_ALERT_COLUMNS, "version", "notice"), alerts)
    except IntegrityError as error:
        raise ChangedMeanwhile from error
    insert_rows(session, AlertMember, ("alert_id", *_MEMBER_COLUMNS), members)


def save_refreshed(session: Session, lives: Sequence[Life]) -> None:
    """Keep what the messages of known alerts say now, where nothing else but the as-at is new.

    Locks them in the order of their ids. Raises ChangedMeanwhile when one of the rows is no
    longer the one that was read.
    """
    versions = {life.id: life.version for life in lives}
    if dict(rows(session, _LOCKED, ids=list(versions))) != versions:
        raise ChangedMeanwhile
    values = [
        {"row": life.id, "as_at": life.judged_as_at, "said": _stored(life.notice)} for life in lives
    ]
    session.connection().execute(_REFRESHED, values)


def save_notice(session: Session, life: Life, notice: Notice) -> Life:
    """Keep what the message says now; in the same transaction as `save`."""
    session.execute(update(Alert).where(col(Alert.id) == life.id).values(notice=_stored(notice)))
    return replace(life, notice=notice)


def write_event(
    session: Session,
    life: Life,
    event: str,
    *,
    at: datetime,
    who: str | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Add a line to the alert's history."""
    session.add(
        AlertEvent(
            alert_id=life.id or 0,
            at=at,
            event=event,
            state=life.state.value,
            who=who,
            detail=detail or {},
        )
    )


def _values(life: Life) -> dict[str, Any]:
    return {name: getattr(life, name) for name in _ALERT_COLUMNS}


def _stored(notice: Notice | None) -> dict[str, Any] | None:
    return None if notice is None else notice.as_json()


def _inserted(session: Session, life: Life) -> Life:
    alert = Alert(**_values(life), version=1, notice=_stored(life.notice))
    try:
        with session.begin_nested():
            session.add(alert)
            session.flush()
    except IntegrityError as error:
        raise ChangedMeanwhile from error
    saved = replace(life, id=alert.id, version=1)
    _write_members(session, saved)
    return saved


def _updated(session: Session, life: Life) -> Life:
    values = {**_values(life), "version": life.version + 1, "notice": _stored(life.notice)}
    changed = session.execute(
        update(Alert)
        .where(col(Alert.id) == life.id, col(Alert.version) == life.version)
        .values(values)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise ChangedMeanwhile
    saved = replace(life, version=life.version + 1)
    _write_members(session, saved)
    return saved


def _write_members(session: Session, life: Life) -> None:
    query = select(AlertMember).where(col(AlertMember.alert_id) == life.id)
    rows = {row.subject: row for row in session.scalars(query)}
    for member in life.members:
        values = asdict(member)
        row = rows.get(member.subject)
        if row is None:
            session.add(AlertMember(alert_id=life.id or 0, **values))
            continue
        for name, value in values.items():
            if getattr(row, name) != value:
                setattr(row, name, value)
    kept = {member.subject for member in life.members}
    for subject, row in rows.items():
        if subject not in kept:
            session.delete(row)
    session.flush()
