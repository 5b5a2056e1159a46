"""Now and in the extract, team by team."""

from collections.abc import Mapping
from datetime import date

import pytest

from models.extracts.differences import Counts, Difference, cases_in, differences, workers_in
from models.extracts.records import CaseRecord, Place, WorkerRecord, WorkforceRecords
from models.vocabulary import CaseKind, Employment, ExtractKind, Role

ALLOCATIONS, WORKFORCE = ExtractKind.ALLOCATIONS, ExtractKind.WORKFORCE
NAMES = ["Court North", "Court South"]
TEAM_OF = {"W1": "Court North", "W2": "Court South"}


def a_case(team: str | None, worker: str | None, closed_on: date | None = None) -> CaseRecord:
    return CaseRecord(
        "1", CaseKind.OTHER, team, worker, None, None, closed_on, None, 1.0, Place("cases.csv")
    )


def a_worker(team: str) -> WorkerRecord:
    return WorkerRecord(
        "W1", "Sam", None, team, Role.CASE_HOLDER, 1.0, Employment.PERMANENT, None,
        None, None, None, None, None, None, None,
        Place("Staff.csv"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("now", "extract", "rows"),
    [
        ({}, {}, []),
        ({"A": 3}, {"A": 3}, [("A", 3, 3)]),
        ({"A": 3, "B": 9}, {"A": 4, "B": 1}, [("B", 9, 1), ("A", 3, 4)]),
        ({"A": 3}, {"B": 3}, [("A", 3, 0), ("B", 0, 3)]),  # as large: by name
        ({None: 5, "A": 5}, {}, [("A", 5, 0), (None, 5, 0)]),  # what is in no team comes last
    ],
)
def test_what_changes_most_comes_first(
    now: Mapping[str | None, int],
    extract: Mapping[str | None, int],
    rows: list[tuple[str | None, int, int]],
) -> None:
    found = differences(ALLOCATIONS, Counts(now, 0), Counts(extract, 0))
    assert [(each.team, each.now, each.extract) for each in found.teams] == rows
    assert found.total == Difference(None, sum(now.values()), sum(extract.values()))


@pytest.mark.parametrize(
    ("now", "extract", "missing"),
    [
        ({"A": 1}, {"A": 1}, ()),
        ({"B": 1, "A": 1}, {"C": 1}, ("A", "B")),
        ({"A": 0}, {}, ()),  # had nothing before
        ({None: 4}, {}, ()),  # is no team
    ],
)
def test_a_team_is_missing_that_has_something_now_and_nothing_in_the_extract(
    now: Mapping[str | None, int], extract: Mapping[str | None, int], missing: tuple[str, ...]
) -> None:
    assert differences(ALLOCATIONS, Counts(now, 0), Counts(extract, 0)).missing == missing


def test_the_unallocated_are_compared_where_both_sides_say() -> None:
    found = differences(ALLOCATIONS, Counts({}, 18), Counts({}, 12))
    assert found.unallocated is not None
    assert found.unallocated.change == -6
    assert differences(WORKFORCE, Counts({}), Counts({})).unallocated is None


@pytest.mark.parametrize(
    ("team", "worker", "counted"),
    [
        ("Court South", "W1", "Court North"),  # where the worker works
        ("court  south", "Stranger", "Court South"),  # nobody known: the team the extract names
        ("Court South", None, "Court South"),
        ("Elsewhere", None, "Elsewhere"),
        (None, "Stranger", None),
    ],
)
def test_a_case_of_an_extract_counts_where_figures_count_it(
    team: str | None, worker: str | None, counted: str | None
) -> None:
    found = cases_in([a_case(team, worker)], NAMES, TEAM_OF.get)
    assert found == Counts({counted: 1}, int(worker is None))


def test_closed_cases_do_not_count() -> None:
    assert cases_in([a_case("Court North", None, date(2026, 1, 5))], NAMES, TEAM_OF.get) == Counts(
        {}, 0
    )


def test_workers_of_an_extract_count_in_their_team() -> None:
    workers = (a_worker("COURT NORTH"), a_worker("Court North"), a_worker("Court East"))
    records = WorkforceRecords((), (), workers, (), (), ())
    assert workers_in(records, NAMES) == Counts({"Court North": 2, "Court East": 1})
