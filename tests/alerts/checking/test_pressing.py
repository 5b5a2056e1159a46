"""Reminders and escalations: counted from when it could be told, and only about who is over."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from alerts.checking.check import check
from models.alerts import Decision
from models.database import Database
from models.vocabulary import DecisionKind, Deed, RuleKind
from tests.alerts.story import CALENDAR, LONDON, NORTHMERE, Said, Story
from tests.databases import ON_SQLITE

pytestmark = ON_SQLITE

MONDAY = date(2026, 11, 2)


@pytest.fixture
def story(database: Database, tmp_path: Path) -> Story:
    story = Story(database, tmp_path)
    for name in ("Mia Manager", "Hal Head", "Ola Other", "Sam Example", "Jo Placeholder"):
        story.worker(name)
    story.give("Sam Example", 21)
    story.give("Jo Placeholder", 10)
    return story


def days(story: Story, first: int, last: int) -> list[Said]:
    """Evenings and mornings by working days after Monday; what was said."""
    for number in range(first, last + 1):
        story.evening(CALENDAR.after(MONDAY, number))
        story.morning(CALENDAR.after(MONDAY, number + 1))
    return story.said()


def to(calls: list[Said], target: str) -> list[tuple[Deed, str]]:
    return [(call.deed, call.notice.headline) for call in calls if call.target == target]


def test_what_is_found_at_night_counts_from_the_morning_it_is_told(story: Story) -> None:
    days(story, 0, 1)
    wednesday = CALENDAR.after(MONDAY, 2)
    story.evening(wednesday)
    at_night = datetime.combine(wednesday, time(19, 5), LONDON)
    check(story.database, NORTHMERE, at_night)
    for number in (3, 4, 5):  # told on Thursday: Friday is the first day of three
        story.evening(CALENDAR.after(MONDAY, number))
        story.morning(CALENDAR.after(MONDAY, number + 1))
        calls = story.said()
        told = [call for call in calls if call.target == "person:hal@example.org"]
        assert bool(told) is (number == 5)


def test_nobody_is_pressed_about_a_worker_who_is_at_the_limit_now(story: Story) -> None:
    days(story, 0, 2)
    story.close(3, "Sam Example")
    calls = days(story, 3, 12)
    assert {call.deed for call in calls} == {Deed.EDIT}
    assert "nobody is over the limit now" in calls[-1].notice.headline


def test_a_second_silence_is_told_to_the_head_in_the_thread(story: Story) -> None:
    head = "person:hal@example.org"
    assert [deed for deed, _ in to(days(story, 0, 5), head)] == [Deed.POST]
    story.give("Sam Example", 2)  # worse: told anew, and the days count anew
    calls = to(days(story, 6, 9), head)
    replies = [headline for deed, headline in calls if deed is Deed.REPLY]
    assert replies[-1].endswith("not acknowledged for 3 working days")


def test_a_decision_is_ended_in_the_register_by_what_grows_after_it(story: Story) -> None:
    days(story, 0, 2)
    morning = datetime.combine(CALENDAR.after(MONDAY, 3), time(9), LONDON)
    review = morning.date() + timedelta(days=30)
    story.acknowledge("Mia Manager", morning, DecisionKind.CASES_BEING_MOVED, "", review)
    story.give("Jo Placeholder", 11)
    days(story, 3, 5)
    with story.database.look() as session:
        (decision,) = session.scalars(select(Decision)).all()
    assert decision.outcome is not None
    assert decision.outcome.startswith("It grew on ")


def test_a_reminder_that_waits_is_not_said_after_the_answer(story: Story) -> None:
    days(story, 0, 2)
    for number in range(3, 8):
        story.evening(CALENDAR.after(MONDAY, number))
        last = CALENDAR.after(MONDAY, number + 1)
        night = datetime.combine(last, time(0, 5), LONDON)
        check(story.database, NORTHMERE, night)
        if number < 7:
            story.deliver(datetime.combine(last, time(8, 30), LONDON))
    story.said()
    answered = datetime.combine(last, time(7, 50), LONDON)
    story.acknowledge(
        "Mia Manager",
        answered,
        DecisionKind.CASES_BEING_MOVED,
        "",
        answered.date() + timedelta(days=7),
    )
    story.deliver(datetime.combine(last, time(8, 30), LONDON))
    assert Deed.REPLY not in {call.deed for call in story.said()}
    assert story.alerts(RuleKind.WORKER_OVER)[0].acknowledged_at is not None
