"""The buttons under an answer: the next question, how it is counted, and sharing it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt import Ack, App
from slack_sdk.errors import SlackApiError

from bot import ids
from bot.blocks.answer_dialog import answer_view, sentence_view
from bot.blocks.counted import counted_view
from bot.blocks.parts import Block
from bot.failures import Failure, failure_of
from bot.listeners.callers import Caller, caller_of_action
from bot.listeners.context import Office, reply_of
from bot.listeners.desk import Reply
from bot.listeners.sharing import share
from bot.questions.asking import Via
from models.errors import CaseloadError


def register(app: App, office: Office) -> None:
    app.action(ids.ANY_ASK)(partial(_asked_next, office))
    app.action(ids.COUNTED)(partial(_counted, office))
    app.action(ids.SHARE)(partial(_shared, office))
    app.action(ids.ANYTHING)(partial(_unknown, office))
    app.view(ids.ANYTHING)(_view_closed)
    app.view_closed(ids.ANYTHING)(_view_closed)


def _asked_next(office: Office, ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
    ack()

    def work() -> None:
        caller, question = caller_of_action(body), action.get("value") or ""
        if caller.channel_id is not None:
            office.say_to_caller(caller, office.reply_to(question, caller, Via("button")))
            return
        answer = office.ask(question, caller, Via("button"))
        if not _is_shown(office, body, answer_view(answer)):
            caller = _in_messages(office, caller)
            office.say_to_caller(caller, reply_of(answer, shareable=False))

    _later(office, body, work)


def _show(office: Office, body: Mapping[str, Any], view: Block, *, above: bool = False) -> None:
    """Show a dialog; in the place of the one it was asked from, or `above` it to go back to that.

    Raises SlackApiError when the trigger has run out or the dialog was closed meanwhile.
    """
    trigger = str(body.get("trigger_id") or "")
    before = body.get("view") or {}
    if before.get("type") != "modal":
        office.client.views_open(trigger_id=trigger, view=view)
    elif above:
        office.client.views_push(trigger_id=trigger, view=view)
    else:
        office.client.views_update(view_id=before["id"], view=view)


def _is_shown(office: Office, body: Mapping[str, Any], view: Block) -> bool:
    """In the Home, and in a dialog, nobody sees what is said in a message."""
    try:
        _show(office, body, view)
    except SlackApiError as error:
        failure_of(error)  # for the log: it can be said in a message still
        return False
    return True


def _in_messages(office: Office, caller: Caller) -> Caller:
    """Whoever is in no channel, in their direct message with the app."""
    if caller.channel_id is not None:
        return caller
    opened = office.client.conversations_open(users=caller.user_id)
    return replace(caller, channel_id=str(opened["channel"]["id"]))


def _counted(office: Office, ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
    """Opened at once, within the three seconds a trigger lives."""
    ack()

    def work() -> None:
        caller = caller_of_action(body)
        answer = office.ask(action.get("value") or "", caller, Via("button"))
        if not answer.figures:
            raise CaseloadError(answer.headline)
        _show(office, body, counted_view(answer), above=True)

    _later(office, body, work)


def _shared(office: Office, ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
    ack()

    def work() -> None:
        caller = caller_of_action(body)
        office.say_to_caller(caller, share(office, action.get("value") or "", caller))

    _later(office, body, work)


def _unknown(office: Office, ack: Ack, body: dict[str, Any]) -> None:
    ack()

    def work() -> None:
        raise CaseloadError("This button is of an older version. Ask again: `/caseload help`.")

    _later(office, body, work)


def _view_closed(ack: Ack) -> None:
    ack()


def _later(office: Office, body: dict[str, Any], work: Any) -> None:
    def tell(failure: Failure) -> None:
        caller = caller_of_action(body)
        if caller.channel_id is None and _is_shown(office, body, sentence_view(failure.sentence)):
            return
        office.say_to_caller(_in_messages(office, caller), Reply.plain(failure.sentence))

    office.desk.later(work, on_failure=tell)
