"""Measures what people use today beside the product: python -m tests.bench.peers --help."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console

from bot.clock import utc_now
from tests.bench.__main__ import WIDE, machine
from tests.bench.peers.bi_tool import find_superset, superset
from tests.bench.peers.changes import changes_of, write_changes
from tests.bench.peers.configuration import AS_INSTALLED, fastest_sane
from tests.bench.peers.ours import ours
from tests.bench.peers.programs import NotInstalled, find_programs
from tests.bench.peers.side import Side, print_sides, sides_as_json
from tests.bench.peers.theirs import theirs
from tests.bench.places import place_of
from tests.bench.processes import Shifted
from tests.bench.setting import Bench
from tests.bench.sizes import SIZES
from tests.bench.telling import TEN

err = Console(stderr=True, highlight=False, width=None if sys.stderr.isatty() else WIDE)
out = Console(highlight=False, width=None if sys.stdout.isatty() else WIDE)


def main(
    size: Annotated[str, typer.Option(help=f"How large: {', '.join(SIZES)}.")] = "borough",
    repeats: Annotated[int, typer.Option(help="How many changes are told of by each.")] = 7,
    as_installed: Annotated[
        bool, typer.Option(help="Also with the settings that the others come with: minutes more.")
    ] = False,
    superset_in: Annotated[
        Path | None,
        typer.Option("--superset", help="A virtual environment with Apache Superset in it."),
    ] = None,
    rest: Annotated[float, typer.Option(help="Seconds for which each is left alone.")] = 60,
    data: Annotated[
        Path | None, typer.Option(help="Where what is built stays for the next run.")
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="The same for programs.")] = None,
) -> None:
    """Tell of the same troubles and changes by Caseload and by what is used for it today.

    On the same PostgreSQL, one after the other. Example: python -m tests.bench.peers --size county
    """
    try:
        programs = find_programs()
        bi_tool = None if superset_in is None else find_superset(superset_in)
    except NotInstalled as missing:
        err.print(str(missing))
        raise typer.Exit(2) from None
    settings = [fastest_sane(SIZES[size]), *([AS_INSTALLED] if as_installed else [])]
    with _bench(size, repeats, data) as bench, bench.filled() as database, bench.folder() as folder:
        clock = Shifted(TEN - utc_now())
        extracts = write_changes(bench.size, folder)
        sides = [ours(bench, database, extracts, clock, rest)]
        changes = changes_of(database, extracts, clock)
        others = [
            partial(theirs, bench, database, programs, setting, changes, rest)
            for setting in settings
        ]
        if bi_tool is not None:
            others.append(partial(superset, bench, database, bi_tool, changes, rest))
        sides += _seen(others)
    print_sides(sides, size, out)
    if json_file is not None:
        said = sides_as_json(sides, size, machine())
        json_file.write_text(json.dumps(said, indent=1), encoding="utf-8")
    raise typer.Exit(len(sides) <= len(others))


def _seen(others: Iterable[Callable[[], Side]]) -> Iterator[Side]:
    """Whoever cannot be measured is left out, and said; at the size of England that took long."""
    for side in others:
        try:
            yield side()
        except Exception:
            err.print_exception()


@contextmanager
def _bench(size: str, repeats: int, data: Path | None) -> Iterator[Bench]:
    """A bench on PostgreSQL."""
    with ExitStack() as stack:
        if data is None:
            made = stack.enter_context(TemporaryDirectory(prefix="caseload-peers-"))
            Path(made).chmod(0o755)  # PostgreSQL runs as a user of its own
        folder = (data or Path(made)).absolute()
        place = stack.enter_context(place_of("postgres", folder / "postgres"))
        status = stack.enter_context(err.status("postgres"))
        yield Bench(place, SIZES[size], repeats, 0, status.update)


if __name__ == "__main__":
    typer.run(main)
