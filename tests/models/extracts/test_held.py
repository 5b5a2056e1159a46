"""A held load can be accepted or refused without its file, by one person, once."""

import shutil
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select

from models.database import Database
from models.errors import ImportRunning, LoadDecided, RecordsUnreadable
from models.extracts.held import (
    Decided,
    Decider,
    HeldLoad,
    accept_held,
    held_differences,
    open_held,
    refuse_held,
)
from models.extracts.lock import import_lock
from models.figures.queries import newest_load
from models.history import AuthoritySnapshot
from models.loads import HeldRecords, Load
from models.people import AuditEntry
from models.vocabulary import ExtractKind, LoadStatus
from tests.conftest import NOW
from tests.models.extracts.authority import (
    FRIDAY,
    MONDAY,
    STAFF,
    THURSDAY,
    Authority,
    Dump,
    case,
    cases_of,
    dump,
    figures,
    team,
    worker,
)

LATER = NOW + timedelta(hours=1)
PRIYA = Decider("priya@example.org", LATER)


def held(database: Database) -> tuple[HeldLoad, ...]:
    with database.look() as session:
        return open_held(session)


@pytest.fixture
def fallen(staffed: Authority) -> Authority:
    """Eight cases on Thursday, and Friday's extract of three held."""
    staffed.cases(*cases_of("W1", 8), day=THURSDAY)
    staffed.cases(*cases_of("W1", 2), case("C9", None))
    return staffed


def accept(authority: Authority, **decider: Any) -> Decided:
    """Accept the load that was held last."""
    load = held(authority.database)[0]
    return accept_held(authority.database, load.id, replace(PRIYA, **decider))


def refuse(authority: Authority) -> Decided:
    load = held(authority.database)[0]
    return refuse_held(authority.database, load.id, PRIYA.by, LATER)


# What is kept.


def test_a_held_load_is_open_for_a_decision(fallen: Authority) -> None:
    (load,) = held(fallen.database)
    assert (load.kind, load.file, load.held_at) == (ExtractKind.ALLOCATIONS, "cases.csv", NOW)
    assert load.counts["open_cases"] == 3
    assert load.reasons == ("open cases fell from 8 to 3 (−62 %)",)


def test_a_rehearsal_keeps_nothing(staffed: Authority) -> None:
    staffed.cases(*cases_of("W1", 8), day=THURSDAY)
    before = dump(staffed.database)
    assert staffed.cases(case("C1"), dry_run=True).status is LoadStatus.HELD
    assert dump(staffed.database) == before


def test_no_case_reference_is_in_the_database_in_clear(fallen: Authority) -> None:
    with fallen.database.look() as session:
        kept = session.scalars(select(HeldRecords)).one()
        from_disk = unpacked_text(kept)
    assert "W1/0" not in from_disk
    assert fallen.case("W1/0").case_hash in from_disk


def unpacked_text(kept: HeldRecords) -> str:
    return zlib.decompress(kept.records).decode()


# Accepting.


def test_an_accepted_load_changes_the_cases(
    fallen: Authority,
) -> None:
    decided = accept(fallen)
    assert (decided.status, decided.counts["open_cases"]) == (LoadStatus.LOADED, 3)
    assert fallen.holder("W1/0") == "W1"
    assert fallen.case("W1/7").closed_on == FRIDAY


def test_accepting_what_was_kept_does_what_accepting_its_file_does(
    fallen: Authority, sqlite_template: Path, tmp_path: Path
) -> None:
    shutil.copyfile(sqlite_template, tmp_path / "twin.db")
    twin = Authority(Database(f"sqlite:///{tmp_path / 'twin.db'}"), fallen.folder)
    twin.workforce()
    twin.cases(*cases_of("W1", 8), day=THURSDAY)
    twin.cases(*cases_of("W1", 2), case("C9", None), accept=True)
    accept(fallen)
    assert without_ids(figures(fallen.database)) == without_ids(figures(twin.database))
    twin.database.close()


def without_ids(tables: Dump) -> Dump:
    """PostgreSQL gives no id twice, not even one of a row that was held back."""
    given = {name: tables[name] for name in ("cases", "case_moves")}
    return tables | {
        name: sorted((row[1:] for row in rows), key=repr) for name, rows in given.items()
    }


