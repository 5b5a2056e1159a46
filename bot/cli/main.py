"""Puts the commands together, and tells errors that people can mend as one sentence."""

import logging
import sys
from importlib import import_module
from typing import Annotated

import typer
from sqlalchemy.exc import OperationalError

from bot.operations.logs import log_the_uncaught, set_up_logs
from models.away import said_by
from models.errors import CaseloadError
from models.version import VERSION

REFUSED = 2

VERSION_OPTION = "--version"

ROOMS = {
    **dict.fromkeys(("ask", "compare"), "asking"),
    **dict.fromkeys(("alerts", "register"), "alerts"),
    "digest": "digests",
    "plan": "planning",
    **dict.fromkeys(("import", "template"), "importing"),
    "return": "census",
    "check": "checking",
    "rules": "rules",
    "outbox": "outbox",
    "people": "people",
    "choices": "choices",
    "export": "exporting",
    "purge": "purging",
    "db": "database",
    **dict.fromkeys(("serve", "doctor"), "running"),
    "demo": "demo",
}
"""Each command and the module of this folder that has it, in the order of the help."""


def command_line(only: str | None = None) -> typer.Typer:
    """Every command; or what has the command `only`, because reading all takes a second."""
    app = typer.Typer(
        name="caseload",
        help="Caseloads of children's social care, asked and answered.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(_before)  # also so that one command alone is still named on the line
    wanted = {only: ROOMS[only]} if only in ROOMS else {} if only == VERSION_OPTION else ROOMS
    for room in dict.fromkeys(wanted.values()):
        import_module(f"bot.cli.{room}").register(app)
    return app


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"caseload {VERSION}")
        raise typer.Exit


def _before(
    version: Annotated[
        bool,
        typer.Option(
            VERSION_OPTION, help="Say which version this is.", callback=_say_version, is_eager=True
        ),
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run a command; an error that people can mend is one sentence on standard error."""
    logging.captureWarnings(True)
    set_up_logs("text", "WARNING")
    log_the_uncaught()
    try:
        command_line(sys.argv[1] if len(sys.argv) > 1 else None)()
    except CaseloadError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(REFUSED)
    except OperationalError as error:
        sys.stderr.write(f"{_unreachable(error)}\n")
        sys.exit(REFUSED)
    except BrokenPipeError:
        sys.exit(0)


def _unreachable(error: OperationalError) -> str:
    return (
        f"The database cannot be used ({said_by(error)}), and nothing was changed. Check that it "
        "is running and that CASELOAD_DATABASE_URL names it, then try again."
    )
