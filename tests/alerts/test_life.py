"""How events and days change an alert: what each writes on it, and on which day it is due."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from alerts.life import Life, Terms, due_event, event_of, live
from alerts.lifecycle import Event, NotPossible, Tell
from alerts.members import Judged, Member
from models.vocabulary import AlertState, Ending, RuleKind
from tests.alerts.place import (
    FRI,
    MON,
    NEXT_MON,
    NEXT_THU,
    NEXT_TUE,
    NEXT_WED,
    THU,
    TUE,
    WED,
    half_past_eight,
    when,
)

FIRED = half_past_eight(MON)
LATER = half_past_eight(FRI)
REVIEW = NEXT_WED
ANSWERED: dict[str, Any] = {
    "state": AlertState.ACKNOWLEDGED,
    "acknowledged_at": FIRED,
    "acknowledged_by": "mia@example.org",
    "review_on": REVIEW,
}
SNOOZED: dict[str, Any] = {
    "state": AlertState.SNOOZED,
    "snoozed_until": REVIEW,
    "snoozed_by": "mia@example.org",
}
TIMES = (
    *("fired_at", "told_at", "acknowledged_at", "acknowledged_by", "review_on", "snoozed_until"),
    *("snoozed_by", "escalated_at", "resolved_at", "ending"),
)


def a_member(number: int = 1, **given: Any) -> Member:
    usual = Member(
        subject=f"worker:{number}",
        rule="worker-over-limit",
        since=MON,
        value=26,
        told_value=26,
        told_at=FIRED,
    )
    return replace(usual, **given)


def a_life(**given: Any) -> Life:
    """Firing since Monday morning."""
    usual = Life(
        id=1,
        kind=RuleKind.WORKER_OVER,
        place="team:1",
        team_id=1,
        state=AlertState.FIRING,
        since=MON,
        opened_at=FIRED,
        judged_as_at=FIRED,
        fired_at=FIRED,
        told_at=FIRED,
        members=(a_member(),),
    )
    return replace(usual, **given)


PENDING = a_life(state=AlertState.PENDING, fired_at=None, told_at=None)

CHANGES = [
    # before, event, what the event changes, what is told
    (PENDING, Event.GROWN, {"fired_at": LATER, "told_at": LATER}, Tell.MESSAGE),
    (a_life(), Event.GROWN, {"fired_at": LATER, "told_at": LATER}, Tell.REPLY),
    (
        a_life(**ANSWERED, escalated_at=FIRED),
        Event.GROWN,
        {
            **dict.fromkeys(("acknowledged_at", "acknowledged_by", "review_on", "escalated_at")),
            **{"fired_at": LATER, "told_at": LATER},
        },
        Tell.REPLY,
    ),
    (
        a_life(**SNOOZED),
        Event.GROWN,
        {"snoozed_until": None, "snoozed_by": None, "fired_at": LATER, "told_at": LATER},
        Tell.REPLY,
    ),
    (
        a_life(**ANSWERED),
        Event.REVIEW_PASSED,
        {
            **dict.fromkeys(("acknowledged_at", "acknowledged_by", "review_on")),
            **{"fired_at": LATER, "told_at": LATER},
        },
        Tell.REPLY,
    ),
    (
        a_life(**SNOOZED),
        Event.SNOOZE_OVER,
        {"snoozed_until": None, "snoozed_by": None, "fired_at": LATER, "told_at": LATER},
        Tell.REPLY,
    ),
    # A reminder is no new news: whoever has not answered has not answered since it fired.
    (a_life(), Event.REMINDED, {"told_at": LATER}, Tell.REPLY),
    (a_life(), Event.UNANSWERED, {"escalated_at": LATER}, Tell.ESCALATION),
    (a_life(), Event.CHANGED, {}, Tell.EDIT),
    (a_life(), Event.STILL, {}, Tell.NOTHING),
    (a_life(), Event.LATE, {}, Tell.NOTHING),
    (a_life(), Event.CLEARED, {"resolved_at": LATER, "ending": Ending.FELL}, Tell.END),
    (
        a_life(),
        Event.SWITCHED_OFF,
        {"resolved_at": LATER, "ending": Ending.SWITCHED_OFF},
        Tell.END,
    ),
    (PENDING, Event.CLEARED, {"resolved_at": LATER, "ending": Ending.FELL}, Tell.NOTHING),
]


@pytest.mark.parametrize(("before", "event", "changes", "told"), CHANGES)
def test_an_event_writes_its_own_times_and_no_others(
    before: Life, event: Event, changes: dict[str, Any], told: Tell
) -> None:
    after, tell = live(before, event, LATER)
    assert tell is told
    written = {name: getattr(after, name) for name in TIMES}
    assert written == {name: getattr(before, name) for name in TIMES} | changes


@pytest.mark.parametrize("event", list(Event))
def test_a_resolved_alert_never_changes(event: Event) -> None:
    resolved, _ = live(a_life(), Event.CLEARED, FIRED)
    if event in {Event.ACKNOWLEDGED, Event.SNOOZED}:
        with pytest.raises(NotPossible):
            live(resolved, event, LATER)
        return
    assert live(resolved, event, LATER) == (resolved, Tell.NOTHING)


def test_a_held_alert_remembers_where_it_goes_on() -> None:
    held, _ = live(a_life(**ANSWERED), Event.LATE, LATER)
    assert (held.state, held.true_state) == (AlertState.HELD, AlertState.ACKNOWLEDGED)
    assert held.review_on == REVIEW
    again, tell = live(held, Event.STILL, LATER)
    assert (again, tell) == (a_life(**ANSWERED), Tell.NOTHING)


ENDINGS = [
    ((Ending.FELL,), Ending.FELL),
    ((Ending.MOVED, Ending.FELL, Ending.MOVED), Ending.MOVED),
    ((Ending.MOVED, Ending.LEFT), Ending.LEFT),  # the last of a tie
    ((None, Ending.ABSENT), Ending.ABSENT),
    ((), Ending.FELL),
]


@pytest.mark.parametrize(("endings", "ending"), ENDINGS)
def test_an_alert_ends_as_most_of_its_members_did(
    endings: tuple[Ending | None, ...], ending: Ending
) -> None:
    members = tuple(a_member(number, ending=each) for number, each in enumerate(endings))
    after, _ = live(a_life(members=members), Event.CLEARED, LATER)
    assert after.ending is ending


ACTED = a_life(**ANSWERED)
ASLEEP = a_life(**SNOOZED)
TERMS = Terms(remind_days=5, escalate_days=3)

DUE = [
    # alert, day, closing days, what is due
    (ACTED, REVIEW - timedelta(days=1), (), None),
    (ACTED, REVIEW, (), None),  # on the day itself there is still time
    (ACTED, REVIEW + timedelta(days=1), (), Event.REVIEW_PASSED),
    (a_life(**{**ANSWERED, "review_on": None}), NEXT_THU, (), None),
    (ASLEEP, REVIEW - timedelta(days=1), (), None),
    (ASLEEP, REVIEW, (), Event.SNOOZE_OVER),
    (a_life(**{**SNOOZED, "snoozed_until": None}), NEXT_THU, (), None),
    (a_life(), WED, (), None),
    (a_life(), THU, (), Event.UNANSWERED),
    (a_life(), THU, (WED,), None),  # a closing day is no working day
    (a_life(), FRI, (WED,), Event.UNANSWERED),
    (a_life(escalated_at=FIRED), THU, (), None),  # once
    (a_life(escalated_at=FIRED), date(2026, 11, 22), (), None),
    (a_life(escalated_at=FIRED), NEXT_MON, (), Event.REMINDED),
    (a_life(escalated_at=FIRED), NEXT_MON, (WED,), None),
    (a_life(escalated_at=FIRED), NEXT_TUE, (WED,), Event.REMINDED),
    (a_life(escalated_at=FIRED, told_at=half_past_eight(TUE)), NEXT_MON, (), None),
    (a_life(escalated_at=FIRED, told_at=half_past_eight(TUE)), NEXT_TUE, (), Event.REMINDED),
    (a_life(), NEXT_MON, (), Event.UNANSWERED),  # before it is repeated, somebody else is told
    (PENDING, NEXT_THU, (), None),
    (a_life(state=AlertState.HELD, held_from=AlertState.FIRING), NEXT_THU, (), None),
    (a_life(state=AlertState.RESOLVED), NEXT_THU, (), None),
]


@pytest.mark.parametrize(("life", "day", "closing", "due"), DUE)
def test_what_is_due_is_due_on_its_day_and_not_before(
    life: Life, day: date, closing: tuple[date, ...], due: Event | None
) -> None:
    assert due_event(life, TERMS, when(day, closing=closing)) is due


def test_a_rule_without_days_neither_escalates_nor_reminds() -> None:
    assert due_event(a_life(), Terms(), when(date(2027, 11, 16))) is None


def test_the_day_it_was_told_is_that_of_the_authoritys_clock() -> None:
    late_on_monday = datetime.fromisoformat("2026-06-15T23:30:00+00:00")  # Tuesday in London
    life = a_life(fired_at=late_on_monday, told_at=late_on_monday)
    terms = Terms(escalate_days=1)
    assert due_event(life, terms, when(date(2026, 6, 16))) is None
    assert due_event(life, terms, when(date(2026, 6, 17))) is Event.UNANSWERED


TOLD, WAITING = a_member(), a_member(2, told_value=None, told_at=None)
GONE = a_member(ended_on=FRI, ending=Ending.FELL)

EVENTS = [
    (a_life(), Judged((TOLD,), joined=("worker:1",)), Event.GROWN),
    (a_life(), Judged((TOLD,), worse=("worker:1",)), Event.GROWN),
    (a_life(), Judged((GONE, TOLD), joined=("worker:1",), ended=("worker:2",)), Event.GROWN),
    (a_life(), Judged((TOLD,), changed=True), Event.CHANGED),
    (a_life(), Judged((TOLD,)), Event.STILL),
    (a_life(), Judged((GONE,), ended=("worker:1",), changed=True), Event.CLEARED),
    (a_life(), Judged((GONE, WAITING), changed=True), Event.CLEARED),  # it was never told of
    (PENDING, Judged((WAITING,)), Event.STILL),
    (PENDING, Judged((GONE,)), Event.CLEARED),
]


@pytest.mark.parametrize(("life", "judged", "event"), EVENTS)
def test_a_judgement_is_one_event(life: Life, judged: Judged, event: Event) -> None:
    assert event_of(life, judged) is event
