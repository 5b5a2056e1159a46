"""A short campaign on each database: processes are killed, and nothing is lost or doubled."""

from pathlib import Path

import pytest

from models.database import Database
from tests.chaos.campaign import Plan, run_campaign

KILLS = 5


@pytest.mark.parametrize("replicas", [2])
def test_nothing_is_lost_or_doubled_while_processes_are_killed(
    database: Database, tmp_path: Path, replicas: int
) -> None:
    url = database.url.render_as_string(hide_password=False)
    asked = Plan(database_url=url, replicas=replicas, kills=KILLS, seconds=4, seed=1)
    report = run_campaign(asked, tmp_path / "campaign")
    assert report.findings == []
    assert report.kills > 0
    assert report.due == report.sent > 0
