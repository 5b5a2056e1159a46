"""`caseload import` and `caseload template`: what goes in."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from alerts.wording import start_of_day
from bot.checking import check_after_load, checked_words
from bot.cli.common import out, print_json, services, watched, who_runs
from bot.load_reports import problem_as_json, report_as_json, report_lines
from bot.loading import options_of
from bot.services import Services
from models.errors import CaseloadError, LoadRefused
from models.extracts.importing import ImportOptions, import_extracts
from models.extracts.records import Place, Problem
from models.extracts.template import write_template
from models.vocabulary import LoadStatus

EXIT = {
    LoadStatus.LOADED: 0,
    LoadStatus.UNCHANGED: 0,
    LoadStatus.REFUSED: 2,
    LoadStatus.HELD: 3,
}

_AS_AT_FORMS = ("%Y-%m-%d", "%d/%m/%Y")
_AS_AT_TIMES = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M")


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
    lost_key: Annotated[
        bool,
        typer.Option(
            "--lost-key", help="Take every case as new: the key they are hashed with is lost."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The stable form for programs.")] = False,
) -> None:
    """Load extracts: Annex A or cases.csv, the workforce, published figures, a census return.

    Exit status 0: loaded or unchanged; 2: refused; 3: held for an administrator.

    Example: caseload import annex_a.xlsx workforce.xlsx --as-at 2026-11-20
    """
    try:
        with services() as made, watched("Looking at the files", quiet=as_json) as progress:
            options = _options(made, as_at)
            options = replace(options, dry_run=dry_run, accept=accept, lost_key=lost_key)
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
        _print(report_lines(report, zone, options.now))
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


def _options(made: Services, as_at: str | None) -> ImportOptions:
    now = made.clock().replace(microsecond=0)
    moment_given = now if as_at is None else parse_as_at(as_at, made.settings.zone)
    return options_of(made, now, who_runs(), moment_given, given=as_at is not None)


def _not_begun(error: CaseloadError, paths: Sequence[Path]) -> dict[str, Any]:
    """The report of an import that could not begin: another is running, or no tables yet."""
    problem = Problem(Place(paths[0].name or str(paths[0])), str(error))
    return {
        "status": LoadStatus.REFUSED.value,
        "loads": [],
        "problems": [problem_as_json(problem)],
        "unmatched": [],
        "alerts": None,
    }


def _print(lines: Iterable[str]) -> None:
    """What stands at the left says what became of a file, and is to be seen first."""
    for line in lines:
        style = None if line.startswith(" ") else "bold"
        out.print(line, style=style, markup=False)
