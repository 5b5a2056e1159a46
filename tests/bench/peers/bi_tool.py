"""The third side: a BI tool's SQL alerts, by Superset's own worker and scheduler."""

import json
import math
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil  # type: ignore[import-untyped]
import psycopg
from psycopg import sql

from models.database import Database
from tests.bench.peers import superset_alerts
from tests.bench.peers.changes import Changes
from tests.bench.peers.job import FIRST, MORE, affected, changing_teams, conditions_at
from tests.bench.peers.programs import (
    NotInstalled,
    megabytes,
    program,
    server_of,
    work_of,
)
from tests.bench.peers.side import Flood, Side
from tests.bench.people import BenchTeam, teams_of
from tests.bench.processes import SlackApart, slack_apart
from tests.bench.setting import AS_AT, Bench
from tests.bench.stand_in import AT_WILL, JSON, Arrival, Members
from tests.bench.timing import spread_of

PACKAGES = "apache-superset==6.1.0 flask-caching==2.3.1 psycopg2-binary cachetools rich"
"""The last two it imports without asking for them; a later flask-caching it cannot be used with."""

NAME = "Superset, an alert a team"
ALERTS = 12
"""Each of them asks the database by itself once a minute; 5,000 would take longer than that."""

MINUTE = 60.0
_SETTINGS = (
    f"An alert of its own for each team, at most {ALERTS}, because an alert has one recipient and "
    "says neither which team nor how many; each is looked at every minute, the shortest there is. "
    "A worker with two processes and the scheduler run without Redis and without the web server, "
    "which spares it memory. A change is the first message about the team after it; that it is "
    "over is never told. The alert of the changing team has no grace time, or it would be told "
    "of one change in four hours; the others keep those four hours, in which they do "
    "not look, or they would repeat themselves every minute."
)
_OWN = "superset"
_GRACE = 4 * 3600  # seconds, as it comes
_LONGEST = 300.0
_LOOK = 0.05

_CONFIGURATION = """\
from celery.schedules import crontab
from slack_sdk.web.base_client import BaseClient

SECRET_KEY = "a secret of this bench alone, and nobody else's"
SQLALCHEMY_DATABASE_URI = "{own}"
FEATURE_FLAGS = {{"ALERT_REPORTS": True, "ALERT_REPORT_SLACK_V2": True}}
SLACK_API_TOKEN = "xoxb-bench"


class CELERY_CONFIG:
    broker_url = "filesystem://"
    broker_transport_options = {{
        "data_folder_in": "{folder}/queue",
        "data_folder_out": "{folder}/queue",
        "control_folder": "{folder}/control",
        "polling_interval": 0.2,
    }}
    imports = ("superset.tasks.scheduler",)
    worker_prefetch_multiplier = 1
    beat_schedule = {{
        "reports.scheduler": {{
            "task": "reports.scheduler",
            "schedule": crontab(minute="*", hour="*"),
        }}
    }}


usual = BaseClient.__init__


def in_the_bench(self, *given, **named):
    usual(self, *given, **{{"base_url": "{slack}", **named}})


BaseClient.__init__ = in_the_bench
"""


