"""Plans that were saved: what somebody expected, so that it can be laid beside what happened."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from models.base import key


class SavedPlan(SQLModel, table=True):
    __tablename__ = "plans"

    id: int = key()
    name: str = Field(unique=True)
    service_id: int | None = Field(default=None, foreign_key="services.id")
    team_id: int | None = Field(default=None, foreign_key="teams.id")  # neither: the authority
    made_by: str  # email
    made_at: datetime
    starts_on: date  # the day of the data that it starts from
    inputs: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
