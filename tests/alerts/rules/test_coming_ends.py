"""Money for posts and temporary teams that are about to end: when they are told of, and how."""

from datetime import date, timedelta

import pytest

from alerts.readings import Reading
from alerts.rules.judging.judge import judge, judge_staffing
from alerts.rules.judging.staffing_day import StaffingDay
from models.vocabulary import RuleKind
from tests.build import FRIDAY, a_holder, a_rule, a_team_day, holding
from tests.build import a_book as a_caseload_book
from tests.models.staffing.making import TIME_LIMITED, Known, a_book, a_post, a_worker

MARCH_31 = date(2027, 3, 31)
WEEK = timedelta(weeks=1)
FUNDING, TEAM = RuleKind.FUNDING_ENDS, RuleKind.TEAM_ENDS

POSTS: tuple[Known, ...] = (
    a_post(1, 1, **TIME_LIMITED),
    a_post(2, 2, **(TIME_LIMITED | {"fte": 0.6})),
    a_worker(1),
    a_worker(2),
)
CASELOADS = a_caseload_book(*(a_holder(worker_id=number, caseload=12) for number in (1, 2, 3, 4)))


def funding(*known: Known, weeks: float = 20, **given: object) -> list[Reading]:
    book = a_book(*known)
    day = StaffingDay(day=book.day, staffing=book, **given)  # type: ignore[arg-type]
    return judge_staffing({FUNDING: a_rule(FUNDING, limit=weeks)}, day)


@pytest.mark.parametrize(("last_day", "is_told"), [(FRIDAY, True), (FRIDAY - WEEK, False)])
def test_money_is_told_of_up_to_its_last_day(last_day: date, is_told: bool) -> None:
    found = funding(a_post(1, **(TIME_LIMITED | {"funded_until": last_day})))
    assert bool(found) == is_told


@pytest.mark.parametrize(("weeks", "is_told"), [(4, True), (3, False)])
def test_money_that_ends_within_some_weeks_is_told_of(weeks: float, is_told: bool) -> None:
    ends = {"funded_until": FRIDAY + 4 * WEEK}
    assert bool(funding(a_post(1, **(TIME_LIMITED | ends)), weeks=weeks)) == is_told


def test_it_says_how_many_posts_when_and_what_the_average_would_be_without_them() -> None:
    (reading,) = funding(*POSTS, caseload=CASELOADS)
    assert reading.said == (
        "2 time-limited posts (1.6 FTE) end on 31 March; without them the average would be 24"
    )
    assert reading.more == ("Two people in them have no leaving date and no other post.",)
    assert (reading.subject, reading.value) == ("funding:2027-03-31", 2)


def test_of_posts_whose_holders_hold_no_case_no_average_is_said() -> None:
    (reading,) = funding(*POSTS, caseload=a_caseload_book(a_holder(worker_id=3, caseload=12)))
    assert reading.said == "2 time-limited posts (1.6 FTE) end on 31 March"


@pytest.mark.parametrize(
    ("last_day", "said"),
    [
        (FRIDAY - WEEK, "The money ended on 13 November"),
        (MARCH_31, "No money is said to end on 31 March any more"),
    ],
)
def test_money_that_an_alert_spoke_of_is_over_when_it_has_ended_or_goes_on(
    last_day: date, said: str
) -> None:
    (reading,) = funding(watched=frozenset({f"funding:{last_day}", "feed:allocations"}))
    assert (reading.over, reading.clear, reading.said) == (False, True, said)


@pytest.mark.parametrize(
    ("ends_on", "cases", "said"),
    [
        (FRIDAY + 8 * WEEK, 12, "Court North ends on Fri 15 Jan 2027; it holds 12 cases"),
        (FRIDAY + 8 * WEEK + timedelta(days=1), 12, None),
        (FRIDAY, 0, "Court North ends on Fri 20 Nov; it holds no cases"),
        (FRIDAY - WEEK, 12, "Court North ended on Fri 13 Nov; it still holds 12 cases"),
        (FRIDAY - WEEK, 0, None),
        (None, 12, None),
    ],
)
def test_a_temporary_team_is_told_of_until_it_has_ended_and_holds_nothing(
    ends_on: date | None, cases: int, said: str | None
) -> None:
    day = a_team_day(*holding(cases), ends_on=ends_on)
    assert [r.said for r in judge({TEAM: a_rule(TEAM)}, day)] == ([] if said is None else [said])


def test_a_team_that_an_alert_spoke_of_says_how_it_ended() -> None:
    day = a_team_day(*holding(0), ends_on=FRIDAY - WEEK, watched=frozenset({"team:1"}))
    (reading,) = judge({TEAM: a_rule(TEAM)}, day)
    assert (reading.over, reading.clear) == (False, True)
    assert reading.said == "Court North ended on Fri 13 Nov, and holds no cases"
