"""Which changes are believed, and which are held until an administrator has looked."""

import pytest

from models.extracts.plausibility import Totals, doubts

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
        "open cases fell from 2,014 to 1,297 (−36%)",
        "unallocated cases rose from 4 to 20 (+400%)",
    ]


def test_a_rise_from_nothing_has_no_percentage() -> None:
    assert doubts(Totals(workers=0), Totals(workers=9), None) == ["workers rose from 0 to 9"]
