"""An import from files to tables: loaded, unchanged or refused, and never by half."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.extracts.importing import import_extracts
from models.history import TeamSnapshot, WorkerSnapshot
from models.loads import Load, StoredSecret
from models.people import AuditEntry
from models.secrets import CASE_KEY, KEY_IN_USE
from models.vocabulary import ExtractKind, LoadStatus
from tests.conftest import NOW
from tests.databases import ON_SQLITE
from tests.models.extracts.authority import (
    FRIDAY,
    THURSDAY,
    Authority,
    case,
    cases_of,
    dump,
    options,
    team,
    worker,
)
from tests.models.extracts.workbooks import WORKFORCE, an_open_child, list_6, list_9, write_workbook

# Loaded.


def test_workforce_and_allocations_are_loaded_together_the_workforce_first(
    authority: Authority,
) -> None:
    cases = authority.cases_file(case("C1"), case("C2", None), case("C3", "Stranger"))
    report = authority.load(cases, authority.staff_files())
    assert report.status is LoadStatus.LOADED
    workforce, allocations = report.loads
    assert (workforce.kind, allocations.kind) == (ExtractKind.WORKFORCE, ExtractKind.ALLOCATIONS)
    assert workforce.counts == {
        **{"services": 1, "teams": 2, "workers": 4},
        **{"posts": 0, "limits": 1, "targets": 0},
    }
    assert allocations.counts == {
        **{"open_cases": 3, "closed_cases": 0},
        **{"unallocated": 1, "held_by_unmatched": 1},
    }
    assert allocations.changes == {"opened": 3, "closed": 0, "moved": 0, "gone": 0, "changed": 0}


def test_an_annex_a_workbook_is_loaded_beside_a_workforce_workbook(
    authority: Authority, tmp_path: Path
) -> None:
    workforce = write_workbook(tmp_path / "workforce.xlsx", WORKFORCE)
    sheets = {
        "List_6": list_6(an_open_child("C1"), an_open_child("C2", Allocated_Worker="#N/A")),
        "List_9": list_9(),
    }
    report = authority.load(workforce, write_workbook(tmp_path / "annex a.xlsx", sheets))
    assert report.status is LoadStatus.LOADED
    assert report.loads[1].counts["open_cases"] == 2
    assert authority.holder("C1") == "W2"


def test_what_was_loaded_is_written_down_with_its_as_at(staffed: Authority) -> None:
    staffed.cases(case("C1"))
    load = staffed.rows(Load)[-1]
    assert (load.kind, load.status) == (ExtractKind.ALLOCATIONS, LoadStatus.LOADED)
    assert (load.file, load.as_at_day) == ("cases.csv", FRIDAY)
    assert load.as_at == datetime(2026, 11, 20, 18, tzinfo=UTC)
    assert load.loaded_at == NOW


def test_the_audit_says_who_imported_which_file_and_no_name(authority: Authority) -> None:
    authority.workforce()
    authority.cases(case("C1"))
    entries = [(entry.who, entry.deed, entry.detail) for entry in authority.rows(AuditEntry)]
    assert entries == [
        ("the tests", "imported", {"file": "workforce", "status": "loaded"}),
        ("the tests", "imported", {"file": "cases.csv", "status": "loaded"}),
    ]


# Unchanged.


def test_the_same_files_twice_change_nothing(staffed: Authority) -> None:
    staffed.cases(case("C1"))
    before = dump(staffed.database)
    again = staffed.load(staffed.folder / "workforce", staffed.folder / "cases.csv")
    assert again.status is LoadStatus.UNCHANGED
    assert {load.status for load in again.loads} == {LoadStatus.UNCHANGED}
    assert dump(staffed.database) == before


def test_the_same_records_without_an_as_at_are_unchanged_on_a_later_day(
    staffed: Authority,
) -> None:
    staffed.cases(case("C1"), day=THURSDAY)
    before = dump(staffed.database)
    again = staffed.cases(case("C1"), day=FRIDAY, as_at_given=False)
    assert (again.status, again.as_at.date()) == (LoadStatus.UNCHANGED, THURSDAY)
    assert dump(staffed.database) == before


def test_the_same_records_with_a_later_as_at_are_news(staffed: Authority) -> None:
    staffed.cases(case("C1"), day=THURSDAY)
    again = staffed.cases(case("C1"), day=FRIDAY)
    assert again.status is LoadStatus.LOADED
    assert again.changes == {"opened": 0, "closed": 0, "moved": 0, "gone": 0, "changed": 0}
    assert {row.day for row in staffed.rows(TeamSnapshot)} == {THURSDAY, FRIDAY}


def test_a_workbook_saved_again_is_unchanged(authority: Authority, tmp_path: Path) -> None:
    first = write_workbook(tmp_path / "workforce.xlsx", WORKFORCE)
    authority.load(first)
    before = dump(authority.database)
    titled = {name: [["Run on 20/11/2026"], [], *rows] for name, rows in WORKFORCE.items()}
    again = authority.load(write_workbook(tmp_path / "saved again.xlsx", titled))
    assert again.status is LoadStatus.UNCHANGED
    assert dump(authority.database) == before


def test_the_same_rows_in_another_order_are_unchanged(staffed: Authority) -> None:
    rows = [case("C1"), case("C2", None), case("C3", "W2")]
    staffed.cases(*rows)
    assert staffed.cases(*reversed(rows)).status is LoadStatus.UNCHANGED


@ON_SQLITE
@pytest.mark.parametrize(
    "cells",
    [
        {"kind": "looked_after"},
        {"team": "Court South"},
        {"team": ""},
        {"worker": "W2"},
        {"worker": ""},
        {"opened_on": "2026-11-02"},
        {"allocated_on": "2026-11-03"},
        {"closed_on": "2026-11-20"},
        {"last_seen_on": "2026-11-19"},
        {"weight": "1.5"},
    ],
)
def test_any_other_cell_is_a_change(staffed: Authority, cells: dict[str, str]) -> None:
    rows = cases_of("W1", 8)
    staffed.cases(*rows, case("C1", opened_on="2026-11-01"))
    changed = staffed.cases(*rows, {**case("C1", opened_on="2026-11-01"), **cells})
    assert changed.status is LoadStatus.LOADED
    assert sum(changed.changes.values()) == 1


# A rehearsal.


def test_a_dry_run_shows_what_would_change_and_changes_nothing(staffed: Authority) -> None:
    staffed.cases(case("C1"))
    before = dump(staffed.database)
    paths = (
        staffed.staff_files(*(worker(f"W{n}") for n in range(2, 6))),
        staffed.cases_file(case("C1", "W5")),
    )
    report = staffed.load(*paths, dry_run=True)
    workforce, allocations = report.loads
    assert (report.status, report.dry_run) == (LoadStatus.LOADED, True)
    assert workforce.changes["workers"] == {"added": 1, "changed": 0, "removed": 1}
    assert allocations.changes["moved"] == 1
    assert dump(staffed.database) == before


def test_a_dry_run_tells_of_refusal_and_holding_without_writing_them_down(
    staffed: Authority,
) -> None:
    staffed.cases(*cases_of("W1", 8))
    before = dump(staffed.database)
    wrong = staffed.load(staffed.cases_file(case("C1", team="Nowhere")), dry_run=True)
    sudden = staffed.load(staffed.cases_file(case("C1")), dry_run=True)
    assert (wrong.status, sudden.status) == (LoadStatus.REFUSED, LoadStatus.HELD)
    assert dump(staffed.database) == before


def test_a_dry_run_on_an_empty_database_leaves_it_empty(authority: Authority) -> None:
    before = dump(authority.database)
    paths = authority.staff_files(), authority.cases_file(case("C1"))
    assert authority.load(*paths, dry_run=True, case_key=None).status is LoadStatus.LOADED
    assert dump(authority.database) == before


# References.


def test_a_childs_reference_is_in_no_table(staffed: Authority) -> None:
    staffed.cases(case("SECRET-4711"), case("SECRET-4712", closed_on="2026-11-02"))
    staffed.load(staffed.cases_file(case("SECRET-4711"), case("SECRET-4711")))
    staffed.load(staffed.cases_file(case("SECRET-4713", team="Nowhere")))
    assert "SECRET" not in str(dump(staffed.database))


@pytest.mark.parametrize("key", ["a key that only the tests know", None])
def test_the_same_reference_is_the_same_case_in_every_load(
    staffed: Authority, key: str | None
) -> None:
    staffed.cases(case("C1"), case("C2"), case_key=key, day=THURSDAY)
    again = staffed.cases(case("C1"), case("C2", "W2"), case_key=key)
    assert again.changes == {"opened": 0, "closed": 0, "moved": 1, "gone": 0, "changed": 0}


def test_without_a_key_one_is_made_and_kept(staffed: Authority) -> None:
    staffed.cases(case("C1"), case_key=None)
    secrets = {each.name: each.value for each in staffed.rows(StoredSecret)}
    assert secrets.keys() == {CASE_KEY, KEY_IN_USE}
    staffed.cases(case("C1", "W2"), case_key=None)
    assert {each.name: each.value for each in staffed.rows(StoredSecret)} == secrets


# Snapshots.


def test_the_days_figures_are_written_once_both_feeds_are_loaded(authority: Authority) -> None:
    authority.workforce()
    assert authority.rows(TeamSnapshot) == []
    authority.cases(*cases_of("W1", 3), case("C1", None))
    north, south = sorted(authority.rows(TeamSnapshot), key=lambda row: -int(row.open_cases))
    assert (north.open_cases, north.unallocated, north.in_post_fte) == (4, 1, 4.0)
    assert (south.day, south.open_cases) == (FRIDAY, 0)
    held = {row.worker_id: row.caseload for row in authority.rows(WorkerSnapshot)}
    assert sorted(held.values()) == [0, 0, 0, 3]


def test_a_second_load_of_a_day_replaces_the_days_figures(staffed: Authority) -> None:
    staffed.cases(*cases_of("W1", 4))
    staffed.cases(*cases_of("W1", 5))
    rows = [row for row in staffed.rows(WorkerSnapshot) if row.caseload]
    assert [(row.day, row.caseload) for row in rows] == [(FRIDAY, 5)]


def test_an_earlier_days_figures_stay(staffed: Authority) -> None:
    staffed.cases(*cases_of("W1", 4), day=THURSDAY)
    staffed.cases(*cases_of("W1", 5), day=FRIDAY)
    rows = [row for row in staffed.rows(WorkerSnapshot) if row.caseload]
    assert {row.day: row.caseload for row in rows} == {THURSDAY: 4, FRIDAY: 5}


def test_a_new_workforce_corrects_the_figures_of_the_newest_day(staffed: Authority) -> None:
    staffed.cases(*cases_of("W1", 4))
    teams = (team("Court North"), team("Court South"), team("Court East"))
    staffed.workforce(teams=teams)
    assert len(staffed.rows(TeamSnapshot)) == 3


def test_progress_is_told_from_reading_to_writing(authority: Authority) -> None:
    told: list[str] = []
    paths = authority.staff_files(), authority.cases_file(case("C1"))
    import_extracts(
        authority.database, paths, options(), lambda step, _done, _all: told.append(step)
    )
    assert told == [
        "Reading workforce",
        "Reading cases.csv",
        "Loading workforce",
        "Loading cases.csv",
        "Writing the day's figures",
    ]
