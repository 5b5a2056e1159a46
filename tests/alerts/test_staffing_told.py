"""Agency above its target, from the first day told to the day the contracts have ended."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
from sqlmodel import col, select

from alerts import deeds
from alerts.deeds import Answer, Doing
from alerts.life import Life
from models.alerts import Decision
from models.database import Database
from models.people import Grant, GrantRole
from models.vocabulary import AlertState, DecisionKind, Ending, RuleKind
from tests.alerts.story import LONDON, NORTHMERE, Story
from tests.alerts.telling import november
from tests.conftest import NOW
from tests.databases import ON_SQLITE

pytestmark = ON_SQLITE

DIRECTOR = "dee@example.org"
AGENCY = {"employment": "agency", "agency_basis": "vacancy"}
KIND = RuleKind.AGENCY_ABOVE


@pytest.fixture
def story(database: Database, tmp_path: Path) -> Story:
    """Three agency workers beside two employed, where one is the target since October."""
    story = Story(database, tmp_path)
    story.worker("Mia Manager", role="first_line_manager")
    story.worker("Hal Head", role="middle_manager")
    story.worker("Ola Other", role="first_line_manager", team="Court South")
    for name in ("Ada Agency", "Bo Agency", "Cy Agency"):
        story.worker(name, **AGENCY)
    story.give("Ada Agency", 10)
    story.targets = (target(1),)
    with database.transaction() as session:
        session.add(
            Grant(
                email=DIRECTOR,
                role=GrantRole.LEADERSHIP,
                granted_by="the tests",
                granted_at=NOW,
            )
        )
    return story


def target(value: float) -> dict[str, object]:
    since = date(2026, 10, 1)
    return {"measure": "agency_fte", "scope": "authority", "value": value, "from": since}


def days(story: Story, *numbers: int) -> list[str]:
    """Each evening's data, judged the next morning; what reached Slack by then."""
    for number in numbers:
        day = november(number)
        story.evening(day)
        story.morning(story.calendar.after(day, 1))
    return [str(call) for call in story.said() if call.target == f"person:{DIRECTOR}"]


def the_alert(story: Story) -> Life:
    (alert,) = story.alerts(KIND)
    return alert


def acknowledged(story: Story, day: date) -> None:
    moment = datetime.combine(day, time(9), LONDON)
    with story.database.transaction() as session:
        doing = Doing(
            asker=story.asker("Dee Director", day),
            alert_id=the_alert(story).id or 0,
            seen=None,
            now=moment,
            authority=NORTHMERE,
        )
        answer = Answer(DecisionKind.OTHER, "Two contracts are not renewed.", november(30))
        deeds.acknowledge(session, doing, answer)
    story.deliver(moment)
    story.said()


def test_it_is_told_to_leadership_once_it_has_lasted_and_ends_with_the_contracts(
    story: Story,
) -> None:
    assert days(story, 2, 3, 4, 5, 6) == []
    assert "\n".join(days(story, 9)) == TOLD.strip()
    acknowledged(story, november(10))
    for name in ("Ada Agency", "Bo Agency"):
        story.worker(name, left_on=november(12))
    days(story, 10, 11)
    ended = days(story, 12, 13)[-1]
    assert ended == ENDED.strip()
    alert = the_alert(story)
    assert (alert.state, alert.ending) == (AlertState.RESOLVED, Ending.FELL)
    with story.database.look() as session:
        outcome = session.exec(select(Decision.outcome).order_by(col(Decision.id))).one()
    assert outcome == "The alert ended on Fri 13 Nov: the figures fell."


TOLD = """
post to person:dee@example.org
    Agency social workers: 3.0 FTE, target 1 since 1 October
    3.0 cover a vacancy or an absence · rate 50.0 % (DfE)
    On the present course 1 is not reached by 9 November 2027: it is 3 then.
    Off target since Mon 2 Nov (5 working days)
    Workforce as at Mon 9 Nov 18:00
    [acknowledge] [snooze] [agency] [counted]
"""
ENDED = """
edit to person:dee@example.org
    ~Agency social workers: 3.0 FTE, target 1 since 1 October~
    On target since Fri 13 Nov, after 9 working days
    Agency social workers: 1.0 FTE, target 1 since 1 October.
    dee@example.org, Tue 10 Nov 09:00: Two contracts are not renewed. Review Mon 30 Nov.
    Workforce as at Fri 13 Nov 18:00
"""


def test_a_target_set_anew_ends_it_as_that_and_not_as_fewer_workers(story: Story) -> None:
    days(story, 2, 3, 4, 5, 6, 9)
    story.targets = (target(3),)
    (ended,) = days(story, 10)
    assert "On target since Tue 10 Nov, after 6 working days: the target was changed." in ended
    assert the_alert(story).ending is Ending.LIMIT_CHANGED


def test_late_allocations_do_not_hold_it_and_a_stale_workforce_does(story: Story) -> None:
    days(story, 2, 3, 4, 5, 6, 9)
    story.morning(november(20))
    assert the_alert(story).state is AlertState.FIRING
    story.morning(date(2026, 12, 14))  # 25 working days after the last workforce
    assert the_alert(story).state is AlertState.HELD
