"""The rules in force, laid over four weeks that were lived through, tell what was told then."""

from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from alerts.lifecycle import Event
from alerts.rules.previewing.preview import Episode
from alerts.rules.previewing.previewing import Looking, preview
from alerts.rules.storing import rules_now
from models.alerts import Alert, AlertEvent
from models.database import Database
from models.vocabulary import AlertState, RuleKind
from tests.alerts.story import LONDON, NORTHMERE, Story
from tests.alerts.telling import four_weeks

NOW = datetime(2026, 12, 2, 9, tzinfo=LONDON)
NAMES = ("worker-over-limit", "newly-qualified-over-limit")


@pytest.fixture
def lived(sqlite_database: Database, tmp_path: Path) -> Story:
    story = Story(sqlite_database, tmp_path)
    for _ in four_weeks(story):
        pass
    return story


def times_told(lived: Story) -> int:
    """How often an alert was told, or told anew because it had grown."""
    with lived.database.look() as session:
        grown = col(AlertEvent.event) == Event.GROWN.value
        over = col(Alert.kind) == RuleKind.WORKER_OVER
        query = select(func.count()).select_from(AlertEvent).join(Alert).where(grown, over)
        return session.scalars(query).one()


def test_the_rule_in_force_would_have_told_exactly_what_was_told(lived: Story) -> None:
    with lived.database.look() as session:
        rules = rules_now(session, NOW)
        looking = Looking(authority=NORTHMERE, now=NOW)
        usual, newly = preview(session, NAMES, rules, rules, looking)
    assert usual.as_wanted is not None
    assert newly.as_wanted is not None
    alerts = [a for a in lived.alerts(RuleKind.WORKER_OVER) if a.state is AlertState.RESOLVED]
    told = [
        (
            alert.place,
            min(member.since for member in alert.members),
            max(member.ended_on for member in alert.members if member.ended_on),
        )
        for alert in alerts
    ]
    assert [(e.place, e.since, e.until) for e in usual.as_wanted.episodes] == told
    assert usual.as_wanted.episodes[0] == Episode(
        rule="worker-over-limit",
        place=alerts[0].place,
        since=date(2026, 11, 2),
        fired_on=date(2026, 11, 4),
        until=date(2026, 11, 16),
        working_days=10,
        members=2,
        value=24,
        limit=18,
        notices=3,
    )
    (jo,) = newly.as_wanted.episodes
    assert (jo.since, jo.fired_on, jo.until) == (
        date(2026, 11, 5),
        date(2026, 11, 6),
        date(2026, 11, 16),
    )
    assert usual.as_wanted.notices + newly.as_wanted.notices == times_told(lived)
    assert (usual.as_in_force, usual.cannot) == (None, None)
    assert [(gap.after, gap.until) for gap in usual.as_wanted.coverage.gaps] == [
        (date(2026, 11, 11), date(2026, 11, 16))
    ]
