"""What commands share: services on the configured database, and printing."""

import getpass
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console

from bot.clock import utc_now
from bot.services import Services, make_services
from bot.settings import read_settings
from models.schema import require_current

out = Console(highlight=False, soft_wrap=True)
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
