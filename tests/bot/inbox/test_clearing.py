"""What has lain in done and refused for too long is deleted; nothing else ever is."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.inbox.clearing import delete_old_files, inbox_jobs
from tests.bot.inbox.conftest import Drop
from tests.conftest import NOW

LATE = NOW + timedelta(days=90)


def put_away(folder: Path, name: str, at: datetime) -> Path:
    """A file and its reports, put there at that time; the file itself is older."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("something")
    os.utime(folder / name, (0, 0))
    for ending in (".report.txt", ".report.json"):
        report = folder / f"{name}{ending}"
        report.touch()
        os.utime(report, (at.timestamp(), at.timestamp()))
    return folder / name


@pytest.mark.parametrize("folder", ["done", "refused"])
@pytest.mark.parametrize(("days", "left"), [(89, 3), (90, 3), (91, 0)])
def test_a_file_goes_with_its_reports_so_long_after_it_was_put_there(
    tmp_path: Path, folder: str, days: int, left: int
) -> None:
    put_away(tmp_path / folder, "a.csv", NOW - timedelta(days=days))
    delete_old_files(tmp_path, NOW - timedelta(days=90))
    assert len(list((tmp_path / folder).iterdir())) == left


def test_what_somebody_else_put_there_stays(tmp_path: Path) -> None:
    gone = put_away(tmp_path / "done", "a.csv", NOW)
    kept = [tmp_path / "done" / "own.csv", tmp_path / "done" / "notes.txt", tmp_path / "a.csv"]
    for path in kept:
        path.touch()
        os.utime(path, (0, 0))
    delete_old_files(tmp_path, LATE)
    assert not gone.exists()
    assert all(path.exists() for path in kept)


def test_folders_go_whole_and_links_go_without_what_is_behind_them(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept.csv").touch()
    for name in ("link", "folder"):
        put_away(tmp_path / "refused", name, NOW).unlink()
    (tmp_path / "refused" / "link").symlink_to(outside, target_is_directory=True)
    (tmp_path / "refused" / "folder").mkdir()
    (tmp_path / "refused" / "folder" / "link").symlink_to(outside, target_is_directory=True)
    delete_old_files(tmp_path, LATE)
    assert list((tmp_path / "refused").iterdir()) == []
    assert (outside / "kept.csv").exists()


def test_reports_whose_file_somebody_took_away_and_half_reports_go_too(tmp_path: Path) -> None:
    put_away(tmp_path / "done", "a.csv", NOW).unlink()
    half = tmp_path / "done" / ".b.csv.report.txt.tmp"
    half.touch()
    os.utime(half, (0, 0))
    delete_old_files(tmp_path, LATE)
    assert list((tmp_path / "done").iterdir()) == []


def test_it_is_done_each_night_where_an_inbox_is_watched(bare: Drop) -> None:
    (job,) = inbox_jobs(bare.services)
    put_away(bare.inbox / "done", "a.csv", NOW)
    assert job.prepare is not None
    job.prepare(LATE, False, None)
    assert (bare.inbox / "done" / "a.csv").exists()
    job.prepare(LATE + timedelta(seconds=1), False, None)
    assert not (bare.inbox / "done" / "a.csv").exists()
