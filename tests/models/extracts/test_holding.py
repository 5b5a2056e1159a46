"""A load that is hard to believe waits for an administrator's word; nothing of it is shown."""

import pytest

from models.loads import Load
from models.people import AuditEntry
from models.vocabulary import LoadStatus
from models.workforce import Worker
from tests.databases import ON_SQLITE
from tests.models.extracts.authority import (
    FRIDAY,
    THURSDAY,
    WEDNESDAY,
    Authority,
    Row,
    case,
    cases_of,
    dump,
    figures,
    team,
    worker,
)

pytestmark = ON_SQLITE


def workers(number: int) -> list[dict[str, object]]:
    return [dict(worker(f"W{each}")) for each in range(1, number + 1)]


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [
        (8, 10, LoadStatus.LOADED),  # exactly a quarter
        (8, 11, LoadStatus.HELD),
        (8, 6, LoadStatus.LOADED),
        (8, 5, LoadStatus.HELD),
    ],
)
def test_open_cases_that_change_by_more_than_a_quarter_are_held(
    staffed: Authority, before: int, after: int, status: LoadStatus
) -> None:
    staffed.cases(*cases_of("W1", before), day=THURSDAY)
    assert staffed.cases(*cases_of("W1", after)).status is status


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [
        (0, 4, LoadStatus.LOADED),  # fewer than five say nothing
        (0, 5, LoadStatus.HELD),
        (20, 25, LoadStatus.LOADED),
        (20, 26, LoadStatus.HELD),
        (20, 14, LoadStatus.HELD),
    ],
)
def test_unallocated_cases_that_change_by_five_and_a_quarter_are_held(
    staffed: Authority, before: int, after: int, status: LoadStatus
) -> None:
    def split(unallocated: int) -> list[Row]:
        return [case(f"C{n}", None if n < unallocated else "W1") for n in range(40)]

    staffed.cases(*split(before), day=THURSDAY)
    assert staffed.cases(*split(after)).status is status


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [
        (4, 5, LoadStatus.LOADED),
        (4, 6, LoadStatus.HELD),
        (4, 3, LoadStatus.LOADED),
        (4, 2, LoadStatus.HELD),
    ],
)
def test_workers_that_change_by_more_than_a_quarter_are_held(
    authority: Authority, before: int, after: int, status: LoadStatus
) -> None:
    authority.workforce(*workers(before), day=THURSDAY)
    assert authority.workforce(*workers(after)).status is status


@pytest.mark.parametrize(
    ("children_in_need", "status"),
    [(20, LoadStatus.LOADED), (21, LoadStatus.HELD), (10, LoadStatus.LOADED), (9, LoadStatus.HELD)],
)
def test_a_first_load_is_held_against_the_published_children_in_need(
    staffed: Authority, children_in_need: int, status: LoadStatus
) -> None:
    """From 0.5 to 1.1 of them: 20 of 40 is believed, and 11 of 10."""
    number = 10 if children_in_need > 15 else children_in_need + 1
    load = staffed.cases(*cases_of("W1", number), children_in_need=children_in_need)
    assert load.status is status


def test_a_worker_who_has_no_place_in_the_workforce_is_not_unallocated(
    staffed: Authority,
) -> None:
    staffed.cases(*(case(f"C{n}") for n in range(12)), day=THURSDAY)
    moved = [case(f"C{n}", "Stranger" if n < 9 else "W1") for n in range(12)]
    assert staffed.cases(*moved).status is LoadStatus.LOADED


def test_a_held_load_leaves_every_figure_as_it_was(staffed: Authority) -> None:
    staffed.cases(*cases_of("W1", 8), day=THURSDAY)
    before = figures(staffed.database)
    held = staffed.cases(case("C1"))
    assert held.reasons == ("open cases fell from 8 to 1 (−88 %)",)
    assert figures(staffed.database) == before


def test_a_held_load_is_written_down_with_what_it_would_do(staffed: Authority) -> None:
    staffed.cases(*cases_of("W1", 8), day=THURSDAY)
    staffed.cases(case("C1"))
    load = staffed.rows(Load)[-1]
    assert (load.status, load.as_at_day) == (LoadStatus.HELD, FRIDAY)
    assert (load.counts["open_cases"], load.changes["gone"]) == (1, 8)
    assert load.reasons == ["open cases fell from 8 to 1 (−88 %)"]
    assert staffed.rows(AuditEntry)[-1].detail["status"] == "held"


def test_the_same_held_load_again_is_told_but_not_written_down_again(
    staffed: Authority,
) -> None:
    staffed.cases(*cases_of("W1", 8), day=THURSDAY)
    staffed.cases(case("C1"))
    before = dump(staffed.database)
    assert staffed.cases(case("C1")).status is LoadStatus.HELD
    assert dump(staffed.database) == before


def test_another_held_load_is_written_down_too(staffed: Authority) -> None:
    staffed.cases(*cases_of("W1", 8), day=THURSDAY)
    staffed.cases(case("C1"))
    staffed.cases(case("C1"), case("C2"))
    assert [load.status for load in staffed.rows(Load)][-2:] == [LoadStatus.HELD] * 2


