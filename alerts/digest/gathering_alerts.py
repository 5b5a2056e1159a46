"""Reads the alerts that are not over and what was decided about them, without anybody's name."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlmodel import Session, col

from alerts.decisions import decision_words
from alerts.digest.facts import AlertFacts, ReviewFacts
from alerts.places import Within
from alerts.store import is_within
from alerts.subjects import person_names
from alerts.when import When
from alerts.wording import sentence
from models.alerts import Alert, AlertEvent, Decision
from models.organisation import Team
from models.vocabulary import AlertState, words

A_WEEK = timedelta(days=7)

_OF_ALERTS: tuple[Any, ...] = (
    *(Alert.id, Alert.kind, Alert.state, Alert.held_from, Alert.since, Alert.fired_at),
    *(Alert.snoozed_until, Alert.snoozed_by, Alert.notice),
)
_OF_REVIEWS: tuple[Any, ...] = (
    *(Decision.alert_id, Alert.kind, Decision.decision, Decision.by_name, Decision.review_on),
)


def gather_alerts(session: Session, when: When, within: Within | None) -> tuple[AlertFacts, ...]:
    """Those that were told and are not over, the longest first."""
    query: Select[Any] = (
        select(*map(col, _OF_ALERTS), col(Team.name).label("team"))
        .outerjoin(Team, col(Alert.team_id) == col(Team.id))
        .where(col(Alert.state) != AlertState.RESOLVED, col(Alert.fired_at).is_not(None))
        .order_by(col(Alert.since), col(Alert.id))
    )
    rows = session.execute(_scoped(query, within)).all()
    names = person_names(session, (row.snoozed_by for row in rows))
    return tuple(_alert(row, when, names.get(row.snoozed_by or "", row.snoozed_by)) for row in rows)


def _scoped(query: Select[Any], within: Within | None) -> Select[Any]:
    return query if within is None else query.where(is_within(within))


def _alert(row: Row[Any], when: When, snoozed_by: str | None) -> AlertFacts:
    told_on = row.fired_at.astimezone(when.now.tzinfo).date()
    what = words(row.kind)
    plain = f"{row.team}: {what}" if row.team else sentence(what)
    return AlertFacts(
        id=row.id,
        kind=row.kind,
        team=row.team,
        headline=row.notice["headline"] if row.notice else plain,
        state=row.held_from or row.state,
        since=row.since,
        working_days=when.calendar.working_days(row.since, when.day),
        waits=when.calendar.working_days(told_on, when.today),
        snoozed_until=row.snoozed_until,
        snoozed_by=snoozed_by,
    )


def gather_reviews(session: Session, within: Within | None) -> tuple[ReviewFacts, ...]:
    """The decisions that stand about open alerts, the first review at the front."""
    query: Select[Any] = (
        select(*map(col, _OF_REVIEWS), col(Team.name).label("team"))
        .join(Alert, col(Decision.alert_id) == col(Alert.id))
        .outerjoin(Team, col(Alert.team_id) == col(Team.id))
        .where(col(Decision.ended_at).is_(None), col(Alert.state) != AlertState.RESOLVED)
        .order_by(col(Decision.review_on), col(Decision.id))
    )
    rows: Sequence[Row[Any]] = session.execute(_scoped(query, within)).all()
    return tuple(
        ReviewFacts(
            alert_id=row.alert_id,
            kind=row.kind,
            team=row.team,
            decision=decision_words(row.kind, row.decision),
            by=row.by_name,
            review_on=row.review_on,
        )
        for row in rows
    )


def gather_turnover(session: Session, now: datetime, within: Within | None) -> tuple[int, int]:
    """How many alerts began and how many ended in the last seven days, of those that were told."""
    week_ago = now - A_WEEK
    # Told anew later, an alert keeps no other trace of when it was told first.
    first = (
        select(col(AlertEvent.alert_id), func.min(col(AlertEvent.at)).label("at"))
        .where(col(AlertEvent.state) == AlertState.FIRING.value)
        .group_by(col(AlertEvent.alert_id))
        .subquery()
    )
    began: Select[Any] = (
        select(func.count())
        .select_from(Alert)
        .join(first, col(Alert.id) == first.c.alert_id)
        .where(first.c.at > week_ago, first.c.at <= now)
    )
    ended: Select[Any] = (
        select(func.count())
        .select_from(Alert)
        .where(
            col(Alert.fired_at).is_not(None),
            col(Alert.resolved_at) > week_ago,
            col(Alert.resolved_at) <= now,
        )
    )
    return (
        session.execute(_scoped(began, within)).scalar_one(),
        session.execute(_scoped(ended, within)).scalar_one(),
    )
