"""`caseload import`, `caseload template` and `caseload db upgrade`, for people and programs."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.cli.importing import parse_as_at
from bot.load_reports import changes_words
from models.database import Database
from models.errors import CaseloadError
from models.extracts.lock import import_lock
from tests.bot.cli.command_line import CommandLine
from tests.models.extracts.authority import STAFF, Authority, Row, case, cases_of, dump, worker

DAY = "2024-03-15"
"""Long past, whatever the clock of the machine says."""

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def authority(caseload: CommandLine) -> Iterator[Authority]:
    """Writes the extracts; the command line loads them."""
    database = Database(f"sqlite:///{caseload.database}")
    yield Authority(database, caseload.folder)
    database.close()


@pytest.fixture
def loaded(caseload: CommandLine, authority: Authority) -> Authority:
    """Four workers, of whom W1 holds eight cases."""
    ran = caseload(
        "import",
        authority.staff_files(),
        authority.cases_file(*cases_of("W1", 8)),
        *("--as-at", "2024-03-14"),
    )
    assert ran.status == 0
    return authority


def with_one(**cells: object) -> list[Row]:
    return [*cases_of("W1", 7), {**case("W1/7"), **cells}]


# Exit status.


@pytest.mark.parametrize(
    ("rows", "options", "status", "outcome"),
    [
        (with_one(worker="W2"), (), 0, "loaded"),
        (with_one(), (), 0, "loaded"),  # the same cases a day later
        (with_one(), ("--as-at", "2024-03-14"), 0, "unchanged"),
        (with_one(team="Nowhere"), (), 2, "refused"),
        (with_one(worker="W2"), ("--as-at", "2024-03-13"), 2, "refused"),
        (cases_of("W1", 3), (), 3, "held"),
        (cases_of("W1", 3), ("--dry-run",), 3, "held"),
        (cases_of("W1", 3), ("--accept",), 0, "loaded"),
    ],
)
def test_the_exit_status_says_what_became_of_the_files(
    caseload: CommandLine,
    loaded: Authority,
    rows: list[Row],
    options: tuple[str, ...],
    status: int,
    outcome: str,
) -> None:
    ran = caseload("import", loaded.cases_file(*rows), "--as-at", DAY, "--json", *options)
    assert (ran.status, ran.json["status"], ran.error) == (status, outcome, "")


def test_the_process_ends_with_the_same_status(caseload: CommandLine, loaded: Authority) -> None:
    held = caseload.apart("import", loaded.cases_file(case("C1")), "--as-at", DAY)
    assert (held.status, held.error) == (3, "")
    refused = caseload.apart("import", "nowhere.xlsx")
    assert (refused.status, refused.error) == (2, "")
    assert "There is no file or folder at nowhere.xlsx" in refused.out


# The report for programs.


def test_the_report_has_the_documented_keys_and_no_others(
    caseload: CommandLine, authority: Authority
) -> None:
    cases = authority.cases_file(case("C1"), case("C2", None), case("C3", "Stranger"))
    ran = caseload("import", authority.staff_files(), cases, "--as-at", DAY, "--json")
    report = ran.json
    workforce, allocations = report.pop("loads")
    assert set(report.pop("alerts")) == {
        *("told", "pending", "over", "held", "late", "left", "parked")
    }
    assert report == {
        "status": "loaded",
        "problems": [],
        "unmatched": [{"worker": "Stranger", "cases": 1, "reason": "not in the workforce list"}],
    }
    assert allocations == {
        "file": "cases.csv",
        "kind": "allocations",
        "as_at": DAY,
        "counts": {
            **{"open_cases": 3, "closed_cases": 0},
            **{"unallocated": 1, "held_by_unmatched": 1},
        },
        "changes": {"opened": 3, "closed": 0, "moved": 0, "gone": 0, "changed": 0},
    }
    assert set(workforce) == {"file", "kind", "as_at", "counts", "changes"}
    assert workforce["kind"] == "workforce"


def test_a_refusal_says_file_sheet_row_and_column(caseload: CommandLine, loaded: Authority) -> None:
    rows = with_one(team="Court Norht")
    ran = caseload("import", loaded.cases_file(*rows), "--as-at", DAY, "--json")
    assert ran.json == {
        "status": "refused",
        "alerts": ran.json["alerts"],
        "loads": [
            {
                **{"file": "cases.csv", "kind": "allocations", "as_at": DAY},
                **{"counts": {}, "changes": {}},
            }
        ],
        "problems": [
            {
                **{"file": "cases.csv", "sheet": None, "row": 9, "column": "team"},
                "message": 'There is no team "Court Norht" in the workforce. Did you mean '
                '"Court North"? Teams: Court North, Court South.',
            }
        ],
        "unmatched": [],
    }


def test_a_held_load_says_why_among_the_problems(caseload: CommandLine, loaded: Authority) -> None:
    ran = caseload("import", loaded.cases_file(case("C1")), "--as-at", DAY, "--json")
    assert ran.json["problems"] == [
        {
            **{"file": "cases.csv", "sheet": None, "row": None, "column": None},
            "message": "open cases fell from 8 to 1 (−88 %)",
        }
    ]


def test_an_as_at_with_an_hour_is_told_in_the_authoritys_zone(
    caseload: CommandLine, authority: Authority
) -> None:
    files = authority.staff_files()
    ran = caseload("import", files, "--as-at", "2024-07-15 18:00", "--json")
    assert ran.json["loads"][0]["as_at"] == "2024-07-15T18:00:00+01:00"


# The report for people.


def test_a_person_reads_counts_changes_and_who_is_unmatched(
    caseload: CommandLine, loaded: Authority
) -> None:
    rows = [*cases_of("W1", 7), case("C9", "Stranger")]
    ran = caseload("import", loaded.cases_file(*rows), "--as-at", DAY)
    assert ran.out.splitlines() == [
        "cases.csv: allocations loaded, as at Fri 15 Mar 2024",
        "  open cases 8, closed cases 0, unallocated 0, held by unmatched 1",
        "  changes: 1 opened; 1 gone",
        "  Stranger: 1 open case, not in the workforce list",
    ]


def test_a_person_reads_where_each_problem_is(caseload: CommandLine, loaded: Authority) -> None:
    rows = with_one(team="[bold]Nowhere[/]")
    ran = caseload("import", loaded.cases_file(*rows), "--as-at", DAY)
    first, second = ran.out.splitlines()
    assert first == "Nothing was loaded: 1 problem"
    assert second.startswith(
        '  cases.csv, row 9, column "team": There is no team "[bold]Nowhere[/]" in the workforce.'
    )


def test_a_person_reads_why_a_load_is_held_and_what_to_do(
    caseload: CommandLine, loaded: Authority
) -> None:
    ran = caseload("import", loaded.cases_file(case("C1")), "--as-at", DAY)
    assert ran.out.splitlines() == [
        "cases.csv: allocations held, as at Fri 15 Mar 2024",
        "  open cases fell from 8 to 1 (−88 %)",
        "  open cases 1, closed cases 0, unallocated 0, held by unmatched 0",
        "  changes: 1 opened; 8 gone",
        "If the figures are right, accept it in Slack on the app's Home, or run the same import "
        "again with --accept.",
        "1 alert to tell. The data is late: no alert is raised or closed until a new load arrives.",
    ]


def test_a_rehearsal_says_that_it_was_one(caseload: CommandLine, loaded: Authority) -> None:
    before = dump(loaded.database)
    ran = caseload("import", loaded.staff_files(*STAFF, worker("W5")), "--dry-run")
    assert ran.out.splitlines()[-1] == "This was a rehearsal: nothing was changed."
    assert "workers: 1 added" in ran.out
    assert dump(loaded.database) == before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "none"),
        ({"opened": 0, "closed": 0}, "none"),
        ({"opened": 1234, "closed": 2}, "1,234 opened; 2 closed"),
        ({"workers": {"added": 2, "changed": 0, "removed": 1}}, "workers: 2 added, 1 removed"),
        ({"workers": {"added": 0}, "posts": {"added": 1}}, "posts: 1 added"),
    ],
)
def test_changes_are_told_without_the_nothings(changes: dict[str, object], words: str) -> None:
    assert changes_words(changes) == words


# Errors of the command itself.


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("import", "x", "--as-at", "tomorrow"), '"tomorrow" is not a date. Write --as-at'),
        (("import", "x", "--as-at", "31/02/2026"), '"31/02/2026" is not a date.'),
        (("import", "x", "--as-at", "20/11/26"), "is not a date."),
        (("people", "grant", "nobody", "leadership"), '"nobody" is not an email.'),
    ],
)
def test_an_error_is_one_sentence_on_standard_error(
    caseload: CommandLine, arguments: tuple[str, ...], sentence: str
) -> None:
    ran = caseload(*arguments)
    assert (ran.status, ran.out, ran.error.count("\n")) == (2, "", 1)
    assert sentence in ran.error


def test_a_process_says_its_error_without_a_traceback(caseload: CommandLine) -> None:
    ran = caseload.apart("import", "x", "--as-at", "tomorrow")
    assert (ran.status, ran.out, ran.error.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all.db", "postgresql://u:hunter2@127.0.0.1:1/none"]
)
def test_a_database_that_is_not_there_is_one_sentence_without_the_password(
    caseload: CommandLine, url: str
) -> None:
    ran = caseload.apart("db", "upgrade", CASELOAD_DATABASE_URL=url)
    assert (ran.status, ran.out, ran.error.count("\n")) == (2, "", 1)
    assert ran.error.startswith("The database cannot be used (")
    assert "hunter2" not in ran.error


def test_an_import_beside_another_is_refused_in_one_sentence(
    caseload: CommandLine, loaded: Authority
) -> None:
    with import_lock(loaded.database):
        ran = caseload("import", loaded.folder / "workforce", "--json")
        plain = caseload("import", loaded.folder / "workforce")
    assert plain.error.startswith("Another import is running. Nothing was changed;")
    assert (ran.status, ran.json["status"], ran.json["loads"], ran.error) == (2, "refused", [], "")
    assert ran.json["problems"][0]["message"] == plain.error.strip()


def test_an_import_needs_a_file(caseload: CommandLine) -> None:
    assert caseload("import").status == 2


# As at.


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-20", datetime(2026, 11, 20, tzinfo=LONDON)),
        (" 2026-11-20 ", datetime(2026, 11, 20, tzinfo=LONDON)),
        ("20/11/2026", datetime(2026, 11, 20, tzinfo=LONDON)),
        ("2026-11-20 18:00", datetime(2026, 11, 20, 18, tzinfo=UTC)),
        ("2026-11-20T18:00", datetime(2026, 11, 20, 18, tzinfo=UTC)),
        ("2026-11-20T18:00:30", datetime(2026, 11, 20, 18, 0, 30, tzinfo=UTC)),
        ("20/11/2026 18:00", datetime(2026, 11, 20, 18, tzinfo=UTC)),
        ("2026-07-20 18:00", datetime(2026, 7, 20, 17, tzinfo=UTC)),  # summer
        ("2026-07-20", datetime(2026, 7, 19, 23, tzinfo=UTC)),
    ],
)
def test_an_as_at_is_a_day_or_a_time_in_the_authoritys_zone(text: str, moment: datetime) -> None:
    assert parse_as_at(text, LONDON) == moment


@pytest.mark.parametrize("text", ["", "now", "2026", "11/20/2026", "2026-02-29", "20-11-2026"])
def test_any_other_as_at_is_not_a_date(text: str) -> None:
    with pytest.raises(CaseloadError, match="is not a date"):
        parse_as_at(text, LONDON)


def test_an_empty_as_at_is_not_taken_for_now(caseload: CommandLine, authority: Authority) -> None:
    assert caseload("import", authority.staff_files(), "--as-at", "").status == 2


def test_without_an_as_at_the_data_is_as_at_now(
    caseload: CommandLine, authority: Authority
) -> None:
    ran = caseload("import", authority.staff_files(), "--json")
    assert datetime.fromisoformat(ran.json["loads"][0]["as_at"]).tzinfo is not None


# Tables and templates.


def test_the_tables_come_before_anything_else(tmp_path: Path) -> None:
    caseload = CommandLine(tmp_path)
    ran = caseload("import", "x")
    assert ran.status == 2
    assert "has no tables yet. Run `caseload db upgrade`, then try again." in ran.error
    assert "is now at version" in caseload("db", "upgrade").out
    assert "is up to date" in caseload("db", "upgrade").out
    assert caseload("people", "list").status == 0


def test_a_template_is_written_and_not_loaded_with_its_examples(caseload: CommandLine) -> None:
    ran = caseload("template", "[bold] staff.xlsx")
    assert (ran.status, ran.out) == (
        0,
        "Wrote [bold] staff.xlsx. Fill it in, then run: caseload import [bold] staff.xlsx\n",
    )
    ran = caseload("import", "[bold] staff.xlsx", "--as-at", DAY)
    assert "This row is the template's example, of what does not exist; delete the row." in ran.out
    assert ran.status == 2


def test_a_template_is_not_written_over_a_file(caseload: CommandLine) -> None:
    path = caseload.folder / "workforce.xlsx"
    path.write_text("months of work", encoding="utf-8")
    ran = caseload("template", path)
    assert ran.status == 2
    assert ran.error.endswith("exists already. Name a file that does not, or move it away.\n")
    assert path.read_text(encoding="utf-8") == "months of work"


def test_a_template_in_a_folder_that_is_not_there_is_one_sentence(caseload: CommandLine) -> None:
    ran = caseload("template", "nowhere/workforce.xlsx")
    assert (ran.status, ran.error) == (
        2,
        "nowhere/workforce.xlsx cannot be written (No such file or directory).\n",
    )
