"""A small authority's staffing to ask about: two teams of a service, and one of another."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from models.database import Database
from models.limits import Target
from models.organisation import Team
from models.vocabulary import AgencyBasis, Employment, Funding, Measure, Role
from models.workforce import Post, PostHolder, Worker
from tests.build import a_service, a_team, a_worker, headed, managed, saved

MANAGER = "mia@example.gov.uk"
HEAD = "hal@example.gov.uk"
SAM = "sam@example.gov.uk"

Staffed = dict[str, Team]


def an_agency_worker(
    session: Session, team: Team, name: str, basis: AgencyBasis | None, **given: Any
) -> Worker:
    return a_worker(session, team, name, employment=Employment.AGENCY, agency_basis=basis, **given)


def a_post(session: Session, team: Team, *holders: Worker, **given: Any) -> Post:
    """A full-time case holder's post on base budget, there since for ever."""
    values = {
        "post_id": f"{team.name}-{given.pop('number')}",
        "team_id": team.id,
        "role": Role.CASE_HOLDER,
        "fte": 1.0,
        "funding": Funding.BASE,
        **given,
    }
    post = saved(session, Post(**values))
    for holder in holders:
        saved(session, PostHolder(post_id=post.id, worker_id=holder.id))
    return post


def a_target(session: Session, measure: Measure, value: float, from_on: date, **given: Any) -> None:
    saved(session, Target(measure=measure.value, value=value, from_on=from_on, **given))


@pytest.fixture
def staffed(database: Database) -> Staffed:
    """North: a manager, Sam and three agency workers; South: one of each; another service.

    North's posts: the manager's, Sam's, one vacant since October, and one gone since March.
    """
    with database.transaction() as session:
        court, help_ = a_service(session, "Court"), a_service(session, "Help")
        north, south = a_team(session, "North", court), a_team(session, "South", court)
        east = a_team(session, "East", help_)
        mia = a_worker(session, north, "Mia Manager", email=MANAGER, role=Role.FIRST_LINE_MANAGER)
        sam = a_worker(
            session,
            north,
            "Sam Example",
            email=SAM,
            weekly_cost=1_000,
            qualified_on=date(2025, 9, 1),
            newly_qualified_until=date(2027, 1, 31),
        )
        left = a_worker(session, north, "Lea Gone", left_on=date(2026, 10, 1))
        managed(session, north, mia)
        headed(session, court, a_worker(session, south, "Hal Head", email=HEAD))
        ada = ("Ada Locum", AgencyBasis.SUPERNUMERARY)
        an_agency_worker(session, north, *ada, left_on=date(2026, 12, 11), weekly_cost=1_500)
        an_agency_worker(session, north, "Ben Locum", AgencyBasis.VACANCY, weekly_cost=1_400)
        an_agency_worker(session, north, "Cy Locum", AgencyBasis.ABSENCE)
        an_agency_worker(session, south, "Dot Locum", AgencyBasis.VACANCY)
        a_worker(session, east, "Eve East", qualified_on=date(2010, 1, 1))
        a_post(session, north, mia, number=1, role=Role.FIRST_LINE_MANAGER)
        a_post(session, north, sam, number=2, funding=Funding.TIME_LIMITED,
               funded_until=date(2027, 3, 31))  # fmt: skip
        a_post(session, north, left, number=3)
        a_post(session, north, number=4, deleted_on=date(2026, 3, 1))
        return {"North": north, "South": south, "East": east}


Row = dict[str, Any]


@pytest.fixture
def rows() -> Callable[..., list[Row]]:
    """The columns of an answer's table that are asked for."""

    def of(answer: Any, *keys: str) -> list[Row]:
        assert answer.table is not None
        return [{key: row[key] for key in keys} for row in answer.table.rows]

    return of
