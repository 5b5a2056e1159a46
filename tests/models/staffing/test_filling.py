"""Who fills which post, counted by hand: handovers, job shares, cover, and what is vacant."""

from datetime import date, timedelta

import pytest

from models.staffing.apart import books_apart
from models.staffing.filling import fills, vacancies, without_post
from models.vocabulary import Employment
from tests.build import FRIDAY
from tests.models.staffing.making import (
    AGENCY,
    TIME_LIMITED,
    Known,
    a_book,
    a_post,
    a_team,
    a_worker,
)

THURSDAY, SATURDAY = FRIDAY - timedelta(days=1), FRIDAY + timedelta(days=1)

#  who holds post P1 (1.0 FTE): employed, agency, vacant, beyond
FILLED = [
    pytest.param((), (0, 0, 1, 0), id="nobody"),
    pytest.param((a_worker(1),), (1, 0, 0, 0), id="filled"),
    pytest.param((a_worker(1, fte=0.6),), (0.6, 0, 0.4, 0), id="in part"),
    pytest.param((a_worker(1, fte=0.6), a_worker(2, fte=0.4)), (1, 0, 0, 0), id="a job share"),
    pytest.param((a_worker(1), a_worker(2)), (2, 0, 0, 1), id="a handover"),
    pytest.param((a_worker(1, **AGENCY),), (0, 1, 1, 0), id="covered by agency is vacant"),
    pytest.param((a_worker(1), a_worker(2, **AGENCY)), (1, 1, 0, 0), id="filled and covered"),
    pytest.param((a_worker(1, left_on=THURSDAY),), (0, 0, 1, 0), id="the holder has left"),
    pytest.param((a_worker(1, left_on=FRIDAY),), (1, 0, 0, 0), id="the holder's last day"),
    pytest.param((a_worker(1, started_on=SATURDAY),), (0, 0, 1, 0), id="starts tomorrow"),
    pytest.param(
        (a_worker(1, employment=Employment.FIXED_TERM),), (1, 0, 0, 0), id="fixed-term is employed"
    ),
    pytest.param((a_worker(1, team_id=9),), (1, 0, 0, 0), id="the holder works in another team"),
]


@pytest.mark.parametrize(("holders", "expected"), FILLED)
def test_a_post_is_vacant_for_what_no_employed_holder_fills(
    holders: tuple[Known, ...], expected: tuple[float, ...]
) -> None:
    book = a_book(a_post(1, 1, 2), *holders)
    (fill,) = fills(book, FRIDAY)
    assert (fill.employed_fte, fill.agency_fte, fill.vacant_fte, fill.beyond_fte) == expected


@pytest.mark.parametrize(
    ("posts", "vacant"),
    [
        pytest.param((a_post(1, 1, fte=0.5), a_post(2, 1, fte=0.5)), [0, 0], id="two halves"),
        pytest.param((a_post(1, 1), a_post(2, 1)), [0.5, 0.5], id="one person in two full posts"),
        pytest.param((a_post(1, 1, fte=0.6), a_post(2, 1, fte=0.2)), [0, 0], id="less than theirs"),
        pytest.param((a_post(1, 1), a_post(2, 1, deleted_on=THURSDAY)), [0], id="one is deleted"),
        pytest.param((a_post(1, 1, fte=0), a_post(2, 1, fte=0)), [0, 0], id="posts without FTE"),
    ],
)
def test_a_worker_in_several_posts_is_shared_out_by_their_fte(
    posts: tuple[Known, ...], vacant: list[float]
) -> None:
    book = a_book(a_worker(1), *posts)
    assert [fill.vacant_fte for fill in fills(book, FRIDAY)] == vacant


#  who holds P1, P2 and P3 (1.0 FTE each), and what is vacant of each
SHARED = [
    pytest.param(((1, 2), (2,), ()), {}, [0, 0, 1], id="helps in a post that is filled"),
    pytest.param(((1, 2), (2,), ()), {1: {"fte": 0.5}}, [0.17, 0.33, 1], id="fills it up"),
    pytest.param(
        ((1, 2), (2,), ()), {1: {"left_on": THURSDAY}}, [0.5, 0.5, 1], id="the other has left"
    ),
    pytest.param(((1, 2), (2,), ()), {1: AGENCY}, [0.5, 0.5, 1], id="the other is of an agency"),
    pytest.param(((1, 2), (1, 2), ()), {}, [0, 0, 1], id="two in the same two posts"),
]