def test_an_accepted_load_is_loaded_and_the_audit_says_so(staffed: Authority) -> None:
    staffed.cases(*cases_of("W1", 8), day=THURSDAY)
    staffed.cases(case("C1"))
    accepted = staffed.cases(case("C1"), accept=True)
    assert (accepted.status, accepted.counts["open_cases"]) == (LoadStatus.LOADED, 1)
    entry = staffed.rows(AuditEntry)[-1]
    assert (entry.deed, entry.detail["status"]) == ("accepted", "loaded")
    assert staffed.cases(case("C1")).status is LoadStatus.UNCHANGED


def test_what_is_refused_cannot_be_accepted(staffed: Authority) -> None:
    wrong = staffed.cases_file(case("C1", team="Nowhere"))
    assert staffed.load(wrong, accept=True).status is LoadStatus.REFUSED


def test_the_load_after_a_held_one_is_judged_by_what_is_loaded(staffed: Authority) -> None:
    staffed.cases(*cases_of("W1", 8), day=THURSDAY)
    staffed.cases(case("C1"))
    assert staffed.cases(*cases_of("W1", 9)).status is LoadStatus.LOADED


def test_allocations_wait_for_the_workforce_they_came_with(authority: Authority) -> None:
    authority.workforce(*workers(8))
    authority.cases(*cases_of("W1", 8))
    before = figures(authority.database)
    report = authority.load(
        authority.staff_files(*workers(3)), authority.cases_file(*cases_of("W1", 9))
    )
    workforce, allocations = report.loads
    assert report.status is LoadStatus.HELD
    assert workforce.reasons == ("workers fell from 8 to 3 (−62 %)",)
    assert allocations.reasons == (
        "the workforce extract in the same import is held, and has to be decided first",
    )
    assert figures(authority.database) == before


def test_allocations_may_name_a_new_team_of_the_workforce_they_wait_for(
    authority: Authority,
) -> None:
    authority.workforce(*workers(8))
    paths = (
        authority.staff_files(*workers(3), teams=[team("Court North"), team("Court East")]),
        authority.cases_file(case("C1", team="Court East")),
    )
    report = authority.load(*paths)
    assert [load.status for load in report.loads] == [LoadStatus.HELD] * 2
    accepted = authority.load(*paths, accept=True)
    assert [load.status for load in accepted.loads] == [LoadStatus.LOADED] * 2
    assert authority.holder("C1") == "W1"


def test_a_believed_workforce_is_loaded_though_its_allocations_are_held(
    staffed: Authority,
) -> None:
    staffed.cases(*cases_of("W1", 8))
    report = staffed.load(staffed.staff_files(*workers(5)), staffed.cases_file(case("C1")))
    assert [load.status for load in report.loads] == [LoadStatus.LOADED, LoadStatus.HELD]
    assert report.status is LoadStatus.HELD
    assert len(staffed.rows(Worker)) == 5
    assert staffed.holder("W1/0") == "W1"


def test_unchanged_allocations_do_not_wait(authority: Authority) -> None:
    authority.workforce(*workers(8))
    authority.cases(case("C1"))
    report = authority.load(authority.staff_files(*workers(3)), authority.cases_file(case("C1")))
    assert [load.status for load in report.loads] == [LoadStatus.HELD, LoadStatus.UNCHANGED]


def test_the_gaps_told_of_a_held_load_are_its_own(staffed: Authority) -> None:
    staffed.cases(*cases_of("W1", 4), *(case(f"G{n}", "Robin") for n in range(4)))
    report = staffed.load(staffed.cases_file(*(case(f"G{n}", "Robin") for n in range(2))))
    assert report.status is LoadStatus.HELD
    assert [(gap.worker_ref, gap.cases) for gap in report.unmatched] == [("Robin", 2)]


def test_after_an_accepted_file_with_cases_missing_the_whole_file_is_believed(
    staffed: Authority,
) -> None:
    staffed.cases(*cases_of("W1", 20), day=WEDNESDAY)
    staffed.cases(*cases_of("W1", 8), day=THURSDAY, accept=True)
    assert staffed.cases(*cases_of("W1", 21), day=FRIDAY).status is LoadStatus.LOADED


def test_what_is_far_from_both_is_held_all_the_same(staffed: Authority) -> None:
    staffed.cases(*cases_of("W1", 20), day=WEDNESDAY)
    staffed.cases(*cases_of("W1", 8), day=THURSDAY, accept=True)
    assert staffed.cases(*cases_of("W1", 30), day=FRIDAY).status is LoadStatus.HELD


def test_what_was_doubted_of_an_accepted_load_is_kept_with_it(staffed: Authority) -> None:
    staffed.cases(*cases_of("W1", 20), day=THURSDAY)
    accepted = staffed.cases(*cases_of("W1", 8), day=FRIDAY, accept=True)
    assert accepted.status is LoadStatus.LOADED
    assert accepted.reasons[0] == "open cases fell from 20 to 8 (−60 %)"
