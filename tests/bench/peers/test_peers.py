"""What people use today is set rightly, and both sides stand in one table."""

import io
import json
import subprocess
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import make_url

from tests.bench.peers.configuration import (
    AS_INSTALLED,
    Files,
    Ports,
    Setting,
    fastest_sane,
    write_configuration,
)
from tests.bench.peers.hook import Hooks, told
from tests.bench.peers.job import affected, changing_teams, conditions_at
from tests.bench.peers.programs import Work
from tests.bench.peers.side import Flood, Side, print_sides, side_of, sides_as_json
from tests.bench.setting import AS_AT
from tests.bench.sizes import BOROUGH, ENGLAND, TINY
from tests.bench.timing import spread_of
from tests.tools import tool

DATABASE = make_url("postgresql+psycopg://somebody@/caseload?host=/a folder")

OURS = Side(
    name="Caseload",
    settings="as it is installed",
    told=spread_of([0.2, 0.1, 0.4]),
    ended=spread_of([0.1]),
    flood=Flood(seconds=1.5, messages=10, teams=9, due=9),
    look=Work(own=0.02, database=0.01),
    minute=Work(own=0.1, database=0.0),
    memory_mb=100,
)
THEIRS = Side(
    name="others",
    settings="every 5 s",
    told=spread_of([10.0]),
    flood=Flood(seconds=30, messages=40, teams=8, due=9),
    look=Work(own=0.03, database=0.06),
    memory_mb=250,
    strays=7,
)


def written(folder: Path, setting: Setting) -> Files:
    ports, hook = Ports(1, 2, 3), "http://127.0.0.1:4/hook"
    return write_configuration(folder, setting, conditions_at(AS_AT), ports, DATABASE, hook)


@pytest.mark.parametrize("setting", [fastest_sane(BOROUGH), fastest_sane(ENGLAND), AS_INSTALLED])
def test_prometheus_and_alertmanager_accept_their_settings(
    tmp_path: Path, setting: Setting
) -> None:
    files = written(tmp_path, setting)
    for command in (
        [tool("promtool"), "check", "config", str(files.prometheus)],
        [tool("amtool"), "check-config", str(files.alertmanager)],
    ):
        checked = subprocess.run(command, capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr


def test_the_exporter_is_given_every_condition_and_a_row_where_nothing_is_amiss(
    tmp_path: Path,
) -> None:
    (job,) = json.loads(written(tmp_path, AS_INSTALLED).exporter.read_text())["jobs"]
    assert job["connections"] == [
        "postgres://somebody@/caseload?host=%2Fa%20folder&sslmode=disable"
    ]
    assert len(job["queries"]) == len(conditions_at(AS_AT))
    for query in job["queries"]:
        assert query["query"].endswith("UNION ALL SELECT '', '', 0")
        assert ":" not in query["query"], "a value is missing"


def test_a_change_is_about_one_team() -> None:
    assert changing_teams(TINY) == {"Team 0007"}
    assert len(affected(BOROUGH, changed=1)) == 10


def test_a_webhook_says_whether_something_is_amiss() -> None:
    hooks = Hooks()
    for title in ("firing", "resolved"):
        hooks.answer(
            "hook", {"channel": "Team 0001", "attachments": [{"title": title, "text": "Ada"}]}
        )
    assert [(each.channel, told(each)) for each in hooks.arrivals] == [
        ("Team 0001", True),
        ("Team 0001", False),
    ]


def test_both_sides_stand_in_one_table_with_how_many_times_as_much_it_is() -> None:
    page = io.StringIO()
    print_sides([OURS, THEIRS], "borough", Console(file=page, width=150))
    lines = [line.strip(" │").split("│") for line in page.getvalue().splitlines()]
    rows = {cells[0].strip(): [cell.strip() for cell in cells[1:]] for cells in lines}
    assert rows["a change told"] == ["200 ms (100 ms to 400 ms)", "10.0 s 50 ×"]
    assert rows["its end told"] == ["100 ms", "–"]
    assert rows["the first flood told"] == ["1.50 s", "30.0 s 20 ×"]
    assert rows["messages for teams"] == ["10 for 9", "40 for 8, 1 not told"]
    assert rows["other messages meanwhile"] == ["0", "7"]
    assert rows["processor time of a look at everything"] == [
        "20.0 ms + 10.0 ms",
        "30.0 ms + 60.0 ms 3 ×",
    ]
    assert rows["memory at rest"] == ["100 MB", "250 MB 2.5 ×"]


def test_the_same_is_said_to_programs() -> None:
    said = json.loads(json.dumps(sides_as_json([OURS, THEIRS], "borough", {"system": "here"})))
    assert said["size"] == "borough"
    assert [side["name"] for side in said["sides"]] == ["Caseload", "others"]
    assert said["sides"][1]["ended"] is None
    assert [side_of(side) for side in said["sides"]] == [OURS, THEIRS]
