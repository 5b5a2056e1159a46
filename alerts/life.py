"""One alert as a plain value, and how an event or the passing of days changes it."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from alerts.lifecycle import Event, Tell, advance
from alerts.members import Judged, Member
from alerts.notice import Notice
from alerts.when import When
from models.vocabulary import AlertState, Ending, RuleKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the rules in force say about one alert as a whole."""

    remind_days: int = 0
    escalate_days: int = 0
    urgent: bool = False  # told at any hour, so that its days count from then


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """An alert as stored; `id` is None before it is."""

    id: int | None = None
    kind: RuleKind
    place: str
    team_id: int | None = None
    service_id: int | None = None
    state: AlertState = AlertState.PENDING
    held_from: AlertState | None = None
    since: date
    opened_at: datetime
    judged_as_at: datetime
    fired_at: datetime | None = None
    told_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    review_on: date | None = None
    snoozed_until: date | None = None
    snoozed_by: str | None = None
    escalated_at: datetime | None = None
    resolved_at: datetime | None = None
    ending: Ending | None = None
    version: int = 0
    members: tuple[Member, ...] = ()
    notice: Notice | None = None  # what its message says now

    @property
    def true_state(self) -> AlertState:
        """The state behind a hold."""
        return self.held_from or self.state

    @property
    def has_been_told(self) -> bool:
        return self.fired_at is not None


def live(life: Life, event: Event, now: datetime) -> tuple[Life, Tell]:
    """The alert after an event that is not a person's, and what is told of it.

    Raises NotPossible for a person's deed that its state does not allow.
    """
    step = advance(life.state, event, life.held_from)
    after = life
    if (step.state, step.held_from) != (life.state, life.held_from):
        after = replace(life, state=step.state, held_from=step.held_from)
    if step.tell in {Tell.MESSAGE, Tell.REPLY}:
        after = replace(after, told_at=now)
        if event is not Event.REMINDED:
            after = _told_anew(after, now)
    if step.tell is Tell.ESCALATION:
        after = replace(after, escalated_at=now)
    if step.state is AlertState.RESOLVED and life.state is not AlertState.RESOLVED:
        after = replace(after, resolved_at=now, ending=_ending(after, event))
    return after, step.tell


def _told_anew(life: Life, now: datetime) -> Life:
    """It wants a decision anew: an earlier one was about what was known then."""
    return replace(
        life,
        fired_at=now,
        acknowledged_at=None,
        acknowledged_by=None,
        review_on=None,
        snoozed_until=None,
        snoozed_by=None,
        escalated_at=None,
    )


def _ending(life: Life, event: Event) -> Ending:
    """How most of its members ended, the last to end where it is a tie."""
    if event is Event.SWITCHED_OFF:
        return Ending.SWITCHED_OFF
    endings = [member.ending for member in life.members if member.ending is not None]
    return max(reversed(endings), key=endings.count, default=Ending.FELL)


def event_of(life: Life, judged: Judged) -> Event:
    """What a judgement by fresh data means for an alert."""
    if judged.joined or judged.worse:
        return Event.GROWN
    if not (judged.shown if life.has_been_told else judged.over):
        return Event.CLEARED
    return Event.CHANGED if judged.changed else Event.STILL


def due_event(life: Life, terms: Terms, when: When) -> Event | None:
    """What the passing of days brings; None while nothing is due."""
    days = when.calendar.working_days
    if life.state is AlertState.ACKNOWLEDGED:
        passed = life.review_on is not None and when.today > life.review_on
        return Event.REVIEW_PASSED if passed else None
    if life.state is AlertState.SNOOZED:
        over = life.snoozed_until is not None and when.today >= life.snoozed_until
        return Event.SNOOZE_OVER if over else None
    if life.state is not AlertState.FIRING or life.fired_at is None or life.told_at is None:
        return None
    unanswered = days(when.told_on(life.fired_at, urgent=terms.urgent), when.today)
    if terms.escalate_days and life.escalated_at is None and unanswered >= terms.escalate_days:
        return Event.UNANSWERED
    silent = days(when.told_on(life.told_at, urgent=terms.urgent), when.today)
    return Event.REMINDED if terms.remind_days and silent >= terms.remind_days else None
