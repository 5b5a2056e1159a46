"""The command line: every deed of the product for administrators, and questions for everybody."""

import logging
import sys

import typer

from bot.cli import asking, database, demo, importing, people, running
from models.errors import CaseloadError

REFUSED = 2

app = typer.Typer(
    name="caseload",
    help="Caseloads of children's social care, asked and answered.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for room in (asking, importing, people, database, running, demo):
    room.register(app)


def main() -> None:
    """Run a command; an error that people can mend is one sentence on standard error."""
    logging.captureWarnings(True)
    try:
        app()
    except CaseloadError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(REFUSED)
    except BrokenPipeError:
        sys.exit(0)
