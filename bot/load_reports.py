"""What a load is reported as: lines for people, the same wherever read, and the stable JSON."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from alerts.wording import count, moment
from bot.checking import Checked, checked_as_json
from bot.questions.as_json import moment_as_json
from models.extracts.records import Place, Problem
from models.extracts.report import ImportReport, LoadReport
from models.figures.book import Unmatched
from models.vocabulary import LoadStatus, words

HOW_TO_ACCEPT = (
    "If the figures are right, accept it in Slack on the app's Home, or run the same import again "
    "with --accept."
)
_HOW_TO_ACCEPT_LATER = "If the figures are right, import it with --accept."

NAMED_ROWS = 3
"""Rows that a problem names; a column that is wrong throughout would fill the screen."""


def report_lines(
    report: ImportReport, zone: ZoneInfo, now: datetime, how_to_accept: str = HOW_TO_ACCEPT
) -> Iterator[str]:
    """What an import did, line by line; what belongs to a line above is indented."""
    today = now.astimezone(zone).date()
    if report.problems:
        yield f"Nothing was loaded: {count(len(report.problems), 'problem')}"
        for line in problem_lines(report.problems):
            yield f"  {line}"
        return
    for load in report.loads:
        as_at = f"as at {moment(load.as_at, zone, today)}"
        yield from _load_lines(load, as_at, rehearsed=report.dry_run)
    for gap in merged(report.unmatched):
        yield f"  {gap.worker_ref}: {count(gap.cases, 'open case')}, {gap.reason}"
    if any(load.status is LoadStatus.HELD for load in report.loads):
        yield _HOW_TO_ACCEPT_LATER if report.dry_run else how_to_accept
    if report.dry_run:
        yield "This was a rehearsal: nothing was changed."


def report_as_json(report: ImportReport, zone: ZoneInfo, checked: Checked) -> dict[str, Any]:
    """status, loads, problems, unmatched and alerts, as documented in the README."""
    return {
        "status": report.status.value,
        "loads": [
            {
                "file": load.file,
                "kind": load.kind.value if load.kind else None,
                "as_at": moment_as_json(load.as_at, zone),
                "counts": load.counts,
                "changes": load.changes,
            }
            for load in report.loads
        ],
        "problems": [problem_as_json(problem) for problem in report.problems]
        + [_reason(load, reason) for load in report.loads for reason in _why_held(load)],
        "unmatched": [
            {"worker": gap.worker_ref, "cases": gap.cases, "reason": gap.reason}
            for gap in merged(report.unmatched)
        ],
        "alerts": checked_as_json(checked),
    }


def problem_as_json(problem: Problem) -> dict[str, Any]:
    """file, sheet, row, column and message; null where it is no matter of one."""
    place = problem.place
    return {
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "message": problem.message,
    }


def problem_lines(problems: Sequence[Problem]) -> list[str]:
    """Each problem once, where first met, with all the rows of a column that have it."""
    rows: dict[Problem, list[int]] = {}
    for problem in problems:
        alike = replace(problem, place=replace(problem.place, row=None))
        found = rows.setdefault(alike, [])
        if problem.place.row is not None:
            found.append(problem.place.row)
    return [f"{_where(alike.place, found)}: {alike.message}" for alike, found in rows.items()]


def merged(gaps: Sequence[Unmatched]) -> list[Unmatched]:
    """One line for each worker, whatever teams their cases are in."""
    cases = Counter[tuple[str, str]]()
    for gap in gaps:
        cases[gap.worker_ref, gap.reason] += gap.cases
    return [Unmatched(ref, None, number, reason) for (ref, reason), number in cases.items()]


def changes_words(changes: dict[str, Any]) -> str:
    """ "3 opened, 2 closed", or for the workforce "workers: 2 added, 1 removed"."""
    words = []
    for name, value in changes.items():
        if isinstance(value, dict):
            parts = [f"{n:,} {_said(what)}" for what, n in value.items() if n]
            words += [f"{_said(name)}: {', '.join(parts)}"] if parts else []
        elif value:
            words.append(f"{value:,} {_said(name)}")
    return "; ".join(words) or "none"


def _load_lines(load: LoadReport, as_at: str, *, rehearsed: bool) -> Iterator[str]:
    kind = words(load.kind) if load.kind else "extract"
    would = "would be " if rehearsed else ""
    yield f"{load.file}: {kind} {would}{load.status.value}, {as_at}"
    for reason in load.reasons:
        yield f"  {reason}"
    if load.counts:
        yield "  " + ", ".join(f"{_said(name)} {n:,}" for name, n in load.counts.items())
    if load.changes:
        yield f"  changes: {changes_words(load.changes)}"
    for note in load.notes:
        yield f"  {note}"


def _where(place: Place, rows: Sequence[int]) -> str:
    """The file, sheet, rows and column of a problem, as far as they are known."""
    column = f'column "{place.column}"' if place.column else None
    parts = (place.file, place.sheet, _row_words(rows), column)
    return ", ".join(part for part in parts if part)


def _row_words(rows: Sequence[int]) -> str | None:
    """ "row 2", "rows 2, 3 and 4", "rows 2, 3, 4 and 9 more"; None for no row."""
    if len(rows) <= 1:
        return f"row {rows[0]}" if rows else None
    named, left = rows[:NAMED_ROWS], len(rows) - NAMED_ROWS
    *most, last = [str(row) for row in named] + ([f"{left:,} more"] if left > 0 else [])
    return f"rows {', '.join(most)} and {last}"


def _reason(load: LoadReport, reason: str) -> dict[str, Any]:
    return {"file": load.file, "sheet": None, "row": None, "column": None, "message": reason}


def _why_held(load: LoadReport) -> tuple[str, ...]:
    return load.reasons if load.status is LoadStatus.HELD else ()


def _said(name: str) -> str:
    return name.replace("_", " ")
