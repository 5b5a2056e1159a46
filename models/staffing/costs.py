"""What agency workers cost a week, and how much more than employed workers of the same role."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import fsum

from models.staffing.agency import agency_workers
from models.staffing.book import EmployedCost, StaffingBook, WorkerTerms
from models.vocabulary import AgencyBasis, Role

WEEKS_A_YEAR = 52


@dataclass(frozen=True, slots=True)
class AgencyCost:
    """What some agency workers cost a week, in pounds; who could not be reckoned is counted."""

    fte: float
    weekly_cost: float
    weekly_premium: float  # above employed workers of the same role and FTE
    without_cost: int  # agency workers without a weekly cost: in neither sum
    without_comparison: int  # with a cost, but no employed cost of their role is known


def agency_cost(
    workers: Iterable[WorkerTerms], employed_costs: Mapping[Role, EmployedCost]
) -> AgencyCost:
    """The costs of these agency workers; the employed cost of a role is that of its FTE."""
    listed = list(workers)
    premiums = [premium_of(worker, employed_costs) for worker in listed]
    known = [worker for worker in listed if worker.weekly_cost is not None]
    return AgencyCost(
        fte=_sum(worker.fte for worker in listed),
        weekly_cost=_sum(worker.weekly_cost or 0.0 for worker in known),
        weekly_premium=_sum(premium for premium in premiums if premium is not None),
        without_cost=len(listed) - len(known),
        without_comparison=sum(
            premium is None and worker.weekly_cost is not None
            for worker, premium in zip(listed, premiums, strict=True)
        ),
    )


def cost_by_basis(
    book: StaffingBook, day: date | None = None
) -> dict[AgencyBasis | None, AgencyCost]:
    """The scope's agency social workers by why they are here; None is not known."""
    workers = agency_workers(book, day)
    found = {}
    for basis in (*AgencyBasis, None):
        of_basis = [worker for worker in workers if worker.agency_basis is basis]
        if of_basis:
            found[basis] = agency_cost(of_basis, book.employed_costs)
    return found


def premium_of(worker: WorkerTerms, employed_costs: Mapping[Role, EmployedCost]) -> float | None:
    """Pounds a week an agency worker costs above an employed one of the same role and FTE.

    None where either cost is not known. It is below zero where the agency worker is cheaper.
    """
    employed = employed_costs.get(worker.role)
    if worker.weekly_cost is None or employed is None or employed.fte <= 0:
        return None
    return worker.weekly_cost - employed.weekly / employed.fte * worker.fte


def annual_cost_per_post(book: StaffingBook, roles: Iterable[Role]) -> float | None:
    """Pounds a year for one full-time post of these roles, as the posts' own costs have it.

    Without any, 52 times the weekly cost of permanent workers; None where neither is known.
    """
    wanted = set(roles)
    posts = [
        post
        for post in book.posts
        if post.role in wanted
        and post.annual_cost is not None
        and post.fte > 0
        and book.there_is(post, book.day)
    ]
    fte = fsum(post.fte for post in posts)
    if fte > 0:
        return fsum(post.annual_cost or 0.0 for post in posts) / fte
    employed = [cost for role, cost in book.employed_costs.items() if role in wanted]
    fte = fsum(cost.fte for cost in employed)
    return WEEKS_A_YEAR * fsum(cost.weekly for cost in employed) / fte if fte > 0 else None


def _sum(values: Iterable[float]) -> float:
    return round(fsum(values), 2)
