"""What becomes of a case from load to load: opened, moved, closed, gone, back, unallocated."""

from datetime import date

import pytest

from models.loads import UnmatchedWorker
from models.vocabulary import CaseKind, LoadStatus
from tests.databases import ON_SQLITE
from tests.models.extracts.authority import (
    FRIDAY,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Authority,
    Row,
    case,
    cases_of,
    worker,
)

OPENED = date(2026, 10, 1)
QUIET = cases_of("W4", 12)
"""Cases that stay as they are, so that a change to one other is no quarter of all."""


def changes(authority: Authority, *cases: Row, day: date) -> dict[str, int]:
    """Load the quiet cases and these; gives the changes that are not nothing."""
    load = authority.cases(*QUIET, *cases, day=day)
    assert load.status is LoadStatus.LOADED
    return {name: number for name, number in load.changes.items() if number}


def test_a_case_is_stored_as_the_extract_says(staffed: Authority) -> None:
    staffed.cases(
        case(
            "C1",
            kind="child_protection",
            opened_on="01/10/2026",
            allocated_on="2026-10-05",
            last_seen_on="2026-11-18",
            weight="1.5",
        )
    )
    stored = staffed.case("C1")
    assert (stored.kind, stored.worker_ref) == (CaseKind.CHILD_PROTECTION, "W1")
    assert (stored.opened_on, stored.allocated_on) == (OPENED, date(2026, 10, 5))
    assert (stored.last_seen_on, stored.weight) == (date(2026, 11, 18), 1.5)
    assert (stored.closed_on, stored.unallocated_since) == (None, None)


# Who holds it.


@ON_SQLITE
@pytest.mark.parametrize("ref", ["W2", "w2@example.org", "Name of W2", "of W2, Name"])
def test_a_case_is_held_by_the_worker_however_named(staffed: Authority, ref: str) -> None:
    staffed.cases(case("C1", ref))
    assert staffed.holder("C1") == "W2"


@ON_SQLITE
@pytest.mark.parametrize("ref", ["Unallocated", "Duty Tray", "#N/A", ""])
def test_a_case_of_nobody_is_unallocated(staffed: Authority, ref: str) -> None:
    assert staffed.cases(case("C1", ref)).counts["unallocated"] == 1


def test_a_case_that_moves_is_moved(staffed: Authority) -> None:
    changes(staffed, case("C1", "W1"), day=THURSDAY)
    assert changes(staffed, case("C1", "W2"), day=FRIDAY) == {"moved": 1}
    assert staffed.holder("C1") == "W2"


def test_a_case_that_changes_team_is_moved(staffed: Authority) -> None:
    changes(staffed, case("C1"), day=THURSDAY)
    assert changes(staffed, case("C1", team="Court South"), day=FRIDAY) == {"moved": 1}


def test_the_same_worker_by_another_name_is_no_move(staffed: Authority) -> None:
    changes(staffed, case("C1", "W1", allocated_on="2026-10-05"), day=THURSDAY)
    assert changes(staffed, case("C1", "of W1, Name"), day=FRIDAY) == {"changed": 1}
    assert staffed.case("C1").allocated_on == date(2026, 10, 5)


def test_a_stranger_in_other_letters_is_no_move(staffed: Authority) -> None:
    changes(staffed, case("C1", "A Stranger"), day=THURSDAY)
    assert changes(staffed, case("C1", "A STRANGER"), day=FRIDAY) == {"changed": 1}


def test_a_visit_is_a_change_and_no_move(staffed: Authority) -> None:
    changes(staffed, case("C1"), day=THURSDAY)
    assert changes(staffed, case("C1", last_seen_on="2026-11-19"), day=FRIDAY) == {"changed": 1}


# Unmatched.


def test_a_worker_who_is_not_in_the_workforce_is_reported_and_the_cases_count(
    staffed: Authority,
) -> None:
    cases = (case("C1", "Stranger"), case("C2", "Stranger"), case("C3"))
    report = staffed.load(staffed.cases_file(*cases))
    (gap,) = report.unmatched
    assert (gap.worker_ref, gap.cases, gap.reason) == ("Stranger", 2, "not in the workforce list")
    assert report.loads[0].counts == {
        **{"open_cases": 3, "closed_cases": 0},
        **{"unallocated": 0, "held_by_unmatched": 2},
    }


