"""The command line on a database of its own."""

import shutil
from pathlib import Path

import pytest

from tests.bot.cli.command_line import CommandLine


@pytest.fixture
def caseload(sqlite_template: Path, tmp_path: Path) -> CommandLine:
    """The commands on an empty database whose tables are up to date."""
    found = CommandLine(tmp_path)
    shutil.copyfile(sqlite_template, found.database)
    return found
