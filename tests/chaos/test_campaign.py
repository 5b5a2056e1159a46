"""A short campaign on SQLite; on PostgreSQL, tests/replicas does more of it in one go."""

from pathlib import Path

from models.database import Database
from tests.chaos.campaign import Plan, run_campaign
from tests.databases import ON_SQLITE

KILLS = 5


@ON_SQLITE
def test_nothing_is_lost_or_doubled_while_processes_are_killed(
    database: Database, tmp_path: Path
) -> None:
    url = database.url.render_as_string(hide_password=False)
    asked = Plan(database_url=url, replicas=2, kills=KILLS, seconds=4, seed=1)
    report = run_campaign(asked, tmp_path / "campaign")
    assert report.findings == []
    assert report.kills > 0
    assert report.due == report.sent > 0