@pytest.mark.parametrize(("holders", "given", "vacant"), SHARED)
def test_a_post_that_others_fill_too_makes_no_vacancy_elsewhere(
    holders: tuple[tuple[int, ...], ...], given: dict[int, dict[str, object]], vacant: list[float]
) -> None:
    posts = [a_post(number, *ids) for number, ids in enumerate(holders, 1)]
    workers = [a_worker(number, **given.get(number, {})) for number in (1, 2, 3)]
    found = [fill.vacant_fte for fill in fills(a_book(*posts, *workers), FRIDAY)]
    assert found == pytest.approx(vacant, abs=0.005)


def test_a_shared_post_makes_no_vacancy_in_a_book_of_the_other_team() -> None:
    whole = a_book(
        *(a_team(number) for number in (1, 2)),
        *(a_worker(number, team_id=number) for number in (1, 2)),
        *(a_post(1, 1, 2), a_post(2, 2, team_id=2)),
    )
    for book in (whole.of_teams([2]), books_apart(whole, {2: [2]})[2]):
        assert [fill.vacant_fte for fill in fills(book, FRIDAY)] == [0]


def test_a_worker_is_shared_out_with_posts_of_other_teams() -> None:
    book = a_book(a_team(1), a_worker(1), a_post(1, 1), a_post(2, 1, team_id=2))
    (fill,) = fills(book, FRIDAY)
    assert fill.vacant_fte == 0.5


YEAR_AGO = date(2025, 11, 20)
LONG_KNOWN, JUST_KNOWN = date(2020, 1, 1), date(2026, 11, 1)

#  first load, the post, its holders: vacant since
SINCE = [
    pytest.param(LONG_KNOWN, {}, (), None, id="nobody is remembered"),
    pytest.param(
        LONG_KNOWN, {}, (a_worker(1, left_on=THURSDAY),), FRIDAY, id="the day after the last left"
    ),
    pytest.param(
        LONG_KNOWN,
        {"created_on": date(2024, 1, 1)},
        (a_worker(1, left_on=date(2025, 3, 1)), a_worker(2, left_on=date(2026, 3, 1))),
        date(2026, 3, 2),
        id="the last of several",
    ),
    pytest.param(
        LONG_KNOWN,
        {},
        (a_worker(1, left_on=THURSDAY, **AGENCY),),
        None,
        id="an agency worker never filled it",
    ),
    pytest.param(
        LONG_KNOWN, {"created_on": date(2021, 1, 1)}, (), date(2021, 1, 1), id="never filled"
    ),
    pytest.param(
        JUST_KNOWN, {"created_on": YEAR_AGO}, (), YEAR_AGO, id="made a year ago, lately loaded"
    ),
    pytest.param(
        JUST_KNOWN,
        {"created_on": YEAR_AGO - timedelta(days=1)},
        (),
        None,
        id="made before anybody could know",
    ),
    pytest.param(
        LONG_KNOWN,
        {"created_on": date(2021, 1, 1)},
        (a_worker(1, fte=0.5),),
        None,
        id="never quite filled",
    ),
]


@pytest.mark.parametrize(("first", "given", "holders", "since"), SINCE)
def test_a_post_is_vacant_since_its_last_holder_left_or_it_was_made(
    first: date, given: dict[str, object], holders: tuple[Known, ...], since: date | None
) -> None:
    known = (a_post(1, 1, 2, **given), *holders)
    (vacancy,) = vacancies(a_book(*known, first_listed_on=first))
    assert vacancy.since == since


def test_vacancies_come_longest_first_with_who_covers_and_who_starts() -> None:
    book = a_book(
        a_post(1),
        a_post(2, 1, created_on=date(2025, 1, 1)),
        a_post(3, 2, 3, 4, created_on=date(2024, 12, 1), **TIME_LIMITED),
        a_post(4, 5),
        a_worker(1, started_on=date(2027, 2, 1)),
        a_worker(2, **AGENCY),
        a_worker(3, started_on=date(2027, 1, 4)),
        a_worker(4, started_on=date(2026, 12, 7)),
        a_worker(5),
    )
    assert [(each.post.reference, each.agency_fte, each.starts_on) for each in vacancies(book)] == [
        ("P3", 1, date(2026, 12, 7)),
        ("P2", 0, date(2027, 2, 1)),
        ("P1", 0, None),
    ]


def test_who_holds_no_post_is_found() -> None:
    book = a_book(
        a_post(1, 1),
        a_post(2, 2, deleted_on=THURSDAY),
        *(a_worker(number) for number in (1, 2, 3)),
        a_worker(4, left_on=THURSDAY),
        a_worker(5, **AGENCY),
    )
    assert [worker.worker_id for worker in without_post(book, FRIDAY)] == [2, 3]
