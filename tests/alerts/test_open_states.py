"""What is said of an open alert's state, and which comes first."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from alerts.calendar import WorkingCalendar
from alerts.life import Life
from alerts.notice import Notice
from alerts.open_states import age, review_has_passed, state_words, urgency
from alerts.when import When
from models.vocabulary import AlertState, RuleKind
from tests.build import FRIDAY, MONDAY_BEFORE, at_six
from tests.conftest import NOW

MONDAY = NOW.date()
WHEN = When(NOW, MONDAY, FRIDAY, WorkingCalendar())
FIRING = Life(
    id=1,
    kind=RuleKind.WORKER_OVER,
    place="team:1",
    state=AlertState.FIRING,
    since=MONDAY_BEFORE,
    opened_at=at_six(MONDAY_BEFORE),
    judged_as_at=at_six(FRIDAY),
    fired_at=at_six(MONDAY_BEFORE),
)

OFF = replace(FIRING, kind=RuleKind.AGENCY_ABOVE, since=date(2026, 1, 1), opened_at=NOW)
TOLD_ABOVE = Notice(alert_id=1, headline="Agency", told_above="leadership")


def a_life(state: AlertState, **given: Any) -> Life:
    return replace(FIRING, state=state, **given)


@pytest.mark.parametrize(
    ("life", "said"),
    [
        (FIRING, "since Mon 16 Nov, 4 working days; not acknowledged"),
        (
            replace(FIRING, escalated_at=NOW),
            "since Mon 16 Nov, 4 working days; not acknowledged, the head of service was told",
        ),
        (
            replace(FIRING, escalated_at=NOW, notice=TOLD_ABOVE),
            "since Mon 16 Nov, 4 working days; not acknowledged, leadership was told",
        ),
        (replace(FIRING, since=FRIDAY), "since Fri 20 Nov; not acknowledged"),
        (replace(FIRING, fired_at=NOW), "since Mon 16 Nov, 4 working days; not acknowledged"),
        (
            a_life(AlertState.ACKNOWLEDGED, review_on=date(2026, 11, 27)),
            "acknowledged by Mia Manager, review Fri 27 Nov",
        ),
        (
            a_life(AlertState.ACKNOWLEDGED, review_on=FRIDAY),
            "acknowledged by Mia Manager, review Fri 20 Nov has passed",
        ),
        (
            a_life(AlertState.SNOOZED, snoozed_until=date(2027, 1, 4)),
            "snoozed by Mia Manager until Mon 4 Jan 2027",
        ),
        (a_life(AlertState.PENDING, fired_at=None), "not told yet, since Mon 16 Nov"),
        (
            a_life(AlertState.HELD, held_from=AlertState.FIRING),
            "held: the caseload figures are late "
            "(since Mon 16 Nov, 4 working days; not acknowledged)",
        ),
        (
            a_life(AlertState.HELD, held_from=AlertState.PENDING),
            "held: the caseload figures are late (not told yet, since Mon 16 Nov)",
        ),
        (
            replace(OFF, state=AlertState.HELD, held_from=AlertState.ACKNOWLEDGED),
            "held: the workforce list is late (acknowledged by Mia Manager)",
        ),
        (OFF, "off target since Thu 1 Jan; raised today, not acknowledged"),
        (
            replace(OFF, opened_at=at_six(FRIDAY), escalated_at=NOW, notice=TOLD_ABOVE),
            "off target since Thu 1 Jan; raised Fri 20 Nov, not acknowledged, leadership was told",
        ),
        (
            replace(OFF, since=MONDAY_BEFORE),
            "since Mon 16 Nov, 4 working days; not acknowledged",
        ),
        (
            replace(OFF, kind=RuleKind.NOT_SEEN, since=date(2026, 11, 9)),
            "since Mon 9 Nov, 9 working days; not acknowledged",
        ),
    ],
)
def test_a_state_is_said_in_words(life: Life, said: str) -> None:
    assert state_words(life, WHEN, "Mia Manager") == said


@pytest.mark.parametrize(
    ("review_on", "passed"), [(FRIDAY, True), (MONDAY, False), (date(2026, 11, 24), False)]
)
def test_a_review_has_passed_from_the_day_after_it(review_on: date, passed: bool) -> None:
    life = a_life(AlertState.ACKNOWLEDGED, review_on=review_on)
    assert review_has_passed(life, WHEN) is passed


def test_an_alert_is_as_old_as_the_data_says() -> None:
    assert age(FIRING, WHEN) == 4


def test_whoever_nobody_has_answered_comes_first_and_of_these_the_oldest() -> None:
    newer = replace(FIRING, id=2, since=FRIDAY)
    passed = a_life(AlertState.ACKNOWLEDGED, id=3, review_on=FRIDAY, since=date(2026, 11, 18))
    acknowledged = a_life(AlertState.ACKNOWLEDGED, id=4, review_on=MONDAY)
    snoozed = a_life(AlertState.SNOOZED, id=5, snoozed_until=MONDAY)
    pending = a_life(AlertState.PENDING, id=6)
    held = a_life(AlertState.HELD, id=7, held_from=AlertState.FIRING)
    mixed = [pending, snoozed, newer, acknowledged, passed, held, FIRING]
    found = sorted(mixed, key=lambda life: urgency(life, WHEN))
    assert [life.id for life in found] == [1, 7, 3, 2, 4, 5, 6]


def test_what_is_urgent_comes_before_what_is_older() -> None:
    said = Notice(alert_id=8, headline="East: 1 looked-after case has no worker", urgent=True)
    urgent = replace(FIRING, id=8, since=FRIDAY, notice=said)
    found = sorted([FIRING, urgent], key=lambda life: urgency(life, WHEN))
    assert [life.id for life in found] == [8, 1]
