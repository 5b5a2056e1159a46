"""What commands share: services on the configured database, and printing."""

import getpass
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console

from bot.clock import utc_now
from bot.services import Services, make_services
from bot.settings import read_settings
from models.schema import require_current

WIDE = 200
"""Columns of a table that no terminal shows: in a file or a pipe nothing needs to be cut."""


def _console() -> Console:
    return Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else WIDE)


out = _console()
err = Console(stderr=True, highlight=False)


@contextmanager
def services(*, current: bool = True) -> Iterator[Services]:
    """Services on the configured database; with `current`, only if its tables are up to date."""
    made = make_services(read_settings(), utc_now)
    try:
        if current:
            require_current(made.database)
        yield made
    finally:
        made.database.close()


def print_json(value: Any) -> None:
    """The stable, documented form, on standard output alone."""
    out.print(json.dumps(value, ensure_ascii=False, indent=2), markup=False, soft_wrap=True)


def who_runs() -> str:
    """For the audit: whoever started the command."""
    try:
        return f"command line: {getpass.getuser()}"
    except (KeyError, OSError):  # no name for this user in a container
        return "command line"
