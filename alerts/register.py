"""The register as plain rows: what managers decided about alerts, until when, what came of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from alerts.breach_words import breach_words
from alerts.decisions import decision_words
from alerts.lifecycle import Event
from alerts.places import Within
from alerts.snoozes import SnoozeEnd, snooze_ends
from alerts.store import is_within
from alerts.subjects import person_names, said_about, subject_names
from alerts.wording import count, day, start_of_day
from models.alerts import Alert, AlertEvent, Decision
from models.organisation import Service, Team
from models.vocabulary import DecisionKind, RuleKind

_Query = Select[*tuple[Any, ...]]

Parts = Sequence[Mapping[str, Any]]
"""Whom it was about: [{"subject", "value", "limit"}] as it stood then."""


class RegisterState(StrEnum):
    """Where a decision stands."""

    OPEN = "open"
    REVIEW_PASSED = "review passed"
    REPLACED = "replaced"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One decision, or one snooze; `about` names workers, and says how they stood then."""

    decision_id: int | None  # None: a snooze
    alert_id: int
    decided_at: datetime
    team: str | None  # None: of a service, or of the authority as a whole
    service: str | None  # the team's, too
    kind: RuleKind
    headline: str  # "2 workers over their limit": without names, as it stood
    about: tuple[str, ...]  # "Sam Example: 26 cases, limit 18"
    decision: DecisionKind | None  # None: a snooze
    note: str
    by: str  # email
    by_name: str
    review_on: date  # of a snooze the day it is told again
    ended_at: datetime | None
    outcome: str | None
    alert_ended: bool = False  # it stood to the end of the alert

    @property
    def is_snooze(self) -> bool:
        return self.decision is None

    def state(self, today: date) -> RegisterState:
        """Open up to and on the day of its review, unless something ends it before."""
        if self.ended_at is not None:
            return RegisterState.ENDED if self.alert_ended else RegisterState.REPLACED
        passed = today > self.review_on and not self.is_snooze
        return RegisterState.REVIEW_PASSED if passed else RegisterState.OPEN


def what_words(row: RegisterRow, today: date) -> str:
    """ "cases being moved", "snoozed until Wed 25 Nov": what was decided."""
    if row.decision is None:
        return f"snoozed until {day(row.review_on, today)}"
    return decision_words(row.kind, row.decision)


def counted(rows: Collection[RegisterRow]) -> str:
    """ "3 decisions", "3 decisions, 1 snooze"."""
    snoozes = sum(row.is_snooze for row in rows)
    text = count(len(rows) - snoozes, "decision")
    return f"{text}, {count(snoozes, 'snooze')}" if snoozes else text


def review_words(row: RegisterRow, zone: ZoneInfo, today: date) -> str:
    """ "review Fri 27 Nov", "review Fri 27 Nov has passed", "the alert ended Thu 26 Nov"."""
    if row.ended_at is not None:
        ended = day(row.ended_at.astimezone(zone).date(), today)
        return f"the alert ended {ended}" if row.alert_ended else f"no longer since {ended}"
    if row.is_snooze:
        return f"told again {day(row.review_on, today)}"
    review = f"review {day(row.review_on, today)}"
    return f"{review} has passed" if row.state(today) is RegisterState.REVIEW_PASSED else review


def register_rows(
    session: Session,
    *,
    zone: ZoneInfo,
    within: Within | None = None,
    since: date | None = None,
    until: date | None = None,
    limit: int | None = None,
) -> list[RegisterRow]:
    """Decisions and snoozes made from one day to another, both included, newest first.

    Of some teams and services, if they are given; otherwise of all, and of the authority as a
    whole. Only for those who may see the workers of these places by name.
    """
    of_time = _OfTime(
        None if since is None else start_of_day(since, zone),
        None if until is None else start_of_day(until + timedelta(days=1), zone),
    )
    found = _decisions(session, within, of_time, limit)
    found += _snoozes(session, within, of_time, limit)
    return sorted(found, key=lambda row: row.decided_at, reverse=True)[:limit]


