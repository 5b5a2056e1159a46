"""Yardsticks from outside: what the Department has published, and the own census returns."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary
from sqlmodel import Field, SQLModel

from models.base import one_of, word_type
from models.vocabulary import ExtractKind


class PublishedFile(SQLModel, table=True):
    """The newest published figures of one kind that were imported; none: those shipped."""

    __tablename__ = "published_files"
    __table_args__ = (one_of("kind", ExtractKind),)

    kind: ExtractKind = Field(primary_key=True, sa_type=word_type(ExtractKind))
    file: str
    latest_year: int
    loaded_at: datetime
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))  # see reference.layout


class CensusReturn(SQLModel, table=True):
    """What the authority's own return to the workforce census comes to, without its workers."""

    __tablename__ = "census_returns"

    year: int = Field(primary_key=True)
    authority_code: str  # the three digits the Department knows the authority by
    reference_on: date
    file: str
    loaded_at: datetime
    parts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    warnings: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
