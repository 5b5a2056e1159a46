"""The product's side: a real service, told of each load by the database alone."""

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from alerts.checking.check import check
from models.database import Database
from tests.bench.peers.job import FIRST, affected, only_the_job
from tests.bench.peers.programs import Work, megabytes, server_of, work_of
from tests.bench.peers.side import Flood, Side
from tests.bench.processes import (
    Installed,
    Processes,
    Shifted,
    service_apart,
    slack_apart,
    url_of,
)
from tests.bench.setting import Bench
from tests.bench.stand_in import Arrival, Members
from tests.bench.telling import TEN, Scene, leave_to_the_next_load
from tests.bench.timing import spread_of

NAME = "Caseload"
LOOKS = 5
_SETTINGS = (
    "as it is installed. Only the rules that the others have are on, and they do not wait for "
    "days, so that all sides are asked the same."
)


@dataclass(frozen=True, slots=True)
class Stage:
    """The service at work, and what it is seen by."""

    scene: Scene
    service: psutil.Process
    server: psutil.Process


def ours(
    bench: Bench,
    database: Database,
    extracts: Mapping[int, list[Path]],
    clock: Shifted,
    rest: float,
) -> Side:
    """Its flood, so many changes and their ends, a time of rest of so many seconds, and looks."""
    with _stage(bench, database, extracts, clock) as stage:
        bench.say("Caseload tells the first flood")
        told, posted = stage.scene.flood()
        over, ended, strays = _changes(bench, stage.scene)
        bench.say("Caseload has nothing to do")
        began = work_of([stage.service], stage.server)
        time.sleep(rest)
        minute = (work_of([stage.service], stage.server) - began).shared(rest / 60)
        return Side(
            name=NAME,
            settings=_SETTINGS,
            told=spread_of(over),
            ended=spread_of(ended),
            flood=_flood(bench, told.told, posted),
            look=_look(stage),
            minute=minute,
            memory_mb=megabytes([stage.service]),
            strays=strays,
        )


@contextmanager
def _stage(
    bench: Bench, database: Database, extracts: Mapping[int, list[Path]], clock: Shifted
) -> Iterator[Stage]:
    """Everything runs, and nobody was told anything yet."""
    processes = Processes()
    only_the_job(database, TEN)
    leave_to_the_next_load(database)
    with ExitStack() as stack:
        slack = stack.enter_context(slack_apart(processes, Members.of(bench.size)))
        installed = Installed(database_url=url_of(database), api_url=slack.api_url, clock=clock)
        service, _ = stack.enter_context(service_apart(processes, installed))
        yield Stage(
            Scene(database, installed, processes, slack, extracts),
            psutil.Process(service.process.pid),
            server_of(database),
        )


def _changes(bench: Bench, scene: Scene) -> tuple[list[float], list[float], int]:
    """Seconds for each change and for its end, and how much else was said meanwhile."""
    over, ended = [], []
    before = len(scene.slack.arrivals())
    for number in range(bench.repeats):
        time.sleep((number + 0.5) / bench.repeats)  # at another moment of its second each time
        bench.say(f"Caseload tells of a change, {number + 1} of {bench.repeats}")
        told, channel = scene.one_change()
        over.append(told.told)
        ended.append(scene.its_end(channel).told)
    said = len(scene.slack.arrivals()) - before
    return over, ended, said - len(over) - len(ended)


def _flood(bench: Bench, seconds: float, posted: list[Arrival]) -> Flood:
    """Teams are told in their channels; a message to one person is told to nobody else."""
    teams = {each.channel for each in posted if each.channel.startswith("C")}
    due = len(affected(bench.size, FIRST))
    return Flood(seconds=seconds, messages=len(posted), teams=len(teams), due=due)


def _look(stage: Stage) -> Work:
    """A check of everything with nothing new in it, as the first after a start is."""
    services, here = stage.scene.installed.services(), [psutil.Process()]
    try:
        check(services.database, services.authority, services.clock())
        began = work_of(here, stage.server)
        for _ in range(LOOKS):
            check(services.database, services.authority, services.clock())
        return (work_of(here, stage.server) - began).shared(LOOKS)
    finally:
        services.database.close()
