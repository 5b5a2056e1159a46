"""A service that is told to stop finishes what it has begun, and nothing is lost or said twice."""

import json
import shutil
import signal
import sqlite3
import threading
import time
import urllib.request
from contextlib import closing
from pathlib import Path
from socket import create_server
from urllib.error import URLError

import pytest

from bot.clock import utc_now
from bot.demo.running import practice_plan
from bot.operations.stopping import finished
from bot.practice.faults import Fault
from bot.practice.server import PracticeServer
from bot.serve import until_told
from tests.bot.cli.test_running import alive, caseload, make_urgent, says, settings
from tests.bot.practice.visitor import wait_longer
from tests.bot.slack.persona import Member, channel_id
from tests.waiting import PATIENCE, until

PLAN = practice_plan()
COURT = channel_id("court-north")
ON_THE_WAY = 2.0
"""Seconds that Slack's answer to a sending is on its way."""


def a_free_port() -> int:
    with create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def why_not_ready(port: int) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=PATIENCE) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            return str(error.read().decode())
    except (URLError, OSError):
        return ""


def sent_to_court(database: Path) -> list[tuple[str, int]]:
    """The state of what was said in the channel, and at which attempt."""
    with closing(sqlite3.connect(database)) as connection:
        query = "SELECT state, attempts FROM outbox WHERE channel_id = ? AND state <> 'waiting'"
        return connection.execute(query, (COURT,)).fetchall()


def test_serve_answers_and_tells_and_stops_when_what_is_under_way_has_arrived(
    demo_template: Path, tmp_path: Path
) -> None:
    database, port = tmp_path / "caseload.db", a_free_port()
    shutil.copyfile(demo_template, database)
    make_urgent(database)
    with PracticeServer(PLAN, clock=utc_now) as server:
        wait_longer(server)
        late = Fault("latency", "chat.postMessage", channel=COURT, seconds=ON_THE_WAY, after=True)
        server.faults.add(late)
        env = settings(
            database,
            server,
            SLACK_APP_TOKEN=PLAN.app_token,
            CASELOAD_HEALTH_PORT=str(port),
            CASELOAD_LOG_FORMAT="json",
        )
        process = caseload("serve", env, tmp_path)
        try:
            manager = Member(server.url, "manager")
            manager.wait_for(lambda: alive(process) and manager.get("status")["connected"])
            manager.send(manager.direct, "/caseload Court North")
            answer = "Court North: 19.3"
            manager.wait_for(lambda: alive(process) and says(manager, manager.direct, answer))
            manager.wait_for(lambda: alive(process) and says(manager, COURT, "Court North:"))
            process.send_signal(signal.SIGTERM)
            # On a machine that is very busy it may be over before anybody asks.
            assert until(
                lambda: "service is stopping" in why_not_ready(port) or process.poll() is not None
            )
            _, log = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
        said = [each for each in server.export(COURT) if each["text"].startswith("Court North:")]
    assert process.returncode == 0
    assert len(said) == 1
    assert sent_to_court(database) == [("sent", 1)]
    lines = [json.loads(line) for line in log.splitlines()]
    assert lines[-1]["message"] == "the service has stopped"
    assert {"caseload.requests", "caseload.delivery"} <= {line["logger"] for line in lines}
    for secret in ("Samir Whitlock", "joanne.tully", PLAN.bot_token, PLAN.app_token):
        assert secret not in log


def test_parts_are_closed_at_the_same_time_and_not_waited_for_for_ever() -> None:
    go_on = threading.Event()
    closed: list[str] = []

    def slow() -> None:
        go_on.wait(PATIENCE)
        closed.append("slow")

    began = time.monotonic()
    left = finished({"slow": slow, "quick": lambda: closed.append("quick")}, within=0.05)
    assert left == ["slow"]
    assert closed == ["quick"]
    assert time.monotonic() - began < PATIENCE
    go_on.set()
    assert until(lambda: closed == ["quick", "slow"])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_first_signal_asks_and_the_second_ends_the_process(number: signal.Signals) -> None:
    left: list[int] = []
    before = signal.getsignal(number)
    with until_told(left.append) as stopped:
        signal.raise_signal(number)
        assert stopped.is_set()
        assert left == []
        signal.raise_signal(number)
    assert left == [128 + number]
    assert signal.getsignal(number) == before
