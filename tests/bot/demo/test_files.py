"""The demo authority's extracts as files."""

import csv
import hashlib
from pathlib import Path

import openpyxl
import pytest

from bot.demo.authority import DemoHistory, make_history
from bot.demo.files import write_evening, write_workbook
from tests.bot.demo.reading import LAST_DAY, SEED

CSV_FILES = {
    "cases.csv",
    "Teams.csv",
    "Services.csv",
    "Staff.csv",
    "Posts.csv",
    "Limits.csv",
    "Targets.csv",
}


def digest(folder: Path) -> str:
    parts = [path.name.encode() + path.read_bytes() for path in sorted(folder.iterdir())]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def test_a_week_is_a_folder_of_csv_files(history: DemoHistory, tmp_path: Path) -> None:
    folder = write_evening(history.weeks[-1], tmp_path)
    assert folder.name == "2026-11-20"
    assert {path.name for path in folder.iterdir()} == CSV_FILES


def test_a_week_without_a_new_workforce_has_its_cases_alone(
    history: DemoHistory, tmp_path: Path
) -> None:
    quiet = next(week for week in history.weeks if week.workforce is None)
    assert [path.name for path in write_evening(quiet, tmp_path).iterdir()] == ["cases.csv"]


def test_the_files_say_what_the_rows_say(history: DemoHistory, tmp_path: Path) -> None:
    week = history.weeks[-1]
    folder = write_evening(week, tmp_path)
    with (folder / "cases.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == week.cases


def test_the_bytes_of_a_week_never_change(tmp_path: Path) -> None:
    week = make_history(SEED, LAST_DAY, 4).weeks[-1]
    assert digest(write_evening(week, tmp_path)) == (
        "02a3086b0407bf12617770ecf5cf0b5671f0bf467bb2ad52db0bf22692e1ae50"
    )


def test_the_workbook_holds_the_six_sheets_with_real_dates(
    history: DemoHistory, tmp_path: Path
) -> None:
    week = history.weeks[-1]
    assert week.workforce is not None
    book = openpyxl.load_workbook(write_workbook(week, tmp_path))
    assert book.sheetnames == ["Teams", "Services", "Staff", "Posts", "Limits", "Targets"]
    rows = list(book["Staff"].iter_rows(values_only=True))
    assert len(rows) == len(week.workforce["Staff"]) + 1
    first = dict(zip(rows[0], rows[1], strict=True))
    assert first["started_on"].date().isoformat() == week.workforce["Staff"][0]["started_on"]
    assert first["fte"] == 1.0


def test_a_week_without_a_new_workforce_has_no_workbook(
    history: DemoHistory, tmp_path: Path
) -> None:
    quiet = next(week for week in history.weeks if week.workforce is None)
    with pytest.raises(ValueError, match="no new workforce extract"):
        write_workbook(quiet, tmp_path)
