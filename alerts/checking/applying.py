"""Writes a place's outcomes down: alerts, history, register and outbox, in one transaction."""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from alerts.authority import Authority
from alerts.checking.deciding import Happened, Outcome
from alerts.checking.moving import (
    above_of,
    is_to_move,
    known_targets,
    move,
    new_targets,
    targets_of,
)
from alerts.checking.opening import write_openings
from alerts.checking.picture import Picture
from alerts.checking.refreshing import REFRESHED_AFTER, is_refresh, write_refreshes
from alerts.checking.saying import detail_of, due_at, facts_of
from alerts.deeds import end_decisions
from alerts.life import Life
from alerts.lifecycle import Event, Tell
from alerts.notices.facts import Facts
from alerts.notices.message import message
from alerts.notices.replies import escalation, reply
from alerts.outbox import put_edit, put_end, put_message, put_reply
from alerts.rules.kinds import OF_STAFFING
from alerts.store import save, save_notice, write_event
from alerts.when import When
from alerts.wording import day
from models.vocabulary import AlertState, Ending

OUTCOMES = {
    Ending.FELL: "the figures fell",
    Ending.MOVED: "cases were moved to colleagues",
    Ending.LEFT: "the worker left",
    Ending.ABSENT: "the worker is absent",
    Ending.RETURNED: "the worker is back at work",
    Ending.MOVED_TEAM: "the worker now works in another team",
    Ending.LIMIT_CHANGED: "the limit was changed",
    Ending.RULE_CHANGED: "the rule was changed",
    Ending.SWITCHED_OFF: "the rule is off or the team has gone",
}
"""What the register says came of a decision; without names."""


def outcome_words(life: Life) -> str:
    """How an alert ended, as the register says it."""
    ending = life.ending or Ending.FELL
    if life.kind in OF_STAFFING and ending is Ending.MOVED_TEAM:
        return "it is judged as the service's own from now on"
    if life.kind in OF_STAFFING and ending is Ending.LIMIT_CHANGED:
        return "the target was changed"
    if life.service_id is not None and ending is Ending.SWITCHED_OFF:
        return "the rule is off or the service has gone"
    return OUTCOMES[ending]


def needs_writing(outcome: Outcome, picture: Picture, when: When, authority: Authority) -> bool:
    """Whether anything changed: in the alert, or in what its message would say now."""
    if outcome.is_news:
        return True
    life = outcome.life
    if not life.has_been_told or life.state is AlertState.HELD:
        return False
    if is_to_move(outcome, picture) or _is_of_newer_data(outcome):
        return True
    return message(facts_of(outcome, life, picture, when, authority)) != life.notice


def _is_of_newer_data(outcome: Outcome) -> bool:
    """Whether the message's last line, of when the data is, is surely another than it was."""
    before = outcome.before
    said = before is not None and before.notice is not None and before.notice.footer != ""
    return said and before is not None and before.judged_as_at != outcome.life.judged_as_at


def apply_outcomes(
    session: Session,
    outcomes: Sequence[tuple[Outcome, When]],
    picture: Picture,
    authority: Authority,
) -> None:
    """Save the alerts, and put into the outbox what is told of them.

    Raises ChangedMeanwhile, and then nothing of the transaction may be kept.
    """
    known = [each for each in outcomes if each[0].before is not None]
    # By id, as whoever else changes several alerts at once takes them.
    known.sort(key=lambda each: each[0].life.id or 0)
    if known and all(is_refresh(outcome, picture) for outcome, _ in known):
        write_refreshes(session, known, picture, authority)
    else:
        for outcome, when in known:
            _apply(session, outcome, picture, when, authority)
    new = [each for each in outcomes if each[0].before is None]
    write_openings(session, new, picture, authority)


