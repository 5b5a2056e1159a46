"""From the start of the service to readiness, its memory at rest, and cold starts of commands."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from bot.clock import utc_now
from bot.demo.running import practice_plan
from bot.practice.http_mode import FORM_TYPE, signed_headers
from bot.practice.server import PracticeServer
from models.database import Database
from tests.bench.asked import asked_team
from tests.bench.people import DIRECTOR, account_of
from tests.bench.setting import Bench
from tests.bench.slack import BOT_TOKEN, SECRET, SmallSlack, command
from tests.bench.table import Bound, Row, beside
from tests.bench.timing import side_by_side, spread_of, stopwatch

READY, MEMORY = Bound(2, of_floor=False), Bound(150, of_floor=False)
PATIENCE = 60.0
REST = 2.0
"""Seconds after which a service that was asked nothing is at rest."""

ROOT = Path(__file__).parents[2]
IMPORTS = "import slack_bolt, sqlmodel, apscheduler.schedulers.background, pydantic_settings"
NOTE = (
    "the floor is a fresh interpreter that imports Bolt, SQLModel, APScheduler and "
    "pydantic-settings and ends. It is fair because the service is made of these; "
    "the bound is in seconds."
)
MEMORY_NOTE = (
    "resident memory of the whole process, shared libraries included; the floor is the same fresh "
    "interpreter before it ends."
)


def measure(bench: Bench) -> Iterator[Row]:
    """Starts of the service and of commands, each in a process of its own."""
    with bench.filled() as database:
        bench.say("starting the service")
        yield until_ready(bench, database)
        yield from _at_rest(bench, database)
        for what, told in (
            ("caseload --version", ("--version",)),
            ("caseload ask", ("ask", asked_team(bench.size).name, "--as", DIRECTOR)),
        ):
            bench.say(f"starting {what}")
            once = stopwatch(partial(_run, "-m", "bot.cli", *told, env=_env(database)))
            floor = stopwatch(partial(_run, "-c", IMPORTS))
            pair = side_by_side(once, floor, repeats=bench.repeats)
            yield bench.row(**beside(pair), measure=f"start: {what}", note=NOTE)


def until_ready(bench: Bench, database: Database) -> Row:
    """Over Socket Mode, as most run it, in the practice workspace."""
    plan = practice_plan()
    with PracticeServer(plan, clock=utc_now) as slack:
        given = {
            "SLACK_BOT_TOKEN": plan.bot_token,
            "SLACK_APP_TOKEN": plan.app_token,
            "CASELOAD_SLACK_API_URL": slack.api_url,
            **_env(database),
        }

        def started() -> float:
            with _service(given) as (_, took):
                return took

        floor = stopwatch(partial(_run, "-c", IMPORTS))
        pair = side_by_side(started, floor, repeats=bench.repeats, warm=min(1, bench.repeats - 1))
    return bench.row(**beside(pair), measure="start: until ready", bound=READY, note=NOTE)


def _at_rest(bench: Bench, database: Database) -> Iterator[Row]:
    """What the process holds when it is ready, and after its first answer."""
    port = _free_port()
    with SmallSlack() as slack:
        given = {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "CASELOAD_SLACK_API_URL": slack.url,
            "CASELOAD_HTTP_PORT": str(port),
            **_env(database),
        }
        with _service(given) as (process, _):
            time.sleep(REST)
            ready = _megabytes(process.pid)
            _ask(port, asked_team(bench.size).name, slack.response_url)
            asked = _megabytes(process.pid)
    bare = _bare_megabytes()
    for what, held in (("when ready", ready), ("after an answer", asked)):
        yield bench.row(
            measure=f"memory: {what}",
            measured=spread_of([held]),
            floor=spread_of([bare]),
            ratio=spread_of([held / bare]),
            bound=MEMORY,
            unit="MB",
            note=MEMORY_NOTE,
        )


@contextmanager
def _service(given: Mapping[str, str]) -> Iterator[tuple["subprocess.Popen[bytes]", float]]:
    """`caseload serve`, once it says that it is ready, and the seconds until then."""
    health = _free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "serve"],
        env={**given, "CASELOAD_HEALTH_PORT": str(health)},
        cwd=ROOT / "docs",  # where there is no .env
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(process, f"http://127.0.0.1:{health}/readyz")
        yield process, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait_for(process: "subprocess.Popen[bytes]", url: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.01)
    raise TimeoutError("the service did not become ready")


def _ask(port: int, text: str, response_url: str) -> None:
    """One signed question over HTTP, to which an answer comes."""
    body = command(text, account_of("DIRECTOR"), response_url)
    headers = {"Content-Type": FORM_TYPE, **signed_headers(body, SECRET, utc_now())}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/slack/events", body, headers)
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        answer.read()


def _run(*told: str, env: Mapping[str, str] | None = None) -> None:
    subprocess.run(
        [sys.executable, *told],
        env={**(env or {})},
        cwd=ROOT / "docs",
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _bare_megabytes() -> float:
    """The interpreter with the same libraries and nothing of ours."""
    asleep = f"{IMPORTS}; print(flush=True); import time; time.sleep({PATIENCE})"
    with subprocess.Popen(
        [sys.executable, "-c", asleep], env={}, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        held = _megabytes(process.pid)
        process.kill()
    return held


def _megabytes(pid: int) -> float:
    return float(psutil.Process(pid).memory_info().rss) / 1e6


def _env(database: Database) -> dict[str, str]:
    return {
        "CASELOAD_DATABASE_URL": database.url.render_as_string(hide_password=False),
        "PYTHONPATH": str(ROOT),
    }


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port
