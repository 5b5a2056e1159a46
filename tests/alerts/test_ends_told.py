"""How an end reaches the channel and the register, where the cases alone do not explain it."""

from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from alerts import deeds
from alerts.deeds import Answer, Doing
from alerts.rules.storing import apply_rules, change_rule, rules_now
from models.alerts import Decision
from models.database import Database
from models.vocabulary import AlertState, DecisionKind, Ending, RuleKind
from tests.alerts.story import LONDON, NORTHMERE, Story
from tests.alerts.telling import november
from tests.build import a_rule
from tests.databases import ON_SQLITE

pytestmark = ON_SQLITE

SAM, SUE = "Sam Example", "Sue South"
NORTH, SOUTH = "channel:#court-north", "channel:#court-south"


@pytest.fixture
def story(database: Database, tmp_path: Path) -> Story:
    """Sam holds 21 in Court North, where the limit is 18, Sue 17 in Court South."""
    story = Story(database, tmp_path)
    story.worker("Mia Manager", role="first_line_manager")
    story.worker("Hal Head", role="middle_manager")
    story.worker("Ola Other", role="first_line_manager", team="Court South")
    story.worker(SAM)
    story.worker("Kit Dummy")
    story.worker(SUE, team="Court South")
    story.give(SAM, 21)
    story.give(SUE, 17)
    story.give("Kit Dummy", 5)
    return story


def told(story: Story, kind: RuleKind = RuleKind.WORKER_OVER) -> Story:
    """Over since Monday and told on Thursday, when the manager decides something."""
    for day in (2, 3, 4):
        _next_morning(story, november(day))
    (alert,) = story.alerts(kind)
    moment = datetime.combine(november(5), time(9), LONDON)
    doing = Doing(
        asker=story.asker("Mia Manager", moment.date()),
        alert_id=alert.id or 0,
        seen=None,
        now=moment,
        authority=NORTHMERE,
    )
    answer = Answer(DecisionKind.NO_NEW_ALLOCATIONS, "", november(20))
    with story.database.transaction() as session:
        deeds.acknowledge(session, doing, answer)
    story.deliver(moment)
    story.said()
    return story


def _next_morning(story: Story, data: date) -> None:
    story.evening(data)
    story.morning(story.calendar.after(data, 1))


def said(story: Story, target: str = NORTH) -> str:
    return "\n".join(str(call) for call in story.said() if call.target == target)


def outcome(story: Story) -> str | None:
    with story.database.look() as session:
        return session.scalars(select(col(Decision.outcome))).one()


def changed(story: Story, day: date, **given: Any) -> None:
    """An administrator changes the rule of workers over their limit, at ten in the morning."""
    now = datetime.combine(day, time(10), LONDON)
    with story.database.transaction() as session:
        rule = replace(rules_now(session, now)["worker-over-limit"], **given)
        change_rule(session, rule, expected=None, by="a@example.org", now=now)


def test_a_channel_reads_of_another_team_that_it_took_cases_and_not_who(story: Story) -> None:
    told(story).move(5, SAM, SUE)
    _next_morning(story, november(5))
    text = said(story)
    assert "Sam Example 16: five cases moved to Court South." in text
    assert "Sue" not in text
    assert "22" not in text


def test_a_worker_who_takes_the_cases_to_another_team_is_told_there_as_over_since_then(
    story: Story,
) -> None:
    told(story).worker(SAM, team="Court South")
    _next_morning(story, november(5))
    calls = story.said()
    (north,) = [str(call) for call in calls if call.target == NORTH]
    (south,) = [str(call) for call in calls if call.target == SOUTH]
    assert "Sam Example now works in Court South." in north
    assert "21" not in north
    assert "Sam Example 21 cases, limit 18 · over since Mon 2 Nov (3 working days)" in south
    assert outcome(story) == "The alert ended on Thu 5 Nov: the worker now works in another team."
    old, new = story.alerts(RuleKind.WORKER_OVER)
    assert (old.ending, new.state, new.since) == (
        Ending.MOVED_TEAM,
        AlertState.FIRING,
        november(2),
    )


def test_the_first_day_is_taken_over_though_the_old_team_was_judged_in_an_earlier_look(
    story: Story,
) -> None:
    told(story).worker(SAM, team="Court South")
    off = a_rule(name="court-south-over", applies_to="team:Court South", is_on=False)
    now = datetime.combine(november(5), time(10), LONDON)
    with story.database.transaction() as session:
        apply_rules(session, [*rules_now(session, now).values(), off], by="a", now=now)
    _next_morning(story, november(5))
    (old,) = story.alerts(RuleKind.WORKER_OVER)
    assert old.ending is Ending.MOVED_TEAM
    now = datetime.combine(november(6), time(9), LONDON)
    with story.database.transaction() as session:
        rest = {name: rule for name, rule in rules_now(session, now).items() if rule.is_on}
        apply_rules(session, list(rest.values()), by="a", now=now)
    story.morning(november(6), 10)
    assert story.alerts(RuleKind.WORKER_OVER)[1].since == november(2)


def test_a_rule_that_was_changed_is_said_to_have_been_changed(story: Story) -> None:
    told(story)
    changed(story, november(5), limit=5, margin=1)
    story.morning(november(5), 11)
    text = said(story)
    assert "Over since Wed 4 Nov, after 2 working days: the rule was changed." in text
    assert "Sam Example 21, limit 18: the rule was changed." in text
    assert outcome(story) == "The alert ended on Wed 4 Nov: the rule was changed."


def test_a_margin_that_was_taken_away_is_a_rule_that_was_changed(story: Story) -> None:
    told(story).close(3, SAM)
    _next_morning(story, november(5))
    assert "not over now, and not clear of it yet" in said(story)
    changed(story, november(6), margin=0)
    story.morning(november(6), 11)
    assert "Sam Example 18, limit 18: the rule was changed." in said(story)


def test_a_limit_that_was_removed_has_changed(story: Story) -> None:
    told(story).limits = ()
    _next_morning(story, november(5))
    text = said(story)
    assert "Over since Thu 5 Nov, after 3 working days: the limit was changed." in text
    assert "Sam Example 21: no limit is set now." in text
    assert outcome(story) == "The alert ended on Thu 5 Nov: the limit was changed."


def test_an_absent_worker_who_is_back_with_the_cases_is_said_to_be_back(story: Story) -> None:
    story.worker(SAM, absent_from=date(2026, 10, 20), absent_until=date(2026, 12, 20))
    told(story, RuleKind.ABSENT_HOLDING).worker(SAM, absent_from=None, absent_until=None)
    _next_morning(story, november(5))
    assert "Sam Example is back at work, with 21 cases." in said(story)
    assert outcome(story) == "The alert ended on Thu 5 Nov: the worker is back at work."
    # The rule about the limit speaks for itself, once it has lasted.
    (over,) = story.alerts(RuleKind.WORKER_OVER)
    assert (over.state, over.since) == (AlertState.PENDING, november(5))
