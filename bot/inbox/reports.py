"""The report beside a file: what became of it, in plain words and as the stable JSON."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from alerts.wording import day, moment
from bot.checking import Checked, checked_words
from bot.inbox.loading import Outcome
from bot.load_reports import report_as_json, report_lines
from models.extracts.report import ImportReport
from models.vocabulary import FEEDS

_HOW_TO_ACCEPT = (
    "An administrator decides whether it is loaded: in Slack, on the app's Home, or with "
    "caseload import --accept. There is nothing to put in again."
)
_MEND = "Mend it, and put it into the inbox again."
_SAY_THE_DAY = "A date in the name, such as 2026-11-20, would come first."


def report_text(
    name: str, outcomes: Sequence[Outcome], checked: Checked, now: datetime, zone: ZoneInfo
) -> str:
    """What `caseload import` would print of each, with what was taken as its as-at."""
    return "".join(f"{line}\n" for line in _lines(name, outcomes, checked, now, zone))


def report_json(outcomes: Sequence[Outcome], checked: Checked, zone: ZoneInfo) -> str:
    """The same form as `caseload import --json` gives."""
    report = _together([outcome.report for outcome in outcomes])
    found = report_as_json(report, zone, checked)
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _lines(
    name: str, outcomes: Sequence[Outcome], checked: Checked, now: datetime, zone: ZoneInfo
) -> Iterator[str]:
    today = now.astimezone(zone).date()
    yield f"{name}: taken from the inbox {day(today, today)} {now.astimezone(zone):%H:%M}"
    for outcome in outcomes:
        yield ""
        if outcome.found.file.kind in FEEDS and outcome.found.file.paths:
            yield _as_at_line(outcome, now, zone)
        yield from report_lines(outcome.report, zone, now, _HOW_TO_ACCEPT)
    if any(outcome.is_refused and outcome.found.file.paths for outcome in outcomes):
        yield ""
        yield _MEND
    if said := checked_words(checked):
        yield ""
        yield said


def _as_at_line(outcome: Outcome, now: datetime, zone: ZoneInfo) -> str:
    """ "As at Fri 20 Nov: the date in its name."."""
    as_at = outcome.found.as_at
    said = moment(as_at.moment, zone, now.astimezone(zone).date())
    line = f"As at {said}: {as_at.because}."
    return line if as_at.given else f"{line} {_SAY_THE_DAY}"


def _together(reports: Sequence[ImportReport]) -> ImportReport:
    return ImportReport(
        tuple(load for report in reports for load in report.loads),
        tuple(problem for report in reports for problem in report.problems),
        reports[-1].unmatched,
    )
