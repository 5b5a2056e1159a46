"""The demo tells its alerts by itself: when it is opened, on each new day, and when data stops."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.clock import utc_now
from bot.demo.running import Running, demo_clock, running_demo
from tests.bot.practice.visitor import JSON, wait_longer
from tests.bot.slack.persona import LAST_DAY, Member, buttons, channel_id, said

COURT, WEST = channel_id("court-north"), channel_id("assessment-west")


@pytest.fixture
def running(demo_template: Path, tmp_path: Path) -> Iterator[Running]:
    path = tmp_path / "caseload.db"
    shutil.copyfile(demo_template, path)
    with running_demo(path, demo_clock(utc_now, LAST_DAY)) as running:
        wait_longer(running.server)
        yield running


def told(person: Member, channel: str, *words: str) -> JSON:
    """The app's message there that says all of this, once it does."""

    def look() -> JSON | None:
        found = [
            message
            for message in person.messages(channel)
            if message["user"]["is_bot"] and all(word in said(message) for word in words)
        ]
        return found[0] if found else None

    return person.wait_for(look) or {}


def test_alerts_stand_in_the_channels_when_the_page_is_opened(running: Running) -> None:
    worker, manager = (Member(running.server.url, key) for key in ("worker", "manager"))
    message = told(worker, COURT, "Court North", "over their limit", "direct message")
    assert "Acknowledge" in buttons(message)
    assert "Samir Whitlock" not in str(worker.messages(COURT))
    told(manager, manager.direct, "Court North", "over their limit", "Samir Whitlock 26 cases")


def test_a_new_day_is_checked_at_once_and_changes_the_messages(running: Running) -> None:
    # Slack takes fifty edits a minute, and this team's are among the first.
    manager, channel = Member(running.server.url, "manager_assessment_west"), WEST
    told(manager, channel, "have not been seen", "Data as at Fri 20 Nov 18:00")
    sentence = running.days.advance()
    assert sentence.startswith("It is Tue 24 Nov 08:45. The files of Mon 23 Nov were loaded")
    told(manager, channel, "not been seen", "Data as at Mon 23 Nov 18:00")


def test_data_that_stops_is_told_once_instead_of_wrong_alerts(running: Running) -> None:
    analyst = Member(running.server.url, "analyst")
    running.days.stop_data()
    running.days.advance(7)
    message = told(analyst, channel_id("performance"), "No alert on cases is raised or closed")
    assert "until a new load arrives" in said(message)
