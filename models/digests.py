"""When digests are due, and for whom: each schedule with its own scope, audience, day and hour."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from models.base import key


class DigestSchedule(SQLModel, table=True):
    """One weekly digest of one scope for one audience."""

    __tablename__ = "digest_schedules"
    __table_args__ = (
        UniqueConstraint("scope", "audience"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_is_one"),
    )

    id: int = key()
    scope: str  # "authority" or "service:3"
    audience: str = ""  # "channel:NAME-OR-ID" or "person:EMAIL"; "" is whoever leads the scope
    weekday: int = 0  # 0 is Monday
    at: str = "08:30"  # by the clock on the wall
    zone: str = ""  # of that clock; "" is the authority's
    is_on: bool = True
    changed_at: datetime | None = None
    changed_by: str | None = None  # email; None as shipped
