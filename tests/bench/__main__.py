"""Runs the bench and prints what came of it: python -m tests.bench --help."""

import json
import os
import platform
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console
from rich.status import Status

from tests.bench import (
    answering,
    asking_at_once,
    checking,
    draining,
    loading,
    starting,
    telling,
)
from tests.bench.places import KINDS, place_of
from tests.bench.setting import Bench, Measure
from tests.bench.sizes import SIZES
from tests.bench.table import MISSED, Row, as_json, in_a_line, print_rows

WIDE = 200

MEASURES: Mapping[str, Measure] = {
    "answer": answering.measure,
    "answer-growth": answering.measure_growth,
    "check": checking.measure,
    "check-growth": checking.measure_growth,
    "load": loading.measure,
    "start": starting.measure,
    "tell": telling.measure,
    "drain": draining.measure,
    "crowd": asking_at_once.measure,
    "crowd-sockets": asking_at_once.measure_sockets,
    "sizing": asking_at_once.measure_sizing,
}
"""What is measured, in the order of the table."""

USUAL = tuple(name for name in MEASURES if name != "sizing")
"""Other numbers of threads and connections are tried by whoever wants to change them."""

err = Console(stderr=True, highlight=False, width=None if sys.stderr.isatty() else WIDE)
out = Console(highlight=False, width=None if sys.stdout.isatty() else WIDE)


def main(
    size: Annotated[str, typer.Option(help=f"How large: {', '.join(SIZES)}.")] = "borough",
    database: Annotated[
        list[str] | None, typer.Option(help="sqlite or postgres; both if not given.")
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(help=f"Of {', '.join(MEASURES)}; all but sizing if not given."),
    ] = None,
    repeats: Annotated[int, typer.Option(help="How often each thing is taken.")] = 7,
    minutes: Annotated[float, typer.Option(help="How long many ask at once.")] = 10,
    data: Annotated[
        Path | None, typer.Option(help="Where what is built stays for the next run.")
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="The same for programs.")] = None,
) -> None:
    """Measure the product beside the least that the same would take, and print both.

    Exit status 1 if a bound was not met. Example: python -m tests.bench --size county --only answer
    """
    rows: list[Row] = []
    failed: list[str] = []
    for kind in database or KINDS:
        with (
            _folder(data) as folder,
            place_of(kind, folder / kind) as place,
            err.status(kind) as status,
        ):

            def say(text: str, kind: str = kind, status: Status = status) -> None:
                status.update(f"{kind}: {text}")

            bench = Bench(place, SIZES[size], repeats, minutes, say)
            for name in only or USUAL:
                try:
                    rows.extend(_told(MEASURES[name](bench)))
                except Exception:
                    err.print_exception()
                    failed.append(f"{name} on {kind}")
    print_rows(rows, out)
    if json_file is not None:
        json_file.write_text(json.dumps(as_json(rows, machine()), indent=1), encoding="utf-8")
    if failed:
        err.print(f"Not measured: {', '.join(failed)}.")
    raise typer.Exit(bool(failed) or any(row.verdict == MISSED for row in rows))


def machine() -> dict[str, str]:
    """What the figures were taken on."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} on {platform.machine()}",
        "processors": str(os.cpu_count()),
        "sqlite": sqlite3.sqlite_version,
    }


def _told(rows: Iterable[Row]) -> Iterator[Row]:
    """Each row as soon as it is there: at the size of England it takes a while to the next."""
    for row in rows:
        err.print(in_a_line(row), markup=False)
        yield row


@contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    if data is not None:
        yield data.absolute()
        return
    with TemporaryDirectory(prefix="caseload-bench-") as place:
        Path(place).chmod(0o755)  # PostgreSQL runs as a user of its own
        yield Path(place)


if __name__ == "__main__":
    typer.run(main)
