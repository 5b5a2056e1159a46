"""What people do about an alert: acknowledge it with a decision, or snooze it until a day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from alerts.authority import Authority
from alerts.decided import REPLACED, end_standing, standing
from alerts.decisions import NEEDS_A_NOTE, decision_words
from alerts.life import Life, live
from alerts.lifecycle import Event, NotPossible
from alerts.notice import Notice
from alerts.notices.message import offers
from alerts.outbox import drop_replies, lock_alert, put_edit
from alerts.permission import alert_for, place_name, scope_of
from alerts.store import ChangedMeanwhile, save, write_event
from alerts.wording import day, moment
from models.access import Asker
from models.alerts import Decision
from models.errors import CaseloadError
from models.people import AuditEntry
from models.vocabulary import AlertState, DecisionKind

MOST_DAYS = 366
"""A review further off than a year is no review."""

MOST_SNOOZED = 92
"""A snooze is for weeks; who wants it longer wants a decision or another rule."""

NOTE_LENGTH = 500

SENT_AGAIN = timedelta(minutes=5)
"""Slack sends a form again when it is unsure that it arrived, and so do people."""

_NOT_NOW = (
    "This alert has been answered already, or has not been told yet. Look at its message again."
)


class DeedRefused(CaseloadError):
    """A deed that is not possible, with the field of the form it is about, if there is one."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody decided about an alert."""

    decision: DecisionKind
    note: str
    review_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """Who does something about which alert, and when."""

    asker: Asker
    alert_id: int
    seen: str | None  # the alert's mark as the form showed it; None: whatever it is now
    now: datetime
    authority: Authority

    @property
    def today(self) -> date:
        return self.now.astimezone(self.authority.zone).date()

    def day(self, value: date) -> str:
        return day(value, self.today)

    def moment(self, value: datetime) -> str:
        zone = self.authority.zone
        return moment(value, zone, self.today)


def mark_of(life: Life) -> str:
    """What a form remembers of the alert it was opened on: changed when it is told anew,
    answered by somebody, or over."""
    parts = (life.fired_at, life.acknowledged_at, life.snoozed_until, life.resolved_at)
    return "|".join("" if part is None else part.isoformat() for part in parts)


def look(session: Session, doing: Doing) -> tuple[Life, Answer | None]:
    """The alert for a form that names its workers, and what is decided about it so far.

    The look is written into the audit. Raises as `acknowledge` does.
    """
    life = _current(session, doing)
    if life.notice is None:
        raise DeedRefused(_NOT_NOW)
    session.add(_audit(session, life, "looked at", doing))
    row = standing(session, doing.alert_id)
    return life, None if row is None else _answer_of(row)


def acknowledge(session: Session, doing: Doing, answer: Answer) -> Life:
    """Write the decision into the register, and change the alert's messages.

    The same answer given twice is one. Raises NotFound for whoever may not decide about it,
    DeedRefused where it cannot be done.
    """
    lock_alert(session, doing.alert_id)  # before a row of the register points to it: no deadlock
    life = alert_for(session, doing.asker, doing.alert_id)
    if _is_repeated(session, life, doing, answer):
        return life
    life = _current(session, doing)
    _check_answer(answer, doing.today)
    after = replace(
        _step(life, Event.ACKNOWLEDGED, doing.now),
        acknowledged_at=doing.now,
        acknowledged_by=doing.asker.email,
        review_on=answer.review_on,
        snoozed_until=None,
        snoozed_by=None,
    )
    end_standing(session, doing.alert_id, doing.now, REPLACED)
    session.add(_decision(life, doing, answer))
    plain = f"Acknowledged. Review {doing.day(answer.review_on)}."
    said = _decided(life, doing, answer)
    return _changed(session, after, Event.ACKNOWLEDGED, doing, (said, plain))


def snooze(session: Session, doing: Doing, until: date) -> Life:
    """Say nothing of an alert until a day, unless it grows; raises as `acknowledge` does."""
    lock_alert(session, doing.alert_id)
    life = _current(session, doing)
    if not doing.today < until:
        raise DeedRefused("Choose a day after today.", "until")
    if (until - doing.today).days > MOST_SNOOZED:
        raise DeedRefused(
            "An alert can be snoozed for three months at most. For longer, acknowledge it with a "
            "decision, or ask an administrator to change the rule.",
            "until",
        )
    after = replace(
        _step(life, Event.SNOOZED, doing.now),
        snoozed_until=until,
        snoozed_by=doing.asker.email,
    )
    plain = f"Snoozed until {doing.day(until)}."
    said = f"{doing.asker.name}, {doing.moment(doing.now)}: snoozed until {doing.day(until)}."
    detail = {"until": until.isoformat(), "about": _about(life)}
    return _changed(session, after, Event.SNOOZED, doing, (said, plain), detail)


def end_decisions(session: Session, life: Life, now: datetime, outcome: str) -> None:
    """Write into the register what came of the decisions about an alert that is over."""
    end_standing(session, life.id or 0, now, outcome)


