"""Working days: weekdays without England's bank holidays and the authority's closing days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.calendar import WorkingCalendar

CALENDAR = WorkingCalendar()
CLOSED_AT_CHRISTMAS = WorkingCalendar([date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31)])

BANK_HOLIDAYS_2026 = [
    (date(2026, 1, 1), "New Year's Day"),
    (date(2026, 4, 3), "Good Friday"),
    (date(2026, 4, 6), "Easter Monday"),
    (date(2026, 5, 4), "early May bank holiday"),
    (date(2026, 5, 25), "spring bank holiday"),
    (date(2026, 8, 31), "summer bank holiday"),
    (date(2026, 12, 25), "Christmas Day"),
    (date(2026, 12, 28), "Boxing Day, which is a Saturday, on the Monday after"),
]
NOT_IN_ENGLAND = [
    (date(2026, 1, 2), "2 January, Scotland's"),
    (date(2026, 3, 17), "St Patrick's Day, Northern Ireland's"),
    (date(2026, 7, 13), "the Boyne, Northern Ireland's"),
    (date(2026, 8, 3), "Scotland's summer bank holiday"),
    (date(2026, 11, 30), "St Andrew's Day, Scotland's"),
]


def named(days: list[tuple[date, str]]) -> list[object]:
    return [pytest.param(day, id=name) for day, name in days]


@pytest.mark.parametrize("day", named(BANK_HOLIDAYS_2026))
def test_a_bank_holiday_of_england_is_no_working_day(day: date) -> None:
    assert day.weekday() < 5
    assert not CALENDAR.is_working_day(day)


@pytest.mark.parametrize("day", named(NOT_IN_ENGLAND))
def test_a_holiday_elsewhere_in_the_kingdom_is_a_working_day(day: date) -> None:
    assert CALENDAR.is_working_day(day)


def test_2026_has_eight_bank_holidays_and_no_ninth() -> None:
    year = (date(2026, 1, 1) + timedelta(days=n) for n in range(365))
    free = [day for day in year if day.weekday() < 5 and not CALENDAR.is_working_day(day)]
    assert free == [day for day, _ in BANK_HOLIDAYS_2026]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),
        (date(2026, 11, 22), False),
        (date(2026, 11, 23), True),
    ],
)
def test_saturday_and_sunday_are_no_working_days(day: date, works: bool) -> None:
    assert CALENDAR.is_working_day(day) is works


def test_a_closing_day_is_no_working_day_of_that_authority() -> None:
    assert CALENDAR.is_working_day(date(2026, 12, 29))
    assert not CLOSED_AT_CHRISTMAS.is_working_day(date(2026, 12, 29))


FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("after", "until", "days"),
    [
        pytest.param(FRIDAY, FRIDAY, 0, id="the same day"),
        pytest.param(FRIDAY, date(2026, 11, 19), 0, id="backwards"),
        pytest.param(date(2026, 11, 19), FRIDAY, 1, id="since yesterday"),
        pytest.param(FRIDAY, date(2026, 11, 22), 0, id="over a weekend, until Sunday"),
        pytest.param(FRIDAY, date(2026, 11, 23), 1, id="over a weekend, until Monday"),
        pytest.param(date(2026, 11, 21), date(2026, 11, 23), 1, id="since Saturday"),
        pytest.param(date(2026, 11, 13), FRIDAY, 5, id="a week"),
        pytest.param(date(2026, 11, 16), FRIDAY, 4, id="Monday to Friday"),
        pytest.param(date(2026, 4, 2), date(2026, 4, 7), 1, id="over Easter"),
        pytest.param(date(2026, 12, 24), date(2026, 12, 29), 1, id="over Christmas"),
        pytest.param(date(2026, 12, 31), date(2027, 1, 4), 1, id="over the new year"),
        pytest.param(date(2025, 12, 31), date(2026, 12, 31), 253, id="a year, as the DfE counts"),
    ],
)
def test_working_days_lie_after_the_first_day_up_to_and_with_the_second(
    after: date, until: date, days: int
) -> None:
    assert CALENDAR.working_days(after, until) == days


def test_closing_days_are_not_counted() -> None:
    christmas = (date(2026, 12, 24), date(2027, 1, 4))
    assert CALENDAR.working_days(*christmas) == 4
    assert CLOSED_AT_CHRISTMAS.working_days(*christmas) == 1


def test_a_closing_day_that_is_free_anyway_is_not_taken_off_twice() -> None:
    twice = WorkingCalendar([date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 28)])
    christmas = (date(2026, 12, 24), date(2027, 1, 4))
    assert twice.working_days(*christmas) == CALENDAR.working_days(*christmas)


days = st.dates(min_value=date(2019, 1, 1), max_value=date(2034, 12, 31))
spans = st.integers(min_value=-10, max_value=900)


@given(after=days, span=spans, closed=st.lists(days, max_size=5), near=st.lists(spans, max_size=5))
def test_counting_day_by_day_gives_the_same(
    after: date, span: int, closed: list[date], near: list[int]
) -> None:
    calendar = WorkingCalendar([*closed, *(after + timedelta(days=n) for n in near)])
    one_by_one = (after + timedelta(days=n) for n in range(1, span + 1))
    counted = sum(calendar.is_working_day(day) for day in one_by_one)
    assert calendar.working_days(after, after + timedelta(days=span)) == counted


@given(after=days, first=st.integers(0, 400), second=st.integers(0, 400))
def test_two_spans_one_after_the_other_add_up(after: date, first: int, second: int) -> None:
    middle = after + timedelta(days=first)
    until = middle + timedelta(days=second)
    whole = CALENDAR.working_days(after, until)
    assert CALENDAR.working_days(after, middle) + CALENDAR.working_days(middle, until) == whole
