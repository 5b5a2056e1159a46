"""`caseload demo`: the practice workspace on this machine."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.cli.common import err, out
from bot.clock import utc_now
from bot.demo.history import last_friday, prepare
from bot.demo.running import demo_clock, run_demo
from models.errors import CaseloadError


def register(app: typer.Typer) -> None:
    app.command("demo")(demo_command)


def demo_command(
    port: Annotated[int, typer.Option(help="Where the page listens on this machine.")] = 8765,
    folder: Annotated[Path, typer.Option(help="Where the demo keeps its database.")] = Path("demo"),
) -> None:
    """Open the practice workspace: a fictional authority, in a page that behaves like Slack.

    Example: caseload demo --port 8765
    """
    now = utc_now()
    last_day = last_friday(now.date())
    database = _prepared(folder, last_day)
    clock = demo_clock(utc_now, last_day)
    try:
        run_demo(database, clock, port, ready=lambda url: _say(url))
    except OSError as error:
        raise CaseloadError(
            f"Port {port} cannot be used ({error.strerror}). Choose another: caseload demo "
            f"--port {port + 1}, or make demo PORT={port + 1}."
        ) from error


def _prepared(folder: Path, last_day: date) -> Path:
    """The demo's database, made with a progress bar the first time."""
    try:
        with _bar() as bar:
            task = bar.add_task("Loading two years of Northmere Council", total=None)
            return prepare(
                folder, last_day, lambda done, total: bar.update(task, completed=done, total=total)
            )
    except OSError as error:
        raise CaseloadError(
            f"The demo cannot write its database to {folder} ({error.strerror}). "
            "Choose a folder that can be written: caseload demo --folder FOLDER."
        ) from error


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("weeks"),
        TimeElapsedColumn(),
        console=err,
    )


def _say(url: str) -> None:
    out.print(f"The practice workspace is open at {url}", markup=False)
    out.print("Choose who you are at the top left, then try: /caseload Court North", markup=False)
    out.print("The days go on by a press of Next day, at the bottom left.", markup=False)
    out.print("Stop it with Ctrl-C.", markup=False)
