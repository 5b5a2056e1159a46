"""The state of an open alert in words, and which of several wants somebody first; pure."""

from datetime import date

from alerts.life import Life
from alerts.rules.judging.staffing import OFF_TARGET
from alerts.rules.kinds import waits_for_workforce
from alerts.rules.words import HEAD_OF_SERVICE
from alerts.when import When
from alerts.wording import count, day
from models.vocabulary import AlertState


def state_words(life: Life, when: When, who: str | None = None) -> str:
    """ "open since Mon 16 Nov, 4 working days; not acknowledged".

    `who` acknowledged or snoozed it, by name.
    """
    text = _STATES[life.true_state](life, when, f" by {who}" if who else "")
    if life.state is not AlertState.HELD:
        return text
    late = "workforce list is" if waits_for_workforce(life.kind) else "caseload figures are"
    return f"held: the {late} late ({text})"


def review_has_passed(life: Life, when: When) -> bool:
    """The day after the review, until the next check fires the alert again."""
    acknowledged = life.true_state is AlertState.ACKNOWLEDGED
    return acknowledged and life.review_on is not None and when.today > life.review_on


def age(life: Life, when: When) -> int:
    """Working days from the first day it was over to the day of the data."""
    return when.calendar.working_days(life.since, when.day)


def urgency(life: Life, when: When) -> tuple[bool, int, date, int]:
    """What to sort by: the urgent first, then those that want somebody, then how long it lasted."""
    urgent = life.notice is not None and life.notice.urgent
    wanted = AlertState.FIRING if review_has_passed(life, when) else life.true_state
    return (not urgent, _ORDER.index(wanted), life.since, life.id or 0)


_ORDER = (
    AlertState.FIRING,
    AlertState.ACKNOWLEDGED,
    AlertState.SNOOZED,
    AlertState.PENDING,
)


_RAISED_LATE = 5
"""Working days: from as long a time before an alert was raised, nobody could have answered it."""


def _firing(life: Life, when: When, _by: str) -> str:
    raised = when.told_on(life.opened_at, urgent=True)
    text = f"since {day(life.since, when.today)}"
    if life.kind in OFF_TARGET and when.calendar.working_days(life.since, raised) > _RAISED_LATE:
        on = "today" if raised == when.today else day(raised, when.today)
        text = f"off target {text}; raised {on}, not acknowledged"
    else:
        lasted = when.calendar.working_days(life.since, when.day)
        text += f", {count(lasted, 'working day')}" if lasted else ""
        text += "; not acknowledged"
    above = life.notice.told_above if life.notice is not None else ""
    return f"{text}, {above or HEAD_OF_SERVICE} was told" if life.escalated_at else text


def _acknowledged(life: Life, when: When, by: str) -> str:
    if life.review_on is None:
        return f"acknowledged{by}"
    passed = " has passed" if review_has_passed(life, when) else ""
    return f"acknowledged{by}, review {day(life.review_on, when.today)}{passed}"


def _snoozed(life: Life, when: When, by: str) -> str:
    until = f" until {day(life.snoozed_until, when.today)}" if life.snoozed_until else ""
    return f"snoozed{by}{until}"


def _pending(life: Life, when: When, _by: str) -> str:
    return f"not told yet, since {day(life.since, when.today)}"


_STATES = {
    AlertState.FIRING: _firing,
    AlertState.ACKNOWLEDGED: _acknowledged,
    AlertState.SNOOZED: _snoozed,
    AlertState.PENDING: _pending,
}
