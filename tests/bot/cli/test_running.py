"""`caseload serve` connects, answers and stops when told; `caseload doctor` names what is wrong."""

import json
import os  # the environment of a child process
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from bot.cli.main import command_line
from bot.clock import utc_now
from bot.demo.running import practice_plan
from bot.practice.plan import WorkspacePlan
from bot.practice.server import PracticeServer
from models.database import Database
from models.outbox import OutboxRow
from tests.bot.cli.command_line import CommandLine
from tests.bot.practice.visitor import wait_longer
from tests.bot.slack.persona import Member, channel_id
from tests.waiting import PATIENCE

PLAN = practice_plan()


@pytest.fixture
def database(demo_template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "caseload.db"
    shutil.copyfile(demo_template, path)
    return path


@pytest.fixture(scope="module")
def workspace() -> Iterator[PracticeServer]:
    with PracticeServer(PLAN, clock=utc_now) as server:
        wait_longer(server)
        yield server


def settings(database: Path, server: PracticeServer | None = None, **more: str) -> dict[str, str]:
    found = {"CASELOAD_DATABASE_URL": f"sqlite:///{database}", **more}
    if server is not None:
        found |= {"SLACK_BOT_TOKEN": PLAN.bot_token, "CASELOAD_SLACK_API_URL": server.api_url}
    return found


def caseload(command: str, env: dict[str, str], cwd: Path) -> subprocess.Popen[str]:
    path = os.environ["PATH"]  # noqa: TID251 - the child needs it to start
    return subprocess.Popen(
        [sys.executable, "-m", "bot.cli", command],
        env={"PATH": path, **env},
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def alive(process: subprocess.Popen[str]) -> bool:
    """Instead of waiting for somebody who is gone, what was said at the end."""
    assert process.poll() is None, process.communicate()
    return True


def says(person: Member, channel: str, beginning: str) -> bool:
    """Whether the app has said something that begins so, among whatever else it says there."""
    return any(
        message["user"]["is_bot"] and message["text"].startswith(beginning)
        for message in person.messages(channel)
    )


def make_urgent(path: Path) -> None:
    """So that what waits is told whatever the day and hour of the test."""
    database = Database(f"sqlite:///{path}")
    with database.transaction() as session:
        for row in session.scalars(select(OutboxRow)):
            row.notice = {**row.notice, "urgent": True}
    database.close()


def test_serve_over_http_tells_the_alerts_that_wait_and_stops_when_told(
    database: Path, tmp_path: Path
) -> None:
    transport = {"SLACK_SIGNING_SECRET": PLAN.signing_secret, "CASELOAD_HTTP_PORT": "0"}
    make_urgent(database)
    with PracticeServer(PLAN, clock=utc_now) as server:
        process = caseload("serve", settings(database, server, **transport), tmp_path)
        try:
            manager = Member(server.url, "manager")
            channel = channel_id("court-north")
            manager.wait_for(lambda: alive(process) and says(manager, channel, "Court North:"))
            process.send_signal(signal.SIGTERM)
            _, log = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert process.returncode == 0
    assert "caseload.delivery" in log
    assert "Traceback" not in log
    assert "Samir Whitlock" not in log


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set."),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN is not set."),
        ({"SLACK_BOT_TOKEN": "xoxb-your-token"}, "SLACK_BOT_TOKEN should be the real token"),
        ({"SLACK_BOT_TOKEN": "hello"}, "which begins with xoxb-"),
        ({"SLACK_SIGNING_SECRET": "", "SLACK_BOT_TOKEN": "xoxb-1"}, "Neither SLACK_APP_TOKEN"),
        ({"CASELOAD_TIME_ZONE": "Mars"}, "CASELOAD_TIME_ZONE should be a zone"),
        ({"CASELOAD_DATABASE_URL": "mysql://x/y"}, "works with SQLite and PostgreSQL"),
        ({"CASELOAD_DATABASE_URL": "sqlite://"}, "a database in memory"),
        ({"CASELOAD_DATABASE_URL": "nonsense"}, "is not a database address"),
    ],
)
def test_serve_says_in_one_sentence_why_it_cannot_start(
    database: Path, tmp_path: Path, given: dict[str, str], sentence: str
) -> None:
    ran = CommandLine(tmp_path)("serve", **{**settings(database), **given})
    assert (ran.status, ran.error.count("\n")) == (2, 1)
    assert sentence in ran.error


def test_serve_says_when_slack_refuses_the_token(
    workspace: PracticeServer, database: Path, tmp_path: Path
) -> None:
    env = settings(database, workspace, SLACK_APP_TOKEN=PLAN.app_token)
    process = caseload("serve", {**env, "SLACK_BOT_TOKEN": "xoxb-wrong"}, tmp_path)
    _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert "Slack did not accept SLACK_BOT_TOKEN (invalid_auth)." in told
    assert "Traceback" not in told


def examined(env: dict[str, str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        CliRunner().invoke(command_line("doctor"), ["doctor", "--json"], env=env).stdout
    )
    return found


def as_told(database: Path) -> None:
    """As if a service had sent every notice."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE outbox SET state = 'sent'")


def test_doctor_finds_nothing_to_mend_in_a_good_installation(
    workspace: PracticeServer, database: Path
) -> None:
    as_told(database)
    env = settings(
        database, workspace, SLACK_APP_TOKEN=PLAN.app_token, CASELOAD_CASE_KEY="0123456789abcdef"
    )
    found = examined(env)
    assert not [finding for finding in found if finding["level"] == "bad"]
    assert "Connected as" in str(found)
    assert "Socket Mode is ready." in str(found)


def test_doctor_names_a_missing_scope(database: Path) -> None:
    fewer = PLAN.scopes - {"users:read.email"}
    plan = WorkspacePlan(PLAN.team_id, PLAN.name, PLAN.users, PLAN.channels, fewer, PLAN.commands)
    with PracticeServer(plan, clock=utc_now) as server:
        found = examined(settings(database, server))
    assert "The app lacks permissions in Slack (scopes): users:read.email." in str(found)


@pytest.mark.parametrize(
    ("what", "env", "expected"),
    [
        ("no tables", {"CASELOAD_DATABASE_URL": "sqlite:///{folder}/new.db"}, "has no tables yet"),
        ("no token", {}, "SLACK_BOT_TOKEN is not set"),
        ("unmatched workers", {}, "held by people not in the workforce list"),
        ("the key beside the hashes", {}, "in the database beside the hashes"),
        (
            "an unreachable database",
            {"CASELOAD_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"},
            "postgresql://nobody@127.0.0.1:1/none does not answer (connection failed: ",
        ),
    ],
)
def test_doctor_names_each_fault_with_its_mend(
    database: Path, tmp_path: Path, what: str, env: dict[str, str], expected: str
) -> None:
    given = {name: value.format(folder=tmp_path) for name, value in env.items()}
    found = [one for one in examined({**settings(database), **given}) if expected in one["what"]]
    assert found, what
    assert found[0]["mend"]
    assert (
        CliRunner()
        .invoke(command_line("doctor"), ["doctor"], env={**settings(database), **given})
        .exit_code
        == 1
    )


def test_on_sqlite_the_service_does_not_hold_what_it_never_uses() -> None:
    """PostgreSQL's driver and what makes tables took 18 of its 127 MB before it did anything."""
    unused = {"alembic", "matplotlib", "openpyxl", "psycopg"}
    program = f"import sys, bot.cli.running; print({unused} & {{*sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"
