"""The two averages: whom each counts, what it divides by, and what makes it weak."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.figures.book import Book
from models.figures.figure import Figure
from models.figures.holders import Holder
from models.figures.measures import average_caseload, total_fte, working_average_caseload
from models.vocabulary import Employment, Role
from tests.build import a_book, a_holder, holding

SMALL = "fewer than three workers: the average says more about one than about all"
AGENCY, ADVISER = Employment.AGENCY, Role.PERSONAL_ADVISER

#  workers, DfE average, its cases and FTE
DFE_AVERAGES = [
    pytest.param(holding(10, 20), 15.0, 30, 2.0, id="two full-time workers"),
    pytest.param([*holding(10), a_holder(caseload=8, fte=0.5)], 12.0, 18, 1.5, id="a part-timer"),
    pytest.param([*holding(10), a_holder(caseload=0)], 10.0, 10, 1.0, id="none held: not divided"),
    pytest.param(
        [*holding(10), a_holder(caseload=30, employment=AGENCY)], 20.0, 40, 2.0, id="agency counts"
    ),
    pytest.param(
        [*holding(10), a_holder(caseload=4, role=Role.FIRST_LINE_MANAGER)],
        *(7.0, 14, 2.0),
        id="a manager who holds cases counts",
    ),
    pytest.param(
        [*holding(10), a_holder(caseload=30, role=ADVISER)], 10.0, 10, 1.0, id="an adviser does not"
    ),
    pytest.param(
        [*holding(10), a_holder(caseload=20, absent=True)], 15.0, 30, 2.0, id="absent, but in post"
    ),
    pytest.param(
        [*holding(10), a_holder(caseload=20, in_post=False)], 10.0, 10, 1.0, id="a leaver does not"
    ),
    pytest.param(
        [*holding(10), a_holder(caseload=20, fte=0.0)], 10.0, 10, 1.0, id="no FTE, not counted"
    ),
    pytest.param(
        [a_holder(caseload=3, fte=0.1), a_holder(caseload=3, fte=0.2)],
        *(20.0, 6, 0.3),
        id="0.1 and 0.2 are 0.3",
    ),
    pytest.param([], None, 0, 0.0, id="nobody"),
    pytest.param([a_holder(caseload=5, fte=0.0)], None, 0, 0.0, id="nobody with an FTE"),
]


@pytest.mark.parametrize(("holders", "average", "cases", "fte"), DFE_AVERAGES)
def test_the_dfe_average_is_cases_of_social_workers_in_post_by_their_fte(
    holders: list[Holder], average: float | None, cases: int, fte: float
) -> None:
    found = average_caseload(a_book(*holders))
    assert (found.value, found.numerator, found.denominator) == (average, cases, fte)


#  workers, working average, its cases and FTE
WORKING_AVERAGES = [
    pytest.param([*holding(10), a_holder(caseload=20, absent=True)], 10.0, 10, 1.0, id="absent"),
    pytest.param([*holding(10), a_holder(caseload=30, role=ADVISER)], 20.0, 40, 2.0, id="advisers"),
    pytest.param([*holding(10), a_holder(caseload=20, in_post=False)], 10.0, 10, 1.0, id="left"),
    pytest.param([*holding(10), a_holder(caseload=20, fte=0.0)], 10.0, 10, 1.0, id="no FTE"),
    pytest.param([a_holder(caseload=20, absent=True)], None, 0, 0.0, id="nobody at work"),
]


@pytest.mark.parametrize(("holders", "average", "cases", "fte"), WORKING_AVERAGES)
def test_the_working_average_is_of_every_case_holder_at_work(
    holders: list[Holder], average: float | None, cases: int, fte: float
) -> None:
    found = working_average_caseload(a_book(*holders))
    assert (found.value, found.numerator, found.denominator) == (average, cases, fte)


@pytest.mark.parametrize("average", [average_caseload, working_average_caseload])
@pytest.mark.parametrize(
    ("holders", "warnings"),
    [
        pytest.param(holding(10, 10, 10), (), id="three workers"),
        pytest.param(holding(10, 10, 0), (SMALL,), id="two who hold cases"),
        pytest.param(holding(10), (SMALL,), id="one"),
        pytest.param(holding(0), ("nobody to divide by",), id="none"),
        pytest.param(
            [*holding(9, 9, 9), a_holder(caseload=2, fte=0.0)],
            ("2 cases held by workers without an FTE are not in the average",),
            id="cases of a worker without an FTE",
        ),
        pytest.param(
            [*holding(9, 9, 9), a_holder(caseload=1, fte=0.0)],
            ("1 case held by workers without an FTE is not in the average",),
            id="one case of a worker without an FTE",
        ),
        pytest.param(
            [*holding(9, 9, 9), a_holder(caseload=2, fte=0.0, in_post=False)],
            (),
            id="cases of a leaver, whom no average counts",
        ),
    ],
)
def test_an_average_warns_of_what_makes_it_weak(
    average: Callable[[Book], Figure], holders: list[Holder], warnings: tuple[str, ...]
) -> None:
    assert average(a_book(*holders)).warnings == warnings


def test_the_dfe_average_does_not_miss_whom_it_never_counts() -> None:
    adviser = a_holder(caseload=2, fte=0.0, role=ADVISER)
    assert average_caseload(a_book(*holding(9, 9, 9), adviser)).warnings == ()
    assert len(working_average_caseload(a_book(*holding(9, 9, 9), adviser)).warnings) == 1


hundredths = st.integers(min_value=0, max_value=100).map(lambda part: part / 100)


@given(st.lists(hundredths, max_size=60))
def test_fte_adds_up_as_on_paper(ftes: list[float]) -> None:
    on_paper = sum(round(fte * 100) for fte in ftes)
    assert total_fte(a_holder(fte=fte) for fte in ftes) == on_paper / 100
