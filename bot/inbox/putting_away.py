"""Moves what was dealt with to done or refused, with its reports, and never over another file."""

import os
import stat
from collections.abc import Mapping

from bot.inbox.folders import folder_in, names_in, rights_of
from bot.inbox.names import REPORTS, beside
from bot.inbox.taking import Taking

_DRAFT = ".tmp"
_READ_BY_OTHERS = 0o640


def put_away(
    taking: Taking, name: str, reports: Mapping[str, str], *, refused: bool, when: str
) -> None:
    """The reports first, then the thing: what has no report yet is not put away.

    `reports` are texts by ending, and `when` tells it from another of the same name.
    """
    target = taking.inbox.put_to(refused=refused)
    folder = _is_folder(taking.things, name)
    free = _reserved(target, name, when, folder=folder)
    for ending, text in reports.items():
        _write(target, free + ending, text)
    os.rename(name, free, src_dir_fd=taking.things, dst_dir_fd=target)


def is_draft(name: str) -> bool:
    """Whether it is a report that a process was killed over."""
    return name.startswith(".") and name.endswith(tuple(each + _DRAFT for each in REPORTS))


def _reserved(target: int, name: str, when: str, *, folder: bool) -> str:
    """A name in the target with nothing under it but a place that is kept for this thing."""
    tried, free = 1, name
    while not _reserve(target, free, folder=folder):
        free = beside(name, when if tried == 1 else f"{when}, {tried}")
        tried += 1
    return free


def _reserve(target: int, name: str, *, folder: bool) -> bool:
    try:
        if folder:
            os.mkdir(name, 0o700, dir_fd=target)
        else:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            os.close(os.open(name, flags, 0o600, dir_fd=target))
    except FileExistsError:
        return _is_empty(target, name, folder=folder)
    return True


def _is_empty(target: int, name: str, *, folder: bool) -> bool:
    """Whether it is but a place, kept by a process that was killed before it moved the thing."""
    found = os.stat(name, dir_fd=target, follow_symlinks=False)
    if not folder:
        return stat.S_ISREG(found.st_mode) and found.st_size == 0
    if not stat.S_ISDIR(found.st_mode):
        return False
    with folder_in(target, name) as fd:
        return not names_in(fd)


def _is_folder(parent: int, name: str) -> bool:
    return stat.S_ISDIR(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode)


def _write(target: int, name: str, text: str) -> None:
    """Whole or not at all, readable for whoever may read the folder."""
    draft = f".{name}{_DRAFT}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
    with os.fdopen(os.open(draft, flags, 0o600, dir_fd=target), "w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), rights_of(target) & _READ_BY_OTHERS)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.rename(draft, name, src_dir_fd=target, dst_dir_fd=target)