def _current(session: Session, doing: Doing) -> Life:
    """The alert as it is, if it is still the one the person saw."""
    life = alert_for(session, doing.asker, doing.alert_id)
    if life.state is AlertState.RESOLVED:
        assert life.resolved_at is not None
        raise DeedRefused(
            f"This alert is over since {doing.moment(life.resolved_at)}; "
            "there is nothing left to decide."
        )
    if doing.seen is not None and doing.seen != mark_of(life):
        raise DeedRefused(_what_happened(life, doing))
    return life


def _what_happened(life: Life, doing: Doing) -> str:
    again = "Nothing of yours was saved; look at the message again."
    if life.acknowledged_at is not None and life.notice is not None:
        return f"Somebody was faster. {life.notice.decided} {again}"
    if life.snoozed_until is not None:
        until = doing.day(life.snoozed_until)
        return f"Somebody was faster: this alert is snoozed until {until}. {again}"
    return f"This alert has changed since you opened it. {again}"


def _step(life: Life, event: Event, now: datetime) -> Life:
    try:
        return live(life, event, now)[0]
    except NotPossible:
        raise DeedRefused(_NOT_NOW) from None


def _check_answer(answer: Answer, today: date) -> None:
    if not today < answer.review_on:
        raise DeedRefused("The review lies in the past; choose a day after today.", "review_on")
    if (answer.review_on - today).days > MOST_DAYS:
        raise DeedRefused("Choose a review within a year.", "review_on")
    if len(answer.note) > NOTE_LENGTH:
        raise DeedRefused(f"Say it in {NOTE_LENGTH} characters at most.", "note")
    if answer.decision in NEEDS_A_NOTE and not answer.note.strip():
        raise DeedRefused("Say what was agreed, for whoever reads the register.", "note")


def _about(life: Life) -> list[dict[str, Any]]:
    """Whom it is about, as they stand now: what the register shows later."""
    return [
        {"subject": member.subject, "value": member.value, "limit": member.limit}
        for member in life.members
        if member.shown
    ]


def _decision(life: Life, doing: Doing, answer: Answer) -> Decision:
    return Decision(
        alert_id=life.id or 0,
        at=doing.now,
        by=doing.asker.email,
        by_name=doing.asker.name,
        decision=answer.decision,
        note=answer.note.strip(),
        review_on=answer.review_on,
        about=_about(life),
    )


def _decided(life: Life, doing: Doing, answer: Answer) -> str:
    """ "Mia Manager, Mon 23 Nov 09:12: no new allocations – two cases move. Review Fri 27 Nov." """
    what = decision_words(life.kind, answer.decision)
    note = answer.note.strip().rstrip(".")
    if note:
        what = note if answer.decision is DecisionKind.OTHER else f"{what} – {note}"
    review = doing.day(answer.review_on)
    return f"{doing.asker.name}, {doing.moment(doing.now)}: {what}. Review {review}."


def _is_repeated(session: Session, life: Life, doing: Doing, answer: Answer) -> bool:
    """Whether this person has just decided exactly this: Slack, or they, sent the form again."""
    row = standing(session, doing.alert_id)
    return (
        life.true_state is AlertState.ACKNOWLEDGED
        and row is not None
        and row.by == doing.asker.email
        and doing.now - row.at < SENT_AGAIN
        and _answer_of(row) == replace(answer, note=answer.note.strip())
    )


def _answer_of(row: Decision) -> Answer:
    return Answer(row.decision, row.note, row.review_on)


def _changed(
    session: Session,
    life: Life,
    event: Event,
    doing: Doing,
    said: tuple[str, str],
    detail: Mapping[str, Any] | None = None,
) -> Life:
    assert life.notice is not None  # it has been told
    now = doing.now
    notice = _answered(life, *said)
    try:
        saved = save(session, replace(life, notice=notice))
    except ChangedMeanwhile:
        raise DeedRefused(
            "This alert changed at the very same moment. Nothing of yours was saved; try again."
        ) from None
    write_event(session, saved, event, at=now, who=doing.asker.email, detail=dict(detail or {}))
    session.add(_audit(session, saved, event.value, doing))
    drop_replies(session, alert_id=saved.id or 0)
    put_edit(session, alert_id=saved.id or 0, notice=notice, now=now, due_at=now)
    return saved


def _answered(life: Life, said: str, plain: str) -> Notice:
    assert life.notice is not None
    return replace(
        life.notice,
        decided=said,
        decided_plain=plain,
        unanswered="",
        offers=offers(life.kind, life.true_state),
    )


def _audit(session: Session, life: Life, deed: str, doing: Doing) -> AuditEntry:
    return AuditEntry(
        at=doing.now,
        who=doing.asker.email,
        deed=deed,
        scope_kind=scope_of(life).kind.value,
        scope_name=place_name(session, life, doing.authority.name),
        detail={"alert": life.id, "rule": life.kind.value},
    )
