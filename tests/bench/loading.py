"""Loads beside the least they could be: a first file, the same again, and a week later."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, text
from sqlmodel import SQLModel

from models.database import Database
from models.extracts.importing import import_extracts
from models.vocabulary import LoadStatus
from tests.bench.bare_load import NOTE, load_bare
from tests.bench.building import import_options
from tests.bench.extracts import write_extracts, write_workbooks
from tests.bench.setting import AS_AT, Bench
from tests.bench.table import Bound, Row, beside
from tests.bench.timing import Take, alone, side_by_side, stopwatch

LOAD = Bound(3)
WEEK = timedelta(weeks=1)


def measure(bench: Bench) -> Iterable[Row]:
    """A first load of text files and of workbooks, the same files again, a week later; memory."""
    with bench.folder() as folder:
        bench.say("writing the extracts")
        paths = write_extracts(bench.size, folder / "first", as_at=AS_AT)
        yield _first(bench, "load, first", paths)
        yield from _into_a_filled_one(bench, paths, folder)
        yield _memory(bench, "load, memory", paths, folder)
        bench.say("writing the workbooks")
        books = write_workbooks(bench.size, folder / "books", as_at=AS_AT)
        yield _first(bench, "load, first, workbooks", books)
        yield _memory(bench, "load, memory, workbooks", books, folder)


def _first(bench: Bench, measured: str, paths: Sequence[Path]) -> Row:
    bench.say(measured)
    with bench.empty() as database:
        take = stopwatch(lambda: load(database, paths), before=lambda: empty(database))
        pair = side_by_side(take, _floor(database, paths), repeats=bench.repeats)
    return bench.row(measure=measured, **beside(pair), bound=LOAD, note=NOTE)


def _into_a_filled_one(bench: Bench, paths: Sequence[Path], folder: Path) -> Iterator[Row]:
    later: list[Path] = []
    weeks = 0

    def next_week() -> None:
        nonlocal weeks
        weeks += 1
        later[:] = write_extracts(
            bench.size, folder / "later", as_at=AS_AT + weeks * WEEK, later=weeks
        )

    with bench.filled() as database, bench.empty() as bare:
        bench.say("load, nothing new")
        again = stopwatch(lambda: load(database, paths, LoadStatus.UNCHANGED, as_at_given=False))
        pair = side_by_side(again, _floor(bare, paths), repeats=bench.repeats)
        yield bench.row(measure="load, nothing new", **beside(pair), bound=LOAD, note=NOTE)
        bench.say("load, a week later")
        weekly = stopwatch(lambda: load(database, later, weeks=weeks), before=next_week)
        pair = side_by_side(weekly, _floor(bare, paths), repeats=bench.repeats)
        yield bench.row(measure="load, a week later", **beside(pair), bound=LOAD, note=NOTE)


def load(
    database: Database,
    paths: Sequence[Path],
    wanted: LoadStatus = LoadStatus.LOADED,
    *,
    weeks: int = 0,
    **given: Any,
) -> None:
    """The product's whole way, from the files to the committed figures of the day."""
    options = import_options(AS_AT + weeks * WEEK, **given)
    report = import_extracts(database, paths, options)
    if report.loads[-1].status is not wanted:
        raise RuntimeError(f"the load was {report.loads[-1].status}, not {wanted}: {report}")


def _floor(database: Database, paths: Sequence[Path]) -> Take:
    return stopwatch(lambda: load_bare(database, paths), before=lambda: empty(database))


def empty(database: Database) -> None:
    """Away with every row, and the tables stay as they are."""
    tables = SQLModel.metadata.sorted_tables
    with database.transaction(long=True) as session:
        if not database.is_sqlite:
            names = ", ".join(table.name for table in tables)
            session.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
            return
        for table in reversed(tables):
            session.execute(delete(table))


def _memory(bench: Bench, measured: str, paths: Sequence[Path], folder: Path) -> Row:
    """The most that a process of its own has in memory while it loads the files."""
    bench.say(measured)
    said = folder / "memory.json"

    def in_a_process_of_its_own() -> float:
        with bench.empty() as database:
            address = database.url.render_as_string(hide_password=False)
            database.close()
            command = [sys.executable, "-m", "tests.bench.load_apart", address, str(said)]
            subprocess.run([*command, *map(str, paths)], check=True)
        found: dict[str, float] = json.loads(said.read_text(encoding="utf-8"))
        return found["peak_mb"]

    most = alone(in_a_process_of_its_own, repeats=1)
    return bench.row(
        measure=measured, measured=most, unit="MB",
        note="The most memory that a process of its own has while it loads the same files.",
    )  # fmt: skip
