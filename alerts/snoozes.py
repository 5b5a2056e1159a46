"""What ended a snooze, read from the history of its alert."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from alerts.decided import REPLACED
from alerts.lifecycle import Event
from models.alerts import AlertEvent

_OUTCOMES: Mapping[str, str] = {
    Event.ACKNOWLEDGED.value: REPLACED,
    Event.SNOOZED.value: "Replaced by a later snooze.",
    Event.GROWN.value: "It grew, and was told again.",
    Event.SNOOZE_OVER.value: "The snooze was over, and it was told again.",
    Event.CLEARED.value: "The alert ended.",
    Event.SWITCHED_OFF.value: "The alert ended: the rule is off, or its team or service has gone.",
}

_OF_THE_ALERT = frozenset({Event.CLEARED.value, Event.SWITCHED_OFF.value})

_AT_ONCE = 500  # values in one query, below what every database takes


@dataclass(frozen=True, slots=True)
class SnoozeEnd:
    """When a snooze ended and by what."""

    at: datetime
    outcome: str  # a sentence without names
    alert_ended: bool


def snooze_ends(session: Session, snoozes: Collection[AlertEvent]) -> dict[int, SnoozeEnd]:
    """By the snooze's event, the first thing after it that ended it; without those that last."""
    later = _later(session, sorted({event.alert_id for event in snoozes}))
    found = {}
    for snooze in snoozes:
        end = next((each for each in later[snooze.alert_id] if each.id > snooze.id), None)
        if end is not None:
            outcome = _OUTCOMES[end.event]
            found[snooze.id] = SnoozeEnd(end.at, outcome, end.event in _OF_THE_ALERT)
    return found


def _later(session: Session, alert_ids: list[int]) -> dict[int, list[AlertEvent]]:
    """What can end a snooze, by alert and in the order in which it happened."""
    found: dict[int, list[AlertEvent]] = defaultdict(list)
    for start in range(0, len(alert_ids), _AT_ONCE):
        query = select(AlertEvent).where(
            col(AlertEvent.alert_id).in_(alert_ids[start : start + _AT_ONCE]),
            col(AlertEvent.event).in_(_OUTCOMES),
        )
        for event in session.scalars(query.order_by(col(AlertEvent.id))):
            found[event.alert_id].append(event)
    return found
