"""Limits and promises on caseload, and targets for staffing, each with the days it is in force."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from models.base import key, one_of, word_type
from models.vocabulary import LimitScope, TeamKind


class Limit(SQLModel, table=True):
    """The most one full-time worker should hold, the promised band, or both, for one scope."""

    __tablename__ = "limits"
    __table_args__ = (
        one_of("scope", LimitScope),
        one_of("kind", TeamKind),
        CheckConstraint(
            "(scope = 'staff') = (worker_id IS NOT NULL)"
            " AND (scope = 'team') = (team_id IS NOT NULL)"
            " AND (scope = 'kind') = (kind IS NOT NULL)",
            name="scope_is_named",
        ),
    )

    id: int = key()
    scope: LimitScope = Field(sa_type=word_type(LimitScope))
    worker_id: int | None = Field(default=None, foreign_key="workers.id")
    team_id: int | None = Field(default=None, foreign_key="teams.id")
    kind: TeamKind | None = Field(default=None, sa_type=word_type(TeamKind))
    promise_low: float | None = None
    promise_high: float | None = None
    cases: float | None = None  # the limit itself, for one full-time worker
    percent: float | None = None  # newly qualified: 90.0 of what would otherwise apply
    from_on: date | None = None
    until_on: date | None = None  # the last day in force
    reason: str | None = None


class Target(SQLModel, table=True):
    """One step of a target's path: from this day the measure should be at this value."""

    __tablename__ = "targets"

    id: int = key()
    measure: str = Field(index=True)
    service_id: int | None = Field(default=None, foreign_key="services.id")
    team_id: int | None = Field(default=None, foreign_key="teams.id")  # neither: the authority
    value: float
    from_on: date
    until_on: date | None = None
