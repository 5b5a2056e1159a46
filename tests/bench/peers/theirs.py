"""The other side: an exporter asks the database, Prometheus judges, and Alertmanager tells."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil  # type: ignore[import-untyped]

from models.database import Database
from tests.bench.peers.changes import Changes
from tests.bench.peers.configuration import Setting, write_configuration
from tests.bench.peers.hook import hooks_apart, told
from tests.bench.peers.job import FIRST, MORE, affected, changing_teams, conditions_at
from tests.bench.peers.programs import (
    Programs,
    Work,
    free_ports,
    megabytes,
    running,
    server_of,
    work_of,
)
from tests.bench.peers.side import Flood, Side
from tests.bench.processes import SlackApart
from tests.bench.setting import AS_AT, Bench
from tests.bench.stand_in import Arrival
from tests.bench.timing import spread_of

NAME = "exporter, Prometheus and Alertmanager"
LONGEST = 900.0
"""Seconds after which what was not told never will be."""

_LOOK = 0.05  # seconds
_QUIET = 3  # looks without a message, after which a flood is over


@dataclass(frozen=True, slots=True)
class Watch:
    """What is told, and how long it may take."""

    hooks: SlackApart
    setting: Setting
    say: Callable[[str], object]

    def flood(self, began: float, due: set[str]) -> Flood:
        """Until everybody due was told, and nobody is told more; or it takes too long."""
        quiet = max(self.setting.group_interval, _QUIET * self.setting.look) + 2
        found: list[Arrival] = []
        while time.time() - began < LONGEST:
            found += self.hooks.arrivals(len(found))
            teams = {each.channel for each in found if told(each)}
            last = found[-1].at if found else began
            if due <= teams and time.time() - last > quiet:
                break
            self.say(f"{self.setting.name}: {len(teams):,} of {len(due):,} teams told")
            time.sleep(10 * _LOOK)
        return Flood(
            seconds=(found[-1].at if found else time.time()) - began,
            messages=len(found),
            teams=len(teams & due),
            due=len(due),
        )

    def said(self, team: str, before: int, *, over: bool) -> float:
        """When this team was first told so, after so many arrivals; TimeoutError if never."""
        deadline = time.monotonic() + LONGEST
        while time.monotonic() < deadline:
            for each in self.hooks.arrivals(before):
                if each.channel == team and told(each) is over:
                    return each.at
            time.sleep(_LOOK)
        raise TimeoutError(f"{team} was never told")


def theirs(
    bench: Bench,
    database: Database,
    programs: Programs,
    setting: Setting,
    changes: Changes,
    rest: float,
) -> Side:
    """The same as of the product: flood, changes and their ends, and a time of rest."""
    server = server_of(database)
    with (
        hooks_apart(changes.processes) as hooks,
        TemporaryDirectory(prefix="caseload-peers-") as place,
    ):
        folder, ports = Path(place), free_ports()
        hook = f"{hooks.api_url}hook"
        conditions = conditions_at(AS_AT)
        files = write_configuration(folder, setting, conditions, ports, database.url, hook)
        with running(programs, files, ports, folder) as (began, processes):
            watch = Watch(hooks, setting, bench.say)
            flood = watch.flood(began, affected(bench.size, FIRST))
            over, ended, strays = _changes(bench, watch, changes)
            bench.say(f"{setting.name}: nothing to do")
            work = _at_rest(processes, server, rest)
            return Side(
                name=f"{NAME}, {setting.name}",
                settings=setting.why,
                told=spread_of(over),
                ended=spread_of(ended),
                flood=flood,
                look=work.shared(rest / setting.look),
                minute=work.shared(rest / 60),
                memory_mb=megabytes(processes),
                strays=strays,
            )


def _changes(bench: Bench, watch: Watch, changes: Changes) -> tuple[list[float], list[float], int]:
    """Seconds for each change and for its end, and how much else was said meanwhile."""
    (team,) = changing_teams(bench.size)
    over: list[float] = []
    ended: list[float] = []
    first = len(watch.hooks.arrivals())
    for number in range(bench.repeats):
        bench.say(f"{watch.setting.name}: a change, {number + 1} of {bench.repeats}")
        for changed, found in ((MORE, over), (FIRST, ended)):
            # At another moment of the time between two looks each time.
            time.sleep(watch.setting.look * (number + 0.5) / bench.repeats)
            before = len(watch.hooks.arrivals())
            committed = changes.load(changed)
            at = watch.said(team, before, over=changed == MORE)
            found.append(at - committed)
    said = len(watch.hooks.arrivals()) - first
    return over, ended, said - len(over) - len(ended)


def _at_rest(processes: Sequence[psutil.Process], server: psutil.Process, rest: float) -> Work:
    began = work_of(processes, server)
    time.sleep(rest)
    return work_of(processes, server) - began
