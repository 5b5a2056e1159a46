"""Runs `caseload` as an operator does: inside the test's process, or truly in one of its own."""

import contextlib
import json
import logging
import os  # the environment of a child process
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from bot.cli.main import REFUSED, command_line
from models.errors import CaseloadError


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    error: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@contextlib.contextmanager
def log_as_before() -> Iterator[None]:
    """What a command does to the log of its process ends with it, as if the process had ended."""
    root, ours = logging.getLogger(), logging.getLogger("caseload")
    handlers, levels = [*root.handlers], (root.level, ours.level)
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(levels[0])
        ours.setLevel(levels[1])


@dataclass(frozen=True)
class CommandLine:
    """The commands on one SQLite file, started in its folder."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "caseload.db"

    @property
    def environment(self) -> dict[str, str]:
        return {"CASELOAD_DATABASE_URL": f"sqlite:///{self.database}", "COLUMNS": "140"}

    def __call__(self, *arguments: str | Path, **environment: str) -> Ran:
        """Run in this process; errors end as `main` ends them."""
        with contextlib.chdir(self.folder), log_as_before():
            result = CliRunner().invoke(
                command_line(str(arguments[0]) if arguments else None),
                [str(each) for each in arguments],
                env=self.environment | environment,
            )
        if isinstance(result.exception, CaseloadError):
            return Ran(REFUSED, result.stdout, f"{result.exception}\n")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout, result.stderr)

    def apart(self, *arguments: str | Path, **environment: str) -> Ran:
        """Run in a process of its own."""
        ran = subprocess.run(
            [sys.executable, "-m", "bot.cli", *map(str, arguments)],
            env={**os.environ, **self.environment, **environment},  # noqa: TID251
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return Ran(ran.returncode, ran.stdout, ran.stderr)
