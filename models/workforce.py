"""Who works for the authority, and the posts it pays for.

Reasons for absence are never stored: only from when until when.
"""

from datetime import date

from sqlalchemy import CheckConstraint, Column, String, UniqueConstraint
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlmodel import Field, SQLModel

from models.base import key, one_of, word_type
from models.folding import folded_name
from models.vocabulary import AgencyBasis, Employment, Funding, Role


def _folded(inserted: DefaultExecutionContext) -> str:
    written: dict[str, str] = inserted.get_current_parameters()  # type: ignore[no-untyped-call]
    return folded_name(written["name"])


class Worker(SQLModel, table=True):
    __tablename__ = "workers"
    __table_args__ = (
        one_of("role", Role),
        one_of("employment", Employment),
        one_of("agency_basis", AgencyBasis),
        CheckConstraint("fte >= 0 AND fte <= 1", name="fte_is_a_share"),
    )

    id: int = key()
    staff_id: str = Field(unique=True)
    name: str = Field(index=True)
    folded_name: str = Field(  # as names are compared
        default=None, sa_column=Column(String, nullable=False, index=True, default=_folded)
    )
    email: str | None = Field(default=None, unique=True)  # lower case
    team_id: int = Field(foreign_key="teams.id", index=True)
    role: Role = Field(sa_type=word_type(Role))
    fte: float
    employment: Employment = Field(sa_type=word_type(Employment))
    agency_basis: AgencyBasis | None = Field(default=None, sa_type=word_type(AgencyBasis))
    started_on: date | None = None
    left_on: date | None = None  # the last day of work; may lie in the future
    qualified_on: date | None = None
    newly_qualified_until: date | None = None
    absent_from: date | None = None
    absent_until: date | None = None  # the last day of absence
    weekly_cost: float | None = None  # pounds
    dropped_on: date | None = None  # the as-at day of the first extract without this worker
    forgotten_on: date | None = None  # since when nothing here tells who it was


class Spell(SQLModel, table=True):
    """An earlier time in which a worker was here, ended before the one that `Worker` tells of."""

    __tablename__ = "spells"
    __table_args__ = (
        one_of("role", Role),
        one_of("employment", Employment),
        UniqueConstraint("worker_id", "left_on"),
        CheckConstraint("fte >= 0 AND fte <= 1", name="fte_is_a_share"),
    )

    id: int = key()
    worker_id: int = Field(foreign_key="workers.id", index=True)
    team_id: int = Field(foreign_key="teams.id", index=True)
    role: Role = Field(sa_type=word_type(Role))
    fte: float
    employment: Employment = Field(sa_type=word_type(Employment))
    started_on: date | None = None
    left_on: date  # the last day of work


class Manager(SQLModel, table=True):
    """The worker who manages a team; one person may manage several."""

    __tablename__ = "managers"

    team_id: int = Field(primary_key=True, foreign_key="teams.id")
    worker_id: int = Field(foreign_key="workers.id", index=True)


class Head(SQLModel, table=True):
    """The worker who heads a service; one person may head several."""

    __tablename__ = "heads"

    service_id: int = Field(primary_key=True, foreign_key="services.id")
    worker_id: int = Field(foreign_key="workers.id", index=True)


class Post(SQLModel, table=True):
    __tablename__ = "posts"
    __table_args__ = (
        one_of("role", Role),
        one_of("funding", Funding),
        CheckConstraint("fte >= 0 AND fte <= 1", name="fte_is_a_share"),
    )

    id: int = key()
    post_id: str = Field(unique=True)  # the authority's own
    team_id: int = Field(foreign_key="teams.id", index=True)
    role: Role = Field(sa_type=word_type(Role))
    fte: float
    funding: Funding = Field(sa_type=word_type(Funding))
    funded_until: date | None = None
    annual_cost: float | None = None  # pounds
    created_on: date | None = None
    deleted_on: date | None = None
    dropped_on: date | None = None


class PostHolder(SQLModel, table=True):
    """A worker who fills a post, or a part of it: a job share has two."""

    __tablename__ = "post_holders"

    post_id: int = Field(primary_key=True, foreign_key="posts.id")
    worker_id: int = Field(primary_key=True, foreign_key="workers.id", index=True)
