"""Every state of an alert by every event: which state follows, and what is told."""

import pytest

from alerts.lifecycle import TRANSITIONS, Event, NotPossible, Tell, advance
from models.vocabulary import AlertState

PENDING = AlertState.PENDING
FIRING = AlertState.FIRING
ACKNOWLEDGED = AlertState.ACKNOWLEDGED
SNOOZED = AlertState.SNOOZED
HELD = AlertState.HELD
RESOLVED = AlertState.RESOLVED

ROWS = """
state         event           next          told

pending       grown           firing        message
pending       changed         pending       nothing
pending       still           pending       nothing
pending       cleared         resolved      nothing
pending       late            held          nothing
pending       acknowledged    impossible    -
pending       snoozed         impossible    -
pending       review_passed   pending       nothing
pending       snooze_over     pending       nothing
pending       unanswered      pending       nothing
pending       reminded        pending       nothing
pending       switched_off    resolved      nothing

firing        grown           firing        reply
firing        changed         firing        edit
firing        still           firing        nothing
firing        cleared         resolved      end
firing        late            held          nothing
firing        acknowledged    acknowledged  edit
firing        snoozed         snoozed       edit
firing        review_passed   firing        nothing
firing        snooze_over     firing        nothing
firing        unanswered      firing        escalation
firing        reminded        firing        reply
firing        switched_off    resolved      end

acknowledged  grown           firing        reply
acknowledged  changed         acknowledged  edit
acknowledged  still           acknowledged  nothing
acknowledged  cleared         resolved      end
acknowledged  late            held          nothing
acknowledged  acknowledged    acknowledged  edit
acknowledged  snoozed         impossible    -
acknowledged  review_passed   firing        reply
acknowledged  snooze_over     acknowledged  nothing
acknowledged  unanswered      acknowledged  nothing
acknowledged  reminded        acknowledged  nothing
acknowledged  switched_off    resolved      end

snoozed       grown           firing        reply
snoozed       changed         snoozed       edit
snoozed       still           snoozed       nothing
snoozed       cleared         resolved      end
snoozed       late            held          nothing
snoozed       acknowledged    acknowledged  edit
snoozed       snoozed         snoozed       edit
snoozed       review_passed   snoozed       nothing
snoozed       snooze_over     firing        reply
snoozed       unanswered      snoozed       nothing
snoozed       reminded        snoozed       nothing
snoozed       switched_off    resolved      end

resolved      grown           resolved      nothing
resolved      changed         resolved      nothing
resolved      still           resolved      nothing
resolved      cleared         resolved      nothing
resolved      late            resolved      nothing
resolved      acknowledged    impossible    -
resolved      snoozed         impossible    -
resolved      review_passed   resolved      nothing
resolved      snooze_over     resolved      nothing
resolved      unanswered      resolved      nothing
resolved      reminded        resolved      nothing
resolved      switched_off    resolved      nothing
"""

HELD_ROWS = """
held from     event           next          behind        told

pending       grown           firing        -             message
pending       changed         pending       -             nothing
pending       still           pending       -             nothing
pending       cleared         resolved      -             nothing
pending       late            held          pending       nothing
pending       acknowledged    impossible    -             -
pending       snoozed         impossible    -             -
pending       review_passed   held          pending       nothing
pending       snooze_over     held          pending       nothing
pending       unanswered      held          pending       nothing
pending       reminded        held          pending       nothing
pending       switched_off    resolved      -             nothing

firing        grown           firing        -             reply
firing        changed         firing        -             edit
firing        still           firing        -             nothing
firing        cleared         resolved      -             end
firing        late            held          firing        nothing
firing        acknowledged    held          acknowledged  edit
firing        snoozed         held          snoozed       edit
firing        review_passed   held          firing        nothing
firing        snooze_over     held          firing        nothing
firing        unanswered      held          firing        nothing
firing        reminded        held          firing        nothing
firing        switched_off    resolved      -             end

acknowledged  grown           firing        -             reply
acknowledged  changed         acknowledged  -             edit
acknowledged  still           acknowledged  -             nothing
acknowledged  cleared         resolved      -             end
acknowledged  late            held          acknowledged  nothing
acknowledged  acknowledged    held          acknowledged  edit
acknowledged  snoozed         impossible    -             -
acknowledged  review_passed   held          acknowledged  nothing
acknowledged  snooze_over     held          acknowledged  nothing
acknowledged  unanswered      held          acknowledged  nothing
acknowledged  reminded        held          acknowledged  nothing
acknowledged  switched_off    resolved      -             end

snoozed       grown           firing        -             reply
snoozed       changed         snoozed       -             edit
snoozed       still           snoozed       -             nothing
snoozed       cleared         resolved      -             end
snoozed       late            held          snoozed       nothing
snoozed       acknowledged    held          acknowledged  edit
snoozed       snoozed         held          snoozed       edit
snoozed       review_passed   held          snoozed       nothing
snoozed       snooze_over     held          snoozed       nothing
snoozed       unanswered      held          snoozed       nothing
snoozed       reminded        held          snoozed       nothing
snoozed       switched_off    resolved      -             end
"""


def _rows(text: str) -> list[list[str]]:
    lines = [line for line in text.strip().splitlines()[1:] if line]
    return [line.split() for line in lines]


@pytest.mark.parametrize(("state", "event", "after", "told"), _rows(ROWS))
def test_a_state_and_an_event_give_the_next_state_and_what_is_told(
    state: str, event: str, after: str, told: str
) -> None:
    if after == "impossible":
        with pytest.raises(NotPossible):
            advance(AlertState(state), Event(event))
        return
    step = advance(AlertState(state), Event(event))
    assert (step.state, step.tell) == (AlertState(after), Tell(told))


@pytest.mark.parametrize(("behind", "event", "after", "still_behind", "told"), _rows(HELD_ROWS))
def test_a_held_alert_goes_on_from_the_state_it_was_held_in(
    behind: str, event: str, after: str, still_behind: str, told: str
) -> None:
    if after == "impossible":
        with pytest.raises(NotPossible):
            advance(HELD, Event(event), AlertState(behind))
        return
    step = advance(HELD, Event(event), AlertState(behind))
    expected = None if still_behind == "-" else AlertState(still_behind)
    assert (step.state, step.held_from, step.tell) == (AlertState(after), expected, Tell(told))


def test_every_state_and_event_has_its_row() -> None:
    assert {(row[0], row[1]) for row in _rows(ROWS)} == {
        (state.value, event.value) for state in AlertState if state is not HELD for event in Event
    }
    assert {(row[0], row[1]) for row in _rows(HELD_ROWS)} == {
        (state.value, event.value)
        for state in (PENDING, FIRING, ACKNOWLEDGED, SNOOZED)
        for event in Event
    }
    assert set(TRANSITIONS) == set(AlertState) - {HELD}


def test_only_a_held_alert_has_a_state_behind_it() -> None:
    for row in _rows(ROWS):
        if row[2] == "impossible":
            continue
        step = advance(AlertState(row[0]), Event(row[1]))
        assert (step.held_from is not None) == (step.state is HELD)


def test_nothing_fires_or_resolves_on_late_data() -> None:
    for state in (PENDING, FIRING, ACKNOWLEDGED, SNOOZED):
        step = advance(state, Event.LATE)
        assert (step.state, step.held_from, step.tell) == (HELD, state, Tell.NOTHING)
    assert advance(RESOLVED, Event.LATE).tell is Tell.NOTHING
