"""A load that comes while a check writes: what was written by older data is judged again."""

from datetime import date, datetime, time
from pathlib import Path

import pytest

from alerts.checking.check import check
from models.database import Database
from models.vocabulary import AlertState, RuleKind
from tests.alerts.story import CALENDAR, LONDON, NORTHMERE, Story

MONDAY = date(2026, 11, 2)


@pytest.fixture
def story(database: Database, tmp_path: Path) -> Story:
    """Sam in Court North and Sue in Court South are over their limit and told of."""
    story = Story(database, tmp_path)
    for name in ("Mia Manager", "Hal Head", "Sam Example"):
        story.worker(name)
    for name in ("Ola Other", "Sue South"):
        story.worker(name, team="Court South")
    story.give("Sam Example", 21)
    story.give("Sue South", 21, team="Court South")
    for number in range(3):
        story.evening(CALENDAR.after(MONDAY, number))
        story.morning(CALENDAR.after(MONDAY, number + 1))
    return story


def test_no_place_misses_a_load_that_was_committed_between_two_places(story: Story) -> None:
    thursday, friday = CALENDAR.after(MONDAY, 3), CALENDAR.after(MONDAY, 4)
    story.evening(thursday)
    loads: list[int] = []

    def an_importer_dies_before_its_check(done: int, _total: int) -> None:
        if done == 1 and not loads:
            loads.append(done)
            story.close(6, "Sam Example")
            story.close(6, "Sue South")
            story.evening(friday)

    now = datetime.combine(CALENDAR.after(MONDAY, 5), time(8, 30), LONDON)
    check(story.database, NORTHMERE, now, an_importer_dies_before_its_check)
    assert loads == [1]
    states = [alert.state for alert in story.alerts(RuleKind.WORKER_OVER)]
    assert states == [AlertState.RESOLVED, AlertState.RESOLVED]
