"""The establishment by funding and role, and year on year."""

from datetime import date, timedelta

import pytest

from models.staffing.establishment import (
    PostGroup,
    by_funding,
    by_role,
    fte_by_funding,
    fte_by_role,
    posts_change,
)
from models.vocabulary import Funding, Role
from tests.build import FRIDAY
from tests.models.staffing.making import AGENCY, TIME_LIMITED, a_book, a_post, a_worker

YEAR_AGO = date(2025, 11, 20)
DAY = timedelta(days=1)
ADVISER = {"role": Role.PERSONAL_ADVISER}


def test_posts_are_grouped_by_what_pays_for_them_and_by_role() -> None:
    book = a_book(
        a_post(1, 1),
        a_post(2, 2, **TIME_LIMITED),
        a_post(3, fte=0.5, funding=Funding.UNFUNDED, **ADVISER),
        a_worker(1, fte=0.6),
        a_worker(2, **AGENCY),
    )
    assert by_funding(book) == {
        Funding.BASE: PostGroup(1, 0.6, 0.4, 0),
        Funding.TIME_LIMITED: PostGroup(1, 0, 1, 1),
        Funding.UNFUNDED: PostGroup(0.5, 0, 0.5, 0),
    }
    assert by_role(book, social_workers=True) == {Role.CASE_HOLDER: PostGroup(2, 0.6, 1.4, 1)}
    assert list(by_role(book, social_workers=False)) == [Role.PERSONAL_ADVISER]


def test_the_posts_of_another_day_are_those_that_there_were_filled_or_not() -> None:
    book = a_book(
        a_post(1, 1),
        a_post(2, deleted_on=YEAR_AGO, funding=Funding.TIME_LIMITED),
        a_post(3, created_on=YEAR_AGO + DAY),
        a_post(4, fte=0.5, **ADVISER),
        a_worker(1, started_on=FRIDAY),
    )
    assert fte_by_funding(book, YEAR_AGO) == {Funding.BASE: 1.5, Funding.TIME_LIMITED: 1}
    assert fte_by_role(book, YEAR_AGO) == {Role.CASE_HOLDER: 2, Role.PERSONAL_ADVISER: 0.5}


def test_the_establishment_a_year_on_is_643_then_and_588_now() -> None:
    kept = [a_post(number) for number in range(586)]
    deleted = [a_post(number, deleted_on=YEAR_AGO) for number in range(1000, 1057)]
    made = [a_post(2000, created_on=YEAR_AGO + DAY), a_post(2001, created_on=FRIDAY, **ADVISER)]
    change = posts_change(a_book(*kept, *deleted, *made), YEAR_AGO)
    assert (change.before_fte, change.now_fte, change.change_fte) == (643, 588, -55)
    assert change.change_percent == pytest.approx(-8.55, abs=0.005)
    assert (len(change.created), len(change.ended)) == (2, 57)
    assert (change.social_workers_before_fte, change.social_workers_now_fte) == (643, 587)


def test_without_another_day_it_is_compared_with_a_year_ago() -> None:
    change = posts_change(a_book(a_post(1)))
    assert (change.before, change.now) == (YEAR_AGO, FRIDAY)


@pytest.mark.parametrize(
    ("post", "first", "warning"),
    [
        pytest.param({"created_on": YEAR_AGO}, YEAR_AGO, None, id="known all along"),
        pytest.param(
            {"created_on": YEAR_AGO}, FRIDAY, "posts deleted before 20 November 2026", id="lately"
        ),
        pytest.param(
            {"created_on": YEAR_AGO, "deleted_on": date(2026, 3, 1)},
            FRIDAY,
            None,
            id="deleted posts are listed",
        ),
        pytest.param(
            {"deleted_on": date(2026, 3, 1)},
            FRIDAY,
            "1 FTE of posts have no day on which they were made",
            id="without a day",
        ),
    ],
)
def test_a_past_that_the_list_cannot_know_is_said(
    post: dict[str, object], first: date, warning: str | None
) -> None:
    said = posts_change(a_book(a_post(1, **post), first_listed_on=first)).warnings
    assert [warning in each for each in said if warning] == [True] * bool(warning)
    assert bool(said) is bool(warning)
