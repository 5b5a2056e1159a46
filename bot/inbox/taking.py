"""A taking: things moved out of the inbox in one step each, to a folder only this process works in.

Whatever a killed process leaves in its taking, the next one finds there and goes on with.
"""

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.inbox.folders import (
    MOST,
    WHOLE,
    Inbox,
    folder_in,
    make_folder,
    names_in,
    path_of,
    rights_of,
)
from bot.inbox.looks import Mark
from bot.inbox.names import WORKING, beside, safe_name

_TAKEN, _THINGS, _PARTS = "taken", "things", "parts"
BEGUN = "begun"
"""A file of the taking in which attempts are counted."""

NOT_MOVED = ".cannot be moved"
"""In a folder: what its owner does not let the service move, and what is therefore not read."""


class TakenByAnother(Exception):
    """The taking was left alone for so long that another process took it up."""


@dataclass(frozen=True, slots=True)
class Taking:
    """An open taking: `taken` as things came, `things` once nobody else can change them."""

    inbox: Inbox
    name: str
    fd: int
    taken: int
    things: int
    again: bool  # whether a process died over it: some of it may be loaded

    @property
    def path(self) -> Path:
        """The way to its things for whoever reads them."""
        return path_of(self.things, self.inbox.path / WORKING / self.name / _THINGS)

    def beat(self) -> None:
        """Say that somebody is at work on it; raises TakenByAnother."""
        try:
            os.utime(self.name, dir_fd=self.inbox.working, follow_symlinks=False)
        except FileNotFoundError:
            raise TakenByAnother from None


@contextmanager
def new_taking(inbox: Inbox, name: str) -> Iterator[Taking]:
    """An empty one of this name, which no other has."""
    os.mkdir(name, 0o700, dir_fd=inbox.working)
    with _opened(inbox, name, again=False) as taking:
        yield taking


@contextmanager
def taken_up(inbox: Inbox, left: str, name: str) -> Iterator[Taking]:
    """One that was left, under a name that only this process knows; raises TakenByAnother."""
    try:
        os.rename(left, name, src_dir_fd=inbox.working, dst_dir_fd=inbox.working)
    except FileNotFoundError:
        raise TakenByAnother from None
    with _opened(inbox, name, again=True) as taking:
        taking.beat()
        yield taking


def claim(taking: Taking, names: Sequence[str]) -> dict[str, OSError]:
    """Move these out of the inbox; what cannot be moved stays, with why."""
    stuck = {}
    for name in names:
        try:
            os.rename(
                name,
                _free(taking.taken, safe_name(name)),
                src_dir_fd=taking.inbox.root,
                dst_dir_fd=taking.taken,
            )
        except FileNotFoundError:
            continue  # another process was sooner, or whoever put it there took it away
        except OSError as error:
            stuck[name] = error
    return stuck


def mark_whole(taking: Taking) -> None:
    """Everything that was to be taken together is there."""
    flags = os.O_WRONLY | os.O_CREAT
    os.close(os.open(WHOLE, flags, 0o600, dir_fd=taking.fd))


def settle(taking: Taking) -> None:
    """Bring what was taken to where nobody who put it there can still exchange a part of it.

    A folder is emptied into one of our own: its owner may still hold the old one open.
    """
    for name in names_in(taking.taken):
        found = os.stat(name, dir_fd=taking.taken, follow_symlinks=False)
        if stat.S_ISDIR(found.st_mode) and _can_be_emptied(taking.taken, name):
            _empty(taking, name)
        else:
            os.rename(name, name, src_dir_fd=taking.taken, dst_dir_fd=taking.things)


def gather_parts(taking: Taking, parts: Sequence[str], name: str) -> None:
    """Lay files that are one extract into a folder of their own, in the end under this name."""
    if parts:
        make_folder(taking.fd, _PARTS, rights_of(taking.inbox.root))
        with folder_in(taking.fd, _PARTS) as folder:
            for part in parts:
                os.rename(part, part, src_dir_fd=taking.things, dst_dir_fd=folder)
    if _PARTS in names_in(taking.fd):
        free = _free(taking.things, name)
        os.rename(_PARTS, free, src_dir_fd=taking.fd, dst_dir_fd=taking.things)


def state_of(taking: Taking) -> Mark:
    """What changes when somebody still writes into what was taken."""
    return tuple(
        (name, found.st_size, found.st_mtime_ns)
        for name in names_in(taking.things)
        for found in _files_at(taking.things, name)
    )


def clear_away(taking: Taking) -> None:
    """Remove the taking; what is still in it stays, for whoever takes it up."""
    try:
        for folder in (_TAKEN, _THINGS):
            os.rmdir(folder, dir_fd=taking.fd)
        for file in {BEGUN, WHOLE} & set(names_in(taking.fd)):
            os.unlink(file, dir_fd=taking.fd)
        os.rmdir(taking.name, dir_fd=taking.inbox.working)
    except OSError:
        return


@contextmanager
def _opened(inbox: Inbox, name: str, *, again: bool) -> Iterator[Taking]:
    with ExitStack() as stack:
        fd = stack.enter_context(folder_in(inbox.working, name))
        for folder in (_TAKEN, _THINGS):
            make_folder(fd, folder)
        taken, things = (stack.enter_context(folder_in(fd, each)) for each in (_TAKEN, _THINGS))
        yield Taking(inbox, name, fd, taken, things, again)


def _can_be_emptied(parent: int, name: str) -> bool:
    try:
        with folder_in(parent, name) as fd:
            return len(names_in(fd)) <= MOST
    except PermissionError:
        return False


def _empty(taking: Taking, name: str) -> None:
    make_folder(taking.things, name, rights_of(taking.inbox.root))
    with folder_in(taking.taken, name) as given, folder_in(taking.things, name) as own:
        for each in names_in(given):
            safe = _free(own, each if each.startswith((".", "~$")) else safe_name(each))
            try:
                os.rename(each, safe, src_dir_fd=given, dst_dir_fd=own)
            except PermissionError:
                os.rename(name, NOT_MOVED, src_dir_fd=taking.taken, dst_dir_fd=own)
                return
    os.rmdir(name, dir_fd=taking.taken)


def _files_at(parent: int, name: str) -> Iterator[os.stat_result]:
    """A thing itself, or each of what is directly in it."""
    found = os.stat(name, dir_fd=parent, follow_symlinks=False)
    if not stat.S_ISDIR(found.st_mode):
        yield found
        return
    with folder_in(parent, name) as folder:
        for each in names_in(folder):
            yield os.stat(each, dir_fd=folder, follow_symlinks=False)


def _free(folder: int, name: str) -> str:
    """The name, with a number where there is such a thing already."""
    known = {each.casefold() for each in names_in(folder)}
    number, free = 1, name
    while free.casefold() in known:
        number += 1
        free = beside(name, str(number))
    return free
