"""Saving a plan in Slack from the answer that shows it, and dropping one that was saved."""

import re
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from alerts.plans.plan import PlanRefused
from bot import ids
from bot.blocks.decisions import said_view
from bot.blocks.plans import NAME, TITLE, Remembered, keep_view
from bot.failures import Failure, failure_of
from bot.listeners.callers import Caller, caller_of_action, typed
from bot.listeners.context import Office
from bot.listeners.desk import Reply
from bot.listeners.dialogs import Saved, View, errors, settle_and_tell, state_of, update
from bot.questions.plan_deeds import drop, keep, propose
from models.errors import CaseloadError

_PLAN = re.compile(r"[0-9]{1,9}")
_OLD_BUTTON = "This button is of an older version. Ask for the plans anew: `/caseload plans`."


def register(app: App, office: Office) -> None:
    app.action(ids.SAVE_PLAN)(partial(_save_pressed, office))
    app.action(ids.ANY_DROP_PLAN)(partial(_drop_pressed, office))
    app.view(ids.KEEP_PLAN)(partial(_submitted, office))


def _save_pressed(office: Office, ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
    """Opened at once, within the three seconds a trigger lives."""
    ack()
    caller = caller_of_action(body)

    def work() -> None:
        email = office.email_of(caller)
        proposal = propose(office.services, action.get("value") or "", email)
        _open(office, caller, body, keep_view(proposal, caller.channel_id))

    _later(office, caller, work)


def _open(office: Office, caller: Caller, body: dict[str, Any], view: dict[str, Any]) -> None:
    """Above the dialog that the button stood in, where it stood in one."""
    trigger = caller.trigger_id or ""
    if (body.get("view") or {}).get("type") == "modal":
        office.client.views_push(trigger_id=trigger, view=view)
    else:
        office.client.views_open(trigger_id=trigger, view=view)


def _drop_pressed(office: Office, ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
    ack()
    caller = caller_of_action(body)

    def work() -> None:
        value = str(action.get("value") or "")
        if not _PLAN.fullmatch(value):
            raise CaseloadError(_OLD_BUTTON)
        done = drop(office.services, int(value), office.email_of(caller))
        office.say_to_caller(caller, Reply.plain(done))

    _later(office, caller, work)


def _later(office: Office, caller: Caller, work: Any) -> None:
    def tell(failure: Failure) -> None:
        office.say_to_caller(caller, Reply.plain(failure.sentence))

    office.desk.later(work, on_failure=tell)


def _submitted(office: Office, ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
    def whom() -> Caller:
        return caller_of_action({**body, "channel": {"id": Remembered.of_view(view).channel}})

    settle_and_tell(office, ack, lambda: _saved(office, body, view), whom, TITLE)


def _saved(office: Office, body: dict[str, Any], view: View) -> Saved:
    """Whatever goes wrong, the name that was typed is not lost."""
    name = typed(state_of(view, NAME).get("value")).strip()
    try:
        remembered = Remembered.of_view(view)
        email = office.email_of(caller_of_action(body))
        question, as_at = remembered.question, remembered.as_at
        return Saved(keep(office.services, question, email, name, as_at))
    except PlanRefused as refused:
        return _at_name(str(refused))
    except CaseloadError as error:
        return Saved(f"Not saved. {error}", update(said_view(TITLE, str(error), name)))
    except Exception as error:
        # It may go well in a minute: the dialog stays open as it is, to be saved again.
        return _at_name(failure_of(error).sentence.replace("*", ""))


def _at_name(sentence: str) -> Saved:
    return Saved(f"Not saved. {sentence}", errors({NAME: sentence}))
