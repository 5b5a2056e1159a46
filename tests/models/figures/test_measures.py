"""What a book comes to: each measure by its definition, with its parts and its warnings."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.figures.book import Book, Flow, Unmatched, Waiting
from models.figures.definitions import CASELOAD
from models.figures.figure import Figure, shown
from models.figures.holders import Holder
from models.figures.measures import (
    held_by_nobody_at_work,
    over,
    scope_figures,
    tells_on_somebody,
    with_room,
    worker_figures,
)
from models.vocabulary import CaseKind, Measure, Role
from tests.build import FRIDAY, a_book, a_holder, a_limit, a_part, at_six, holding


def figure(book: Book, measure: Measure, *warnings: str) -> Figure:
    (found,) = [each for each in scope_figures(book, warnings) if each.measure is measure]
    return found


def value(book: Book, measure: Measure) -> float | None:
    return figure(book, measure).value


ADVISER = Role.PERSONAL_ADVISER


@pytest.mark.parametrize(
    ("caseloads", "median", "highest", "at_20"),
    [
        pytest.param((10,), 10, 10, 0, id="one worker"),
        pytest.param((10, 13), 11.5, 13, 0, id="between two"),
        pytest.param((10, 12, 30), 12, 30, 1, id="the middle one"),
        pytest.param((0, 0, 12), 12, 12, 0, id="who holds none is not in the middle"),
        pytest.param((19, 20, 21), 20, 21, 2, id="20 is 20 or more, 19 is not"),
        pytest.param((0,), None, None, 0, id="nobody holds a case"),
        pytest.param((), None, None, 0, id="nobody"),
    ],
)
def test_the_spread_is_of_workers_in_post_who_hold_cases(
    caseloads: tuple[int, ...], median: float | None, highest: int | None, at_20: int
) -> None:
    book = a_book(*holding(*caseloads), a_holder(caseload=99, in_post=False))
    assert value(book, Measure.MEDIAN_CASELOAD) == median
    assert value(book, Measure.HIGHEST_CASELOAD) == highest
    assert value(book, Measure.AT_20_OR_MORE) == at_20


def test_the_spread_is_of_cases_not_of_cases_per_fte() -> None:
    book = a_book(a_holder(caseload=12, fte=0.5))
    assert value(book, Measure.HIGHEST_CASELOAD) == 12
    assert value(book, Measure.AT_20_OR_MORE) == 0


#  one worker, counts as over
OVER = [
    pytest.param(a_holder(caseload=19), True, id="over"),
    pytest.param(a_holder(caseload=18), False, id="exactly at the limit"),
    pytest.param(a_holder(caseload=17, limit=a_limit(16.2)), True, id="over by a fraction"),
    pytest.param(a_holder(caseload=57, fte=0.57, limit=a_limit(100)), False, id="0.57 of 100"),
    pytest.param(a_holder(caseload=19, absent=True), True, id="absent, but in post"),
    pytest.param(a_holder(caseload=19, in_post=False), False, id="left"),
    pytest.param(a_holder(caseload=1, fte=0.0), True, id="a case without any FTE"),
    pytest.param(a_holder(caseload=99, limit=None), False, id="no limit"),
    pytest.param(a_holder(caseload=19, role=ADVISER), True, id="whatever the role"),
]


@pytest.mark.parametrize(("holder", "is_over"), OVER)
def test_over_limit_counts_workers_in_post_above_their_allowance(
    holder: Holder, is_over: bool
) -> None:
    book = a_book(holder)
    assert value(book, Measure.OVER_LIMIT) == int(is_over)
    assert over(book) == ([holder] if is_over else [])


def test_who_is_over_is_listed_furthest_first_and_then_by_name() -> None:
    ann = a_holder(worker_id=1, name="Ann", caseload=20)
    bea = a_holder(worker_id=2, name="Bea", caseload=20)
    cat = a_holder(worker_id=3, name="Cat", caseload=15, fte=0.5)
    assert over(a_book(bea, ann, cat)) == [cat, ann, bea]


def test_who_has_room_is_listed_with_most_room_first_and_then_by_name() -> None:
    ann = a_holder(worker_id=1, name="Ann", caseload=15)
    bea = a_holder(worker_id=2, name="Bea", caseload=15)
    cat = a_holder(worker_id=3, name="Cat", caseload=2)
    full = a_holder(worker_id=4, name="Full", caseload=18)
    assert with_room(a_book(full, bea, ann, cat)) == [cat, ann, bea]


def test_cases_of_absent_workers_and_leavers_are_held_by_nobody_at_work() -> None:
    book = a_book(
        a_holder(worker_id=1, caseload=10),
        a_holder(worker_id=2, caseload=5, absent=True),
        a_holder(worker_id=3, caseload=2, in_post=False),
        a_holder(worker_id=4, caseload=1, in_post=False, absent=True),
    )
    assert held_by_nobody_at_work(book) == 8
    assert value(book, Measure.NOBODY_AT_WORK) == 8


@pytest.mark.parametrize(
    ("social_workers", "others", "absent", "tells"),
    [
        pytest.param(2, 0, 0, True, id="two who hold cases"),
        pytest.param(3, 0, 0, False, id="three social workers"),
        pytest.param(1, 10, 0, True, id="one social worker among ten others"),
        pytest.param(2, 10, 0, True, id="two"),
        pytest.param(0, 10, 0, False, id="no social worker, so no such average"),
        pytest.param(5, 0, 3, True, id="two of five at work"),
        pytest.param(5, 0, 2, False, id="three of five at work"),
        pytest.param(5, 0, 5, False, id="nobody at work, so no such average"),
    ],
)
def test_an_average_of_one_or_two_tells_on_somebody(
    social_workers: int, others: int, absent: int, tells: bool
) -> None:
    holders = [
        a_holder(
            worker_id=number,
            caseload=10,
            absent=number < absent,
            role=Role.CASE_HOLDER if number < social_workers else Role.PERSONAL_ADVISER,
        )
        for number in range(social_workers + others)
    ]
    assert tells_on_somebody(a_book(*holders)) is tells


def test_unallocated_cases_are_open_cases_and_are_in_nobodys_caseload() -> None:
    held = a_book(*holding(10, 11, 12)).held
    alone = a_part(worker_id=None, allocated=False, cases=3)
    waiting = (Waiting(1, CaseKind.CHILD_IN_NEED, date(2026, 11, 2), 3),)
    book = a_book(*holding(10, 11, 12), held=(*held, alone), waiting=waiting)
    unallocated = figure(book, Measure.UNALLOCATED)
    assert (unallocated.value, unallocated.denominator) == (3, 36)
    assert value(book, Measure.AVERAGE_CASELOAD) == 11


def test_not_seen_is_counted_and_cases_without_a_date_are_named_beside_it() -> None:
    book = a_book(held=(a_part(cases=5, not_seen=2, never_dated=1), a_part(cases=4, never_dated=2)))
    found = figure(book, Measure.NOT_SEEN)
    assert (found.value, found.denominator) == (2, 9)
    assert found.warnings == ("3 open cases with no date last seen",)


def test_demand_is_the_sum_of_what_opened_and_closed_in_every_team() -> None:
    need, looked_after = CaseKind.CHILD_IN_NEED, CaseKind.LOOKED_AFTER
    flows = (Flow(1, need, 3, 1), Flow(1, looked_after, 1, 0), Flow(None, need, opened=2, closed=0))
    book = a_book(flows=flows)
    assert (value(book, Measure.OPENED), value(book, Measure.CLOSED)) == (6, 1)
    assert figure(book, Measure.OPENED).by_kind == {need: 5, looked_after: 1}


def unmatched(*named: tuple[str, int]) -> tuple[Unmatched, ...]:
    return tuple(Unmatched(ref, 1, cases, "not in the workforce list") for ref, cases in named)


@pytest.mark.parametrize(
    ("named", "warning"),
    [
        ((("Pat", 1),), "1 case is held by somebody not in the workforce list"),
        ((("Pat", 2),), "2 cases are held by somebody not in the workforce list"),
        ((("Pat", 1), ("Pat", 2)), "3 cases are held by somebody not in the workforce list"),
        ((("Pat", 1), ("Lee", 4)), "5 cases are held by 2 people not in the workforce list"),
    ],
)
def test_unmatched_workers_are_named_in_every_figure_of_the_scope(
    named: tuple[tuple[str, int], ...], warning: str
) -> None:
    figures = scope_figures(a_book(*holding(10, 10, 10), unmatched=unmatched(*named)))
    assert all(warning in each.warnings for each in figures)


def test_every_figure_of_a_scope_carries_the_as_at_and_the_warnings_it_is_given() -> None:
    for each in scope_figures(a_book(*holding(10)), ["the data is 3 working days old"]):
        assert each.as_at == at_six(FRIDAY)
        assert each.warnings[0] == "the data is 3 working days old"


def test_every_measure_of_a_scope_and_of_a_worker_has_a_definition() -> None:
    holder = a_holder(caseload=3)
    found = scope_figures(a_book(holder)) + worker_figures(holder, a_book(holder))
    assert {each.measure for each in found} == set(CASELOAD)
    assert all(each.definition.sentence.endswith(".") for each in found)


def test_a_workers_figures_are_caseload_per_fte_and_allowance() -> None:
    holder = a_holder(caseload=11, fte=0.5)
    found = {each.measure: each.value for each in worker_figures(holder, a_book(holder))}
    assert found == {
        Measure.CASELOAD: 11,
        Measure.CASELOAD_PER_FTE: 22.0,
        Measure.ALLOWANCE: 9.0,
    }


def test_a_worker_without_fte_or_limit_has_figures_that_say_so() -> None:
    holder = a_holder(caseload=3, fte=0.0, limit=None)
    cases, per_fte, allowance = worker_figures(holder, a_book(holder), ["stale"])
    assert (cases.value, cases.warnings) == (3, ("stale",))
    assert per_fte.value is None
    assert per_fte.warnings[1].startswith("the worker's FTE is 0")
    assert allowance.value is None
    assert allowance.warnings == ("stale", "no limit is set for this worker")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (16.2, "16.2"),
        (18.0, "18"),
        (18, "18"),
        (2014, "2,014"),
        (100.0, "100"),
        (0, "0"),
        (0.04, "0"),
        (-0.04, "0"),
        (19.96, "20"),
        (None, "–"),
    ],
)
def test_a_number_is_shown_as_a_person_reads_it(number: float | None, text: str) -> None:
    assert shown(number) == text


@given(
    limit=st.integers(min_value=1, max_value=1_000),
    fte=st.integers(min_value=0, max_value=100),
    caseload=st.integers(min_value=0, max_value=300),
)
def test_a_worker_has_room_or_is_over_exactly_as_whole_numbers_say(
    limit: int, fte: int, caseload: int
) -> None:
    holder = a_holder(limit=a_limit(limit / 10), fte=fte / 100, caseload=caseload)
    thousandths = limit * fte  # the allowance, in thousandths of a case
    free = (thousandths - caseload * 1_000) // 1_000
    assert (holder.over_by > 0) is (caseload * 1_000 > thousandths)
    assert holder.room == max(0, free)
    assert holder.over_by == max(0, -free)
