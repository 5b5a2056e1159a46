"""Workers and posts on a day: who is in post, which post there is, and what pays for it."""

from datetime import date, timedelta

import pytest

from models.staffing.book import StaffingBook, WorkerTerms, years_before
from models.vocabulary import Funding
from tests.build import FRIDAY
from tests.models.staffing.making import TIME_LIMITED, a_book, a_post, a_team, a_worker

THURSDAY, SATURDAY = FRIDAY - timedelta(days=1), FRIDAY + timedelta(days=1)
MONEY_ENDS = date(2027, 3, 31)
AFTER = date(2027, 4, 1)

IN_POST = [
    pytest.param({}, True, id="no dates"),
    pytest.param({"started_on": FRIDAY}, True, id="the first day"),
    pytest.param({"started_on": SATURDAY}, False, id="starts tomorrow"),
    pytest.param({"left_on": FRIDAY}, True, id="the last day is worked"),
    pytest.param({"left_on": THURSDAY}, False, id="left yesterday"),
    pytest.param({"dropped_on": FRIDAY}, False, id="gone from today's list"),
    pytest.param({"dropped_on": SATURDAY}, True, id="gone from tomorrow's list"),
    pytest.param({"left_on": SATURDAY, "dropped_on": FRIDAY}, False, id="gone before the date"),
    pytest.param({"left_on": THURSDAY, "dropped_on": SATURDAY}, False, id="left, then gone"),
]


@pytest.mark.parametrize(("dates", "expected"), IN_POST)
def test_a_worker_is_in_post_between_their_first_and_their_last_day(
    dates: dict[str, date], expected: bool
) -> None:
    assert a_worker(1, **dates).in_post(FRIDAY) is expected


@pytest.mark.parametrize(
    ("worker", "undated"),
    [
        (a_worker(1, left_on=THURSDAY), False),
        (a_worker(1, left_on=THURSDAY, dropped_on=FRIDAY), False),
        (a_worker(1, dropped_on=FRIDAY), True),
        (a_worker(1, left_on=date(2027, 1, 1), dropped_on=FRIDAY), True),
    ],
)
def test_somebody_gone_from_the_list_before_their_date_left_without_one(
    worker: WorkerTerms, undated: bool
) -> None:
    assert worker.left_without_date is undated


THERE_IS = [
    pytest.param({}, FRIDAY, True, id="no dates"),
    pytest.param({"created_on": FRIDAY}, THURSDAY, False, id="not made yet"),
    pytest.param({"created_on": FRIDAY}, FRIDAY, True, id="made today"),
    pytest.param({"deleted_on": FRIDAY}, FRIDAY, True, id="its last day"),
    pytest.param({"deleted_on": FRIDAY}, SATURDAY, False, id="deleted"),
    pytest.param({"dropped_on": FRIDAY}, FRIDAY, False, id="gone from the list"),
    pytest.param(TIME_LIMITED, MONEY_ENDS, True, id="the money's last day"),
    pytest.param(TIME_LIMITED, AFTER, False, id="the money has ended"),
    pytest.param(
        TIME_LIMITED | {"funded_until": THURSDAY}, FRIDAY, True, id="listed after its money's end"
    ),
    pytest.param({"funded_until": MONEY_ENDS}, AFTER, True, id="base budget does not end"),
]


@pytest.mark.parametrize(("given", "day", "expected"), THERE_IS)
def test_a_post_is_there_from_when_it_is_made_to_its_last_day(
    given: dict[str, object], day: date, expected: bool
) -> None:
    post = a_post(1, **given)
    assert a_book(post).there_is(post, day) is expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, Funding.BASE),
        (TIME_LIMITED, Funding.TIME_LIMITED),
        (TIME_LIMITED | {"funded_until": FRIDAY}, Funding.TIME_LIMITED),
        (TIME_LIMITED | {"funded_until": THURSDAY}, Funding.UNFUNDED),
        (TIME_LIMITED | {"funded_until": None}, Funding.TIME_LIMITED),
    ],
)
def test_a_post_that_outlives_its_money_is_unfunded(
    given: dict[str, object], expected: Funding
) -> None:
    post = a_post(1, **given)
    assert a_book(post).funding_of(post, FRIDAY) is expected


def test_a_service_is_made_of_its_teams_and_of_those_no_longer_listed() -> None:
    teams = (a_team(1), a_team(2, service_id=2), a_team(3, dropped_on=FRIDAY))
    book = a_book(*teams, a_worker(1), a_worker(2, team_id=2), a_worker(3, team_id=3))

    def counted(of: StaffingBook) -> list[int]:
        return [worker.worker_id for worker in of.counted_workers]

    assert counted(book) == [1, 2, 3]
    assert counted(book.of_service(1)) == [1, 3]
    assert counted(book.of_teams([2])) == [2]


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 11, 20), date(2025, 11, 20)),
        (date(2028, 2, 29), date(2027, 2, 28)),
        (date(2029, 2, 28), date(2028, 2, 28)),
    ],
)
def test_a_year_before_is_the_same_day_of_the_year(day: date, before: date) -> None:
    assert years_before(day, 1) == before
