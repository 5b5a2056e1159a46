"""Where backups are put: whole or not at all, for their owner alone, and the old ones dropped."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from sqlalchemy import text

from models.database import Database
from models.errors import BackupRefused

_DATED = re.compile(r"caseload-\d{8}T\d{6}Z\.backup")
_PART = re.compile(r"\.caseload-.+\.part")

_SQUEEZED_TO = 0.4
"""The share of a database's size that its backup never exceeds by much: it comes to a tenth."""


def dated_name(now: datetime) -> str:
    """ "caseload-20261123T084500Z.backup": names that sort by time, whatever the clocks do."""
    return f"caseload-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.backup"


def place_of(given: Path, now: datetime) -> Path:
    """The file itself, or a dated one where a folder is given."""
    return given / dated_name(now) if given.is_dir() else given


@contextmanager
def new_file(path: Path, database: Database) -> Iterator[IO[bytes]]:
    """A file to write a backup into, which gets its name once all is written.

    Raises BackupRefused where there is one already, or no room; nothing is left of half a backup.
    """
    if os.path.lexists(path):
        raise _exists(path)
    try:
        _check_room(path.parent, database)
        handle, part = tempfile.mkstemp(prefix=".caseload-", suffix=".part", dir=path.parent)
    except OSError as error:
        raise _not_written(path, error) from error
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _give_name(Path(part), path)
    except OSError as error:
        raise _not_written(path, error) from error
    finally:
        Path(part).unlink(missing_ok=True)


def drop_old(folder: Path, keep: int) -> list[Path]:
    """Delete all but the newest dated backups of a folder; gives those that were deleted.

    What a backup that was killed left behind goes as well, once it is older than those that stay.
    """
    dated = sorted(path for path in folder.iterdir() if _DATED.fullmatch(path.name))
    old, kept = dated[:-keep], dated[-keep:]
    for path in old:
        path.unlink()
    if old:
        oldest = kept[0].stat().st_mtime
        for path in folder.iterdir():
            if _PART.fullmatch(path.name) and path.stat().st_mtime < oldest:
                path.unlink()
    return old


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """A backup to read from; raises BackupRefused where it cannot be opened."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise BackupRefused(
            f"{path} cannot be read ({error.strerror}). Check its name and who may read it."
        ) from error
    with file:
        yield file


@contextmanager
def spooled(pipe: IO[bytes]) -> Iterator[IO[bytes]]:
    """The same of what comes through a pipe: kept without a name until it is read."""
    with ExitStack() as kept:
        try:
            file = kept.enter_context(tempfile.TemporaryFile())
            shutil.copyfileobj(pipe, file)
        except OSError as error:
            raise BackupRefused(
                f"What came through the pipe could not be kept to be read ({error.strerror}). Make "
                "room in the folder for temporary files (TMPDIR), or name a file."
            ) from error
        yield file


def _check_room(folder: Path, database: Database) -> None:
    needed = int(_size(database) * _SQUEEZED_TO)
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise BackupRefused(
            f"{folder} has room for {_megabytes(free)} MB, and the backup may need "
            f"{_megabytes(needed)} MB. Make room, or name another folder."
        )


def _size(database: Database) -> int:
    path = database.path()
    if path is not None:
        return path.stat().st_size if path.exists() else 0
    with database.look() as session:
        size = "SELECT pg_database_size(current_database())"
        return int(session.execute(text(size)).scalar_one())


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.0f}"


def _give_name(part: Path, path: Path) -> None:
    """Without taking the place of a file that somebody made meanwhile."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise _exists(path) from None
    except OSError:  # a file system without links, such as a network share
        if os.path.lexists(path):
            raise _exists(path) from None
        part.rename(path)


def _exists(path: Path) -> BackupRefused:
    return BackupRefused(f"{path} exists already. Name a file that does not, or a folder.")


def _not_written(path: Path, error: OSError) -> BackupRefused:
    return BackupRefused(
        f"The backup {path} cannot be written ({error.strerror or error}), so there is none. Check "
        "the folder, who may write to it, and its room."
    )
