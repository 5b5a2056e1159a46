"""The register as plain rows: what managers decided about alerts, until when, what came of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, select
from sqlmodel import Session, col

from alerts.subjects import said_about, subject_names
from alerts.wording import day, start_of_day
from models.alerts import Alert, Decision
from models.organisation import Service, Team
from models.vocabulary import DecisionKind, RuleKind


class RegisterState(StrEnum):
    """Where a decision stands."""

    OPEN = "open"
    REVIEW_PASSED = "review passed"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One decision; `about` names workers, and says how they stood when it was made."""

    decision_id: int
    alert_id: int
    decided_at: datetime
    team: str | None  # None: of the authority as a whole
    service: str | None
    kind: RuleKind
    about: tuple[str, ...]  # "Sam Example: 26 cases, limit 18"
    decision: DecisionKind
    note: str
    by: str  # email
    by_name: str
    review_on: date
    ended_at: datetime | None
    outcome: str | None

    def state(self, today: date) -> RegisterState:
        return state_of(self.ended_at, self.review_on, today)


def state_of(ended_at: datetime | None, review_on: date, today: date) -> RegisterState:
    """Open up to and on the day of its review, unless its alert is over before."""
    if ended_at is not None:
        return RegisterState.OVER
    return RegisterState.REVIEW_PASSED if today > review_on else RegisterState.OPEN


def review_words(row: RegisterRow, zone: ZoneInfo, today: date) -> str:
    """ "review Fri 27 Nov", "review Fri 27 Nov has passed", "over since Thu 26 Nov"."""
    if row.ended_at is not None:
        return f"over since {day(row.ended_at.astimezone(zone).date(), today)}"
    review = f"review {day(row.review_on, today)}"
    return f"{review} has passed" if row.state(today) is RegisterState.REVIEW_PASSED else review


def register_rows(
    session: Session,
    *,
    zone: ZoneInfo,
    team_ids: Collection[int] | None = None,
    since: date | None = None,
    until: date | None = None,
    limit: int | None = None,
) -> list[RegisterRow]:
    """Decisions made from one day to another, both included, newest first.

    Of some teams, if they are given; otherwise of all, and of the authority as a whole. Only for
    those who may see the workers of these teams by name.
    """
    query = _decisions(team_ids)
    if since is not None:
        query = query.where(col(Decision.at) >= start_of_day(since, zone))
    if until is not None:
        query = query.where(col(Decision.at) < start_of_day(until + timedelta(days=1), zone))
    found = session.execute(query.limit(limit)).all()
    names = subject_names(session, (part["subject"] for row in found for part in row[0].about))
    return [_row(row, names) for row in found]


def _decisions(
    team_ids: Collection[int] | None,
) -> Select[Decision, RuleKind, str | None, str | None]:
    query: Select[Any, Any, Any, Any] = (
        select(Decision, col(Alert.kind), col(Team.name), col(Service.name))
        .join(Alert, col(Decision.alert_id) == col(Alert.id))
        .outerjoin(Team, col(Alert.team_id) == col(Team.id))
        .outerjoin(Service, col(Team.service_id) == col(Service.id))
        .order_by(col(Decision.at).desc(), col(Decision.id).desc())
    )
    return query if team_ids is None else query.where(col(Alert.team_id).in_(team_ids))


def _row(
    found: Row[Decision, RuleKind, str | None, str | None], names: Mapping[str, str]
) -> RegisterRow:
    decision, kind, team, service = found
    return RegisterRow(
        decision_id=decision.id,
        alert_id=decision.alert_id,
        decided_at=decision.at,
        team=team,
        service=service,
        kind=kind,
        about=tuple(
            said_about(kind, names[part["subject"]], part["value"], part["limit"])
            for part in decision.about
        ),
        decision=decision.decision,
        note=decision.note,
        by=decision.by,
        by_name=decision.by_name,
        review_on=decision.review_on,
        ended_at=decision.ended_at,
        outcome=decision.outcome,
    )
