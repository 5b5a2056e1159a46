"""`caseload export audit`: who asked and did what, for the authority's own archive."""

import os  # a file that nobody but its owner may read
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Annotated

import typer

from alerts.wording import count
from bot.audit_export import (
    MOST_ROWS,
    Form,
    Period,
    Row,
    Told,
    counted,
    entries,
    write_csv,
    write_json,
    write_workbook,
)
from bot.cli.common import Progress, err, services, watched, who_runs
from bot.services import Services
from models.errors import CaseloadError
from models.people import AuditEntry

_DATES = ["%Y-%m-%d", "%d/%m/%Y"]
_OWNER_ONLY = 0o600
_SHOWN_EVERY = 500  # entries


@dataclass(frozen=True, slots=True)
class _Wanted:
    period: Period
    form: Form
    output: Path | None  # None: standard output
    entries: int  # so many, that of this export aside


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        help="What is kept here, as files for elsewhere.\n\n"
        "Example: caseload export audit --output audit.csv",
        no_args_is_help=True,
    )
    group.command("audit")(audit_command)
    group.callback()(_nothing_before)
    app.add_typer(group, name="export")


def _nothing_before() -> None:
    """Keeps `audit` a word of its own while it is the only one."""


def audit_command(
    since: Annotated[
        datetime | None,
        typer.Option("--from", formats=_DATES, metavar="DATE", help="On this day or later."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option("--until", formats=_DATES, metavar="DATE", help="On this day or before."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="Write here instead of to the terminal."),
    ] = None,
    form: Annotated[
        Form | None,
        typer.Option("--format", help="csv unless FILE ends in .xlsx or .json."),
    ] = None,
) -> None:
    """Write who asked and did what, oldest first; that it was exported is written down as well.

    In CSV a text that a spreadsheet could take for a formula has an apostrophe before it.

    Example: caseload export audit --from 2026-04-01 --until 2026-04-30 --output april.csv
    """
    form = form or _form_of(output)
    if form is Form.XLSX and output is None:
        raise CaseloadError("A workbook cannot be shown here. Name a file with --output FILE.xlsx.")
    with services() as made, watched("Exporting", quiet=output is None) as progress:
        period = Period(made.settings.zone, since and since.date(), until and until.date())
        with made.database.look() as session:
            total = counted(session, period)
        if form is Form.XLSX and total > MOST_ROWS:
            raise CaseloadError(
                f"A sheet holds no more than {MOST_ROWS:,} entries. Name a shorter time with "
                "--from and --until, or write --format csv."
            )
        wanted = _Wanted(period, form, output, total)
        written = _export(made, wanted, lambda done: _show(progress, done, total))
    if output is not None:
        said = count(written, "entry", "entries")
        err.print(f"Wrote {said} to {output}. It names people.", markup=False)


def _show(progress: Progress, done: int, total: int) -> None:
    if done % _SHOWN_EVERY == 0:
        progress("Exporting", done, total)


def _form_of(output: Path | None) -> Form:
    ending = "" if output is None else output.suffix.lower().removeprefix(".")
    return Form(ending) if ending in list(Form) else Form.CSV


def _export(made: Services, wanted: _Wanted, told: Told) -> int:
    if wanted.output is None:
        return _write_text(made, wanted, sys.stdout, told)
    with _replaced(wanted.output) as beside:
        if wanted.form is Form.XLSX:
            with _rows(made, wanted) as rows:
                return write_workbook(rows, beside, told)
        with beside.open("w", encoding="utf-8", newline="") as file:
            return _write_text(made, wanted, file, told)


def _write_text(made: Services, wanted: _Wanted, file: IO[str], told: Told) -> int:
    write = write_json if wanted.form is Form.JSON else write_csv
    with _rows(made, wanted) as rows:
        return write(rows, file, told)


@contextmanager
def _rows(made: Services, wanted: _Wanted) -> Iterator[Iterator[Row]]:
    """The entries, once it is written down that they were taken out."""
    _write_audit(made, wanted)
    with made.database.look() as session:
        yield entries(session, wanted.period)


@contextmanager
def _replaced(path: Path) -> Iterator[Path]:
    """A file beside it that takes its place once it is whole; nobody else may read it."""
    beside = path.with_name(f"{path.name}.part")
    try:
        beside.unlink(missing_ok=True)
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY))
        yield beside
        beside.replace(path)
    except OSError as error:
        raise CaseloadError(
            f"{path} cannot be written ({error.strerror}). Name a file in a folder that you may "
            "write to."
        ) from error
    finally:
        beside.unlink(missing_ok=True)


def _write_audit(made: Services, wanted: _Wanted) -> None:
    period = wanted.period
    detail = {
        "topic": "audit",
        "entries": wanted.entries,
        "format": wanted.form.value,
        "from": period.since and period.since.isoformat(),
        "until": period.until and period.until.isoformat(),
        "way": "command line",
    }
    with made.database.transaction() as session:
        session.add(AuditEntry(at=made.clock(), who=who_runs(), deed="exported", detail=detail))
