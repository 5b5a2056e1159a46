"""A team whose cases are all missing from a load: its alerts wait, as they do for late data."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from alerts.checking.emptied import work_has_ended
from models.database import Database
from models.vocabulary import AlertState, Ending, RuleKind
from tests.alerts.story import CALENDAR, Story
from tests.build import a_holder
from tests.databases import ON_SQLITE

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


@ON_SQLITE
def test_after_a_fortnight_the_team_is_believed_to_hold_no_cases(story: Days) -> None:
    without_the_team(story)
    story.tomorrow()
    held_last = CALENDAR.after(MONDAY, 2)
    while story.last <= held_last + timedelta(days=14):
        story.tomorrow()
        assert state(story) is AlertState.HELD
    story.tomorrow()
    assert state(story) is AlertState.RESOLVED


def ending(story: Days) -> Ending | None:
    (alert,) = story.alerts(RuleKind.WORKER_OVER)[:1]
    return alert.members[0].ending


def test_a_team_whose_worker_went_to_another_with_all_cases_is_believed_at_once(
    story: Days,
) -> None:
    story.worker("Sam Example", team="Court South")
    story.tomorrow()
    assert (state(story), ending(story)) == (AlertState.RESOLVED, Ending.MOVED_TEAM)
    (end,) = [said for said in story.said() if said.target == "channel:#court-north"]
    assert "Sam Example now works in Court South." in end.notice.named


def test_a_team_in_which_nobody_works_any_more_is_believed_at_once(story: Days) -> None:
    without_the_team(story)
    for name in ("Sam Example", "Mia Manager", "Hal Head"):
        story.worker(name, left_on=story.last - timedelta(days=1))
    story.tomorrow()
    assert (state(story), ending(story)) == (AlertState.RESOLVED, Ending.LEFT)


NORTH, SOUTH = 1, 2
WHO_IS_WHERE = [
    ([], {1: NORTH}, False),  # nobody held its cases, so that nobody can have taken them along
    ([1], {1: NORTH}, False),
    ([1], {1: SOUTH}, True),
    ([1, 2], {1: SOUTH, 2: NORTH}, False),  # who stayed should hold some
    ([1, 2], {1: SOUTH, 3: NORTH}, True),  # 2 is not listed any more, and 3 never held any
    ([1], {3: NORTH}, False),  # nobody says who has the cases now
    ([1], {3: SOUTH}, True),  # nobody works here
]


@pytest.mark.parametrize(("held", "now", "ended"), WHO_IS_WHERE)
def test_it_is_believed_when_those_who_held_its_cases_are_elsewhere(
    held: list[int], now: dict[int, int], ended: bool
) -> None:
    holders = {
        number: a_holder(worker_id=number, team_id=team, caseload=5 if team == SOUTH else 0)
        for number, team in now.items()
    }
    assert work_has_ended(NORTH, held, holders) is ended


def test_a_worker_who_went_without_any_case_explains_nothing() -> None:
    """The cases are missing: that the load was half is as likely."""
    gone, manager = a_holder(worker_id=1, team_id=SOUTH), a_holder(worker_id=2, team_id=NORTH)
    assert not work_has_ended(NORTH, [1], {1: gone, 2: manager})
