"""`caseload export audit`: who asked and did what, whole, for a time, in three forms."""

import csv
import json
import stat
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select
from sqlmodel import col

from models.database import Database
from models.people import AuditEntry
from tests.bot.cli.command_line import CommandLine

HEADINGS = ["id", "at", "who", "deed", "scope_kind", "scope_name", "detail"]
NASTY = '=HYPERLINK("https://example.org","x")'


@pytest.fixture
def database(caseload: CommandLine) -> Database:
    """One entry on either side of a midnight in summer, and one with texts of somebody's making."""
    moments = (datetime(2026, 6, 30, 22, 59, 59, tzinfo=UTC), datetime(2026, 6, 30, 23, tzinfo=UTC))
    found = Database(f"sqlite:///{caseload.database}")
    with found.transaction() as session:
        for at in moments:
            session.add(AuditEntry(at=at, who="ada@example.org", deed="asked"))
        session.add(
            AuditEntry(
                at=datetime(2026, 7, 2, 8, tzinfo=UTC), who="@cmd", deed="asked",
                scope_kind="team", scope_name=NASTY, detail={"topic": "é ; =1", "over": -3},
            )
        )  # fmt: skip
    found.close()
    return found


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


def last_entry(database: Database) -> AuditEntry:
    with database.look() as session:
        query = select(AuditEntry).order_by(col(AuditEntry.id).desc())
        return session.scalars(query.limit(1)).one()


def test_csv_has_the_columns_and_no_formula(caseload: CommandLine, database: Database) -> None:
    ran = caseload("export", "audit", "--until", "2026-07-02")
    assert ran.status == 0
    assert ran.out.splitlines()[0].split(",") == [f'"{name}"' for name in HEADINGS]
    first, _, third = rows(ran.out)
    assert first["at"] == "2026-06-30T23:59:59+01:00"
    assert (third["who"], third["scope_name"]) == ("'@cmd", f"'{NASTY}")
    assert json.loads(third["detail"].replace(";'", ";")) == {"topic": "é ; =1", "over": -3}
    told = last_entry(database)
    assert (told.deed, told.detail["entries"], told.detail["until"]) == (
        "exported",
        3,
        "2026-07-02",
    )


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("given", "ids"),
    [
        (("--from", "2026-07-01", "--until", "2026-07-01"), [2]),
        (("--until", "30/06/2026"), [1]),
        (("--from", "2026-07-02"), [3, 4]),  # that it was exported, too
        (("--until", "2020-01-01"), []),
        (("--from", "0001-01-01", "--until", "9999-12-31"), [1, 2, 3, 4]),
    ],
)
def test_days_are_the_authoritys_and_both_are_included(
    caseload: CommandLine, given: tuple[str, ...], ids: list[int]
) -> None:
    found = caseload("export", "audit", *given, "--format", "json").json
    assert [entry["id"] for entry in found] == ids


@pytest.mark.usefixtures("database")
def test_json_is_one_array_of_the_same_columns(caseload: CommandLine) -> None:
    found = caseload("export", "audit", "--format", "json").json
    assert [list(entry) for entry in found] == [HEADINGS] * 4
    assert found[2]["detail"] == {"topic": "é ; =1", "over": -3}
    assert found[2]["scope_name"] == NASTY


@pytest.mark.usefixtures("database")
def test_a_workbook_holds_texts_alone_and_only_its_owner_reads_it(
    caseload: CommandLine, tmp_path: Path
) -> None:
    ran = caseload("export", "audit", "--output", "audit.xlsx")
    assert ran.error == "Wrote 4 entries to audit.xlsx. It names people.\n"
    path = tmp_path / "audit.xlsx"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    sheet: Any = openpyxl.load_workbook(path)["Audit"]
    assert [cell.value for cell in sheet[1]] == HEADINGS
    assert {cell.data_type for row in sheet.iter_rows(min_row=2, min_col=2) for cell in row} <= {
        "s", "n",
    }  # fmt: skip
    assert sheet["F4"].value == NASTY
    assert sheet["F4"].quotePrefix


def test_a_file_that_cannot_be_written_is_a_sentence_and_no_export(
    caseload: CommandLine, database: Database
) -> None:
    ran = caseload("export", "audit", "--output", "nowhere/audit.csv")
    assert ran.status == 2
    assert "cannot be written" in ran.error
    assert last_entry(database).id == 3


@pytest.mark.usefixtures("database")
def test_what_stood_there_is_replaced_whole(caseload: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "audit.json").write_text("an older export")
    caseload("export", "audit", "--output", "audit.json")
    assert len(json.loads((tmp_path / "audit.json").read_text())) == 4
    assert not list(tmp_path.glob("*.part"))
