"""Examines the inbox: whether the service can work in it, who else may, and what lies there."""

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alerts.wording import count
from bot.findings import Finding, Level
from bot.inbox.names import DONE, REFUSED, WORKING, is_left_alone, is_unfinished, safe_name
from bot.services import Services

WAITS = timedelta(minutes=30)
"""So long nothing lies in an inbox that is watched."""

NAMED = 3

_SUBJECT = "inbox"
_PAGE = "deploy/inbox.md says how the folder is set up."


def examine_inbox(services: Services) -> Iterator[Finding]:
    """Everything that can be seen without changing it; nothing where no inbox is watched."""
    inbox = services.settings.inbox
    if inbox is None:
        return
    try:
        found = list(_amiss(inbox, services.clock()))
    except OSError as error:
        found = [_bad(f"{inbox} cannot be looked into ({error.strerror}).", _PAGE)]
    yield from found or [Finding(_SUBJECT, Level.GOOD, f"The inbox {inbox} can be used.")]


def _amiss(inbox: Path, now: datetime) -> Iterator[Finding]:
    if not inbox.is_dir():
        yield _bad(f"There is no folder {inbox}.", "Make it, or correct CASELOAD_INBOX.")
        return
    if not os.access(inbox, os.R_OK | os.W_OK | os.X_OK):
        what = f"The user who runs this may not read and write {inbox}."
        yield _bad(what, f"Give the service's user the right to. {_PAGE}")
    yield from _rights(inbox)
    for name in (DONE, REFUSED, WORKING):
        yield from _own_folder(inbox, inbox / name)
    yield from _waiting(inbox, now)
    yield from _left(inbox / WORKING, now)


def _rights(inbox: Path) -> Iterator[Finding]:
    mode = inbox.stat().st_mode
    mend = f"chmod o-rwx {inbox}"
    if mode & stat.S_IWOTH:
        yield _bad(f"Everybody on this machine may put files into {inbox}.", mend)
    elif mode & (stat.S_IROTH | stat.S_IXOTH):
        what = f"Everybody on this machine may look into {inbox}."
        yield Finding(_SUBJECT, Level.ADVICE, what, mend)


def _own_folder(inbox: Path, folder: Path) -> Iterator[Finding]:
    if not os.path.lexists(folder):
        return  # the service makes it
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        yield _bad(f"{folder} is a file or a link, and has to be a folder.", "Move it away.")
    elif found.st_dev != inbox.stat().st_dev:
        what = f"{folder} is on another file system, so that nothing can be moved there at once."
        yield _bad(what, "Make it a plain folder of the inbox.")


def _waiting(inbox: Path, now: datetime) -> Iterator[Finding]:
    waiting = [
        safe_name(entry.name)
        for entry in os.scandir(inbox)
        if (not is_left_alone(entry.name) or is_unfinished(entry.name))
        and now - _arrived(entry.stat(follow_symlinks=False)) > WAITS
    ]
    if not waiting:
        return
    names = ", ".join(sorted(waiting)[:NAMED])
    more = f" and {len(waiting) - NAMED} more" if len(waiting) > NAMED else ""
    yield Finding(
        _SUBJECT,
        Level.BAD,
        f"In the inbox for more than half an hour: {names}{more}.",
        "Check that caseload serve runs with this inbox, that its user may move the files, and "
        "that whoever copies them has finished. What could not be moved is tried again within five "
        "minutes.",
    )


def _left(working: Path, now: datetime) -> Iterator[Finding]:
    if not working.is_dir() or not os.access(working, os.R_OK | os.X_OK):
        return
    old = [each for each in os.scandir(working) if now - _changed(each.stat()) > WAITS]
    if old:
        yield Finding(
            _SUBJECT,
            Level.BAD,
            f"{count(len(old), 'load')} from the inbox could not be finished.",
            "A running service tries again every two minutes; its log says what was in the way.",
        )


def _arrived(found: os.stat_result) -> datetime:
    """When it came to be under this name: a copied file may have been written long before."""
    return datetime.fromtimestamp(found.st_ctime, UTC)


def _changed(found: os.stat_result) -> datetime:
    return datetime.fromtimestamp(found.st_mtime, UTC)


def _bad(what: str, mend: str) -> Finding:
    return Finding(_SUBJECT, Level.BAD, what, mend)
