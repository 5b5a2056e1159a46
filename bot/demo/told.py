"""What came of a control of the demo, told in a sentence or two."""

from collections.abc import Sequence
from datetime import date, datetime

from alerts.wording import count, day, moment
from bot.demo.cast import cast_member
from bot.demo.clock import ZONE
from models.extracts.report import ImportReport
from models.vocabulary import ExtractKind, LoadStatus

Loaded = tuple[date, ImportReport]
"""The evening that files were of, and what became of them."""


def advanced(now: datetime, loads: Sequence[Loaded], missed: int) -> str:
    """After the clock went forward; `missed` evenings brought nothing as the data is stopped."""
    today = now.astimezone(ZONE).date()
    parts = [f"It is {moment(now, ZONE, today)}."]
    well = [
        load for load in loads if load[1].status is not LoadStatus.HELD and not load[1].problems
    ]
    if len(well) == 1:
        evening, report = well[0]
        parts.append(f"The files of {day(evening, today)} were loaded{_changes(report)}.")
    elif well:
        last = day(well[-1][0], today)
        parts.append(f"The files of {len(well)} evenings were loaded, the last of {last}.")
    parts += [
        f"The files of {day(evening, today)} were not loaded. {_why_not(report)}"
        for evening, report in loads
        if (evening, report) not in well
    ]
    if missed:
        parts.append(f"The files of {count(missed, 'evening')} did not come: the data is stopped.")
    elif not loads:
        parts.append("No files came: none arrive at weekends and on bank holidays.")
    return " ".join(parts)


def delivered(report: ImportReport) -> str:
    """After one file was delivered by a press of its own."""
    if report.problems or report.status is LoadStatus.HELD:
        return f"The file was not loaded. {_why_not(report)}"
    if report.status is LoadStatus.UNCHANGED:
        return "The file says what is loaded already."
    return f"The file was loaded{_changes(report)}."


def _changes(report: ImportReport) -> str:
    for load in report.loads:
        if load.kind is ExtractKind.ALLOCATIONS and load.status is LoadStatus.LOADED:
            opened, closed, moved = (load.changes.get(key, 0) for key in _CHANGES)
            return f": {count(opened, 'case')} opened, {closed} closed, {moved} moved"
    return ""


_CHANGES = ("opened", "closed", "moved")


def _why_not(report: ImportReport) -> str:
    if report.problems:
        first = report.problems[0]
        row = f"Row {first.place.row}, {first.place.column}: " if first.place.row else ""
        number = count(len(report.problems), "problem")
        return f"It was refused with {number}. {row}{first.message}"
    reason = next(reason for load in report.loads for reason in load.reasons)
    who = cast_member("analyst").name
    return f"It is held until an administrator decides, in the app's Home as {who}: {reason}."
