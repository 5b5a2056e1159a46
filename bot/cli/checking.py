"""`caseload check`: everything judged by the newest data, now."""

from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from alerts.checking.check import CheckReport, check
from bot.checking import check_as_json, check_words
from bot.cli.common import err, out, print_json, services
from bot.services import Services


def register(app: typer.Typer) -> None:
    app.command("check")(check_command)


def check_command(
    as_json: Annotated[bool, typer.Option("--json", help="The stable form for programs.")] = False,
) -> None:
    """Judge everything by the newest data; what is to be told, a running service sends.

    The service does this by itself after each load and each morning.

    Example: caseload check
    """
    with services() as made:
        report = _checked(made)
    if as_json:
        print_json(check_as_json(report))
    elif not report.looked:
        out.print("There is nothing to check yet: load cases and workforce first.")
    else:
        out.print(escape(check_words(report) or "No alert has changed."))


def _checked(made: Services) -> CheckReport:
    columns = (TextColumn("Checking"), BarColumn(), MofNCompleteColumn(), TextColumn("places"))
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("", total=None)
        return check(
            made.database,
            made.authority,
            made.clock(),
            lambda done, total: bar.update(task, completed=done, total=total),
        )
