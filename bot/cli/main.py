"""Puts the commands together, and tells errors that people can mend as one sentence."""

import logging
import sys

import typer
from sqlalchemy.exc import OperationalError

from bot.cli import (
    alerts,
    asking,
    census,
    checking,
    choices,
    database,
    demo,
    digests,
    importing,
    outbox,
    people,
    planning,
    rules,
    running,
)
from models.errors import CaseloadError

REFUSED = 2

app = typer.Typer(
    name="caseload",
    help="Caseloads of children's social care, asked and answered.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for room in (
    *(asking, alerts, digests, planning, importing, census, checking, rules, outbox, people),
    *(choices, database, running, demo),
):
    room.register(app)


def main() -> None:
    """Run a command; an error that people can mend is one sentence on standard error."""
    logging.captureWarnings(True)
    try:
        app()
    except CaseloadError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(REFUSED)
    except OperationalError as error:
        sys.stderr.write(f"{_unreachable(error)}\n")
        sys.exit(REFUSED)
    except BrokenPipeError:
        sys.exit(0)


def _unreachable(error: OperationalError) -> str:
    """What the database said, without the query."""
    said = (str(error.orig).strip().splitlines() or ["no answer"])[0].rstrip(".")
    return (
        f"The database cannot be used ({said}), and nothing was changed. Check that it is running "
        "and that CASELOAD_DATABASE_URL names it, then try again."
    )