@dataclass(frozen=True, slots=True)
class _OfTime:
    """From one moment to before another; None is without an end."""

    first: datetime | None
    before: datetime | None

    def __call__(self, query: _Query, at: Any) -> _Query:
        query = query if self.first is None else query.where(at >= self.first)
        return query if self.before is None else query.where(at < self.before)


def _placed(thing: type[Decision | AlertEvent], within: Within | None) -> _Query:
    """Each with the kind, the team and the service of its alert, newest first."""
    service_id = func.coalesce(col(Alert.service_id), col(Team.service_id))
    query: _Query = (
        select(thing, col(Alert.kind), col(Team.name), col(Service.name))
        .join(Alert, col(thing.alert_id) == col(Alert.id))
        .outerjoin(Team, col(Alert.team_id) == col(Team.id))
        .outerjoin(Service, service_id == col(Service.id))
        .order_by(col(thing.at).desc(), col(thing.id).desc())
    )
    return query if within is None else query.where(is_within(within))


def _decisions(
    session: Session, within: Within | None, of_time: _OfTime, limit: int | None
) -> list[RegisterRow]:
    query = of_time(_placed(Decision, within).add_columns(col(Alert.resolved_at)), Decision.at)
    found = session.execute(query.limit(limit)).all()
    names = subject_names(session, (part["subject"] for row in found for part in row[0].about))
    return [
        RegisterRow(
            decision_id=decision.id,
            alert_id=decision.alert_id,
            decided_at=decision.at,
            team=team,
            service=service,
            kind=kind,
            headline=_headline(kind, decision.about),
            about=_about(kind, decision.about, names),
            decision=decision.decision,
            note=decision.note,
            by=decision.by,
            by_name=decision.by_name,
            review_on=decision.review_on,
            ended_at=decision.ended_at,
            outcome=decision.outcome,
            alert_ended=_to_the_end(decision.ended_at, resolved_at),
        )
        for decision, kind, team, service, resolved_at in found
    ]


def _to_the_end(ended_at: datetime | None, resolved_at: datetime | None) -> bool:
    return ended_at is not None and resolved_at is not None and ended_at >= resolved_at


def _snoozes(
    session: Session, within: Within | None, of_time: _OfTime, limit: int | None
) -> list[RegisterRow]:
    query = of_time(_placed(AlertEvent, within), AlertEvent.at)
    query = query.where(col(AlertEvent.event) == Event.SNOOZED.value)
    # Those from before the register kept snoozes do not say until when.
    found = [row for row in session.execute(query.limit(limit)) if "until" in row[0].detail]
    ends = snooze_ends(session, [row[0] for row in found])
    names = subject_names(
        session, (part["subject"] for row in found for part in row[0].detail["about"])
    )
    people = person_names(session, (row[0].who for row in found))
    return [
        _snooze(event, kind, place, ends.get(event.id), {**names, **people})
        for event, kind, *place in found
    ]


def _snooze(
    event: AlertEvent,
    kind: RuleKind,
    place: Sequence[str | None],
    end: SnoozeEnd | None,
    names: Mapping[str, str],
) -> RegisterRow:
    team, service = place
    by = event.who or ""
    return RegisterRow(
        decision_id=None,
        alert_id=event.alert_id,
        decided_at=event.at,
        team=team,
        service=service,
        kind=kind,
        headline=_headline(kind, event.detail["about"]),
        about=_about(kind, event.detail["about"], names),
        decision=None,
        note="",
        by=by,
        by_name=names.get(by, by),
        review_on=date.fromisoformat(event.detail["until"]),
        ended_at=end.at if end else None,
        outcome=end.outcome if end else None,
        alert_ended=end is not None and end.alert_ended,
    )


def _headline(kind: RuleKind, about: Parts) -> str:
    return breach_words(kind, [(part["value"], part["limit"]) for part in about])


def _about(kind: RuleKind, about: Parts, names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        said_about(kind, names[part["subject"]], part["value"], part["limit"]) for part in about
    )
