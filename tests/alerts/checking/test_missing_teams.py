"""A team whose cases are all missing from a load: its alerts wait, as they do for late data."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from models.database import Database
from models.vocabulary import AlertState, RuleKind
from tests.alerts.story import CALENDAR, Story

MONDAY = date(2026, 11, 2)


class Days(Story):
    """A story that goes on by a day at a time."""

    last = MONDAY

    def tomorrow(self) -> None:
        """An evening's load, and the check of the morning after."""
        self.evening(self.last)
        self.last = CALENDAR.after(self.last, 1)
        self.morning(self.last)


@pytest.fixture
def story(database: Database, tmp_path: Path) -> Days:
    """Sam is over the limit and told of; another team holds most cases."""
    story = Days(database, tmp_path)
    for name in ("Mia Manager", "Hal Head", "Sam Example"):
        story.worker(name)
    for name in ("Ola Other", "Sue South", "Pat South"):
        story.worker(name, team="Court South")
    story.give("Sam Example", 21)
    story.give("Sue South", 15, team="Court South")
    story.give("Pat South", 15, team="Court South")
    for _ in range(3):
        story.tomorrow()
    assert state(story) is AlertState.FIRING
    story.said()
    return story


def state(story: Days) -> AlertState:
    return story.alerts(RuleKind.WORKER_OVER)[0].state


def without_the_team(story: Days) -> dict[str, str | None]:
    kept = dict(story.holder)
    for ref in [ref for ref, by in kept.items() if by == "Sam Example"]:
        del story.holder[ref]
    return kept


def test_nothing_is_closed_and_nothing_is_said(story: Days) -> None:
    without_the_team(story)
    story.tomorrow()
    assert state(story) is AlertState.HELD
    assert story.said() == []


def test_it_goes_on_when_the_team_is_in_the_file_again(story: Days) -> None:
    kept = without_the_team(story)
    story.tomorrow()
    story.holder.update(kept)
    story.tomorrow()
    assert state(story) is AlertState.FIRING


def test_after_a_fortnight_the_team_is_believed_to_hold_no_cases(story: Days) -> None:
    without_the_team(story)
    story.tomorrow()
    held_last = CALENDAR.after(MONDAY, 2)
    while story.last <= held_last + timedelta(days=14):
        story.tomorrow()
        assert state(story) is AlertState.HELD
    story.tomorrow()
    assert state(story) is AlertState.RESOLVED
