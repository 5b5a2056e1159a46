"""Gives the product nonsense for some minutes and prints what came of it: python -m tests.fuzz."""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot.demo.history import prepare
from models.database import Database
from models.schema import upgrade
from tests.bot.slack.persona import LAST_DAY, MONDAY, WEEKS
from tests.fuzz.questions import fuzz_answers, fuzz_grammar
from tests.fuzz.readers import fuzz_imports, fuzz_readers
from tests.fuzz.requests import fuzz_http, opened
from tests.fuzz.tally import Tally, for_seconds
from tests.models.extracts.reading_apart import peak

TARGETS = ("grammar", "answers", "readers", "imports", "http")
MEMORY = 2_000_000_000
"""Bytes of addresses that the process of one target may have."""

FAILED = 1

out = Console(highlight=False)


def main(
    minutes: Annotated[float, typer.Option(help="For all targets together.")] = 10,
    seed: Annotated[int, typer.Option(help="Another number gives other inputs.")] = 1,
    target: Annotated[list[str] | None, typer.Option(help=f"One of {', '.join(TARGETS)}.")] = None,
    apart: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Give the grammar, the readers and the HTTP endpoint nonsense, and count what comes of it."""
    chosen = target or list(TARGETS)
    if apart:
        _run(chosen[0], seed, minutes * 60)
        return
    tallies = list(_each_apart(chosen, seed, minutes / len(chosen)))
    out.print(_table(tallies))
    for tally in tallies:
        out.print(f"{tally.target}, slowest: {tally.slowest_input}", markup=False)
        for surprise in tally.kept:
            out.print(f"{tally.target}: {surprise}", markup=False)
    if any(tally.surprises for tally in tallies):
        raise typer.Exit(FAILED)


def _each_apart(targets: Sequence[str], seed: int, minutes: float) -> Iterator[Tally]:
    """Each target in a process of its own, which may break and has a limit on its memory."""
    for target in targets:
        told = ("--apart", "--target", target, "--seed", str(seed), "--minutes", str(minutes))
        done = subprocess.run(
            [sys.executable, "-m", "tests.fuzz", *told],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            broken = Tally(target)
            broken.surprise(f"the process ended with {done.returncode}", done.stderr[-300:])
            yield broken
        else:
            yield Tally(**json.loads(done.stdout.splitlines()[-1]))


def _run(target: str, seed: int, seconds: float) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    dice = Random(seed)
    with TemporaryDirectory(prefix="caseload-fuzz-") as place:
        folder = Path(place)
        match target:
            case "grammar":
                tally = fuzz_grammar(dice, for_seconds(seconds))
            case "readers":
                tally = fuzz_readers(dice, for_seconds(seconds), folder)
            case "imports":
                database = Database(f"sqlite:///{folder / 'import.db'}")
                upgrade(database)
                tally = fuzz_imports(dice, for_seconds(seconds), folder, database)
                database.close()
            case _:
                demo = prepare(folder, LAST_DAY, lambda _done, _all: None, WEEKS)
                tally = _with_data(target, dice, seconds, demo)
    tally.peak = peak()
    sys.stdout.write(json.dumps(tally.as_json()) + "\n")


def _with_data(target: str, dice: Random, seconds: float, database: Path) -> Tally:
    if target == "answers":
        return fuzz_answers(dice, for_seconds(seconds), database, MONDAY)
    with opened(database, MONDAY) as door:
        return fuzz_http(dice, for_seconds(seconds), door)


def _table(tallies: Sequence[Tally]) -> Table:
    table = Table("target", "inputs", "accepted", "refused", "unexpected", "slowest", "peak memory")
    for tally in tallies:
        counts: list[Any] = [tally.inputs, tally.accepted, tally.refused, tally.surprises]
        said = [f"{number:,}" for number in counts]
        table.add_row(
            tally.target, *said, f"{tally.slowest * 1000:.0f} ms", f"{tally.peak >> 20:,} MB"
        )
    return table


if __name__ == "__main__":
    typer.run(main)