def test_an_unmatched_worker_is_reported_for_each_team(staffed: Authority) -> None:
    staffed.cases(
        case("C1", "Stranger"),
        case("C2", "Stranger", team="Court South"),
        case("C3", "Stranger", team=""),
    )
    assert len(staffed.rows(UnmatchedWorker)) == 3


def test_closed_cases_of_a_stranger_are_not_reported(staffed: Authority) -> None:
    staffed.cases(case("C1", "Stranger", closed_on="2026-11-02"))
    assert staffed.rows(UnmatchedWorker) == []


def test_a_worker_who_cannot_be_told_from_another_is_reported(authority: Authority) -> None:
    authority.workforce(worker("W1", "Lee Twin"), worker("W2", "Lee Twin"))
    report = authority.load(authority.cases_file(case("C1", "Lee Twin")))
    assert report.unmatched[0].reason == "2 workers in the workforce list have this name"


def test_of_two_workers_of_one_name_the_one_in_post_is_meant(authority: Authority) -> None:
    authority.workforce(worker("W1", "Lee Twin", left_on="2026-11-19"), worker("W2", "Lee Twin"))
    authority.cases(case("C1", "Lee Twin"))
    assert authority.holder("C1") == "W2"


def test_a_leaver_still_holds_the_cases_the_extract_gives_them(authority: Authority) -> None:
    authority.workforce(worker("W1", left_on="2026-10-01"))
    authority.cases(case("C1"))
    assert authority.holder("C1") == "W1"


def test_a_report_forgets_the_strangers_of_the_load_before(staffed: Authority) -> None:
    staffed.cases(case("C1", "Stranger"), day=THURSDAY)
    staffed.cases(case("C1", "W1"), day=FRIDAY)
    assert staffed.rows(UnmatchedWorker) == []


# Closed, gone, back.


def test_a_case_that_closes_keeps_its_day(staffed: Authority) -> None:
    changes(staffed, case("C1"), day=WEDNESDAY)
    assert changes(staffed, case("C1", closed_on="2026-11-19"), day=FRIDAY) == {"closed": 1}
    assert staffed.case("C1").closed_on == THURSDAY


def test_a_case_that_is_in_the_extract_no_more_is_closed_on_the_day(staffed: Authority) -> None:
    changes(staffed, case("C1"), day=THURSDAY)
    assert changes(staffed, day=FRIDAY) == {"gone": 1}
    assert staffed.case("C1").closed_on == FRIDAY


def test_a_case_is_gone_only_once(staffed: Authority) -> None:
    changes(staffed, case("C1"), day=WEDNESDAY)
    changes(staffed, day=THURSDAY)
    assert changes(staffed, day=FRIDAY) == {}
    assert staffed.case("C1").closed_on == THURSDAY


def test_a_closed_case_that_leaves_the_extract_is_not_gone(staffed: Authority) -> None:
    changes(staffed, case("C1", closed_on="2026-11-02"), day=THURSDAY)
    assert changes(staffed, day=FRIDAY) == {}
    assert staffed.case("C1").closed_on == date(2026, 11, 2)


def test_a_case_that_opens_again_is_opened(staffed: Authority) -> None:
    changes(staffed, case("C1", closed_on="2026-11-02"), day=THURSDAY)
    assert changes(staffed, case("C1"), day=FRIDAY) == {"opened": 1}
    assert staffed.case("C1").closed_on is None


# Since when it is allocated.


def test_the_day_a_case_moved_is_remembered_where_the_extract_has_none(
    staffed: Authority,
) -> None:
    for day, holder in ((TUESDAY, "W1"), (WEDNESDAY, "W2"), (THURSDAY, "W2"), (FRIDAY, "W2")):
        changes(staffed, case("C1", holder), day=day)
    assert staffed.case("C1").allocated_on == WEDNESDAY


def test_the_extracts_own_day_comes_first(staffed: Authority) -> None:
    changes(staffed, case("C1", "W1"), day=THURSDAY)
    changes(staffed, case("C1", "W2", allocated_on="2026-11-10"), day=FRIDAY)
    assert staffed.case("C1").allocated_on == date(2026, 11, 10)


