"""The rules that alerts are raised by, each version with the time it was in force."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from models.base import key, one_of, word_type
from models.vocabulary import RuleKind, ToldTo


class RuleVersion(SQLModel, table=True):
    """One rule as it stood from one moment to another; the newest has no end.

    A rule nobody has ever changed has no row: then the one shipped with the product is in force.
    """

    __tablename__ = "rule_versions"
    __table_args__ = (
        one_of("kind", RuleKind),
        one_of("told_to", ToldTo),
        CheckConstraint("until_at IS NULL OR from_at < until_at", name="ends_after_it_begins"),
    )

    id: int = key()
    name: str = Field(index=True, max_length=80)
    kind: RuleKind = Field(sa_type=word_type(RuleKind))
    applies_to: str  # "authority", "service:NAME", "kind:KIND" or "team:NAME"
    is_on: bool
    limit: float  # what it counts depends on the kind, see alerts.rules.kinds
    for_days: int  # working days a breach lasts before it is told
    margin: float  # below the limit by this much before it is over
    step: float  # worse by this much is told anew
    remind_days: int  # working days; 0 is never
    escalate_days: int  # working days without an acknowledgement; 0 is never
    told_to: ToldTo = Field(sa_type=word_type(ToldTo))
    urgent: bool  # told outside working hours too
    from_at: datetime = Field(index=True)
    until_at: datetime | None = None
    changed_by: str
    reason: str | None = None


class ParkedRule(SQLModel, table=True):
    """A rule that could not be evaluated at the last check; the others were."""

    __tablename__ = "parked_rules"

    name: str = Field(primary_key=True)
    since: datetime
    error: str  # the kind of error and a reference, never a value


class CheckMark(SQLModel, table=True):
    """What the last check looked at, so that a tick with nothing new costs nothing."""

    __tablename__ = "check_marks"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    seen: str  # the newest loads, the rules in force and the day, as one text
    day: date
    at: datetime
