"""What agency costs: a week, beside employed workers of the same role, and a post a year."""

from datetime import timedelta

import pytest

from models.staffing.agency import agency_workers, supernumerary_past_end
from models.staffing.book import EmployedCost
from models.staffing.costs import AgencyCost, annual_cost_per_post, cost_by_basis
from models.vocabulary import AgencyBasis, Role
from tests.build import FRIDAY
from tests.models.staffing.making import AGENCY, EXTRA, Known, a_book, a_post, a_worker

MANAGER = Role.FIRST_LINE_MANAGER


def test_agency_is_reckoned_by_why_it_is_here() -> None:
    book = a_book(
        a_worker(1, weekly_cost=1500, **EXTRA),
        a_worker(2, weekly_cost=800, fte=0.5, **EXTRA),
        a_worker(3, **EXTRA),
        a_worker(4, weekly_cost=900, **AGENCY),
        a_worker(5, weekly_cost=2000, role=MANAGER, **(AGENCY | {"agency_basis": None})),
        a_worker(6, weekly_cost=1500, role=Role.FAMILY_SUPPORT, **EXTRA),
    )
    assert cost_by_basis(book) == {
        AgencyBasis.VACANCY: AgencyCost(1, 900, -100, 0, 0),
        AgencyBasis.SUPERNUMERARY: AgencyCost(2.5, 2300, 800, 1, 0),
        None: AgencyCost(1, 2000, 0, 0, 1),
    }


def test_who_is_supernumerary_past_the_end_still_holds_cases() -> None:
    past = {"left_on": FRIDAY - timedelta(days=1), **EXTRA}
    book = a_book(
        a_worker(1, **past),
        a_worker(2, **(past | {"left_on": FRIDAY - timedelta(days=9)})),
        a_worker(3, **past),
        a_worker(4, **(past | {"left_on": FRIDAY})),
        a_worker(5, **(past | AGENCY)),
        a_worker(6, **EXTRA),
    )
    found = supernumerary_past_end(book, holding={1, 2, 4, 5, 6})
    assert [worker.worker_id for worker in found] == [2, 1]


def test_agency_workers_come_in_the_order_in_which_they_leave() -> None:
    book = a_book(
        a_worker(1, **AGENCY),
        a_worker(2, left_on=FRIDAY.replace(year=2027), **AGENCY),
        a_worker(3, left_on=FRIDAY, **AGENCY),
        a_worker(4),
    )
    assert [worker.worker_id for worker in agency_workers(book)] == [3, 2, 1]


@pytest.mark.parametrize(
    ("posts", "costs", "expected"),
    [
        pytest.param(
            (a_post(1, annual_cost=60000), a_post(2, annual_cost=20000, fte=0.6)),
            {},
            50000,
            id="80,000 pounds for 1.6 FTE",
        ),
        pytest.param(
            (a_post(1),), {Role.CASE_HOLDER: EmployedCost(2000, 2)}, 52000, id="by the week"
        ),
        pytest.param((a_post(1, role=MANAGER, annual_cost=70000),), {}, None, id="another role"),
        pytest.param((), {}, None, id="nothing known"),
    ],
)
def test_a_post_costs_what_posts_of_its_role_do(
    posts: tuple[Known, ...], costs: dict[Role, EmployedCost], expected: float | None
) -> None:
    book = a_book(*posts, employed_costs=costs)
    assert annual_cost_per_post(book, [Role.CASE_HOLDER]) == expected
