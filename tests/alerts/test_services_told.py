"""A service's own target: told to the service, decided by its head, and ended for what it was."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlmodel import col

from alerts.life import Life
from alerts.permission import may_decide, place_name
from alerts.rules.defaults import SHIPPED
from alerts.rules.rule import Rule
from alerts.rules.storing import apply_rules
from models.alerts import Alert
from models.database import Database
from models.organisation import Service
from models.people import GrantRole
from models.vocabulary import AlertState, Ending, RuleKind
from tests.alerts.story import CALENDAR, Story
from tests.alerts.telling import november
from tests.build import granted
from tests.conftest import NOW
from tests.databases import ON_SQLITE

pytestmark = ON_SQLITE

DIRECTOR = "dee@example.org"
KIND = RuleKind.AGENCY_ABOVE
AT_ONCE = replace(SHIPPED["agency-above-target"], for_days=0, escalate_days=2)
AGENCY = {"employment": "agency", "agency_basis": "vacancy"}
COURT, LEADERSHIP = "channel:#court", f"person:{DIRECTOR}"


@pytest.fixture
def story(database: Database, tmp_path: Path) -> Story:
    """Three agency workers in the service Court, where one is the service's target."""
    story = Story(database, tmp_path)
    story.worker("Mia Manager", role="first_line_manager")
    story.worker("Hal Head", role="middle_manager")
    story.worker("Ola Other", role="first_line_manager", team="Court South")
    for name in ("Ada Agency", "Bo Agency", "Cy Agency"):
        story.worker(name, **AGENCY)
    story.give("Ada Agency", 3)
    story.targets = (target("service:Court"),)
    with database.transaction() as session:
        granted(session, DIRECTOR, GrantRole.LEADERSHIP)
    by_rule(database, AT_ONCE)
    return story


def by_rule(database: Database, rule: Rule) -> None:
    with database.transaction() as session:
        apply_rules(session, [rule], by="the tests", now=NOW)


def target(scope: str, value: float = 1) -> dict[str, object]:
    since = date(2026, 10, 1)
    return {"measure": "agency_fte", "scope": scope, "value": value, "from": since}


def told(story: Story, *numbers: int) -> list[str]:
    """Each evening's data, judged the next morning; what reached Slack by then."""
    for number in numbers:
        story.evening(november(number))
        story.morning(CALENDAR.after(november(number), 1))
    return [str(call) for call in story.said()]


def targets_of(said: Sequence[str]) -> list[str]:
    return [text.split("\n")[0] for text in said]


def the_alert(story: Story, place: str) -> Life:
    (found,) = [alert for alert in story.alerts(KIND) if alert.place.startswith(place)]
    return found


def as_before_services_had_alerts(story: Story) -> None:
    with story.database.transaction() as session:
        session.execute(update(Alert).values(place="authority", service_id=None))


def test_it_is_told_in_the_services_channel_and_to_leadership_when_nobody_answers(
    story: Story,
) -> None:
    (first,) = told(story, 2)
    assert first == TOLD.strip()
    found = told(story, 3, 4, 5)
    assert f"post to {LEADERSHIP}" in targets_of(found)
    assert "Not acknowledged: leadership was told on Thu 5 Nov." in found[-1]
    for name in ("Ada Agency", "Bo Agency"):
        story.worker(name, left_on=november(5))
    ended = [text for text in told(story, 6) if "agency" in text]
    assert targets_of(ended) == [f"edit to {COURT}", f"edit to {LEADERSHIP}"]
    assert all("On target since Fri 6 Nov, after 4 working days" in text for text in ended)
    assert the_alert(story, "service").ending is Ending.FELL


TOLD = """
post to channel:#court
    Court, agency social workers: 3.0 FTE, target 1 since 1 October
    3.0 cover a vacancy or an absence · rate 50.0 % (DfE)
    On the present course 1 is not reached by 2 November 2027: it is 3 then.
    Off target since Mon 2 Nov
    Workforce as at Mon 2 Nov 18:00
    [acknowledge] [snooze] [agency] [counted]
"""


def test_the_head_may_decide_about_it_and_a_manager_of_one_of_its_teams_may_not(
    story: Story,
) -> None:
    told(story, 2)
    alert = the_alert(story, "service")
    assert alert.notice is not None
    assert (alert.notice.subject, alert.notice.of_service) == ("Court", True)
    may = {
        name: may_decide(story.asker(name, november(3)), alert)
        for name in ("Hal Head", "Mia Manager", "Dee Director", "Ada Agency")
    }
    assert may == {
        "Hal Head": True,
        "Mia Manager": False,
        "Dee Director": True,
        "Ada Agency": False,
    }
    with story.database.look() as session:
        assert place_name(session, alert, "Northmere") == "Court"