def test_a_day_once_known_stays_while_the_worker_does(staffed: Authority) -> None:
    changes(staffed, case("C1", allocated_on="2026-11-10"), day=THURSDAY)
    changes(staffed, case("C1"), day=FRIDAY)
    assert staffed.case("C1").allocated_on == date(2026, 11, 10)


def test_on_the_first_load_the_day_is_not_known(staffed: Authority) -> None:
    staffed.cases(case("C1"))
    assert staffed.case("C1").allocated_on is None


def test_a_case_opened_anew_is_allocated_anew_to_the_same_worker(staffed: Authority) -> None:
    first = {"opened_on": "2026-01-05", "allocated_on": "2026-01-06"}
    changes(staffed, case("C1", closed_on="2026-11-17", **first), day=THURSDAY)
    changes(staffed, case("C1", opened_on="2026-11-19"), day=FRIDAY)
    assert staffed.case("C1").allocated_on == FRIDAY


def test_a_case_that_was_missing_for_a_day_keeps_its_day(staffed: Authority) -> None:
    here = case("C1", opened_on="2026-01-05")
    changes(staffed, {**here, "allocated_on": "2026-01-06"}, day=WEDNESDAY)
    changes(staffed, day=THURSDAY)
    changes(staffed, here, day=FRIDAY)
    assert staffed.case("C1").allocated_on == date(2026, 1, 6)


# Since when it is unallocated.

NOBODY: Row = case("C1", None, opened_on="2026-10-01")
SOMEBODY: Row = case("C1", "W1", opened_on="2026-10-01")
STRANGER: Row = case("C1", "Stranger", opened_on="2026-10-01")
UNDATED: Row = case("C1", None)
ANEW: Row = case("C1", None, opened_on="2026-11-19")


@ON_SQLITE
@pytest.mark.parametrize(
    ("loads", "since"),
    [
        # never allocated: since it opened, or since it was first seen
        ([(FRIDAY, NOBODY)], OPENED),
        ([(FRIDAY, UNDATED)], FRIDAY),
        ([(THURSDAY, UNDATED), (FRIDAY, UNDATED)], THURSDAY),
        # taken away from somebody: since the first extract without them
        ([(THURSDAY, SOMEBODY), (FRIDAY, NOBODY)], FRIDAY),
        ([(WEDNESDAY, SOMEBODY), (THURSDAY, NOBODY), (FRIDAY, NOBODY)], THURSDAY),
        ([(THURSDAY, STRANGER), (FRIDAY, NOBODY)], FRIDAY),
        # given to somebody
        ([(THURSDAY, NOBODY), (FRIDAY, SOMEBODY)], None),
        ([(THURSDAY, NOBODY), (FRIDAY, STRANGER)], None),
        # given and taken away again: a new time without a worker
        ([(WEDNESDAY, NOBODY), (THURSDAY, SOMEBODY), (FRIDAY, NOBODY)], FRIDAY),
        # closed
        ([(THURSDAY, NOBODY), (FRIDAY, {**NOBODY, "closed_on": "2026-11-20"})], None),
        # away from the extract for a day: it did have a worker until then
        ([(WEDNESDAY, SOMEBODY), (THURSDAY, None), (FRIDAY, NOBODY)], FRIDAY),
        ([(WEDNESDAY, NOBODY), (THURSDAY, None), (FRIDAY, NOBODY)], OPENED),
        # closed and opened anew
        ([(WEDNESDAY, SOMEBODY), (THURSDAY, None), (FRIDAY, ANEW)], THURSDAY),
    ],
)
def test_a_case_is_unallocated_since_the_first_day_known_without_a_worker(
    staffed: Authority, loads: list[tuple[date, Row | None]], since: date | None
) -> None:
    changes(staffed, day=MONDAY)
    for day, row in loads:
        changes(staffed, *([row] if row else []), day=day)
    assert staffed.case("C1").unallocated_since == since


def test_a_case_of_a_worker_whom_the_workforce_drops_is_not_unallocated(
    staffed: Authority,
) -> None:
    staffed.cases(*cases_of("W1", 3), day=THURSDAY)
    staffed.workforce(worker("W2"), worker("W3"), worker("W4"), day=FRIDAY)
    stored = staffed.case("W1/0")
    assert (stored.worker_id, stored.worker_ref) == (None, "W1")
    assert stored.unallocated_since is None