def test_the_row_that_was_held_says_who_loaded_it_and_when(fallen: Authority) -> None:
    accept(fallen)
    row = fallen.rows(Load)[-1]
    assert (row.status, row.decided_by, row.decided_at) == (LoadStatus.LOADED, PRIYA.by, LATER)
    assert (row.loaded_at, row.changes["gone"], row.counts["unallocated"]) == (LATER, 6, 1)
    entry = fallen.rows(AuditEntry)[-1]
    assert (entry.who, entry.deed, entry.at) == (PRIYA.by, "accepted", LATER)
    assert entry.detail == {"file": "cases.csv", "kind": "allocations", "status": "loaded"}


def test_what_was_kept_of_an_accepted_load_is_gone(fallen: Authority) -> None:
    accept(fallen)
    assert fallen.rows(HeldRecords) == []
    assert held(fallen.database) == ()


def test_the_file_of_an_accepted_load_is_unchanged_afterwards(fallen: Authority) -> None:
    accept(fallen)
    again = fallen.cases(*cases_of("W1", 2), case("C9", None))
    assert again.status is LoadStatus.UNCHANGED


def test_the_day_of_an_accepted_load_is_remembered(fallen: Authority) -> None:
    accept(fallen)
    days = {row.day: row.open_cases for row in fallen.rows(AuthoritySnapshot)}
    assert days == {THURSDAY: 8, FRIDAY: 3}


def test_figures_stand_on_the_accepted_load_though_another_was_written_after_it(
    staffed: Authority,
) -> None:
    staffed.cases(*cases_of("W1", 8), day=MONDAY)
    staffed.cases(case("C1"))
    staffed.cases(*cases_of("W1", 9), day=THURSDAY)
    accept(staffed)
    assert staffed.cases(case("C1")).status is LoadStatus.UNCHANGED
    with staffed.database.look() as session:
        newest = newest_load(session, ExtractKind.ALLOCATIONS)
    assert newest is not None
    assert newest.as_at_day == FRIDAY


def test_it_is_decided_against_the_workforce_as_it_is_now(staffed: Authority) -> None:
    staffed.cases(*cases_of("W1", 8), day=THURSDAY)
    staffed.cases(case("C1", "W5"))
    staffed.workforce(*STAFF, worker("W5"))
    accept(staffed)
    assert staffed.holder("C1") == "W5"


def test_a_team_that_is_gone_keeps_it_from_being_loaded_and_says_where(
    staffed: Authority,
) -> None:
    staffed.cases(*cases_of("W1", 8), day=THURSDAY)
    staffed.cases(case("C1", None, team="Court South"))
    staffed.workforce(teams=[team("Court North")])
    before = dump(staffed.database)
    decided = accept(staffed)
    (problem,) = decided.problems
    assert (decided.status, problem.place.row) == (LoadStatus.HELD, 2)
    assert problem.message.startswith('There is no team "Court South" in the workforce.')
    assert dump(staffed.database) == before


def test_a_held_workforce_can_be_accepted(authority: Authority) -> None:
    authority.workforce(*(worker(f"W{n}") for n in range(8)))
    authority.workforce(*(worker(f"W{n}") for n in range(3)))
    assert accept(authority).status is LoadStatus.LOADED
    assert authority.worker("W7").dropped_on == FRIDAY


# Refusing.


def test_a_refused_load_keeps_its_reasons_and_changes_no_figure(fallen: Authority) -> None:
    before = figures(fallen.database)
    assert refuse(fallen).status is LoadStatus.REFUSED
    row = fallen.rows(Load)[-1]
    assert (row.status, row.decided_by, row.decided_at) == (LoadStatus.REFUSED, PRIYA.by, LATER)
    assert row.reasons == ["open cases fell from 8 to 3 (−62 %)"]
    assert fallen.rows(AuditEntry)[-1].deed == "refused"
    assert fallen.rows(HeldRecords) == []
    assert figures(fallen.database) == before


def test_a_refused_load_is_held_again_when_its_file_comes_again(fallen: Authority) -> None:
    refuse(fallen)
    assert fallen.cases(*cases_of("W1", 2), case("C9", None)).status is LoadStatus.HELD
    assert len(held(fallen.database)) == 1


# Too late, or nothing to decide.

Deed = Callable[[Database, int], Decided]
DEEDS: list[Deed] = [
    lambda database, load_id: accept_held(database, load_id, PRIYA),
    lambda database, load_id: refuse_held(database, load_id, PRIYA.by, LATER),
]


