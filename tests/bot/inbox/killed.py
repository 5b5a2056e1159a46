"""A watcher killed with SIGKILL before each step it takes in the folder, and the one after it.

Run as `python -m tests.bot.inbox.killed DATABASE FOLDER EVERY`: the SQLite file has a workforce,
the folder is an inbox as it is put together, and every so many steps one is died before. Prints a
line of JSON for each death: what was found when the next process had finished.
"""

import json
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from models.database import Database
from tests.bot.inbox.conftest import Drop, services_of

STEPS = frozenset({"os.rename", "os.mkdir", "os.rmdir", "os.remove", "os.utime", "os.chmod"})
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Steps:
    """Counts what this process changes in folders, and ends it before one of them."""

    def __init__(self, last: int) -> None:
        self._left = last
        sys.addaudithook(self._heard)

    def _heard(self, event: str, args: tuple[Any, ...]) -> None:
        changes = event in STEPS or (event == "open" and args[2] & WRITES)
        if changes and not str(args[0]).endswith((".import-lock", ".db")):
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def apart(deed: Callable[[], None]) -> int:
    """Do it in a process of its own; gives the signal that ended it, or 0."""
    pid = os.fork()
    if pid == 0:
        try:
            deed()
        except BaseException:
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        os._exit(0)
    status = os.waitpid(pid, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def looking(database: Path, inbox: Path, *, later: timedelta, dies_before: int | None) -> None:
    with closing(Database(f"sqlite:///{database}")) as opened:
        drop = Drop(inbox, services_of(opened, inbox))
        drop.clock.now += later
        if dies_before is not None:
            Steps(dies_before)
        drop.look(5, 5, 120)


def died_before(step: int, database: Path, folder: Path) -> dict[str, Any]:
    """What became of the folder's files, the first process having died before this step."""
    with TemporaryDirectory() as place:
        copied = shutil.copyfile(database, Path(place) / "caseload.db")
        inbox = shutil.copytree(folder, Path(place) / "inbox")
        ended_by = apart(lambda: looking(copied, inbox, later=timedelta(0), dies_before=step))
        apart(lambda: looking(copied, inbox, later=timedelta(minutes=5), dies_before=None))
        return {
            "killed": ended_by == signal.SIGKILL,
            "files": sorted(str(path.relative_to(inbox)) for path in inbox.rglob("*")),
            "loads": _loads(copied),
        }


def _loads(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT file, status FROM loads ORDER BY id").fetchall()
    return [" ".join(row) for row in rows]


if __name__ == "__main__":
    given, where, every = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    number = every
    while True:
        outcome = died_before(number, given, where)
        sys.stdout.write(json.dumps(outcome) + "\n")
        if not outcome["killed"]:
            break
        number += every
