"""What was loaded, held or refused, when, from which extract, and what was wrong with it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary
from sqlmodel import Field, SQLModel

from models.base import key, one_of, word_type
from models.vocabulary import ExtractKind, LoadStatus


class Load(SQLModel, table=True):
    """One import of one extract."""

    __tablename__ = "loads"
    __table_args__ = (one_of("kind", ExtractKind), one_of("status", LoadStatus))

    id: int = key()
    kind: ExtractKind | None = Field(default=None, sa_type=word_type(ExtractKind), index=True)
    status: LoadStatus = Field(sa_type=word_type(LoadStatus), index=True)
    file: str
    digest: str | None = Field(default=None, max_length=64)  # of the records, not of the bytes
    as_at: datetime
    as_at_day: date = Field(index=True)  # in the authority's zone
    loaded_at: datetime
    counts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    changes: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    reasons: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    decided_by: str | None = None  # who accepted or refused it, after it was held
    decided_at: datetime | None = None


class HeldRecords(SQLModel, table=True):
    """What a held load says, for as long as somebody may still decide to load it.

    Case references are replaced by their keyed hashes before they come here.
    """

    __tablename__ = "held_records"

    load_id: int = Field(primary_key=True, foreign_key="loads.id", ondelete="CASCADE")
    # The workforce it came with, which has to be decided first.
    waits_for: int | None = Field(
        default=None, foreign_key="loads.id", index=True, ondelete="SET NULL"
    )
    records: bytes = Field(sa_column=Column(LargeBinary, nullable=False))  # see extracts.keeping
    case_key: str | None = None  # by which key they are hashed: its fingerprint


class LoadProblem(SQLModel, table=True):
    """One thing wrong with a refused extract, where a person will find it."""

    __tablename__ = "load_problems"

    id: int = key()
    load_id: int = Field(foreign_key="loads.id", index=True, ondelete="CASCADE")
    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    message: str


class UnmatchedWorker(SQLModel, table=True):
    """A worker the newest allocations name who is not, or not clearly, in the workforce."""

    __tablename__ = "unmatched_workers"

    id: int = key()
    worker_ref: str
    team_id: int | None = Field(default=None, foreign_key="teams.id")
    open_cases: int
    reason: str  # "not in the workforce" or "two workers are called this"


class StoredSecret(SQLModel, table=True):
    """A secret the program made for itself because none was set (see `models.secrets`)."""

    __tablename__ = "stored_secrets"

    name: str = Field(primary_key=True)
    value: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
