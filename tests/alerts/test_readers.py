"""Names in replies are taken out when somebody joins the channel who may not see them."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from alerts.readers import somebody_joined
from models.database import Database
from models.vocabulary import Deed
from tests.alerts.story import LONDON, Said, Story

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 11, day) for day in range(9, 14))
NEXT_MONDAY = date(2026, 11, 16)
COURT_NORTH = "Cchannel:#court-north"
NOW = datetime.combine(NEXT_MONDAY, time(9), LONDON)


@pytest.fixture
def story(database: Database, tmp_path: Path) -> Story:
    """Sam is told of on Thursday, and Jo in a reply on the Monday after."""
    story = Story(database, tmp_path)
    for name in ("Mia Manager", "Hal Head", "Ola Other", "Sam Example", "Jo Placeholder"):
        story.worker(name)
    story.worker("Ola Other", team="Court South")
    story.give("Sam Example", 20)
    story.give("Jo Placeholder", 10)
    for evening, morning in ((MONDAY, TUESDAY), (WEDNESDAY, THURSDAY)):
        story.evening(evening)
        story.morning(morning)
    story.give("Jo Placeholder", 10)
    story.evening(date(2026, 11, 11) + timedelta(days=1))
    story.morning(FRIDAY)
    story.said()
    return story


def replied(story: Story) -> Said:
    story.evening(NEXT_MONDAY)
    story.morning(date(2026, 11, 17))
    (reply,) = [call for call in story.said() if call.deed is Deed.REPLY]
    assert "Jo Placeholder" in " ".join(reply.notice.named)
    return reply


def joined(story: Story, name: str | None) -> list[Said]:
    """What is said anew because somebody joined; a stranger has no name."""
    now = datetime.combine(date(2026, 11, 17), time(10), LONDON)
    reader = None if name is None else story.asker(name, now.date())
    with story.database.transaction() as session:
        somebody_joined(session, COURT_NORTH, reader, now)
    story.deliver(now)
    return story.said()


def test_a_stranger_who_joins_takes_the_names_out_of_replies(story: Story) -> None:
    replied(story)
    calls = joined(story, None)
    assert [call.deed for call in calls] == [Deed.EDIT, Deed.EDIT]
    reply = calls[-1].notice
    assert "Jo" not in " ".join((reply.headline, *reply.named, *reply.plain))


def test_names_are_taken_out_of_a_reply_once(story: Story) -> None:
    replied(story)
    joined(story, None)
    assert len(joined(story, None)) == 1  # the message itself, for whoever reads now


def test_the_manager_of_another_team_is_a_stranger_to_the_names(story: Story) -> None:
    replied(story)
    assert len(joined(story, "Ola Other")) == 2


def test_somebody_who_may_see_the_names_changes_nothing(story: Story) -> None:
    replied(story)
    assert joined(story, "Mia Manager") == []
