"""The exporter, Prometheus and Alertmanager, running; and what work and memory programs take."""

import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import psycopg

from models.database import Database
from tests.bench.peers.configuration import Files, Ports

NAMES = {
    "exporter": ("prometheus-sql-exporter", "sql_exporter"),
    "prometheus": ("prometheus",),
    "alertmanager": ("prometheus-alertmanager", "alertmanager"),
}
"""What each is called, by Debian and by its makers."""

PACKAGES = "prometheus prometheus-alertmanager prometheus-sql-exporter"
_ENVIRONMENT = {"LOGLEVEL": "WARN"}  # as Debian starts the exporter
_PATIENCE = 60.0  # seconds until a program is ready, or ended


class NotInstalled(Exception):
    """A program is not there; says what to do."""


@dataclass(frozen=True, slots=True)
class Programs:
    """Where each of them is on this machine."""

    exporter: str
    prometheus: str
    alertmanager: str


def find_programs() -> Programs:
    """On PATH; NotInstalled where one is missing."""
    found = {name: _first(names) for name, names in NAMES.items()}
    missing = [NAMES[name][0] for name, path in found.items() if path is None]
    if missing:
        raise NotInstalled(
            f"{' and '.join(missing)} cannot be found. "
            f"Install what is missing and try again, on Debian: apt-get install {PACKAGES}"
        )
    return Programs(**{name: str(path) for name, path in found.items()})


def free_ports() -> Ports:
    """Three that nobody has."""
    with ExitStack() as stack:
        taken = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(3)]
        return Ports(*(each.getsockname()[1] for each in taken))


@contextmanager
def running(
    programs: Programs, files: Files, ports: Ports, folder: Path
) -> Iterator[tuple[float, list[psutil.Process]]]:
    """All three, and when the last of them, which is the first to look, was started.

    The exporter comes last, so that nothing is seen before the others are ready to tell it.
    """
    with ExitStack() as stack:
        alertmanager = [
            programs.alertmanager,
            f"--config.file={files.alertmanager}",
            f"--storage.path={folder / 'alertmanager'}",
            f"--web.listen-address=127.0.0.1:{ports.alertmanager}",
            "--cluster.listen-address=",
        ]
        prometheus = [
            programs.prometheus,
            f"--config.file={files.prometheus}",
            f"--storage.tsdb.path={folder / 'prometheus'}",
            f"--web.listen-address=127.0.0.1:{ports.prometheus}",
        ]
        exporter = [
            programs.exporter,
            f"-config.file={files.exporter}",
            f"-web.listen-address=127.0.0.1:{ports.exporter}",
        ]
        started = [
            stack.enter_context(program(alertmanager, folder / "alertmanager.log", _ENVIRONMENT)),
            stack.enter_context(program(prometheus, folder / "prometheus.log", _ENVIRONMENT)),
        ]
        _ready(f"http://127.0.0.1:{ports.alertmanager}/-/ready")
        _ready(f"http://127.0.0.1:{ports.prometheus}/-/ready")
        began = time.time()
        started.append(
            stack.enter_context(program(exporter, folder / "exporter.log", _ENVIRONMENT))
        )
        yield began, [psutil.Process(each.pid) for each in started]


@dataclass(frozen=True, slots=True)
class Work:
    """Seconds of processor time: by the programs themselves, and by PostgreSQL for them."""

    own: float
    database: float

    @property
    def all(self) -> float:
        return self.own + self.database

    def __sub__(self, other: "Work") -> "Work":
        return Work(self.own - other.own, self.database - other.database)

    def shared(self, parts: float) -> "Work":
        """What falls to each of so many parts."""
        return Work(self.own / parts, self.database / parts)


def work_of(processes: Sequence[psutil.Process], server: psutil.Process) -> Work:
    """All that they have done since they were started."""
    own = (each.cpu_times() for each in processes)
    return Work(sum(each.user + each.system for each in own), _family(server))


def megabytes(processes: Sequence[psutil.Process]) -> float:
    """Resident; what several share is shared out among them (Linux's PSS)."""
    return sum(float(each.memory_full_info().pss) for each in processes) / 1e6


def server_of(database: Database) -> psutil.Process:
    """The PostgreSQL server that has it, on this machine."""
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as connection:
        return psutil.Process(connection.info.backend_pid).parent()


def _family(server: psutil.Process) -> float:
    """Of PostgreSQL's own processes, too, those that have ended included."""
    own = server.cpu_times()
    total = own.user + own.system + own.children_user + own.children_system
    for child in server.children():
        try:
            times = child.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return float(total)


def _first(names: Sequence[str]) -> str | None:
    return next((path for name in names if (path := shutil.which(name)) is not None), None)


@contextmanager
def program(
    command: Sequence[str], log: Path, environment: Mapping[str, str]
) -> Iterator["subprocess.Popen[bytes]"]:
    """Running, with what it says in a file; ended afterwards, and waited for."""
    with log.open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=environment)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(_PATIENCE)


def _ready(address: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
