"""Makes small staffing books: workers and posts with everything else at a default."""

from dataclasses import replace
from datetime import date
from typing import Any

from models.staffing.book import (
    EmployedCost,
    PostTerms,
    StaffingBook,
    TeamTerms,
    WorkerTerms,
    years_before,
)
from models.vocabulary import AgencyBasis, Employment, Funding, Role
from tests.build import FRIDAY, at_six

Known = WorkerTerms | PostTerms | TeamTerms

AGENCY: dict[str, Any] = {"employment": Employment.AGENCY, "agency_basis": AgencyBasis.VACANCY}
EXTRA: dict[str, Any] = AGENCY | {"agency_basis": AgencyBasis.SUPERNUMERARY}
TIME_LIMITED: dict[str, Any] = {
    "funding": Funding.TIME_LIMITED,
    "funded_until": date(2027, 3, 31),
}


def a_worker(number: int, **given: Any) -> WorkerTerms:
    """A full-time permanent case holder of team 1, in post since for ever."""
    usual = WorkerTerms(
        worker_id=number,
        staff_id=f"S{number}",
        name=f"Worker {number}",
        email=None,
        team_id=1,
        role=Role.CASE_HOLDER,
        fte=1.0,
        employment=Employment.PERMANENT,
        agency_basis=None,
        started_on=None,
        left_on=None,
        qualified_on=None,
        newly_qualified_until=None,
        weekly_cost=None,
        dropped_on=None,
    )
    return replace(usual, **given)


def a_post(number: int, *holder_ids: int, **given: Any) -> PostTerms:
    """A full-time case holder's post on base budget in team 1, there since for ever."""
    usual = PostTerms(
        post_id=number,
        reference=f"P{number}",
        team_id=1,
        role=Role.CASE_HOLDER,
        fte=1.0,
        funding=Funding.BASE,
        funded_until=None,
        annual_cost=None,
        created_on=None,
        deleted_on=None,
        dropped_on=None,
        holder_ids=holder_ids,
    )
    return replace(usual, **given)


def a_team(number: int, **given: Any) -> TeamTerms:
    usual = TeamTerms(number, f"Team {number}", 1, "Court", ends_on=None, dropped_on=None)
    return replace(usual, **given)


def a_book(*known: Known, **given: Any) -> StaffingBook:
    """Friday's book of these workers, posts and teams (team 1, unless any is given).

    The workforce has been loaded for more than a year; case holders cost £1,000 a week.
    """
    teams = {each.team_id: each for each in known if isinstance(each, TeamTerms)}
    usual = StaffingBook(
        day=FRIDAY,
        as_at=at_six(FRIDAY),
        listed_on=FRIDAY,
        first_listed_on=years_before(FRIDAY, 2),
        teams=teams or {1: a_team(1)},
        workers=tuple(each for each in known if isinstance(each, WorkerTerms)),
        posts=tuple(each for each in known if isinstance(each, PostTerms)),
        employed_costs={Role.CASE_HOLDER: EmployedCost(2000.0, 2.0)},
    )
    return replace(usual, **given)
