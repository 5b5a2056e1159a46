"""The inbox's folders, held open, so that what is put in place of one meanwhile leads nowhere."""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bot.inbox.looks import Mark
from bot.inbox.names import DONE, REFUSED, WORKING, is_left_alone, is_unfinished

MOST = 1000
"""Things looked at in one folder; the rest of an inbox is taken when these are done."""

PRIVATE = 0o700

WHOLE = "whole"
"""In a taking, once everything that was to be taken together is there."""

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK

_WHY = {
    errno.ENOENT: "There is no folder {path}. Make it, or correct CASELOAD_INBOX.",
    errno.ENOTDIR: "{path} is a file or a link, and has to be a folder. Move it away.",
    errno.ELOOP: "{path} is a link, and has to be a folder. Move it away.",
    errno.EROFS: "{path} is read-only. Mount it so that the service may write there.",
}
_NOT_ALLOWED = (
    "The service may not read and write {path} ({reason}). Give its user the right to, as in "
    "deploy/inbox.md."
)


class InboxUnusable(Exception):
    """Nothing can be taken from it; the text says why, and how that is mended."""


@dataclass(frozen=True, slots=True)
class Inbox:
    """The open folders, as file descriptors."""

    path: Path
    root: int
    working: int
    done: int
    refused: int

    def put_to(self, *, refused: bool) -> int:
        return self.refused if refused else self.done


@contextmanager
def open_inbox(path: Path) -> Iterator[Inbox]:
    """The folder and those in it, made where they are missing; raises InboxUnusable."""
    with ExitStack() as stack:
        try:
            root = _kept_open(stack, os.open(path, os.O_RDONLY | os.O_DIRECTORY))
        except OSError as error:
            raise InboxUnusable(_why(path, error)) from error
        # Who may read what lies in the inbox may read what becomes of it, and nobody else.
        shared = rights_of(root)
        working = _own(stack, root, path / WORKING, PRIVATE)
        done, refused = (_own(stack, root, path / name, shared) for name in (DONE, REFUSED))
        _refuse_unsafe(path, root, working, (done, refused))
        yield Inbox(path, root, working, done, refused)


@contextmanager
def folder_in(parent: int, name: str) -> Iterator[int]:
    """A folder in a folder, never through a link."""
    fd = os.open(name, _FOLDER, dir_fd=parent)
    try:
        yield fd
    finally:
        os.close(fd)


def make_folder(parent: int, name: str, mode: int = PRIVATE) -> None:
    """The folder with just these rights, or as it is where there is one already.

    It has its group from the folder it is in where that hands it down, and hands it down too.
    """
    try:
        os.mkdir(name, mode, dir_fd=parent)
    except FileExistsError:
        return
    with folder_in(parent, name) as fd:
        made = stat.S_IMODE(os.fstat(fd).st_mode)
        if made & 0o777 == mode:
            return
        try:
            os.fchmod(fd, mode | made & stat.S_ISGID)
        except PermissionError:
            return  # a sandbox may forbid that bit: then only the service reads the folder


def rights_of(folder: int) -> int:
    """The rights of a folder that one in it gets: nobody but the service changes anything there."""
    return stat.S_IMODE(os.fstat(folder).st_mode) & 0o750


def path_of(fd: int, otherwise: Path) -> Path:
    """A path to an open folder that stays its own, whoever renames what leads there."""
    own = Path(f"/proc/self/fd/{fd}")
    return own if own.is_dir() else otherwise


def names_in(folder: int, left_out: Callable[[str], bool] = lambda _: False) -> list[str]:
    """The names in an open folder, at most so many as are looked at and one."""
    with os.scandir(folder) as found:
        names = (entry.name for entry in found if not left_out(entry.name))
        return sorted(islice(names, MOST + 1))


def things_in(inbox: Inbox) -> dict[str, Mark]:
    """What lies in the inbox to be taken, each with what changes when it does."""
    marks = {}
    for name in names_in(inbox.root, is_left_alone):
        try:
            marks[name] = _mark(inbox.root, name)
        except FileNotFoundError:
            continue  # taken by somebody else meanwhile
    return marks


def takings_in(inbox: Inbox) -> dict[str, Mark]:
    """What is being worked on, or was when a process died: its time, and whether it is whole."""
    marks: dict[str, Mark] = {}
    for name in names_in(inbox.working):
        try:
            with folder_in(inbox.working, name) as fd:
                marks[name] = (os.fstat(fd).st_mtime_ns, WHOLE in names_in(fd))
        except (FileNotFoundError, NotADirectoryError):
            continue
    return marks


def _mark(parent: int, name: str) -> Mark:
    found = os.stat(name, dir_fd=parent, follow_symlinks=False)
    if stat.S_ISREG(found.st_mode):
        return _mark_of_file(parent, name)
    if stat.S_ISDIR(found.st_mode):
        return _mark_of_folder(parent, name)
    return (stat.S_IFMT(found.st_mode), found.st_mtime_ns)


def _mark_of_file(parent: int, name: str) -> Mark:
    found = os.stat(name, dir_fd=parent, follow_symlinks=False)
    try:
        fd = os.open(name, _FILE, dir_fd=parent)
    except OSError:
        pass  # unreadable: that is told when it is taken
    else:
        found = os.fstat(fd)  # a network file system looks anew at what is opened
        os.close(fd)
    # A server that renames by a second name has both for a moment.
    return (found.st_size, found.st_mtime_ns, found.st_nlink)


def _mark_of_folder(parent: int, name: str) -> Mark:
    try:
        with folder_in(parent, name) as fd:
            names = names_in(fd)
            if any(is_unfinished(each) for each in names):
                return (object(),)  # never the same twice, so never quiet
            return tuple(
                (each, found.st_size, found.st_mtime_ns)
                for each in names
                for found in [os.stat(each, dir_fd=fd, follow_symlinks=False)]
            )
    except FileNotFoundError:
        return (object(),)
    except OSError as error:
        return (error.errno,)


def _kept_open(stack: ExitStack, fd: int) -> int:
    stack.callback(os.close, fd)
    return fd


def _own(stack: ExitStack, root: int, path: Path, mode: int) -> int:
    try:
        make_folder(root, path.name, mode)
        return _kept_open(stack, os.open(path.name, _FOLDER, dir_fd=root))
    except OSError as error:
        raise InboxUnusable(_why(path, error)) from error


def _refuse_unsafe(path: Path, root: int, working: int, ends: tuple[int, int]) -> None:
    if os.fstat(working).st_uid != os.geteuid():
        raise InboxUnusable(
            f"{path / WORKING} belongs to another user, who could change what is being loaded. "
            "Remove it; the service makes its own."
        )
    if any(os.fstat(fd).st_dev != os.fstat(root).st_dev for fd in (working, *ends)):
        raise InboxUnusable(
            f"done or refused in {path} is on another file system, so that nothing can be moved "
            "there in one step. Make them plain folders."
        )
    for fd in (root, *ends):
        if not os.access(path_of(fd, path), os.W_OK | os.X_OK):
            read_only = os.fstatvfs(fd).f_flag & os.ST_RDONLY
            number = errno.EROFS if read_only else errno.EACCES
            raise InboxUnusable(_why(path, OSError(number, os.strerror(number))))


def _why(path: Path, error: OSError) -> str:
    text = _WHY.get(error.errno or 0, _NOT_ALLOWED)
    return text.format(path=path, reason=error.strerror)