@dataclass(frozen=True, slots=True)
class Superset:
    """One installation, with its own data in a folder."""

    programs: Path  # the bin of its virtual environment
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": str(self.programs),
            "HOME": str(self.folder),
            "SUPERSET_HOME": str(self.folder),
            "SUPERSET_CONFIG_PATH": str(self.folder / "superset_config.py"),
            "FLASK_APP": "superset",
        }

    def set_up(self, slack: str, own: str, alerts: JSON) -> None:
        """Its tables in a database of its own, its roles and the alerts; takes most of a minute."""
        for name in ("queue", "control"):
            (self.folder / name).mkdir()
        (self.folder / "superset_config.py").write_text(
            _CONFIGURATION.format(folder=self.folder, slack=slack, own=own), encoding="utf-8"
        )
        wanted = self.folder / "alerts.json"
        wanted.write_text(json.dumps(alerts), encoding="utf-8")
        self._do("superset", "db", "upgrade")
        self._do("superset", "init")
        self._do("python", superset_alerts.__file__, str(wanted))

    @contextmanager
    def running(self) -> Iterator[list[psutil.Process]]:
        """The worker, when it takes tasks, and then the scheduler."""
        celery = [str(self.programs / "celery"), "--app=superset.tasks.celery_app:app"]
        said = self.folder / "worker.log"
        worker = [*celery, "worker", "-l", "INFO", "-O", "fair", "-c", "2"]
        beat = [*celery, "beat", f"--schedule={self.folder / 'beat'}", "--pidfile="]
        with ExitStack() as stack:
            first = stack.enter_context(program(worker, said, self.environment))
            deadline = time.monotonic() + _LONGEST
            while " ready." not in said.read_text(encoding="utf-8"):
                if time.monotonic() > deadline:
                    raise TimeoutError(f"the worker does not start: {said}")
                time.sleep(_LOOK)
            second = stack.enter_context(program(beat, self.folder / "beat.log", self.environment))
            running = [psutil.Process(each.pid) for each in (first, second)]
            yield [*running, *(child for each in running for child in each.children(True))]

    def _do(self, name: str, *words: str) -> None:
        done = subprocess.run(
            [str(self.programs / name), *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{name} {words[0]} failed: {done.stderr[-2000:]}")


def find_superset(environment: Path) -> Path:
    """The programs of a virtual environment; NotInstalled where it has no Superset."""
    programs = environment.absolute() / "bin"
    if not (programs / "superset").exists():
        raise NotInstalled(
            f"There is no Superset in {environment}. Make a virtual environment of its own there, "
            f"and install in it: {PACKAGES}"
        )
    return programs


def superset(
    bench: Bench, database: Database, programs: Path, changes: Changes, rest: float
) -> Side:
    """Its first round of alerts, changes, and a time of rest; ends are not told."""
    server, rounds = server_of(database), math.ceil(rest / MINUTE)
    with (
        slack_apart(changes.processes, Members({}, {}), AT_WILL) as slack,
        TemporaryDirectory(prefix="caseload-superset-") as place,
        _own_database(database) as own,
    ):
        installed = Superset(programs, Path(place))
        bench.say("Superset: setting up")
        installed.set_up(slack.api_url, own, _alerts(database, bench))
        with installed.running() as processes:
            flood = _flood(bench, slack, time.time())
            told, strays = _changes(bench, slack, changes)
            bench.say("Superset: nothing to do")
            before = work_of(processes, server)
            time.sleep(rounds * MINUTE)
            minute = (work_of(processes, server) - before).shared(rounds)
            return Side(
                name=NAME,
                settings=_SETTINGS,
                told=spread_of(told),
                flood=flood,
                look=minute,
                minute=minute,
                memory_mb=megabytes(processes),
                strays=strays,
            )


@contextmanager
def _own_database(database: Database) -> Iterator[str]:
    """An empty one on the same server, for what Superset writes down; with SQLite it fails."""
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    name = sql.Identifier(_OWN)
    with psycopg.connect(url, autocommit=True) as connection:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name)
        connection.execute(drop)
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
        yield _address(database, _OWN)
        connection.execute(drop)


def _address(database: Database, name: str | None) -> str:
    """As Superset's driver has it: of this database, or of another on the same server."""
    url = database.url.set(drivername="postgresql+psycopg2")
    return (url if name is None else url.set(database=name)).render_as_string(hide_password=False)


def _alerts(database: Database, bench: Bench) -> JSON:
    """Each counts whatever is amiss in one team."""
    found = " UNION ALL ".join(f"SELECT team FROM ({each.sql}) x" for each in conditions_at(AS_AT))
    (changing,) = changing_teams(bench.size)
    return {
        "database": _address(database, None),
        "alerts": [
            {
                "name": team.name,
                "sql": f"SELECT count(*) FROM ({found}) found WHERE team = '{team.name}'",
                "channel": team.channel,
                "grace": 0 if team.name == changing else _GRACE,
            }
            for team in _teams(bench)
        ],
    }


def _teams(bench: Bench) -> list[BenchTeam]:
    return list(islice(teams_of(bench.size), ALERTS))


def _flood(bench: Bench, slack: SlackApart, began: float) -> Flood:
    """Until every team was told that is amiss, and a minute more."""
    names = affected(bench.size, FIRST)
    due = {team.channel for team in _teams(bench) if team.name in names}
    bench.say("Superset: the first round")
    deadline = time.monotonic() + _LONGEST
    while not due <= {each.channel for each in _posted(slack)} and time.monotonic() < deadline:
        time.sleep(_LOOK)
    time.sleep(MINUTE)
    posted = _posted(slack)
    told = {each.channel for each in posted}
    first = {each.channel: each.at for each in reversed(posted)}
    return Flood(
        seconds=max(first.values()) - began,
        messages=len(posted),
        teams=len(told & due),
        due=len(due),
    )


def _changes(bench: Bench, slack: SlackApart, changes: Changes) -> tuple[list[float], int]:
    """Seconds for each change, and how much else was said meanwhile."""
    (changing,) = changing_teams(bench.size)
    (channel,) = {team.channel for team in _teams(bench) if team.name == changing}
    told: list[float] = []
    first = len(_posted(slack))
    for number in range(bench.repeats):
        bench.say(f"Superset: a change, {number + 1} of {bench.repeats}")
        # At another moment of the minute each time.
        time.sleep(MINUTE * (number + 0.5) / bench.repeats)
        committed = changes.load(MORE)
        told.append(_said(slack, channel, committed) - committed)
        changes.load(FIRST)
    return told, len(_posted(slack)) - first - len(told)


def _said(slack: SlackApart, channel: str, since: float) -> float:
    deadline = time.monotonic() + _LONGEST
    while time.monotonic() < deadline:
        for each in _posted(slack):
            if each.channel == channel and each.at > since:
                return each.at
        time.sleep(_LOOK)
    raise TimeoutError(f"{channel} was never told")


def _posted(slack: SlackApart) -> list[Arrival]:
    return [each for each in slack.arrivals() if each.method == "chat.postMessage"]
