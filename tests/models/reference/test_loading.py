"""Published files go in as every extract does: whole or not at all, once, and without a loss."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from sqlmodel import Session

from models.database import Database
from models.extracts.report import ImportReport
from models.loads import Load
from models.published import PublishedFile
from models.reference.comparing import comparison
from models.reference.measures import PublishedMeasure as M
from models.reference.storing import known_neighbours, known_table, packaged_text, published
from models.vocabulary import ExtractKind, LoadStatus
from tests.conftest import NOW
from tests.models.extracts.authority import Authority, case, dump, only, refusal
from tests.models.reference.files import ENGLAND, SOUTHAMPTON, row, text_of, write

INDICATORS = ExtractKind.INDICATORS
IN_2026 = text_of(
    row(ENGLAND, 2026, caseload_fte="14.9"),
    row(SOUTHAMPTON, 2026, caseload_fte="13.7"),
    row(SOUTHAMPTON, 2025, caseload_fte="14.4"),
)
IN_2022 = text_of(row(SOUTHAMPTON, 2022, caseload_fte="99"))
TEN = [str(code) for code in range(301, 311)]


def model(*near: str) -> str:
    """A file of neighbours with Southampton's alone."""
    header = ["old_la_code", "la_name", *(f"SN_{n}" for n in range(1, 11))]
    return f"{','.join(header)}\n852,Southampton,{','.join(near)}\n"


@pytest.fixture
def authority(database: Database, tmp_path: Path) -> Authority:
    """An empty authority, on each database."""
    return Authority(database, tmp_path)


@pytest.fixture
def plain(sqlite_database: Database, tmp_path: Path) -> Authority:
    """Where the database makes no difference: an empty authority on SQLite."""
    return Authority(sqlite_database, tmp_path)


def load(authority: Authority, name: str, text: str, *, dry_run: bool = False) -> ImportReport:
    return authority.load(write(authority.folder, name, text), dry_run=dry_run)


def years(session: Session) -> list[int]:
    return known_table(session, INDICATORS).years_of("852")


def test_a_newer_file_adds_and_corrects_and_the_same_again_changes_nothing(
    authority: Authority,
) -> None:
    loaded = only(load(authority, "csww.csv", IN_2026))
    assert (loaded.kind, loaded.status) == (INDICATORS, LoadStatus.LOADED)
    assert loaded.counts == {"rows": 3, "areas": 2, "years": 2}
    assert loaded.changes == {"rows_added": 2, "rows_changed": 1}
    with authority.database.look() as session:
        known = published(session)
    found = comparison(known, "852", M.AVERAGE_CASELOAD)
    assert found is not None
    assert [year.own.value for year in found.history][-3:] == [14.9, 14.4, 13.7]
    assert len(found.history) == 10
    before = dump(authority.database)
    again = only(load(authority, "csww.csv", IN_2026))
    assert (again.status, again.reasons) == (
        LoadStatus.UNCHANGED,
        ("the same figures are already loaded",),
    )
    assert dump(authority.database) == before


def test_it_is_as_at_the_day_the_department_counts_on(plain: Authority) -> None:
    load(plain, "csww.csv", IN_2026)
    (written,) = plain.rows(Load)
    assert (written.as_at_day.isoformat(), written.kind) == ("2026-09-30", INDICATORS)


def test_it_changes_no_figure_of_the_authority(plain: Authority) -> None:
    plain.workforce()
    plain.cases(case("1"), case("2", "Nobody known"))
    own = ("loads", "audit", "published_files")
    before = dump(plain.database, but=own)
    report = load(plain, "csww.csv", IN_2026)
    assert dump(plain.database, but=own) == before
    assert report.unmatched == ()


def test_it_is_loaded_with_the_feeds_in_one_import(plain: Authority) -> None:
    paths = [
        plain.staff_files(),
        write(plain.folder, "csww.csv", IN_2026),
        plain.cases_file(case("1")),
    ]
    report = plain.load(*paths)
    assert [load.kind for load in report.loads] == [
        INDICATORS,
        ExtractKind.WORKFORCE,
        ExtractKind.ALLOCATIONS,
    ]
    assert report.status is LoadStatus.LOADED


def test_years_to_come_are_refused(plain: Authority) -> None:
    before = dump(plain.database, but=("loads", "load_problems", "audit"))
    report = load(plain, "csww.csv", text_of(row(year=2027)))
    assert refusal(report).startswith("The file goes to 2027, which lies in the future;")
    assert dump(plain.database, but=("loads", "load_problems", "audit")) == before


def test_an_older_file_takes_nothing_away(plain: Authority) -> None:
    before = dump(plain.database)
    found = only(load(plain, "csww_2022.csv", IN_2022))
    assert (found.status, found.reasons) == (
        LoadStatus.UNCHANGED,
        ("the file ends in 2022, and what is known goes to 2025: nothing in it is new",),
    )
    assert dump(plain.database) == before


