"""A return goes in as sums of its year, whole or not at all, and without a trace of its workers."""

from pathlib import Path

import pytest

from models.census.xml_text import MAX_RETURN
from models.database import Database
from models.extracts.report import ImportReport
from models.published import CensusReturn
from models.vocabulary import ExtractKind, LoadStatus
from tests.models.census.returns import BORN, NUMBER, message, worker
from tests.models.extracts.authority import Authority, case, dump, figures, only, refusal


@pytest.fixture
def authority(database: Database, tmp_path: Path) -> Authority:
    """An empty authority, on each database."""
    return Authority(database, tmp_path)


@pytest.fixture
def plain(sqlite_database: Database, tmp_path: Path) -> Authority:
    """Where the database makes no difference: an empty authority on SQLite."""
    return Authority(sqlite_database, tmp_path)


def load(authority: Authority, text: str, name: str = "return.xml") -> ImportReport:
    path = authority.folder / name
    path.write_text(text, encoding="utf-8")
    return authority.load(path)


def test_a_return_is_one_row_a_year_which_a_corrected_one_replaces(authority: Authority) -> None:
    loaded = only(load(authority, message(), "return_2019.xml"))
    assert (loaded.kind, loaded.status) == (ExtractKind.CENSUS_RETURN, LoadStatus.LOADED)
    assert loaded.as_at.date().isoformat() == "2025-09-30"
    assert loaded.counts == {"workers": 2, "agency": 1, "ended": 0, "cases": 24}
    assert loaded.changes == {"added": 1, "changed": 0}
    assert loaded.notes[0].startswith("in post 1 FTE (1 person), agency 1 FTE (1 person)")
    before = dump(authority.database)
    again = only(load(authority, message()))
    assert (again.status, again.reasons) == (
        LoadStatus.UNCHANGED,
        ("the same return of 2025 is already loaded",),
    )
    assert dump(authority.database) == before
    corrected = only(load(authority, message(worker(FTE="x"))))
    assert corrected.changes == {"added": 0, "changed": 1}
    load(authority, message().replace("2025", "2024"))
    rows = authority.rows(CensusReturn)
    assert [(row.year, row.authority_code, row.file) for row in rows] == [
        (2024, "852", "return.xml"),
        (2025, "852", "return.xml"),
    ]
    assert rows[1].warnings == ["worker 1, FTE: cannot be read; 0 to 1 is accepted"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "301",
            [
                "the return is of authority 852, and CASELOAD_AUTHORITY_CODE is 301: correct the "
                "setting, or import your own return"
            ],
        ),
        ("852", []),
        ("330/852", []),
        ("E06000045", []),
        (None, []),
    ],
)
def test_a_return_of_another_authority_is_said_to_be_one(
    plain: Authority, code: str | None, said: list[str]
) -> None:
    (plain.folder / "return.xml").write_text(message(), encoding="utf-8")
    load = only(plain.load(plain.folder / "return.xml", authority_code=code))
    assert [note for note in load.notes if "CASELOAD_AUTHORITY_CODE" in note] == said


def test_nothing_that_tells_who_a_worker_is_is_kept(plain: Authority) -> None:
    misplaced = worker(SWENo=NUMBER, FTE=NUMBER, Cases30=BORN, OrgRole="WBRI")
    report = load(plain, message(misplaced, worker(SWENo=NUMBER)))
    kept = repr(dump(plain.database)) + repr(report)
    assert not [word for word in (NUMBER, BORN, "WBRI") if word in kept]


def test_it_is_loaded_with_the_feeds_and_changes_no_figure_of_them(plain: Authority) -> None:
    plain.workforce()
    plain.cases(case("1"))
    before = figures(plain.database)
    load(plain, message())
    after = figures(plain.database)
    assert {name for name in after if after[name] != before[name]} == {"census_returns"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (message().replace("2025", "2027"), "The return is of 30 September 2027, which lies in"),
        ("<Message>", "The file ends in the middle"),
        (f"<!DOCTYPE m>{message()}", "The file declares a document type"),
        (" " * (MAX_RETURN + 1), "The file is larger than 32 MB"),
    ],
    ids=["to come", "cut", "document type", "too large"],
)
def test_what_is_no_return_is_refused_and_changes_nothing(
    plain: Authority, text: str, said: str
) -> None:
    before = figures(plain.database)
    assert refusal(load(plain, text)).startswith(said)
    assert figures(plain.database) == before


def test_a_rehearsal_tells_and_changes_nothing(plain: Authority) -> None:
    before = dump(plain.database)
    path = plain.folder / "return.xml"
    path.write_text(message(), encoding="utf-8")
    assert only(plain.load(path, dry_run=True)).changes["added"] == 1
    assert dump(plain.database) == before


def test_a_folder_gives_its_return_before_the_feeds(plain: Authority) -> None:
    (plain.folder / "return.xml").write_text(message(), encoding="utf-8")
    report = plain.load(plain.folder, plain.staff_files())
    assert [load.kind for load in report.loads] == [
        ExtractKind.CENSUS_RETURN,
        ExtractKind.WORKFORCE,
    ]
