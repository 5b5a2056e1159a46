"""What names in the inbox mean: which are left alone, which day one says, what is safe to write."""

import re
from datetime import date

DONE, REFUSED, WORKING = "done", "refused", ".working"

TEXT, JSON = ".report.txt", ".report.json"
REPORTS = (TEXT, JSON)
"""What the names of reports end with, after that of the file they are about."""

LONGEST = 180
"""Bytes of a name: file systems take 255, and a report's name is longer."""

_UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart")
_OWN = frozenset({DONE, REFUSED})
_OF_SYSTEMS = frozenset(
    {
        *("thumbs.db", "desktop.ini", "$recycle.bin", "system volume information"),
        *("lost+found", "#recycle", "@eadir"),
    }
)
_NOT_FOR_FILES = frozenset('\\/:*?"<>|')
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,9}$")
_DATE = re.compile(
    r"(?<![0-9])(?:"
    r"(?P<y>20[0-9]{2})(?P<s>[-_.]?)(?P<m>[0-9]{2})(?P=s)(?P<d>[0-9]{2})"
    r"|(?P<d2>[0-9]{2})(?P<s2>[-_.])(?P<m2>[0-9]{2})(?P=s2)(?P<y2>20[0-9]{2})"
    r")(?![0-9])"
)


def is_left_alone(name: str) -> bool:
    """Whether nothing is to be done with it: hidden, the inbox's own, or what systems leave."""
    known = name.casefold() in _OWN | _OF_SYSTEMS
    return known or name.startswith((".", "~$")) or is_unfinished(name)


def is_unfinished(name: str) -> bool:
    """Whether a program that copies is still at it, by the name it gives meanwhile."""
    return name.casefold().endswith(_UNFINISHED)


def day_said(name: str) -> date | None:
    """The day that "annex_a_2026-11-20.xlsx", "20261120" or "20-11-2026" says; of two the later."""
    found = []
    for match in _DATE.finditer(name):
        part = match.groupdict()
        year, month, day = (int(part[key] or part[f"{key}2"]) for key in ("y", "m", "d"))
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue  # digits that only look like a day
    return max(found, default=None)


def safe_name(name: str) -> str:
    """The same name as it can be written in a log, in Slack and on a Windows share."""
    kept = "".join(
        sign if sign.isprintable() and sign not in _NOT_FOR_FILES else "_" for sign in name
    ).rstrip(". ")
    if kept.casefold().endswith(REPORTS):
        kept += "_"  # or it would pass for a report of ours
    return _shortened(kept.lstrip(".") or "_")


def beside(name: str, more: str) -> str:
    """ "annex_a (2).xlsx": the name with something before its ending."""
    suffix = _SUFFIX.search(name)
    stem, ending = (name[: suffix.start()], suffix[0]) if suffix else (name, "")
    return f"{stem} ({more}){ending}"


def _shortened(name: str) -> str:
    if len(name.encode()) <= LONGEST:
        return name
    suffix = _SUFFIX.search(name)
    ending = suffix[0] if suffix else ""
    most = LONGEST - len(ending.encode())
    return name[: len(name) - len(ending)].encode()[:most].decode(errors="ignore").rstrip() + ending
