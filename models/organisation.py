"""The authority's shape: services, and the teams in them.

Who manages a team or heads a service is in `models.workforce`, because workers belong to teams.
A team or service that a newer workforce extract no longer lists keeps its row, with the day it
was dropped, because history and the register refer to it.
"""

from datetime import date

from sqlmodel import Field, SQLModel

from models.base import key, one_of, word_type
from models.vocabulary import TeamKind


class Service(SQLModel, table=True):
    __tablename__ = "services"

    id: int = key()
    name: str = Field(unique=True)
    slack_channel: str | None = None
    dropped_on: date | None = None


class Team(SQLModel, table=True):
    __tablename__ = "teams"
    __table_args__ = (one_of("kind", TeamKind),)

    id: int = key()
    name: str = Field(unique=True)
    service_id: int = Field(foreign_key="services.id", index=True)
    kind: TeamKind = Field(sa_type=word_type(TeamKind))
    slack_channel: str | None = None
    ends_on: date | None = None
    dropped_on: date | None = None
