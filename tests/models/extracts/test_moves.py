"""Every load leaves counts of how cases left their workers: what an alert's end is told by."""

from models.moves import CaseMove
from models.vocabulary import Leaving
from tests.models.extracts.authority import FRIDAY, MONDAY, Authority, case, cases_of, worker

QUIET = cases_of("W4", 20)


def moves(authority: Authority) -> set[tuple[str, str | None, Leaving, int]]:
    """From whom, to whom, how, and how many."""
    rows = authority.rows(CaseMove)
    assert {row.day for row in rows} <= {FRIDAY}
    return {
        (
            _staff_id(authority, row.from_worker_id) or "",
            _staff_id(authority, row.to_worker_id),
            row.how,
            row.cases,
        )
        for row in rows
    }


def _staff_id(authority: Authority, worker_id: int | None) -> str | None:
    known = {authority.worker(f"W{n}").id: f"W{n}" for n in range(1, 5)}
    return None if worker_id is None else known[worker_id]


def test_a_first_load_moves_nothing(staffed: Authority) -> None:
    staffed.cases(*QUIET, *cases_of("W1", 3), day=FRIDAY)
    assert moves(staffed) == set()


def test_cases_that_close_are_counted_by_their_worker(staffed: Authority) -> None:
    staffed.cases(*QUIET, case("C1"), case("C2"), case("C3"), day=MONDAY)
    staffed.cases(*QUIET, case("C1", closed_on="2026-11-19"), case("C2"), day=FRIDAY)
    assert moves(staffed) == {("W1", None, Leaving.CLOSED, 2)}


def test_cases_that_go_to_colleagues_are_counted_by_giver_and_taker(staffed: Authority) -> None:
    staffed.cases(*QUIET, case("C1"), case("C2"), case("C3"), case("C4"), day=MONDAY)
    staffed.cases(
        *QUIET, case("C1", "W2"), case("C2", "w2@example.org"), case("C3", "W3"), case("C4"),
        day=FRIDAY,
    )  # fmt: skip
    assert moves(staffed) == {
        ("W1", "W2", Leaving.MOVED, 2),
        ("W1", "W3", Leaving.MOVED, 1),
    }


def test_a_taker_who_is_not_in_the_workforce_has_no_name(staffed: Authority) -> None:
    staffed.cases(*QUIET, case("C1"), day=MONDAY)
    staffed.cases(*QUIET, case("C1", "Somebody Else"), day=FRIDAY)
    assert moves(staffed) == {("W1", None, Leaving.MOVED, 1)}


def test_a_case_left_without_a_worker_is_no_move_to_a_colleague(staffed: Authority) -> None:
    staffed.cases(*QUIET, case("C1"), day=MONDAY)
    staffed.cases(*QUIET, case("C1", None), day=FRIDAY)
    assert moves(staffed) == {("W1", None, Leaving.UNALLOCATED, 1)}


def test_the_same_worker_by_another_name_is_no_move(staffed: Authority) -> None:
    staffed.cases(*QUIET, case("C1", "W1"), day=MONDAY)
    staffed.cases(*QUIET, case("C1", "w1@example.org"), day=FRIDAY)
    assert moves(staffed) == set()


def test_a_case_that_had_no_worker_leaves_nobody(staffed: Authority) -> None:
    staffed.cases(*QUIET, case("C1", None), case("C2", "Somebody Else"), day=MONDAY)
    staffed.cases(*QUIET, case("C1", "W1"), day=FRIDAY)
    assert moves(staffed) == set()


def test_a_load_that_is_held_moves_nothing(staffed: Authority) -> None:
    staffed.cases(*QUIET, *cases_of("W1", 20), day=MONDAY)
    staffed.cases(*QUIET, day=FRIDAY)
    assert staffed.rows(CaseMove) == []


def test_a_worker_who_joins_the_workforce_later_is_no_move(staffed: Authority) -> None:
    staffed.cases(*QUIET, case("C1", "W5"), day=MONDAY)
    staffed.workforce(*(worker(f"W{n}") for n in range(1, 6)), day=FRIDAY)
    assert staffed.rows(CaseMove) == []
