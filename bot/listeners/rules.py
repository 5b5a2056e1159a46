"""Changing a rule in Slack: the button opens its dialog, and saving puts it in force."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from threading import Semaphore
from typing import Any

from slack_bolt import Ack, App
from slack_sdk.errors import SlackApiError

from alerts.rules.changes import Change
from alerts.rules.previewing.preview import Beside
from alerts.rules.previewing.previewing import MOST_WEEKS, Looking, preview
from alerts.rules.rule import Rule
from alerts.rules.storing import RuleChanged, change_rule, rules_now
from alerts.rules.validity import faults_of
from alerts.rules.words import change_words
from alerts.wording import moment
from bot import ids
from bot.blocks import rules as form
from bot.blocks.decisions import said_view
from bot.blocks.home.lists import rules_view
from bot.blocks.rules import Remembered, fields_of, labels_of, now_words, remember, rule_view
from bot.blocks.rules_preview import faults_view, looking_view, preview_view, sentence_view
from bot.failures import Failure, failure_of, slack_code
from bot.listeners.administrators import administrator
from bot.listeners.callers import Caller, caller_of_action, typed
from bot.listeners.context import Office
from bot.listeners.desk import Reply
from bot.listeners.dialogs import (
    Saved,
    View,
    chosen,
    errors,
    settle_and_tell,
    state_of,
    update,
)
from bot.questions.rules import answer_rules
from models.access import Asker
from models.errors import CaseloadError, NotFound
from models.vocabulary import ToldTo

TITLE = "Change a rule"

AT_ONCE = 2
"""Previews of one process: in a large authority each takes a minute of the desk's time."""

_BUSY = "Other previews are being made. Go back, and press Preview again in a minute."
_DEED = "changes the rules"
_PREVIEW_DEED = "previews the rules"
_NO_RULE = "There is no such rule any more. Ask for the rules again: `/caseload rules`."


@dataclass(frozen=True, slots=True)
class Filled:
    """The rule as the dialog has it, and what cannot be read in it, by field."""

    rule: Rule
    reason: str
    errors: Mapping[str, str]


def register(app: App, office: Office) -> None:
    app.action(ids.ANY_CHANGE_RULE)(partial(_pressed, office))
    app.action(ids.PREVIEW_RULE)(partial(_preview_pressed, office, Semaphore(AT_ONCE)))
    app.view(ids.RULE)(partial(_submitted, office))


