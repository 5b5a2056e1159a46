"""Examines where an SQLite database is kept: its room, its folder, and who else may read it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from bot.findings import Finding, Level
from models.database import Database

SUBJECT = "storage"

LITTLE = 1_000_000_000
"""Bytes free, below which it is time to make room."""

TOO_LITTLE = 50_000_000
"""Bytes free, below which a load may find no room to write."""

_PARTS = ("", "-wal", "-shm")


def examine_storage(database: Database) -> Iterator[Finding]:
    """What can be wrong with the file and its folder; nothing on PostgreSQL."""
    path = database.path()
    if path is None or not path.exists():
        return
    room = room_finding(path, shutil.disk_usage(path.parent).free, path.stat().st_size)
    wrong = [*_folder(path), *([room] if room else []), *_readers(path)]
    yield from wrong
    if not wrong:
        yield Finding(
            SUBJECT, Level.GOOD, f"{path} has room to grow, and is read by its owner alone."
        )


def _folder(path: Path) -> Iterator[Finding]:
    for each in (path, path.parent):
        if not os.access(each, os.W_OK):
            yield Finding(
                SUBJECT,
                Level.BAD,
                f"This account may not write to {each}, so nothing can be changed.",
                f"Run Caseload as the owner of {path.parent}, or give it to this account: chown.",
            )
            return


def room_finding(path: Path, free: int, size: int) -> Finding | None:
    """Whether there is room, in bytes: an upgrade may need as much again for a while."""
    if free >= max(LITTLE, 2 * size):
        return None
    return Finding(
        SUBJECT,
        Level.BAD if free < max(TOO_LITTLE, size) else Level.ADVICE,
        f"{free / 1_000_000:,.0f} MB are free where {path} is.",
        "Make room, or move the database: see deploy/operations.md.",
    )


def _readers(path: Path) -> Iterator[Finding]:
    parts = [path.with_name(path.name + part) for part in _PARTS]
    if any(part.exists() and part.stat().st_mode & 0o004 for part in parts):
        yield Finding(
            SUBJECT,
            Level.ADVICE,
            f"Everybody on this machine may read {path}, which holds workers' names.",
            f"chmod o-rwx {path}*, and start Caseload with UMask=0077.",
        )
