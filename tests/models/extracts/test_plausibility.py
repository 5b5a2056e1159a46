"""Which changes are believed, and which are held until an administrator has looked."""

from datetime import date, timedelta

import pytest

from models.extracts.plausibility import (
    Totals,
    doubts,
    missing_words,
    usual_change,
    usual_words,
    weekdays,
)

OPEN = [
    # before, after, believed
    (100, 100, True),
    (100, 125, True),  # exactly a quarter
    (100, 126, False),
    (100, 75, True),
    (100, 74, False),
    (3, 4, False),
    (4, 5, True),
    (0, 0, True),
    (0, 1, False),
    (100, 0, False),
]


@pytest.mark.parametrize(("before", "after", "believed"), OPEN)
def test_open_cases_may_change_by_a_quarter(before: int, after: int, believed: bool) -> None:
    found = doubts(Totals(open_cases=before), Totals(open_cases=after), None)
    assert (found == []) is believed


@pytest.mark.parametrize(("before", "after", "believed"), OPEN)
def test_workers_may_change_by_a_quarter(before: int, after: int, believed: bool) -> None:
    assert (doubts(Totals(workers=before), Totals(workers=after), None) == []) is believed


@pytest.mark.parametrize(
    ("before", "after", "believed"),
    [
        (0, 4, True),  # fewer than five say nothing
        (0, 5, False),
        (4, 0, True),
        (5, 0, False),
        (16, 20, True),
        (16, 21, False),
        (20, 25, True),  # exactly a quarter
        (20, 26, False),
        (20, 15, True),
        (20, 14, False),
    ],
)
def test_unallocated_cases_may_change_by_four_or_by_a_quarter(
    before: int, after: int, believed: bool
) -> None:
    found = doubts(Totals(unallocated=before), Totals(unallocated=after), None)
    assert (found == []) is believed


@pytest.mark.parametrize(
    ("open_cases", "children_in_need", "believed"),
    [
        (500, 1000, True),
        (499, 1000, False),
        (1100, 1000, True),
        (1101, 1000, False),
        (0, 1000, False),
        (9000, None, True),
    ],
)
def test_open_cases_are_held_against_the_published_children_in_need(
    open_cases: int, children_in_need: int | None, believed: bool
) -> None:
    assert (doubts(None, Totals(open_cases=open_cases), children_in_need) == []) is believed


def test_a_first_load_has_nothing_to_change_from() -> None:
    assert doubts(None, Totals(open_cases=2014, unallocated=300), None) == []


def test_a_workforce_says_nothing_about_children_in_need() -> None:
    assert doubts(Totals(workers=10), Totals(workers=10), 1000) == []


def test_the_sentence_says_from_what_to_what_and_by_how_much() -> None:
    before = Totals(open_cases=2014, unallocated=4)
    after = Totals(open_cases=1297, unallocated=20)
    assert doubts(before, after, None) == [
        "open cases fell from 2,014 to 1,297 (−36 %)",
        "unallocated cases rose from 4 to 20 (+400 %)",
    ]


def test_a_rise_from_nothing_has_no_percentage() -> None:
    assert doubts(Totals(workers=0), Totals(workers=9), None) == ["workers rose from 0 to 9"]


FRIDAY = date(2026, 11, 20)


def days(*open_cases: int, apart: int = 1) -> list[tuple[date, int]]:
    """Open cases day after day, weekends included, the last on the Friday."""
    first = FRIDAY - timedelta(days=apart * (len(open_cases) - 1))
    return [
        (first + timedelta(days=apart * place), cases) for place, cases in enumerate(open_cases)
    ]


@pytest.mark.parametrize(
    ("counts", "usual"),
    [
        (days(100, 100, 100, 100), None),  # too few
        (days(100, 100, 100, 100, 100), (0, 0)),
        (days(1000, 1004, 1000, 1004, 1000), (-1, 1)),  # rounded outwards
        (days(100, 102, 104, 106, 108), (1, 2)),
        (days(100, 99, 98, 97, 96), (-2, -1)),
        (days(*[100] * 20, 64, *[64] * 20), (0, 0)),  # one odd day is not usual
        (days(0, 100, 100, 100, 100), None),  # from nothing there is no percentage
        ([], None),
    ],
)
def test_the_usual_change_is_that_of_most_days(
    counts: list[tuple[date, int]], usual: tuple[int, int] | None
) -> None:
    assert usual_change(counts, lambda after, until: (until - after).days) == usual


def test_the_change_of_a_week_is_shared_by_its_working_days() -> None:
    weekly = days(1000, 1050, 1102, 1157, 1215, apart=7)  # 5 % a week
    assert usual_change(weekly, weekdays) == (0, 2)
    assert usual_change(weekly, lambda _after, _until: 1) == (4, 6)


def test_a_load_at_the_weekend_is_a_day_after_the_one_before() -> None:
    assert usual_change(days(100, 101, 102, 103, 104), lambda _after, _until: 0) == (0, 1)


@pytest.mark.parametrize(
    ("usual", "words"),
    [
        (None, []),
        ((-1, 1), ["usual change in a day: −1 to +1 %"]),
        ((0, 2), ["usual change in a day: 0 to +2 %"]),
        ((0, 0), ["usual change in a day: 0 %"]),
        ((-2, -2), ["usual change in a day: −2 %"]),
    ],
)
def test_what_is_usual_is_said_with_its_signs(
    usual: tuple[int, int] | None, words: list[str]
) -> None:
    assert usual_words(usual) == words


def test_missing_teams_are_named() -> None:
    assert missing_words(()) == []
    assert missing_words(("Care Leavers", "Court South")) == [
        "teams missing from the file: Care Leavers, Court South"
    ]


@pytest.mark.parametrize(
    ("after", "until", "number"),
    [
        (FRIDAY, FRIDAY, 0),
        (FRIDAY, FRIDAY + timedelta(days=1), 0),
        (FRIDAY, FRIDAY + timedelta(days=3), 1),
        (FRIDAY, FRIDAY + timedelta(days=7), 5),
    ],
)
def test_weekdays_lie_after_the_first_day_up_to_the_second(
    after: date, until: date, number: int
) -> None:
    assert weekdays(after, until) == number
