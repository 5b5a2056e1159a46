"""A day's figures per worker and per team, written with each load: what trends are made of."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Column, Index
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
    in_post: bool | None = None  # None of days before this was kept


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
    __table_args__ = (Index("ix_team_snapshots_team_id_day", "team_id", "day"),)

    day: date = Field(primary_key=True)
    team_id: int = Field(primary_key=True, foreign_key="teams.id")
    open_cases: int
    unallocated: int
    opened: int  # in the seven days to this day
    closed: int
    not_seen: int
    in_post_fte: float
    agency_fte: float
    # Of the workers, so that their own rows need not be kept for ever; None of days before that.
    in_post: int | None = None  # people, of every role
    average_cases: int | None = None  # of the DfE average, as the FTE
    average_fte: float | None = None
    working_cases: int | None = None  # of the working average
    working_fte: float | None = None
    over_limit: int | None = None
    nobody_at_work: int | None = None  # cases whose worker is absent or has left
    # How many workers in post hold so many cases: {"14": 2}; those with none are left out.
    spread: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    # Kept for a few months, so that a rule can be tried on past days; then forgotten.
    # Cases without a worker, by kind and the day since: {"child_protection": {"2026-11-02": 1}}.
    waiting: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    # Open cases by kind and by how many days ago the child was last seen: {"looked_after":
    # {"31": 2}}; only from two weeks on.
    unseen: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))


class StaffingSnapshot(SQLModel, table=True):
    """One team's staffing on one day, as the parts that every rate is made of.

    A service's and the authority's are the sums of their teams'. Where it does not say otherwise,
    social workers are counted, in FTE; in post is without agency.
    """

    __tablename__ = "staffing_snapshots"
    __table_args__ = (Index("ix_staffing_snapshots_team_id_day", "team_id", "day"),)

    day: date = Field(primary_key=True)
    team_id: int = Field(primary_key=True, foreign_key="teams.id")
    posts_fte: float
    base_fte: float
    time_limited_fte: float
    unfunded_fte: float
    vacant_fte: float
    in_post_fte: float
    in_post_headcount: int
    agency_fte: float
    agency_headcount: int
    agency_vacancy_fte: float
    agency_absence_fte: float
    supernumerary_fte: float
    agency_weekly_cost: float  # pounds
    agency_weekly_premium: float  # pounds above what employed workers cost
    managers_in_post_fte: float
    managers_agency_fte: float
    leavers_fte: float  # in the twelve months to this day
    experience_known: int  # workers whose day of qualifying is known
    under_two_years: int
    newly_qualified: int
    other_posts_fte: float  # staff who are not social workers
    other_vacant_fte: float
    other_in_post_fte: float
    other_in_post_headcount: int
    other_agency_fte: float
