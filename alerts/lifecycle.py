"""An alert's life: which state follows which event, and what is told at that step.

Everything is in one table. An alert that is held, because the data is late, goes on from the state
it was held in as soon as fresh data has been judged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.vocabulary import AlertState as State


class Event(StrEnum):
    """What can happen to an alert."""

    GROWN = "grown"  # a member over for long enough is new, or worse by a step
    CHANGED = "changed"  # nothing to tell anew, but the message no longer says what is true
    STILL = "still"  # judged by fresh data, and as it was
    CLEARED = "cleared"  # no member is over any more
    LATE = "late"  # the data is too old to judge by
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    REVIEW_PASSED = "review_passed"
    SNOOZE_OVER = "snooze_over"
    UNANSWERED = "unanswered"  # nobody acknowledged it for so many working days
    REMINDED = "reminded"  # nothing was said of it for so many working days
    SWITCHED_OFF = "switched_off"  # its rule, or its team is no more


class Tell(StrEnum):
    """What is said in Slack at a step."""

    NOTHING = "nothing"
    MESSAGE = "message"  # the alert's one message
    EDIT = "edit"  # the message changes in place, and nobody is notified
    REPLY = "reply"  # the message changes, and a reply in its thread is visible in the channel
    ESCALATION = "escalation"  # the head of service is told
    END = "end"  # the message changes to its end state, without buttons


@dataclass(frozen=True, slots=True)
class Step:
    """What an event makes of an alert."""

    state: State
    tell: Tell
    held_from: State | None = None


class NotPossible(Exception):
    """A person's deed that this state does not allow."""


BY_PEOPLE = frozenset({Event.ACKNOWLEDGED, Event.SNOOZED})

OF_FRESH_DATA = frozenset({Event.GROWN, Event.CHANGED, Event.STILL, Event.CLEARED})

_OVER_AGAIN = Step(State.FIRING, Tell.REPLY)

_PENDING = {
    Event.GROWN: Step(State.FIRING, Tell.MESSAGE),
    Event.CHANGED: Step(State.PENDING, Tell.NOTHING),
    Event.STILL: Step(State.PENDING, Tell.NOTHING),
    Event.CLEARED: Step(State.RESOLVED, Tell.NOTHING),
    Event.LATE: Step(State.HELD, Tell.NOTHING, State.PENDING),
    Event.ACKNOWLEDGED: None,
    Event.SNOOZED: None,
    Event.REVIEW_PASSED: Step(State.PENDING, Tell.NOTHING),
    Event.SNOOZE_OVER: Step(State.PENDING, Tell.NOTHING),
    Event.UNANSWERED: Step(State.PENDING, Tell.NOTHING),
    Event.REMINDED: Step(State.PENDING, Tell.NOTHING),
    Event.SWITCHED_OFF: Step(State.RESOLVED, Tell.NOTHING),
}

_FIRING = {
    Event.GROWN: _OVER_AGAIN,
    Event.CHANGED: Step(State.FIRING, Tell.EDIT),
    Event.STILL: Step(State.FIRING, Tell.NOTHING),
    Event.CLEARED: Step(State.RESOLVED, Tell.END),
    Event.LATE: Step(State.HELD, Tell.NOTHING, State.FIRING),
    Event.ACKNOWLEDGED: Step(State.ACKNOWLEDGED, Tell.EDIT),
    Event.SNOOZED: Step(State.SNOOZED, Tell.EDIT),
    Event.REVIEW_PASSED: Step(State.FIRING, Tell.NOTHING),
    Event.SNOOZE_OVER: Step(State.FIRING, Tell.NOTHING),
    Event.UNANSWERED: Step(State.FIRING, Tell.ESCALATION),
    Event.REMINDED: _OVER_AGAIN,
    Event.SWITCHED_OFF: Step(State.RESOLVED, Tell.END),
}

# What grows after it was acknowledged or snoozed is told anew, and wants a decision anew.
_ACKNOWLEDGED = {
    Event.GROWN: _OVER_AGAIN,
    Event.CHANGED: Step(State.ACKNOWLEDGED, Tell.EDIT),
    Event.STILL: Step(State.ACKNOWLEDGED, Tell.NOTHING),
    Event.CLEARED: Step(State.RESOLVED, Tell.END),
    Event.LATE: Step(State.HELD, Tell.NOTHING, State.ACKNOWLEDGED),
    Event.ACKNOWLEDGED: Step(State.ACKNOWLEDGED, Tell.EDIT),
    Event.SNOOZED: None,
    Event.REVIEW_PASSED: _OVER_AGAIN,
    Event.SNOOZE_OVER: Step(State.ACKNOWLEDGED, Tell.NOTHING),
    Event.UNANSWERED: Step(State.ACKNOWLEDGED, Tell.NOTHING),
    Event.REMINDED: Step(State.ACKNOWLEDGED, Tell.NOTHING),
    Event.SWITCHED_OFF: Step(State.RESOLVED, Tell.END),
}

_SNOOZED = {
    Event.GROWN: _OVER_AGAIN,
    Event.CHANGED: Step(State.SNOOZED, Tell.EDIT),
    Event.STILL: Step(State.SNOOZED, Tell.NOTHING),
    Event.CLEARED: Step(State.RESOLVED, Tell.END),
    Event.LATE: Step(State.HELD, Tell.NOTHING, State.SNOOZED),
    Event.ACKNOWLEDGED: Step(State.ACKNOWLEDGED, Tell.EDIT),
    Event.SNOOZED: Step(State.SNOOZED, Tell.EDIT),
    Event.REVIEW_PASSED: Step(State.SNOOZED, Tell.NOTHING),
    Event.SNOOZE_OVER: _OVER_AGAIN,
    Event.UNANSWERED: Step(State.SNOOZED, Tell.NOTHING),
    Event.REMINDED: Step(State.SNOOZED, Tell.NOTHING),
    Event.SWITCHED_OFF: Step(State.RESOLVED, Tell.END),
}

_OVER = Step(State.RESOLVED, Tell.NOTHING)

_RESOLVED: dict[Event, Step | None] = {
    event: None if event in BY_PEOPLE else _OVER for event in Event
}

TRANSITIONS: Mapping[State, Mapping[Event, Step | None]] = {
    State.PENDING: _PENDING,
    State.FIRING: _FIRING,
    State.ACKNOWLEDGED: _ACKNOWLEDGED,
    State.SNOOZED: _SNOOZED,
    State.RESOLVED: _RESOLVED,
}
"""Every state but HELD by every event; None where a person's deed is not possible."""


def advance(state: State, event: Event, held_from: State | None = None) -> Step:
    """The step that an event makes of a state; `held_from` is given with HELD and only with it.

    Raises NotPossible for a person's deed that the state does not allow.
    """
    if state is State.HELD:
        assert held_from is not None
        return _while_held(event, held_from)
    step = TRANSITIONS[state][event]
    if step is None:
        raise NotPossible
    return step


def _while_held(event: Event, held_from: State) -> Step:
    if event in OF_FRESH_DATA or event is Event.SWITCHED_OFF:
        return advance(held_from, event)
    if event not in BY_PEOPLE:
        # No clock runs out on late data: what is due is due when fresh data is there.
        return Step(State.HELD, Tell.NOTHING, held_from)
    step = advance(held_from, event)
    return Step(State.HELD, step.tell, step.state)
