"""A team is given another channel while an alert is open: the alert goes on there."""

from datetime import date
from pathlib import Path

import pytest

from models.database import Database
from models.vocabulary import Deed
from tests.alerts.story import TEAMS, Said, Story
from tests.alerts.telling import november, set_up

FORMER, NEW = "channel:#court-north", "channel:#new-court"


@pytest.fixture
def story(sqlite_database: Database, tmp_path: Path) -> Story:
    """Sam is over, and it was told in the team's channel."""
    story = Story(sqlite_database, tmp_path)
    set_up(story)
    for day in (2, 3, 4):
        next_morning(story, november(day))
    assert [(call.deed, call.target) for call in story.said()] == [(Deed.POST, FORMER)]
    return story


def next_morning(story: Story, data: date) -> None:
    story.evening(data)
    story.morning(story.calendar.after(data, 1))


def now_in(story: Story, channel: str | None) -> None:
    """The workforce list names another channel for Court North."""
    story.teams = ({**TEAMS[0], "slack_channel": channel}, TEAMS[1])


def after(story: Story, channel: str | None) -> list[Said]:
    """What is said after a night in which only the channel changed."""
    now_in(story, channel)
    next_morning(story, november(5))
    return story.said()


def test_it_is_told_in_the_new_channel_and_the_former_message_says_so(story: Story) -> None:
    edit, post = sorted(after(story, "#new-court"), key=lambda call: call.target)
    assert (edit.deed, edit.target) == (Deed.EDIT, FORMER)
    assert edit.notice.named == (
        "This alert goes on in #new-court. What is said here stays as it was.",
    )
    assert (edit.notice.offers, edit.notice.decided) == ((), "")
    assert (post.deed, post.target) == (Deed.POST, NEW)
    assert any("Sam Example" in line for line in post.notice.named)


def test_from_then_on_only_the_new_channel_hears_of_it(story: Story) -> None:
    after(story, "#new-court")
    story.give("Kit Dummy", 10)
    for day in (6, 9, 10):
        next_morning(story, november(day))
    story.close(30, "Sam Example")
    story.close(30, "Kit Dummy")
    next_morning(story, november(11))
    calls = story.said()
    assert {call.target for call in calls} - {"person:hal@example.org"} == {NEW}
    assert Deed.REPLY in {call.deed for call in calls}
    assert calls[-1].notice.struck


def test_without_a_channel_whoever_leads_the_team_is_told(story: Story) -> None:
    edit, post = sorted(after(story, None), key=lambda call: call.target)
    assert (edit.target, post.target) == (FORMER, "person:mia@example.org")
    assert "goes on by direct message to those who lead the team" in edit.notice.plain[0]


@pytest.mark.parametrize("channel", ["court-north", " #Court-North "])
def test_the_same_channel_written_otherwise_is_no_other(story: Story, channel: str) -> None:
    assert [(call.deed, call.target) for call in after(story, channel)] == [(Deed.EDIT, FORMER)]


def test_an_alert_that_ended_stays_where_it_was_told(story: Story) -> None:
    story.close(30, "Sam Example")
    calls = after(story, "#new-court")
    assert [(call.deed, call.target) for call in calls] == [(Deed.EDIT, FORMER)]
    assert calls[0].notice.struck
