"""What is put into the inbox is loaded once it is complete, and put away with its report."""

import json
import os
import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot.inbox.as_at import AsAt
from bot.inbox.folders import open_inbox
from bot.inbox.loading import load
from bot.inbox.parcels import Found
from bot.inbox.taking import new_taking
from bot.inbox.watcher import Watcher
from models.database import Database
from models.extracts.files import ExtractFile
from models.extracts.held import open_held
from models.extracts.lock import import_lock
from models.loads import Load
from models.people import AuditEntry
from models.vocabulary import ExtractKind
from tests.bot.inbox.conftest import Drop, drop_on, services_of
from tests.conftest import NOW
from tests.models.extracts.authority import (
    FRIDAY,
    MONDAY,
    THURSDAY,
    case,
    cases_of,
    dump,
    team,
    worker,
)
from tests.waiting import until

CASES = f"cases {FRIDAY}.csv"


def written(path: Path, at: datetime) -> Path:
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_file_is_loaded_by_the_inbox_and_put_into_done_with_its_reports(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    database: Database = request.getfixturevalue(f"{kind}_database")
    drop = drop_on(database, tmp_path)
    drop.authority.workforce()
    drop.cases(case("C1"), case("C2", None), case("C3", "Stranger"))
    drop.wait()
    assert sorted(path.name for path in drop.inbox.iterdir()) == [".working", "done", "refused"]
    assert sorted(path.name for path in (drop.inbox / "done").iterdir()) == [
        *(CASES, f"{CASES}.report.json", f"{CASES}.report.txt")
    ]
    assert list((drop.inbox / ".working").iterdir()) == []
    assert drop.report(f"done/{CASES}").splitlines()[:7] == [
        f"{CASES}: taken from the inbox Mon 23 Nov 08:45",
        "",
        "As at Fri 20 Nov: the date in its name.",
        f"{CASES}: allocations loaded, as at Fri 20 Nov",
        "  open cases 3, closed cases 0, unallocated 1, held by unmatched 1",
        "  changes: 3 opened",
        "  Stranger: 1 open case, not in the workforce list",
    ]
    found = json.loads((drop.inbox / f"done/{CASES}.report.json").read_text(encoding="utf-8"))
    assert set(found) == {"status", "loads", "problems", "unmatched", "alerts"}
    assert (found["status"], found["loads"][0]["as_at"]) == ("loaded", str(FRIDAY))
    with database.look() as session:
        query = select(col(AuditEntry.who)).order_by(col(AuditEntry.id).desc())
        assert session.scalars(query.limit(1)).one() == "inbox"


def test_a_refused_file_goes_to_refused_with_row_and_column_and_counts_as_any_other(
    drop: Drop,
) -> None:
    drop.cases(case("C1", team="Court Norht"), case("C2", team="Court Norht"))
    drop.wait()
    report = drop.report(f"refused/{CASES}")
    assert 'rows 2 and 3, column "team": There is no team "Court Norht" in the wor' in report
    assert 'Did you mean "Court North"?' in report
    assert report.endswith("\nMend it, and put it into the inbox again.\n")
    assert drop.loads()[-1] == (CASES, "refused")


def test_a_held_file_goes_to_done_and_waits_for_an_administrator(drop: Drop) -> None:
    drop.authority.cases(*cases_of("W1", 8), day=MONDAY)
    drop.cases(*cases_of("W1", 3))
    drop.wait()
    report = drop.report(f"done/{CASES}")
    assert "allocations held, as at Fri 20 Nov" in report
    assert "An administrator decides whether it is loaded: in Slack, on the app's Home" in report
    with drop.services.database.look() as session:
        assert [load.file for load in open_held(session)] == [CASES]


def test_after_a_load_alerts_are_looked_at_and_whoever_delivers_is_woken(drop: Drop) -> None:
    drop.cases(*cases_of("W1", 30))
    drop.services.bell.clear()
    drop.wait()
    assert drop.services.bell.is_set()
    found = json.loads((drop.inbox / f"done/{CASES}.report.json").read_text(encoding="utf-8"))
    assert found["alerts"]["pending"] > 0
    assert "pending" in drop.report(f"done/{CASES}")


def test_a_file_that_grows_is_not_read_half(drop: Drop) -> None:
    whole = drop.authority.cases_file(*cases_of("W1", 8)).read_bytes()
    path = drop.inbox / CASES
    for length in (40, 120, 200, len(whole)):
        path.write_bytes(whole[:length])
        drop.look(5)
    assert CASES in drop
    drop.look(5)
    assert f"done/{CASES}" in drop
    assert [load for load in drop.loads() if load[0] == CASES] == [(CASES, "loaded")]


def test_what_is_still_written_while_it_is_loaded_is_loaded_again(
    drop: Drop, caplog: pytest.LogCaptureFixture
) -> None:
    """A copy that stood still for longer than anybody waits goes on in the file that was taken."""
    half, rest = cases_of("W1", 8), cases_of("W2", 2)
    with drop.cases(*half).open("a", encoding="utf-8") as copying:
        asked: list[datetime] = []

        def clock() -> datetime:
            # Once it is taken: for what was found, and then as the load of it begins.
            if (drop.inbox / ".working").exists() and CASES not in drop:
                asked.append(drop.clock())
                if len(asked) == 2:
                    rows = (f"{row['case_ref']},child_in_need,,W2,,,,,\n" for row in rest)
                    copying.writelines(rows)
                    copying.flush()
            return drop.clock()

        drop.watcher = Watcher(replace(drop.services, clock=clock), drop.inbox)
        drop.wait()
    assert f"done/{CASES}" not in drop
    assert "still being written" in caplog.text
    drop.look(120)
    assert "open cases 10" in drop.report(f"done/{CASES}")


def test_a_folder_is_taken_when_everything_in_it_is_complete(drop: Drop) -> None:
    drop.put(drop.authority.staff_files(), "staff")
    drop.look(5)
    partial = drop.inbox / "staff/Posts.csv.part"
    partial.touch()
    drop.look(60, 60, 60)
    assert "staff" in drop
    partial.unlink()
    drop.wait()
    assert "unchanged" in drop.report("done/staff")
    assert "done/staff/Staff.csv" in drop


def test_a_new_workforce_and_the_allocations_that_need_it_come_seconds_apart(drop: Drop) -> None:
    staff = drop.authority.staff_files(
        worker("W1", team="Court East"), teams=[team("Court East")], posts=()
    )
    drop.cases(*cases_of("W1", 3, team="Court East"), name="a cases.csv")
    drop.look(5)
    drop.put(staff, "b workforce")
    drop.wait()
    # A workforce of one instead of four is held, and the allocations wait for it.
    assert "workforce held" in drop.report("done/b workforce")
    assert "in the same import is held" in drop.report("done/a cases.csv")
    with drop.services.database.look() as session:
        assert [(load.file, load.waits) for load in open_held(session)] == [
            ("a cases.csv", True),
            ("b workforce", False),
        ]


def test_loose_files_of_a_workforce_are_one_extract_in_a_folder_of_their_own(drop: Drop) -> None:
    folder = drop.authority.staff_files(*(worker(f"W{number}") for number in range(1, 6)))
    for path in list(folder.iterdir()):
        drop.put(path)
    drop.cases(*cases_of("W5", 3), name="cases.csv")
    drop.wait()
    assert "workers: 1 added" in drop.report("done/workforce")
    assert "done/workforce/Staff.csv" in drop
    assert "3 opened" in drop.report("done/cases.csv")


def test_one_bad_file_refuses_no_other(drop: Drop) -> None:
    (drop.inbox / "notes.docx").write_bytes(b"some notes")
    folder = drop.authority.staff_files(*(worker(f"W{number}") for number in range(1, 6)))
    (drop.put(folder, "both") / "cases.csv").write_text("case_ref,team\nC1,Nowhere\n")
    drop.cases(*cases_of("W5", 3))
    drop.wait()
    assert f"done/{CASES}" in drop
    assert "Files of this kind (.docx) are not read" in drop.report("refused/notes.docx")
    # A folder goes where its worst extract goes, and its report says what became of each.
    report = drop.report("refused/both")
    assert "both: workforce loaded" in report
    assert "Nothing was loaded" in report


def test_what_piled_up_while_nobody_looked_is_loaded_day_by_day(drop: Drop) -> None:
    for day, number in ((FRIDAY, 10), (MONDAY, 8), (THURSDAY, 9)):
        drop.cases(*cases_of("W1", number), name=f"{day:%Y%m%d}.csv")
    drop.wait()
    assert [file for file, _ in drop.loads()[1:]] == [
        "20261116.csv",
        "20261119.csv",
        "20261120.csv",
    ]
    assert "changes: 1 opened" in drop.report("done/20261120.csv")


def test_of_two_extracts_of_the_same_moment_neither_is_loaded(drop: Drop) -> None:
    drop.cases(*cases_of("W1", 8), name=f"a {FRIDAY}.csv")
    drop.cases(*cases_of("W1", 9), name=f"b {FRIDAY}.csv")
    drop.wait()
    said = "Several allocations extracts of the same time were put in: a 2026-11-20.csv, b 2026-"
    assert said in drop.report(f"refused/a {FRIDAY}.csv")
    assert said in drop.report(f"refused/b {FRIDAY}.csv")


def test_the_same_file_again_changes_nothing_and_gets_a_name_of_its_own(drop: Drop) -> None:
    drop.cases(case("C1"))
    drop.wait()
    before = dump(drop.services.database, but=("check_marks",))
    drop.cases(case("C1"))
    drop.clock.now = NOW + timedelta(hours=1)
    drop.wait()
    assert dump(drop.services.database, but=("check_marks",)) == before
    assert "the same records are already loaded" in drop.report(
        f"done/cases {FRIDAY} (2026-11-23 09.45.10).csv"
    )


def test_a_file_without_a_date_is_as_at_when_it_was_written(drop: Drop) -> None:
    written(drop.cases(case("C1"), name="cases.csv"), NOW - timedelta(hours=15))
    drop.wait()
    assert drop.authority.rows(Load)[-1].as_at == NOW - timedelta(hours=15)
    assert (
        "As at Sun 22 Nov 17:45: when the file was last written. A date in the name, such as "
        "2026-11-20, would come first."
    ) in drop.report("done/cases.csv")


def test_while_another_import_runs_everything_stays_where_it_is(drop: Drop) -> None:
    drop.cases(case("C1"))
    with import_lock(drop.services.database):
        drop.wait()
        assert CASES in drop
    drop.look(5)
    assert f"done/{CASES}" in drop


@pytest.mark.parametrize("step", [CASES, f"{CASES}/{CASES}"])
@pytest.mark.parametrize(("ended", "end"), [(3, "done"), (4, "refused")])
def test_a_file_that_ended_the_service_again_and_again_is_not_read_any_more(
    drop: Drop, step: str, ended: int, end: str
) -> None:
    path = drop.inbox / ".working" / "left"
    (path / "things").mkdir(parents=True, mode=0o700)
    drop.authority.cases_file(case("C1")).rename(path / "things" / CASES)
    (path / "begun").write_text(json.dumps({step: ended}))
    drop.look(120)
    said = "The service ended 4 times while it read this" in drop.report(f"{end}/{CASES}")
    assert said is (end == "refused")


def test_what_goes_wrong_unforeseen_refuses_the_file_with_a_reference(
    drop: Drop, caplog: pytest.LogCaptureFixture
) -> None:
    without_paths = ExtractFile("odd.csv", ExtractKind.ALLOCATIONS, ())  # which nothing gives
    found = Found("odd.csv", without_paths, AsAt(NOW, False, "now"))
    with open_inbox(drop.inbox) as inbox, new_taking(inbox, "t") as taking:
        (outcome,) = load(drop.services, taking, [found])
    (problem,) = outcome.report.problems
    reference = re.search(r'"reference ([0-9A-Z]+)"', problem.message)
    assert reference is not None
    assert f"a file of the inbox failed, reference {reference[1]}" in caplog.text
    assert drop.loads()[-1] == ("odd.csv", "refused")


def test_while_the_database_is_away_everything_stays_and_that_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    away = Database("postgresql://nobody@127.0.0.1:1/nowhere")
    drop = Drop(tmp_path, services_of(away, tmp_path))
    (tmp_path / "a.csv").touch()
    drop.look(5, 5, 5, 5)
    assert "a.csv" in drop
    assert [record.message.split(":")[0] for record in caplog.records] == [
        "the database does not answer"
    ]


def test_it_looks_by_itself_between_start_and_close(drop: Drop) -> None:
    watcher = Watcher(drop.services, drop.inbox, every=0.01)
    drop.cases(case("C1"))
    watcher.start()
    try:
        assert until(lambda: "done" in drop)
        drop.clock.now += timedelta(seconds=10)
        assert until(lambda: f"done/{CASES}" in drop)
    finally:
        watcher.close()
    drop.cases(case("C2"), name="late.csv")
    drop.clock.now += timedelta(seconds=10)
    watcher.close()
    assert "late.csv" in drop


@pytest.mark.parametrize("became", ["loaded", "unchanged"])
def test_names_of_files_do_not_reach_the_log(
    drop: Drop, became: str, caplog: pytest.LogCaptureFixture
) -> None:
    if became == "unchanged":
        drop.authority.cases(case("C1"))
    caplog.set_level("INFO", "caseload")
    drop.cases(case("C1"), name="Sam Example 2026-11-20.csv")
    drop.wait()
    assert f"from the inbox: 1 {became}" in caplog.text
    assert "Sam" not in caplog.text
