"""A day's figures per worker and per team, written with each load: what trends are made of."""

from datetime import date

from sqlmodel import Field, SQLModel


class WorkerSnapshot(SQLModel, table=True):
    """What one worker held on one day."""

    __tablename__ = "worker_snapshots"

    day: date = Field(primary_key=True)
    worker_id: int = Field(primary_key=True, foreign_key="workers.id", index=True)
    team_id: int = Field(foreign_key="teams.id", index=True)
    caseload: int
    fte: float
    limit_cases: float | None = None  # for one full-time worker, as in force that day
    at_work: bool  # neither absent nor left
    in_average: bool  # a social worker in post: counts in the DfE average


class AuthoritySnapshot(SQLModel, table=True):
    """The whole authority's counts on one day, with the cases that are in no team."""

    __tablename__ = "authority_snapshots"

    day: date = Field(primary_key=True)
    open_cases: int
    unallocated: int
    opened: int  # in the seven days to this day
    closed: int
    not_seen: int
    in_post_fte: float  # social workers, without agency
    agency_fte: float


class TeamSnapshot(SQLModel, table=True):
    """One team's counts on one day; a service's are the sums of its teams'."""

    __tablename__ = "team_snapshots"

    day: date = Field(primary_key=True)
    team_id: int = Field(primary_key=True, foreign_key="teams.id")
    open_cases: int
    unallocated: int
    opened: int  # in the seven days to this day
    closed: int
    not_seen: int
    in_post_fte: float
    agency_fte: float
