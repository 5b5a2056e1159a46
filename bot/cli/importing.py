"""`caseload import` and `caseload template`: what goes in."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from alerts.wording import count, moment, start_of_day
from bot.checking import Checked, check_after_load, checked_as_json, checked_words
from bot.cli.common import err, out, print_json, services, who_runs
from bot.cli.problems import problem_lines
from bot.questions.as_json import moment_as_json
from bot.services import Services
from models.errors import CaseloadError, LoadRefused
from models.extracts.importing import ImportOptions, import_extracts
from models.extracts.records import Place, Problem
from models.extracts.report import ImportReport, LoadReport
from models.extracts.template import write_template
from models.figures.book import Unmatched
from models.vocabulary import LoadStatus, words

EXIT = {
    LoadStatus.LOADED: 0,
    LoadStatus.UNCHANGED: 0,
    LoadStatus.REFUSED: 2,
    LoadStatus.HELD: 3,
}

_AS_AT_FORMS = ("%Y-%m-%d", "%d/%m/%Y")
_AS_AT_TIMES = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M")

_HOW_TO_ACCEPT = (
    "If the figures are right, accept it in Slack on the app's Home, or run the same import again "
    "with --accept."
)
_HOW_TO_ACCEPT_LATER = "If the figures are right, import it with --accept."


def register(app: typer.Typer) -> None:
    app.command("import")(import_command)
    app.command("template")(template_command)


def import_command(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="Workbooks, CSV or XML files, or folders."),
    ],
    as_at: Annotated[
        str | None,
        typer.Option("--as-at", metavar="DATE", help="The day the data describes; else now."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")
    ] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="Load an extract that is held as implausible.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The stable form for programs.")] = False,
) -> None:
    """Load extracts: Annex A or cases.csv, the workforce, published figures, a census return.

    Exit status 0: loaded or unchanged; 2: refused; 3: held for an administrator.

    Example: caseload import annex_a.xlsx workforce.xlsx --as-at 2026-11-20
    """
    try:
        with services() as made, _watched(quiet=as_json) as progress:
            options = _options(made, as_at, dry_run, accept)
            report = import_extracts(made.database, paths, options, progress)
            checked = None if dry_run else check_after_load(made)
            zone = made.settings.zone
    except CaseloadError as error:
        if not as_json:
            raise
        # A program that reads the report finds this refusal where it looks for others.
        print_json(_not_begun(error, paths))
        raise typer.Exit(EXIT[LoadStatus.REFUSED]) from None
    if as_json:
        print_json(report_as_json(report, zone, checked))
    else:
        _print(report, zone, options.now)
        if said := checked_words(checked):
            out.print(said, markup=False)
    raise typer.Exit(EXIT[report.status])


def template_command(
    path: Annotated[Path, typer.Argument(help="The workbook to write.")] = Path("workforce.xlsx"),
) -> None:
    """Write an empty workforce workbook with its columns explained.

    Example: caseload template workforce.xlsx
    """
    if path.exists():
        raise LoadRefused(f"{path} exists already. Name a file that does not, or move it away.")
    try:
        write_template(path)
    except OSError as error:
        raise LoadRefused(f"{path} cannot be written ({error.strerror}).") from error
    out.print(f"Wrote {path}. Fill it in, then run: caseload import {path}", markup=False)


def parse_as_at(text: str, zone: ZoneInfo) -> datetime:
    """The moment a person means by a date, or a date and time, in the authority's zone."""
    for form in _AS_AT_FORMS:
        found = _parsed(text, form)
        if found is not None:
            return start_of_day(found.date(), zone)
    for form in _AS_AT_TIMES:
        found = _parsed(text, form)
        if found is not None:
            return found.replace(tzinfo=zone)
    raise CaseloadError(
        f'"{text[:40]}" is not a date. Write --as-at 2026-11-20, or "2026-11-20 18:00".'
    )


def _parsed(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text.strip(), form)  # noqa: DTZ007 - the zone follows
    except ValueError:
        return None


