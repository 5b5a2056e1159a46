"""What commands share: services on the configured database, and printing."""

import getpass
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from bot.clock import utc_now
from bot.services import Services, make_services
from bot.settings import read_settings
from models.schema_standing import require_current

Progress = Callable[[str, int, int], None]
"""What is worked on, how much of it is done, and of how much."""

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


@contextmanager
def watched(beginning: str, *, quiet: bool) -> Iterator[Progress]:
    """A progress bar on standard error, where a person is looking."""
    if quiet or not err.is_terminal:
        yield lambda _step, _done, _total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Bar(*columns, console=err, transient=True) as bar:
        task = bar.add_task(beginning, total=None)

        def show(step: str, done: int, total: int) -> None:
            bar.update(task, description=escape(step), completed=done, total=total)

        yield show


def print_json(value: Any) -> None:
    """The stable, documented form, on standard output alone."""
    out.print(json.dumps(value, ensure_ascii=False, indent=2), markup=False, soft_wrap=True)


def who_runs() -> str:
    """For the audit: whoever started the command."""
    try:
        return f"command line: {getpass.getuser()}"
    except (KeyError, OSError):  # no name for this user in a container
        return "command line"