def test_an_older_file_adds_years_that_were_not_known(plain: Authority) -> None:
    found = only(load(plain, "csww_2016.csv", text_of(row(SOUTHAMPTON, 2016))))
    assert (found.status, found.changes) == (
        LoadStatus.LOADED,
        {"rows_added": 1, "rows_changed": 0},
    )
    with plain.database.look() as session:
        assert years(session) == list(range(2016, 2026))


def test_a_rehearsal_tells_and_changes_nothing(plain: Authority) -> None:
    before = dump(plain.database)
    found = only(load(plain, "csww.csv", IN_2026, dry_run=True))
    assert found.changes == {"rows_added": 2, "rows_changed": 1}
    assert dump(plain.database) == before


def test_one_wrong_cell_refuses_all_files_of_an_import(plain: Authority) -> None:
    wrong = write(plain.folder, "csww.csv", text_of(row(), row(year=2024, agency_fte="many")))
    report = plain.load(plain.staff_files(), wrong)
    assert refusal(report).startswith('"many" is not a number')
    assert (report.problems[0].place.row, report.problems[0].place.column) == (3, "agency_fte")
    with plain.database.look() as session:
        assert session.get(PublishedFile, INDICATORS) is None
        assert known_table(session, INDICATORS).latest_year == 2025
    assert {load.status for load in plain.rows(Load)} == {LoadStatus.REFUSED}


def test_two_files_of_one_kind_are_one_too_many(plain: Authority) -> None:
    paths = [write(plain.folder, name, IN_2026) for name in ("a.csv", "b.csv")]
    report = plain.load(*paths)
    assert report.problems[0].message == (
        "Several indicators extracts were given: a.csv, b.csv; import one of them."
    )


def test_a_newer_model_of_neighbours_takes_the_place_of_the_older(plain: Authority) -> None:
    found = only(load(plain, "sn_model_2026_wide.csv", model(*TEN)))
    assert (found.counts, found.changes) == (
        {"authorities": 1},
        {"rows_added": 0, "rows_changed": 1},
    )
    with plain.database.look() as session:
        known = known_neighbours(session)
    assert (known.year, list(known.of)) == (2026, ["852"])
    assert [near.code for near in known.of["852"]] == TEN


def test_an_older_model_of_neighbours_changes_nothing(plain: Authority) -> None:
    found = only(load(plain, "sn_model_2021.csv", model(*TEN)))
    assert (found.status, found.reasons) == (
        LoadStatus.UNCHANGED,
        ("the file is the model of 2021, and what is known goes to 2025: nothing in it is new",),
    )


def test_a_model_whose_year_nobody_knows_is_taken_when_it_is_accepted(plain: Authority) -> None:
    found = only(load(plain, "neighbours.csv", model(*TEN)))
    assert found.status is LoadStatus.UNCHANGED
    assert found.reasons[0].startswith(
        "the name of the file has no year, so that it may be older than the model of 2025, which "
        "stays"
    )
    with plain.database.look() as session:
        assert known_neighbours(session).year == 2025
    found = only(plain.load(plain.folder / "neighbours.csv", accept=True))
    assert found.status is LoadStatus.LOADED
    assert found.notes[0].startswith("The name of the file has no year")
    with plain.database.look() as session:
        assert list(known_neighbours(session).of) == ["852"]


def test_figures_that_come_with_a_newer_version_are_used_before_older_imported_ones(
    plain: Authority,
) -> None:
    with plain.database.transaction() as session:
        session.add_all(stored_in_2024())
    with plain.database.look() as session:
        assert years(session) == list(range(2017, 2026))
        assert len(known_neighbours(session).of) == 153


def stored_in_2024() -> Iterable[PublishedFile]:
    """What a former version would have left in the tables."""
    text = packaged_text(INDICATORS).split("\n\n")[0] + "\n\ncode,year\n"
    for kind, said in ((INDICATORS, text), (ExtractKind.NEIGHBOURS, "year,code,name\n")):
        yield PublishedFile(
            kind=kind, file="old.csv", latest_year=2024, loaded_at=NOW, content=said.encode()
        )


def test_children_in_need_are_loaded_from_their_own_file(plain: Authority) -> None:
    text = text_of(row(SOUTHAMPTON, 2026, {"At31_episodes": "2,010"}))
    assert only(load(plain, "b1.csv", text)).kind is ExtractKind.CHILDREN_IN_NEED
    with plain.database.look() as session:
        need = known_table(session, ExtractKind.CHILDREN_IN_NEED)
    assert need.rows["852", 2026] == {M.CHILDREN_IN_NEED: 2010.0}
    assert need.rows["852", 2025] == {M.CHILDREN_IN_NEED: 1971.0}