def _apply(
    session: Session, outcome: Outcome, picture: Picture, when: When, authority: Authority
) -> None:
    life = save(session, outcome.life)
    for happened in outcome.happened:
        write_event(session, life, happened.event, at=when.now, detail=detail_of(outcome))
    if life.has_been_told and life.state is not AlertState.HELD:
        facts = facts_of(outcome, life, picture, when, authority)
        notice = message(facts)
        told = replace(facts, life=replace(life, notice=notice))
        move(session, outcome, picture, notice, now=when.now, due_at=due_at(authority, told))
        for happened in _to_tell(outcome, is_new=notice != life.notice):
            _tell(session, happened, told, outcome, picture, authority)
        save_notice(session, life, notice)
    if life.state is AlertState.RESOLVED and life.has_been_told:
        how = outcome_words(life)
        end_decisions(
            session, life, when.now, f"The alert ended on {day(when.day, when.today)}: {how}."
        )
    elif _has_grown_after_a_decision(outcome):
        grown = f"It grew on {day(when.today, when.today)}, and wants a new decision."
        end_decisions(session, life, when.now, grown)
    if outcome.carried is not None:
        save(session, outcome.carried)


def _has_grown_after_a_decision(outcome: Outcome) -> bool:
    before = outcome.before
    grown = any(happened.event is Event.GROWN for happened in outcome.happened)
    return grown and before is not None and before.true_state is AlertState.ACKNOWLEDGED


_EDITED = Happened(Event.CHANGED, Tell.EDIT)

_REFRESHED = Happened(Event.STILL, Tell.EDIT)
"""Nothing happened: only the as-at, a number of days or the free places are no longer true."""

_TOLD_IN_PLACE = frozenset({Tell.MESSAGE, Tell.EDIT, Tell.REPLY})

_CHANGES_THE_MESSAGE = _TOLD_IN_PLACE | {Tell.END}


def _to_tell(outcome: Outcome, *, is_new: bool) -> tuple[Happened, ...]:
    """What happened, after an edit where that alone would leave the message as it was."""
    happened = outcome.happened
    if is_new and not any(each.tell in _CHANGES_THE_MESSAGE for each in happened):
        return (_EDITED if outcome.is_news else _REFRESHED, *happened)
    return happened


def _tell(
    session: Session,
    happened: Happened,
    facts: Facts,
    outcome: Outcome,
    picture: Picture,
    authority: Authority,
) -> None:
    life, now = facts.life, facts.when.now
    assert life.id is not None
    assert life.notice is not None
    due = due_at(authority, facts)
    match happened.tell:
        case Tell.MESSAGE:
            for target in targets_of(outcome, picture):
                put_message(
                    session, alert_id=life.id, target=target, notice=life.notice, now=now,
                    due_at=due,
                )  # fmt: skip
        case Tell.REPLY:
            said = reply(facts, happened.event)
            put_reply(session, alert_id=life.id, root=life.notice, reply=said, now=now, due_at=due)
            for target in new_targets(session, outcome, picture, life.id):
                put_message(
                    session, alert_id=life.id, target=target, notice=life.notice, now=now,
                    due_at=due,
                )  # fmt: skip
        case Tell.ESCALATION:
            _escalate(session, facts, outcome, picture, authority)
        case Tell.EDIT:
            soon = now + REFRESHED_AFTER if happened is _REFRESHED else now
            put_edit(session, alert_id=life.id, notice=life.notice, now=now, due_at=soon)
        case Tell.END:
            put_end(session, alert_id=life.id, notice=life.notice, now=now)


def _escalate(
    session: Session, facts: Facts, outcome: Outcome, picture: Picture, authority: Authority
) -> None:
    """Whoever is above gets the alert, unless it was told to them in the first place."""
    life, when = facts.life, facts.when
    assert life.id is not None
    assert life.fired_at is not None
    days = when.calendar.working_days(life.fired_at.astimezone(authority.zone).date(), when.today)
    said = escalation(facts, days)
    heads = above_of(outcome, picture)
    known = known_targets(session, life.id).intersection(heads)
    if known and life.notice is not None:
        # An edit would notify nobody: who has the message already is told in its thread.
        short = replace(said, named=(), plain=(), offers=())
        put_reply(
            session, alert_id=life.id, root=life.notice, reply=short, now=when.now,
            due_at=due_at(authority, facts),
        )  # fmt: skip
    for target in heads:
        if target in known:
            continue
        put_message(
            session, alert_id=life.id, target=target, notice=said, now=when.now,
            due_at=due_at(authority, facts),
        )  # fmt: skip
