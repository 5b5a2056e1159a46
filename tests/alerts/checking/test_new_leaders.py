"""Whoever leads now gets what is open: those told before leave, are replaced, and come back."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from alerts.rules.defaults import SHIPPED
from alerts.rules.storing import apply_rules
from models.database import Database
from models.people import GrantRole
from models.vocabulary import DecisionKind, Deed
from tests.alerts.story import CALENDAR, SERVICE, TEAMS, Story
from tests.alerts.telling import at_quarter_past_nine, november
from tests.build import granted
from tests.conftest import NOW

HAL, NEW, DEE = "person:hal@example.org", "person:nia@example.org", "person:dee@example.org"
MIA, COURT_NORTH = "person:mia@example.org", "channel:#court-north"
NO_LONGER = "This alert is no longer yours to see."
TARGET = {
    "measure": "agency_fte",
    "scope": "service:Court",
    "value": 1,
    "from": date(2026, 10, 1),
}


@pytest.fixture
def story(sqlite_database: Database, tmp_path: Path) -> Story:
    """Court has no channel: its head Hal Head was told of its agency workers on 3 November."""
    story = Story(sqlite_database, tmp_path)
    people(story)
    for name in ("Ada Agency", "Bo Agency", "Cy Agency"):
        story.worker(name, employment="agency", agency_basis="vacancy")
    story.give("Ada Agency", 3)
    story.targets = (TARGET,)
    led_by(story, "Hal Head")
    rule = replace(SHIPPED["agency-above-target"], for_days=0, escalate_days=3)
    with sqlite_database.transaction() as session:
        granted(session, "dee@example.org", GrantRole.LEADERSHIP)
        apply_rules(session, [rule], by="the tests", now=NOW)
    assert told(story, 2) == [(Deed.POST, HAL)]
    return story


def people(story: Story) -> None:
    story.worker("Mia Manager", role="first_line_manager")
    story.worker("Hal Head", role="middle_manager")
    story.worker("Nia New", role="middle_manager")
    story.worker("Ola Other", role="first_line_manager", team="Court South")


def led_by(story: Story, head: str | None) -> None:
    story.services = ({**SERVICE, "head": head, "slack_channel": None},)


def told(story: Story, *days: int) -> list[tuple[Deed, str]]:
    """What is said after each evening's data; edits that only bring the as-at are left out."""
    for day in days:
        story.evening(november(day))
        story.morning(CALENDAR.after(november(day), 1))
    return [
        (call.deed, call.target)
        for call in story.said()
        if call.deed is not Deed.EDIT or call.notice.headline == NO_LONGER
    ]


def hal_leaves(story: Story) -> None:
    story.worker("Hal Head", left_on=november(3))


def test_a_new_head_is_told_once_and_the_one_who_left_reads_no_more(story: Story) -> None:
    hal_leaves(story)
    led_by(story, "Nia New")
    assert sorted(told(story, 3)) == [(Deed.EDIT, HAL), (Deed.POST, NEW)]
    assert told(story, 4) == []


def test_leadership_is_told_where_nobody_is_appointed(story: Story) -> None:
    hal_leaves(story)
    led_by(story, None)
    assert sorted(told(story, 3)) == [(Deed.EDIT, HAL), (Deed.POST, DEE)]


def test_a_head_who_is_appointed_besides_is_told_and_the_other_hears_nothing_twice(
    story: Story,
) -> None:
    with story.database.transaction() as session:
        granted(session, "nia@example.org", GrantRole.HEAD, service_id=1)
    story.morning(november(3), 9)
    assert told(story) == [(Deed.POST, NEW)]


def test_whoever_comes_back_is_told_again_and_both_have_one_message(story: Story) -> None:
    led_by(story, "Nia New")
    assert sorted(told(story, 3)) == [(Deed.EDIT, HAL), (Deed.POST, NEW)]
    led_by(story, "Hal Head")
    assert sorted(told(story, 4)) == [(Deed.EDIT, NEW), (Deed.POST, HAL)]


def test_the_first_channel_of_a_service_is_told_what_is_open(story: Story) -> None:
    story.services = (SERVICE,)
    assert told(story, 3, 4) == [(Deed.POST, "channel:#court")]


@pytest.fixture
def of_team(sqlite_database: Database, tmp_path: Path) -> Story:
    """Court North has no channel: its manager Mia was told of Sam on 5 November."""
    story = Story(sqlite_database, tmp_path)
    people(story)
    story.worker("Max Manager", role="first_line_manager")
    story.worker("Sam Example")
    story.give("Sam Example", 21)
    managed_by(story, "Mia Manager")
    assert told(story, 2, 3, 4) == [(Deed.POST, MIA)]
    return story


def managed_by(story: Story, manager: str) -> None:
    story.teams = ({**TEAMS[0], "manager": manager, "slack_channel": None}, TEAMS[1])


def test_a_new_manager_is_told_of_what_was_acknowledged_with_the_decision(of_team: Story) -> None:
    moment = at_quarter_past_nine(november(5))
    of_team.acknowledge("Mia Manager", moment, DecisionKind.NO_NEW_ALLOCATIONS, "", november(20))
    of_team.said()
    managed_by(of_team, "Max Manager")
    of_team.evening(november(5))
    of_team.morning(november(6))
    (post,) = [call for call in of_team.said() if call.deed is Deed.POST]
    assert post.target == "person:max@example.org"
    assert "no new allocations" in post.notice.decided
    assert told(of_team, 6) == []


def test_what_went_up_is_told_to_the_new_head_too(of_team: Story) -> None:
    assert told(of_team, 5, 6, 9) == [(Deed.POST, HAL)]
    of_team.worker("Hal Head", left_on=november(10))
    led_by(of_team, "Nia New")
    assert sorted(told(of_team, 10)) == [(Deed.EDIT, HAL), (Deed.POST, NEW)]
    assert Deed.POST not in dict(told(of_team, 11))


def test_the_names_that_a_channel_gets_not_go_to_the_new_manager_once(of_team: Story) -> None:
    of_team.slack.named_in = lambda target: not target.startswith("channel:")
    of_team.teams = TEAMS
    assert told(of_team, 5) == [(Deed.POST, COURT_NORTH)]
    of_team.teams = ({**TEAMS[0], "manager": "Max Manager"}, TEAMS[1])
    assert told(of_team, 6) == [(Deed.POST, "person:max@example.org")]
    assert (Deed.POST, "person:max@example.org") not in told(of_team, 9)
