"""Deletes at night what has lain in done and refused for too long: there are names in it."""

import logging
import os
import shutil
import stat
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session

from alerts.schedules import EVERY_DAY, Schedule
from alerts.slots import Job, Work
from bot.inbox.folders import open_inbox
from bot.inbox.names import JSON, TEXT
from bot.inbox.putting_away import is_draft
from bot.services import Services

log = logging.getLogger("caseload.inbox")

CLEARED_AT = time(5, 45)


def inbox_jobs(services: Services) -> list[Job]:
    """What is done each night by one of all replicas; nothing where no inbox is watched."""
    settings = services.settings
    if settings.inbox is None:
        return []
    return [_clearing(settings.inbox, settings.zone, timedelta(days=settings.loads_kept_days))]


def _clearing(inbox: Path, zone: ZoneInfo, kept: timedelta) -> Job:

    def prepare(at: datetime, _late: bool, _missed: datetime | None) -> Work:
        # Before the transaction: a file server may be slow, and twice is as good as once.
        delete_old_files(inbox, at - kept)
        return _done

    schedule = Schedule("delete old files of the inbox", zone, CLEARED_AT, EVERY_DAY)
    return Job(schedule, prepare=prepare)


def delete_old_files(inbox: Path, before: datetime) -> None:
    """Delete what this service put into done and refused before then; raises InboxUnusable.

    That is what has a report, whose time says when it was put there. Links are deleted, not
    followed.
    """
    with open_inbox(inbox) as opened:
        for folder in (opened.done, opened.refused):
            for name in list(_old_reports(folder, before.timestamp())):
                try:
                    _delete_with_reports(folder, name)
                except OSError as error:
                    log.warning("an old file of the inbox cannot be deleted: %s", error.strerror)


def _delete_with_reports(folder: int, report: str) -> None:
    """The report last: what is cut short is found again the next night."""
    if is_draft(report):
        _delete(folder, report)
        return
    thing = report.removesuffix(JSON)
    for name in (thing, thing + TEXT, thing + JSON):
        _delete(folder, name)


def _old_reports(folder: int, before: float) -> Iterator[str]:
    with os.scandir(folder) as found:
        for entry in found:
            if not (entry.name.endswith(JSON) or is_draft(entry.name)):
                continue
            known = entry.stat(follow_symlinks=False)
            if stat.S_ISREG(known.st_mode) and known.st_mtime < before:
                yield entry.name


def _delete(folder: int, name: str) -> None:
    try:
        found = os.stat(name, dir_fd=folder, follow_symlinks=False)
        if stat.S_ISDIR(found.st_mode):
            shutil.rmtree(name, dir_fd=folder)
        else:
            os.unlink(name, dir_fd=folder)
    except FileNotFoundError:
        return  # somebody tidied up, or another process was sooner


def _done(_session: Session, _at: datetime, _late: bool) -> None:
    """All of it is done by then."""
