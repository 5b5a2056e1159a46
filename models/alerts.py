"""Alerts and what was decided about them: a breach's life, its members, its history."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.base import key, one_of, word_type
from models.vocabulary import AlertState, DecisionKind, Ending, RuleKind

_OPEN = text("state <> 'resolved'")


class Alert(SQLModel, table=True):
    """One breach of one rule in one team, from its first day to its end.

    Its members are the workers (or kinds of case, or loads) concerned; several share one alert
    and one message. At most one alert of a kind is open in a place.
    """

    __tablename__ = "alerts"
    __table_args__ = (
        one_of("kind", RuleKind),
        one_of("state", AlertState),
        one_of("held_from", AlertState),
        one_of("ending", Ending),
        Index(
            "uq_alerts_open",
            "kind",
            "place",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: int = key()
    kind: RuleKind = Field(sa_type=word_type(RuleKind))
    place: str  # "team:12", "service:3" or "authority"
    team_id: int | None = Field(default=None, foreign_key="teams.id", index=True)
    service_id: int | None = Field(default=None, foreign_key="services.id", index=True)
    state: AlertState = Field(sa_type=word_type(AlertState), index=True)
    held_from: AlertState | None = Field(default=None, sa_type=word_type(AlertState))
    since: date  # the first day any member was over
    opened_at: datetime
    judged_as_at: datetime  # of the data it was last judged by
    fired_at: datetime | None = None
    told_at: datetime | None = None  # anything new was last told
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None  # email
    review_on: date | None = None
    snoozed_until: date | None = None  # the first day it is told again
    snoozed_by: str | None = None
    escalated_at: datetime | None = None
    resolved_at: datetime | None = None
    ending: Ending | None = Field(default=None, sa_type=word_type(Ending))
    # What its message says now; emptied some days after the end, because it may name workers.
    notice: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
    version: int = 1  # raised by every change; a change based on an older one is refused


class AlertMember(SQLModel, table=True):
    """One worker, kind of case or load that is part of an alert."""

    __tablename__ = "alert_members"
    __table_args__ = (UniqueConstraint("alert_id", "subject"), one_of("ending", Ending))

    id: int = key()
    alert_id: int = Field(foreign_key="alerts.id", index=True, ondelete="CASCADE")
    subject: str  # "worker:12", "kind:child_protection", "team:3", "load:7"
    rule: str  # the name of the rule it is judged by
    worker_id: int | None = Field(default=None, foreign_key="workers.id", index=True)
    since: date  # the first day it was over, as at
    value: float
    limit: float | None = None  # the allowance or other yardstick it was judged against
    clears_at: float = 0  # the rule's limit less its margin, as it was judged last
    told_value: float | None = None  # None: not told yet
    told_at: datetime | None = None
    ended_on: date | None = None  # as at
    ending: Ending | None = Field(default=None, sa_type=word_type(Ending))


class AlertEvent(SQLModel, table=True):
    """One thing that happened in an alert's life."""

    __tablename__ = "alert_events"

    id: int = key()
    alert_id: int = Field(foreign_key="alerts.id", index=True, ondelete="CASCADE")
    at: datetime
    event: str  # a word of alerts.lifecycle
    state: str  # the state after it
    who: str | None = None  # email; None for what happened by itself
    detail: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Decision(SQLModel, table=True):
    """A line of the register: who decided what about an alert, why, and what came of it."""

    __tablename__ = "register"
    __table_args__ = (one_of("decision", DecisionKind),)

    id: int = key()
    alert_id: int = Field(foreign_key="alerts.id", index=True)
    at: datetime = Field(index=True)
    by: str  # email
    by_name: str
    decision: DecisionKind = Field(sa_type=word_type(DecisionKind))
    note: str = ""
    review_on: date
    about: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    # ^ what it was decided about: [{"subject", "value", "limit"}] as it stood then
    ended_at: datetime | None = None  # the alert's end, or the next decision
    outcome: str | None = None  # a sentence without names