def _options(made: Services, as_at: str | None, dry_run: bool, accept: bool) -> ImportOptions:
    settings, now = made.settings, made.clock().replace(microsecond=0)
    moment_given = now if as_at is None else parse_as_at(as_at, settings.zone)
    day: date = moment_given.astimezone(settings.zone).date()
    key = settings.case_key
    return ImportOptions(
        as_at=moment_given,
        as_at_day=day,
        as_at_given=as_at is not None,
        now=now,
        by=who_runs(),
        dry_run=dry_run,
        accept=accept,
        case_key=key.get_secret_value() if key else None,
        children_in_need=made.children_in_need(),
        not_seen_days=settings.not_seen_days,
        working_days=made.calendar.working_days,
        zone=settings.zone,
        authority_code=settings.authority_code,
    )


@contextmanager
def _watched(*, quiet: bool) -> Iterator[Any]:
    """A progress bar on standard error, where a person is looking."""
    if quiet or not err.is_terminal:
        yield lambda _step, _done, _total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("Looking at the files", total=None)

        def show(step: str, done: int, total: int) -> None:
            bar.update(task, description=escape(step), completed=done, total=total)

        yield show


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
        "problems": [_problem(problem) for problem in report.problems]
        + [_reason(load, reason) for load in report.loads for reason in _why_held(load)],
        "unmatched": [
            {"worker": gap.worker_ref, "cases": gap.cases, "reason": gap.reason}
            for gap in merged(report.unmatched)
        ],
        "alerts": checked_as_json(checked),
    }


def merged(gaps: Sequence[Unmatched]) -> list[Unmatched]:
    """One line for each worker, whatever teams their cases are in."""
    cases = Counter[tuple[str, str]]()
    for gap in gaps:
        cases[gap.worker_ref, gap.reason] += gap.cases
    return [Unmatched(ref, None, number, reason) for (ref, reason), number in cases.items()]


def _not_begun(error: CaseloadError, paths: Sequence[Path]) -> dict[str, Any]:
    """The report of an import that could not begin: another is running, or no tables yet."""
    problem = Problem(Place(paths[0].name or str(paths[0])), str(error))
    return {
        "status": LoadStatus.REFUSED.value,
        "loads": [],
        "problems": [_problem(problem)],
        "unmatched": [],
        "alerts": None,
    }


def _problem(problem: Problem) -> dict[str, Any]:
    place = problem.place
    return {
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "message": problem.message,
    }


def _reason(load: LoadReport, reason: str) -> dict[str, Any]:
    return {"file": load.file, "sheet": None, "row": None, "column": None, "message": reason}


def _why_held(load: LoadReport) -> tuple[str, ...]:
    return load.reasons if load.status is LoadStatus.HELD else ()


def _print(report: ImportReport, zone: ZoneInfo, now: datetime) -> None:
    today = now.astimezone(zone).date()
    if report.problems:
        out.print(f"[bold]Nothing was loaded: {count(len(report.problems), 'problem')}[/bold]")
        for line in problem_lines(report.problems):
            out.print(f"  {escape(line)}")
        return
    for load in report.loads:
        _print_load(load, f"as at {moment(load.as_at, zone, today)}", rehearsed=report.dry_run)
    for gap in merged(report.unmatched):
        cases = count(gap.cases, "open case")
        out.print(f"  {escape(gap.worker_ref)}: {cases}, {gap.reason}")
    if any(load.status is LoadStatus.HELD for load in report.loads):
        out.print(_HOW_TO_ACCEPT_LATER if report.dry_run else _HOW_TO_ACCEPT)
    if report.dry_run:
        out.print("This was a rehearsal: nothing was changed.")


def _print_load(load: LoadReport, as_at: str, *, rehearsed: bool) -> None:
    kind = words(load.kind) if load.kind else "extract"
    would = "would be " if rehearsed else ""
    out.print(f"[bold]{escape(load.file)}: {kind} {would}{load.status.value}[/bold], {as_at}")
    for reason in load.reasons:
        out.print(f"  {escape(reason)}")
    if load.counts:
        out.print("  " + ", ".join(f"{_said(name)} {n:,}" for name, n in load.counts.items()))
    if load.changes:
        out.print(f"  changes: {escape(changes_words(load.changes))}")
    for note in load.notes:
        out.print(f"  {escape(note)}")


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


def _said(name: str) -> str:
    return name.replace("_", " ")
