"""What refuses an import, and that a refusal changes no figure: never a load by half."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from models.loads import Load, LoadProblem
from models.people import AuditEntry
from models.vocabulary import ExtractKind, LoadStatus
from tests.conftest import NOW
from tests.databases import ON_SQLITE
from tests.models.extracts.authority import (
    FRIDAY,
    MONDAY,
    THURSDAY,
    Authority,
    Dump,
    case,
    dump,
    figures,
    refusal,
    worker,
)
from tests.models.extracts.workbooks import an_open_child, list_6, list_9, write_workbook

pytestmark = ON_SQLITE


def news(before: Dump, after: Dump) -> set[str]:
    """The tables in which something is different."""
    return {name for name in after if before[name] != after[name]}


# As at.


def test_an_as_at_older_than_the_newest_load_is_refused(staffed: Authority) -> None:
    staffed.cases(case("C1"))
    before = figures(staffed.database)
    report = staffed.load(staffed.cases_file(case("C2")), day=THURSDAY)
    assert refusal(report) == (
        "The extract is as at 19/11/2026, older than the newest allocations loaded, which is as "
        "at 20/11/2026. Load the newest extract, or correct --as-at."
    )
    assert figures(staffed.database) == before


def test_the_newest_records_with_an_older_as_at_are_refused_too(staffed: Authority) -> None:
    staffed.cases(case("C1"))
    assert "older" in refusal(staffed.load(staffed.cases_file(case("C1")), day=THURSDAY))


def test_each_feed_has_its_own_newest_as_at(authority: Authority) -> None:
    authority.workforce(day=FRIDAY)
    assert authority.cases(case("C1"), day=MONDAY).status is LoadStatus.LOADED


@pytest.mark.parametrize(
    ("hour", "status"),
    [
        (time(18, 30), LoadStatus.LOADED),
        (time(18), LoadStatus.LOADED),
        (time(17, 59), LoadStatus.REFUSED),
        (time(0), LoadStatus.LOADED),  # midnight is the whole day
    ],
)
def test_within_a_day_the_hour_decides(staffed: Authority, hour: time, status: LoadStatus) -> None:
    staffed.cases(case("C1"))
    as_at = datetime.combine(FRIDAY, hour, UTC)
    report = staffed.load(staffed.cases_file(case("C1", "W2")), as_at=as_at)
    assert report.status is status
    if status is LoadStatus.REFUSED:
        assert "as at 20/11/2026 17:59, older" in report.problems[0].message


def test_an_as_at_in_the_future_is_refused(authority: Authority) -> None:
    soon = NOW + timedelta(minutes=1)
    report = authority.load(authority.staff_files(), as_at=soon, as_at_day=soon.date())
    assert refusal(report) == ("The as-at lies in the future; give the day the data describes.")


def test_an_as_at_of_this_moment_is_not_the_future(authority: Authority) -> None:
    report = authority.load(authority.staff_files(), as_at=NOW, as_at_day=NOW.date())
    assert report.status is LoadStatus.LOADED


# Rows, files and teams.


@pytest.mark.parametrize(
    "cells",
    [
        {"team": "Court Norht"},
        {"kind": "unheard of"},
        {"opened_on": "31/02/2026"},
        {"opened_on": "2026-11-21"},
        {"case_ref": ""},
    ],
)
def test_a_refused_extract_leaves_every_figure_as_it_was(
    staffed: Authority, cells: dict[str, str]
) -> None:
    staffed.cases(case("C1"), case("C2", None))
    before = dump(staffed.database)
    report = staffed.load(staffed.cases_file(case("C1", "W2"), {**case("C9"), **cells}))
    assert report.status is LoadStatus.REFUSED
    assert [load.status for load in report.loads] == [LoadStatus.REFUSED]
    assert news(before, dump(staffed.database)) == {"loads", "load_problems", "audit"}


def test_a_refusal_is_written_down_with_row_and_column(staffed: Authority) -> None:
    staffed.load(staffed.cases_file(case("C1"), case("C2", team="Court Norht")))
    load = staffed.rows(Load)[-1]
    (problem,) = staffed.rows(LoadProblem)
    assert (load.status, load.kind) == (LoadStatus.REFUSED, ExtractKind.ALLOCATIONS)
    assert (problem.load_id, problem.file, problem.sheet) == (load.id, "cases.csv", None)
    assert (problem.row, problem.column) == (3, "team")
    assert problem.message == (
        'There is no team "Court Norht" in the workforce. Did you mean "Court North"? '
        "Teams: Court North, Court South."
    )
    assert staffed.rows(AuditEntry)[-1].detail == {"files": ["cases.csv"], "status": "refused"}


def test_an_unknown_team_in_a_workbook_is_named_by_sheet_and_column(
    staffed: Authority, tmp_path: Path
) -> None:
    sheets = {
        "List_6": list_6(an_open_child("C1", Allocated_Team="Nowhere")),
        "List_9": list_9(),
    }
    report = staffed.load(write_workbook(tmp_path / "annex.xlsx", sheets))
    place = report.problems[0].place
    assert (place.sheet, place.row, place.column) == ("List_6", 2, "Allocated Team")


def test_every_row_with_an_unknown_team_is_reported(staffed: Authority) -> None:
    rows = [case(f"C{number}", team="Nowhere") for number in range(5)]
    report = staffed.load(staffed.cases_file(*rows))
    assert [problem.place.row for problem in report.problems] == [2, 3, 4, 5, 6]


def test_a_team_is_known_whatever_its_case_and_spaces(staffed: Authority) -> None:
    assert staffed.cases(case("C1", team="court  NORTH")).status is LoadStatus.LOADED


def test_a_closed_case_may_name_a_team_that_is_no_more(staffed: Authority) -> None:
    closed = case("C1", team="Long Gone", closed_on="2026-11-02")
    assert staffed.cases(closed).status is LoadStatus.LOADED
    assert staffed.case("C1").team_id is None


def test_allocations_before_any_workforce_say_what_to_load_first(authority: Authority) -> None:
    message = refusal(authority.load(authority.cases_file(case("C1"))))
    assert "no workforce extract has been loaded; load it first" in message


def test_of_two_extracts_none_is_loaded_when_one_is_refused(staffed: Authority) -> None:
    before = figures(staffed.database)
    new_staff = staffed.staff_files(*(worker(f"W{n}", "Renamed") for n in range(1, 5)))
    report = staffed.load(new_staff, staffed.cases_file(case("C1", team="Nowhere")))
    assert report.status is LoadStatus.REFUSED
    assert [load.status for load in report.loads] == [LoadStatus.REFUSED] * 2
    assert figures(staffed.database) == before


def test_a_file_that_is_no_extract_is_refused_and_written_down(
    authority: Authority, tmp_path: Path
) -> None:
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    report = authority.load(tmp_path / "photo.png")
    assert report.status is LoadStatus.REFUSED
    assert report.loads == ()
    (load,) = authority.rows(Load)
    assert (load.kind, load.status, load.file) == (None, LoadStatus.REFUSED, "photo.png")


def test_a_file_whose_name_is_no_text_is_refused(authority: Authority, tmp_path: Path) -> None:
    path = tmp_path / "Kent\udca3.csv"  # a byte of another alphabet, as Python gives it
    path.write_bytes(b"x")
    assert "rename it" in refusal(authority.load(path))
    assert authority.rows(Load)[0].file == "Kent?.csv"


def test_two_files_of_one_name_are_both_told_of(staffed: Authority, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "cases.csv").write_text("case_ref\n", encoding="utf-8")
    report = staffed.load(tmp_path / "one", tmp_path / "two")
    assert report.status is LoadStatus.REFUSED