@pytest.mark.parametrize("deed", DEEDS, ids=["accept", "refuse"])
@pytest.mark.parametrize(("first", "said"), [(accept, "loaded"), (refuse, "refused")])
def test_whoever_comes_second_is_told_who_decided_and_when(
    fallen: Authority, first: Callable[[Authority], Decided], said: str, deed: Deed
) -> None:
    load = held(fallen.database)[0]
    first(fallen)
    before = dump(fallen.database)
    sentence = f"already been decided: {said} by {PRIYA.by} on Mon 23 Nov 09:45"
    with pytest.raises(LoadDecided, match=sentence):
        deed(fallen.database, load.id)
    assert dump(fallen.database) == before


def test_of_two_people_who_decide_at_once_exactly_one_does(fallen: Authority) -> None:
    load, together = held(fallen.database)[0], Barrier(2)

    def decide(who: str) -> str:
        together.wait()
        try:
            return accept_held(fallen.database, load.id, replace(PRIYA, by=who)).status
        except (LoadDecided, ImportRunning) as error:
            return type(error).__name__

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(decide, ["priya", "martin"]))
    assert outcomes.count("loaded") == 1
    assert len([entry for entry in fallen.rows(AuditEntry) if entry.deed == "accepted"]) == 1


@pytest.mark.parametrize("deed", DEEDS, ids=["accept", "refuse"])
def test_nothing_is_decided_while_an_import_is_running(fallen: Authority, deed: Deed) -> None:
    load, before = held(fallen.database)[0], dump(fallen.database)
    with import_lock(fallen.database), pytest.raises(ImportRunning):
        deed(fallen.database, load.id)
    assert dump(fallen.database) == before


@pytest.mark.parametrize("deed", DEEDS, ids=["accept", "refuse"])
@pytest.mark.parametrize("load_id", [0, 1, 999_999_999])
def test_a_load_that_is_not_held_cannot_be_decided(
    staffed: Authority, deed: Deed, load_id: int
) -> None:
    with pytest.raises(LoadDecided, match="not held, so there is nothing to decide"):
        deed(staffed.database, load_id)


def test_a_load_held_before_records_were_kept_has_to_be_imported_again(fallen: Authority) -> None:
    load = held(fallen.database)[0]
    with fallen.database.transaction() as session:
        session.delete(session.get_one(HeldRecords, load.id))
    with pytest.raises(LoadDecided, match=r"not kept\. Import the file again with --accept"):
        accept_held(fallen.database, load.id, PRIYA)
    assert fallen.cases(*cases_of("W1", 2), case("C9", None)).status is LoadStatus.HELD
    assert accept(fallen).status is LoadStatus.LOADED


def test_what_cannot_be_read_any_more_can_still_be_refused(fallen: Authority) -> None:
    load = held(fallen.database)[0]
    with fallen.database.transaction() as session:
        session.get_one(HeldRecords, load.id).records = b"of another version"
    with pytest.raises(RecordsUnreadable):
        accept_held(fallen.database, load.id, PRIYA)
    assert refuse(fallen).status is LoadStatus.REFUSED


# Differences.


def test_the_differences_are_those_to_what_is_loaded_now(fallen: Authority) -> None:
    with fallen.database.look() as session:
        load, found = held_differences(session, held(fallen.database)[0].id, LATER)
    assert load.file == "cases.csv"
    assert [(each.team, each.now, each.extract) for each in found.teams] == [("Court North", 8, 3)]
    assert (found.total.change, found.unallocated and found.unallocated.change) == (-5, 1)


def test_the_differences_of_a_workforce_are_its_workers(authority: Authority) -> None:
    authority.workforce(*(worker(f"W{n}") for n in range(8)))
    authority.workforce(worker("W1"), worker("W2", team="Court South"))
    with authority.database.look() as session:
        _, found = held_differences(session, held(authority.database)[0].id, LATER)
    assert [(each.team, each.now, each.extract) for each in found.teams] == [
        ("Court North", 8, 1),
        ("Court South", 0, 1),
    ]


def test_the_differences_of_a_decided_load_are_gone_with_it(fallen: Authority) -> None:
    load = held(fallen.database)[0]
    refuse(fallen)
    with fallen.database.look() as session, pytest.raises(LoadDecided):
        held_differences(session, load.id, LATER)
