"""What is not read, whoever put it there: links, and everything that is neither file nor folder."""

import os
import stat
from collections.abc import Iterator

from bot.inbox.folders import MOST, folder_in, names_in
from bot.inbox.names import safe_name
from bot.inbox.taking import NOT_MOVED

_LINK = "{it} is a link, and links are not followed. Put the file itself into the inbox."
_SECOND_NAME = (
    "{it} has a second name elsewhere (a hard link), by which it could change while it is read. "
    "Put a copy of it into the inbox."
)
_NO_FILE = "{it} is neither a file nor a folder. Put the file itself into the inbox."
_NOT_ALLOWED = (
    "The service may not read it. Give the service's user the right to, and put it into the inbox "
    "again."
)
_TOO_FULL = f"There are more than {MOST:,} things in the folder. Put in only what is to be loaded."


def why_not_read(parent: int, name: str) -> str | None:
    """What is wrong with a thing, as a sentence with the next step; None for a plain one."""
    found = os.stat(name, dir_fd=parent, follow_symlinks=False)
    if not stat.S_ISDIR(found.st_mode):
        return _why(found, "This") or _unreadable(parent, name)
    try:
        with folder_in(parent, name) as fd:
            return next(_in_folder(fd), None)
    except PermissionError:
        return _NOT_ALLOWED


def _in_folder(folder: int) -> Iterator[str]:
    names = names_in(folder)
    if len(names) > MOST:
        yield _TOO_FULL
    if NOT_MOVED in names:
        yield _NOT_ALLOWED
    for name in names:
        found = os.stat(name, dir_fd=folder, follow_symlinks=False)
        said = None if stat.S_ISDIR(found.st_mode) else _why(found, f'"{safe_name(name)}" in it')
        if said is not None:
            yield said


def _why(found: os.stat_result, it: str) -> str | None:
    if stat.S_ISLNK(found.st_mode):
        return _LINK.format(it=it)
    if not stat.S_ISREG(found.st_mode):
        return _NO_FILE.format(it=it)
    return _SECOND_NAME.format(it=it) if found.st_nlink > 1 else None


def _unreadable(parent: int, name: str) -> str | None:
    try:
        os.close(os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=parent))
    except PermissionError:
        return _NOT_ALLOWED
    return None
