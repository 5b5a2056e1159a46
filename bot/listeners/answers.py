"""The buttons under an answer: the next question, how it is counted, and sharing it."""

from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot import ids
from bot.blocks.counted import counted_view
from bot.failures import Failure
from bot.listeners.callers import Caller, caller_of_action
from bot.listeners.context import Office
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
        caller = _somewhere(office, caller_of_action(body))
        reply = office.reply_to(action.get("value") or "", caller, Via("button"))
        office.say_to_caller(caller, reply)

    _later(office, body, work)


def _somewhere(office: Office, caller: Caller) -> Caller:
    """Pressed in the App Home there is no channel: the answer goes to the messages tab."""
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
        office.client.views_open(trigger_id=caller.trigger_id or "", view=counted_view(answer))

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
        caller = _somewhere(office, caller_of_action(body))
        office.say_to_caller(caller, Reply.plain(failure.sentence))

    office.desk.later(work, on_failure=tell)