def _pressed(office: Office, ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
    """Opened at once, within the three seconds a trigger lives."""
    ack()
    caller = caller_of_action(body)

    def work() -> None:
        administrator(office, caller, _DEED)
        rule = _rule(office, action.get("value") or "")
        view = rule_view(rule, remember(rule, caller.channel_id))
        in_list = (body.get("view") or {}).get("type") == "modal"
        show = office.client.views_push if in_list else office.client.views_open
        show(trigger_id=caller.trigger_id or "", view=view)

    def tell(failure: Failure) -> None:
        office.say_to_caller(caller, Reply.plain(failure.sentence))

    office.desk.later(work, on_failure=tell)


def _preview_pressed(office: Office, turns: Semaphore, ack: Ack, body: dict[str, Any]) -> None:
    """Pushed at once, within the three seconds a trigger lives; the past takes longer."""
    ack()
    view = body.get("view") or {}

    def work() -> None:
        administrator(office, caller_of_action(body), _PREVIEW_DEED)
        filled = _filled(_rule(office, Remembered.of_view(view).rule), view)
        wrong = {**_faults(filled.rule, view), **filled.errors}
        first = looking_view(MOST_WEEKS)
        if wrong:
            labels = labels_of(view)
            first = faults_view({labels.get(field, field): said for field, said in wrong.items()})
        shown = office.client.views_push(trigger_id=str(body.get("trigger_id") or ""), view=first)
        if not wrong:
            _fill(office, turns, shown["view"], filled.rule)

    def tell(failure: Failure) -> None:
        caller = caller_of_action({**body, "channel": {"id": _channel_of(view)}})
        office.say_to_caller(caller, Reply.plain(failure.sentence))

    office.desk.later(work, on_failure=tell)


def _fill(office: Office, turns: Semaphore, shown: Mapping[str, Any], rule: Rule) -> None:
    """Put what came of looking back into the dialog, if it still stands there as it was."""
    if not turns.acquire(blocking=False):
        view = sentence_view(_BUSY)
    else:
        try:
            view = preview_view(_previewed(office, rule), _today(office))
        except Exception as error:
            view = sentence_view(failure_of(error).sentence.replace("*", ""))
        finally:
            turns.release()
    try:
        office.client.views_update(view_id=shown["id"], hash=shown["hash"], view=view)
    except SlackApiError as error:
        if slack_code(error) not in _CLOSED:
            raise


_CLOSED = frozenset({"not_found", "view_not_found", "hash_conflict"})


def _previewed(office: Office, rule: Rule) -> Beside:
    services, now = office.services, office.services.clock()
    with services.database.look() as session:
        in_force = rules_now(session, now)
        wanted = {**in_force, rule.name: rule}
        looking = Looking(authority=services.authority, now=now)
        (beside,) = preview(session, [rule.name], wanted, in_force, looking)
    return beside


def _today(office: Office) -> date:
    return office.services.clock().astimezone(office.services.settings.zone).date()


def _channel_of(view: View) -> str | None:
    try:
        return Remembered.of_view(view).channel
    except CaseloadError:
        return None


def _rule(office: Office, name: str) -> Rule:
    with office.services.database.look() as session:
        rule = rules_now(session, office.services.clock()).get(name)
    if rule is None:
        raise NotFound(_NO_RULE)
    return rule


def _submitted(office: Office, ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
    def whom() -> Caller:
        return caller_of_action({**body, "channel": {"id": Remembered.of_view(view).channel}})

    settle_and_tell(office, ack, lambda: _saved(office, body, view), whom, TITLE)


def _saved(office: Office, body: dict[str, Any], view: View) -> Saved:
    """Whatever goes wrong, what was filled in is not lost."""
    try:
        return _save(office, body, view)
    except CaseloadError as error:
        return Saved(f"Not saved. {error}", _instead(str(error)))
    except Exception as error:
        # It may go well in a minute: the dialog stays open as it is, to be saved again.
        return _at_fields({"limit": failure_of(error).sentence.replace("*", "")})


def _save(office: Office, body: dict[str, Any], view: View) -> Saved:
    asker = administrator(office, caller_of_action(body), _DEED)
    remembered = Remembered.of_view(view)
    services, now = office.services, office.services.clock()
    filled = _filled(_rule(office, remembered.rule), view)
    wrong = {**_faults(filled.rule, view), **filled.errors}
    if wrong:
        return _at_fields(wrong)
    try:
        with services.database.transaction() as session:
            done = change_rule(
                session,
                filled.rule,
                expected=remembered.expected,
                by=asker.email,
                now=now,
                reason=filled.reason or None,
            )
    except RuleChanged as changed:
        return _stale(office, changed, filled, remembered)
    services.wake()
    _redraw_list(office, body, asker)
    return Saved(_done_words(done))


def _redraw_list(office: Office, body: dict[str, Any], asker: Asker) -> None:
    """The list that the dialog was opened from in the Home says what is so now."""
    below = (body.get("view") or {}).get("previous_view_id")
    if not below:
        return

    def work() -> None:
        with office.services.database.look() as session:
            rules = rules_now(session, office.services.clock())
        view = rules_view(answer_rules("rules", asker, rules))
        office.client.views_update(view_id=str(below), view=view)

    office.desk.later(work, on_failure=lambda _failure: None)


def _done_words(done: list[Change]) -> str:
    if not done:
        return "Nothing was changed: the rule said so already."
    return f"Saved. {change_words(done[0])}."


def _stale(office: Office, changed: RuleChanged, filled: Filled, remembered: Remembered) -> Saved:
    """Who changed it and how it is now, above everything that was filled in."""
    zone = office.services.settings.zone
    when = f" on {moment(changed.at, zone, _today(office))}" if changed.at else ""
    note = (
        f"{changed.by} changed this rule{when}, while you had it open. {now_words(changed.rule)} "
        "What you filled in is below and is not saved; Save puts it in force instead."
    )
    fresh = remember(changed.rule, remembered.channel)
    view = rule_view(filled.rule, fresh, reason=filled.reason, note=note)
    return Saved(f"Not saved. {note}", update(view))


def _at_fields(sentences: Mapping[str, str]) -> Saved:
    return Saved(f"Not saved. {' '.join(sentences.values())}", errors(sentences))


def _instead(sentence: str) -> dict[str, Any]:
    return update(said_view(TITLE, sentence))


def _faults(rule: Rule, view: View) -> dict[str, str]:
    """What is wrong, under its field; under the limit where the dialog has no such field."""
    shown = fields_of(view)
    return {
        fault.field if fault.field in shown else "limit": fault.sentence
        for fault in faults_of(rule)
    }


_FRACTIONS = ("limit", "margin", "step")
_WHOLE = ("for_days", "remind_days", "escalate_days")


def _filled(rule: Rule, view: View) -> Filled:
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name in (*_FRACTIONS, *_WHOLE):
        if name in fields_of(view):
            number = _number(state_of(view, name).get("value"), whole=name in _WHOLE)
            if number is None:
                whole = "a whole number" if name in _WHOLE else "a number"
                wrong[name] = f"Write {whole}."
            else:
                values[name] = number
    for name in (form.ON, form.URGENT):
        values[name] = chosen(view, name) == form.YES
    told = chosen(view, form.TOLD_TO)
    if told in set(ToldTo):
        values[form.TOLD_TO] = ToldTo(told)
    else:
        wrong[form.TOLD_TO] = "Choose who is told."
    reason = typed(state_of(view, form.REASON).get("value")).strip()
    return Filled(replace(rule, **values), reason, wrong)


def _number(text: str | None, *, whole: bool) -> float | int | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    if not math.isfinite(number) or (whole and number != int(number)):
        return None
    return int(number) if whole else number
