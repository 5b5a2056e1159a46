"""Who is known by which Slack account, what administrators have granted, and who asked what."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from models.base import key, one_of, word_type


class GrantRole(StrEnum):
    """What an administrator may give a person beyond what the workforce says."""

    LEADERSHIP = "leadership"
    ADMINISTRATOR = "administrator"
    HEAD = "head"
    MANAGER = "manager"


class Person(SQLModel, table=True):
    """A Slack account and the email it had when last looked up."""

    __tablename__ = "people"

    slack_id: str = Field(primary_key=True)
    email: str | None = Field(default=None, index=True)  # lower case
    active: bool  # a full member of this workspace: not deactivated, external or a guest
    reads: bool = True  # channels, as somebody: neither a bot nor deactivated
    checked_at: datetime


class Grant(SQLModel, table=True):
    """A role given to an email by an administrator; a head's or manager's names its scope."""

    __tablename__ = "grants"
    __table_args__ = (one_of("role", GrantRole),)

    id: int = key()
    email: str = Field(index=True)  # lower case
    role: GrantRole = Field(sa_type=word_type(GrantRole))
    service_id: int | None = Field(default=None, foreign_key="services.id")
    team_id: int | None = Field(default=None, foreign_key="teams.id")
    granted_by: str
    granted_at: datetime


class AuditEntry(SQLModel, table=True):
    """One deed or question: who, what, about whom or what, when. Never an answer's content."""

    __tablename__ = "audit"

    id: int = key()
    at: datetime = Field(index=True)
    who: str = Field(index=True)  # email, or the Slack id of a stranger, or "command line"
    deed: str  # "asked", "shared", "imported", "granted", …
    scope_kind: str | None = None  # authority, service, team, worker
    scope_name: str | None = None
    detail: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class SeenEvent(SQLModel, table=True):
    """A Slack event already taken, so that a repeat by Slack is not answered twice."""

    __tablename__ = "seen_events"

    event_id: str = Field(primary_key=True)
    seen_at: datetime = Field(index=True)