def test_a_teams_own_target_is_told_to_its_service_without_a_figure_of_two_people(
    story: Story,
) -> None:
    story.targets = (target("team:Court North"),)
    story.worker("Cy Agency", team="Court South")
    story.slack.named_in = lambda target: target != COURT
    in_channel, to_manager, to_head = told(story, 2)
    assert in_channel == TO_THE_CHANNEL.strip()
    assert to_head == TO_THE_HEAD.strip()
    assert to_manager == to_head.replace("hal@", "mia@")


TO_THE_CHANNEL = """
post to channel:#court
    Court North, agency social workers: above the target of 1
    Off target since Mon 2 Nov
    Workforce as at Mon 2 Nov 18:00
    [acknowledge] [snooze] [agency] [counted]
"""
TO_THE_HEAD = """
post to person:hal@example.org
    Court North, agency social workers: above the target of 1
    Court North, agency social workers: 2.0 FTE, target 1 since 1 October
    2.0 cover a vacancy or an absence · rate 50.0 % (DfE)
    On the present course 1 is not reached by 2 November 2027: it is 2 then.
    Off target since Mon 2 Nov
    Workforce as at Mon 2 Nov 18:00
    [acknowledge] [snooze] [agency] [counted]
"""


def test_the_authoritys_target_is_leaderships_and_nobody_is_above_them(story: Story) -> None:
    story.targets = (target("authority"),)
    assert targets_of(told(story, 2)) == [f"post to {LEADERSHIP}"]
    said = told(story, 3, 4, 5, 6)
    assert the_alert(story, "authority").escalated_at is None
    assert not [text for text in said if "not acknowledged" in text]


def test_an_alert_of_the_authority_about_a_services_target_goes_on_as_the_services(
    story: Story,
) -> None:
    told(story, 2)
    as_before_services_had_alerts(story)
    said = told(story, 3)
    (moved,) = [text for text in said if text.startswith("edit")]
    assert "From now on this is judged as the service's own, and told to the service." in moved
    assert "Court, agency social workers: told to the service from now on." in moved
    before, after = the_alert(story, "authority"), the_alert(story, "service")
    assert (before.state, before.ending) == (AlertState.RESOLVED, Ending.MOVED_TEAM)
    assert (after.state, after.since) == (AlertState.FIRING, november(2))


def test_a_services_target_withdrawn_meanwhile_is_said_to_be_withdrawn(story: Story) -> None:
    told(story, 2)
    as_before_services_had_alerts(story)
    story.targets = ()
    (ended,) = told(story, 3)
    assert "Over since Tue 3 Nov, after 1 working day: no target is set any more." in ended
    assert the_alert(story, "authority").ending is Ending.LIMIT_CHANGED


def test_a_target_that_becomes_the_authoritys_ends_the_services_alert_as_that(
    story: Story,
) -> None:
    told(story, 2)
    story.targets = (target("authority"),)
    said = told(story, 3)
    assert targets_of(said) == [f"edit to {COURT}", f"post to {LEADERSHIP}"]
    assert "no target is set any more" in said[0]
    assert the_alert(story, "service").ending is Ending.LIMIT_CHANGED
    assert the_alert(story, "authority").state is AlertState.FIRING


def test_a_service_that_is_gone_ends_its_alert_as_no_longer_watched(story: Story) -> None:
    told(story, 2)
    with story.database.transaction() as session:
        gone = update(Service).where(col(Service.name) == "Court")
        session.execute(gone.values(dropped_on=november(3)))
    story.morning(november(4))
    ended = str(story.said()[0])
    assert "No longer watched: the rule is off or the service has gone." in ended
    assert the_alert(story, "service").ending is Ending.SWITCHED_OFF


def test_a_team_that_changes_its_service_counts_in_the_other_and_its_alert_ends(
    story: Story,
) -> None:
    told(story, 2)
    north, south = story.teams
    story.teams = ({**north, "service": "Family"}, south)
    (ended,) = told(story, 3)
    assert "On target since Tue 3 Nov" in ended
    assert the_alert(story, "service").ending is Ending.FELL


def test_a_rule_of_the_service_decides_about_its_own_target(story: Story) -> None:
    off = replace(AT_ONCE, name="not-here", applies_to="service:Court", is_on=False)
    with story.database.transaction() as session:
        apply_rules(session, [AT_ONCE, off], by="the tests", now=NOW)
    assert told(story, 2) == []
    assert story.alerts(KIND) == []
