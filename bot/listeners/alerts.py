"""What can be pressed under an alert's message: acknowledge it, snooze it, how it is counted."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from slack_bolt import Ack, App
from sqlmodel import Session

from alerts.deeds import Answer, DeedRefused, Doing, look, mark_of, snooze
from alerts.life import Life
from alerts.notice import Notice
from alerts.permission import alert_to_look_at
from alerts.rules.in_force import rules_at
from alerts.rules.rule import Rule
from alerts.rules.storing import rules_now, stored_versions
from bot import ids
from bot.blocks.alert_counted import alert_counted_view
from bot.blocks.decisions import Filled, Remembered, decision_view, snooze_view
from bot.failures import Failure
from bot.listeners.callers import Caller, caller_of_action
from bot.listeners.context import Office
from bot.listeners.desk import Reply
from bot.listeners.home import publish_home
from models.access import find_asker
from models.errors import CaseloadError

REVIEW_AFTER = 5
"""Working days until the review that the dialog proposes."""

SNOOZE_PROPOSED = 10
"""Working days; up to five can be chosen without the dialog."""

_SNOOZED = re.compile(rf"([0-9]{{1,9}}) ([0-9]{{1,2}}|{ids.UNTIL})")
_ALERT = re.compile(r"[0-9]{1,9}")

_OLD_BUTTON = "This button is of an older version. Ask for the alerts anew: `/caseload help`."
_NO_MORE = "What this alert said is no longer kept; its decisions are in the register."

Press = Callable[[Office, Caller, Mapping[str, Any]], None]
"""What an element under the message does for whoever used it."""


def register(app: App, office: Office) -> None:
    app.action(ids.ACKNOWLEDGE)(partial(_pressed, office, _ask_for_decision))
    app.action(ids.CHANGE_DECISION)(partial(_pressed, office, _ask_for_decision))
    app.action(ids.SNOOZE)(partial(_pressed, office, _snooze))
    app.action(ids.ALERT_COUNTED)(partial(_pressed, office, _show_counted))


def doing_of(
    office: Office, session: Session, email: str | None, alert_id: int, seen: str | None = None
) -> Doing:
    """The deed of whoever has this email, now; raises NotKnown for a stranger."""
    now, authority = office.services.clock(), office.services.authority_in(session)
    asker = find_asker(session, email, now.astimezone(authority.zone).date())
    return Doing(asker=asker, alert_id=alert_id, seen=seen, now=now, authority=authority)


def _pressed(
    office: Office, press: Press, ack: Ack, body: dict[str, Any], action: dict[str, Any]
) -> None:
    ack()

    def work() -> None:
        press(office, caller_of_action(body), action)

    def tell(failure: Failure) -> None:
        _tell(office, caller_of_action(body), failure.sentence)

    office.desk.later(work, on_failure=tell)


def _tell(office: Office, caller: Caller, told: str) -> None:
    """In the Home where the button was there; under a message to the presser alone."""
    if caller.channel_id is None:
        publish_home(office, caller, told=told)
    else:
        office.say_to_caller(caller, Reply.plain(told))


def _ask_for_decision(office: Office, caller: Caller, action: Mapping[str, Any]) -> None:
    """Opened within the three seconds a trigger lives; what is decided already is filled in."""
    doing, life, notice, before = _looked_at(office, caller, _alert_id(action))
    review_on = office.services.calendar.after(doing.today, REVIEW_AFTER)
    if before is None:
        filled = Filled(day=review_on)
    else:
        filled = Filled(before.decision, before.note, max(before.review_on, review_on))
    view = decision_view(notice, life.kind, _remembered(life, caller), filled)
    _open(office, caller, view)


def _snooze(office: Office, caller: Caller, action: Mapping[str, Any]) -> None:
    """At once for some working days, after a dialog for another day."""
    alert_id, days = _chosen(action)
    if days is None:
        doing, life, notice, _ = _looked_at(office, caller, alert_id)
        until = office.services.calendar.after(doing.today, SNOOZE_PROPOSED)
        _open(office, caller, snooze_view(notice, _remembered(life, caller), until))
        return
    email = office.email_of(caller)
    with office.services.database.transaction() as session:
        doing = doing_of(office, session, email, alert_id)
        until = office.services.calendar.after(doing.today, days)
        snooze(session, doing, until)
    office.services.wake()
    if caller.channel_id is None:  # in a channel the message itself says so
        publish_home(office, caller, told=f"Snoozed until {doing.day(until)}.")


def _show_counted(office: Office, caller: Caller, action: Mapping[str, Any]) -> None:
    email, alert_id = office.email_of(caller), _alert_id(action)
    with office.services.database.look() as session:
        doing = doing_of(office, session, email, alert_id)
        life = alert_to_look_at(session, doing.asker, alert_id)
        # Of an alert that is over, the rules that it was judged by.
        rules = rules_now(session, doing.now)
        if life.resolved_at is not None:
            rules = rules_at(stored_versions(session), life.resolved_at)
    if life.notice is None:
        raise DeedRefused(_NO_MORE)
    judged_by = _judging(life, rules)
    view = alert_counted_view(life.notice, judged_by, doing.authority.zone, doing.today)
    _open(office, caller, view)


def _judging(life: Life, rules: Mapping[str, Rule]) -> list[Rule]:
    """The rules its members are judged by; those switched off left out."""
    members = [member for member in life.members if member.over] or life.members
    names = dict.fromkeys(member.rule for member in members)
    return [rules[name] for name in names if name in rules and rules[name].is_on]


def _looked_at(
    office: Office, caller: Caller, alert_id: int
) -> tuple[Doing, Life, Notice, Answer | None]:
    """The alert with its names, for whoever may decide; the look is in the audit first."""
    email = office.email_of(caller)
    with office.services.database.transaction() as session:
        doing = doing_of(office, session, email, alert_id)
        life, before = look(session, doing)
    assert life.notice is not None  # `look` refuses what was never told
    return doing, life, life.notice, before


def _remembered(life: Life, caller: Caller) -> Remembered:
    return Remembered(life.id or 0, mark_of(life), caller.channel_id)


def _open(office: Office, caller: Caller, view: dict[str, Any]) -> None:
    office.client.views_open(trigger_id=caller.trigger_id or "", view=view)


def _alert_id(action: Mapping[str, Any]) -> int:
    value = str(action.get("value") or "")
    if not _ALERT.fullmatch(value):
        raise CaseloadError(_OLD_BUTTON)
    return int(value)


def _chosen(action: Mapping[str, Any]) -> tuple[int, int | None]:
    """The alert, and for how many working days; None for a day that is still to be chosen."""
    option = action.get("selected_option")
    value = str(option.get("value") if isinstance(option, dict) else "")
    found = _SNOOZED.fullmatch(value)
    if found is None:
        raise CaseloadError(_OLD_BUTTON)
    return int(found[1]), None if found[2] == ids.UNTIL else int(found[2])
