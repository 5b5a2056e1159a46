"""The doctor looks at where an SQLite database is kept."""

from pathlib import Path

import pytest

from bot.findings import Finding, Level
from bot.storage_examined import LITTLE, TOO_LITTLE, examine_storage, room_finding
from models.database import Database


def examined(path: Path) -> list[Finding]:
    database = Database(f"sqlite:///{path}")
    found = list(examine_storage(database))
    database.close()
    return found


@pytest.mark.parametrize(("mode", "is_told"), [(0o600, False), (0o640, False), (0o644, True)])
def test_a_database_that_everybody_may_read_is_told(
    tmp_path: Path, mode: int, is_told: bool
) -> None:
    path = tmp_path / "caseload.db"
    path.touch()
    path.chmod(mode)
    found = [each for each in examined(path) if "may read" in each.what]
    assert bool(found) is is_told
    assert all(each.mend.startswith(f"chmod o-rwx {path}*") for each in found)


@pytest.mark.parametrize(
    ("free", "size", "level"),
    [
        (LITTLE, 1_000, None),
        (LITTLE - 1, 1_000, Level.ADVICE),
        (TOO_LITTLE, 1_000, Level.ADVICE),
        (TOO_LITTLE - 1, 1_000, Level.BAD),
        (3 * LITTLE, 2 * LITTLE, Level.ADVICE),
        (LITTLE, 2 * LITTLE, Level.BAD),
    ],
)
def test_room_is_told_before_it_ends(free: int, size: int, level: Level | None) -> None:
    found = room_finding(Path("caseload.db"), free, size)
    assert (None if found is None else found.level) is level
    assert found is None or "Make room" in found.mend


def test_nothing_is_said_of_a_file_that_is_not_there_yet(tmp_path: Path) -> None:
    assert examined(tmp_path / "new.db") == []
