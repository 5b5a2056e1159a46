"""Questions in words: a mention in a channel, or a direct message."""

from functools import partial
from typing import Any

from slack_bolt import App

from bot.failures import Failure
from bot.listeners.callers import Caller, caller_of_event, typed
from bot.listeners.context import Office
from bot.listeners.desk import Reply
from bot.listeners.repeats import first_time
from bot.questions.asking import Via

_SPOKEN = frozenset({None, "file_share", "thread_broadcast"})
"""Kinds of message that somebody wrote; the others tell of edits, of joining and of bots."""


def register(app: App, office: Office) -> None:
    app.event("app_mention")(partial(_mentioned, office))
    app.event("message")(partial(_written, office))


def _mentioned(office: Office, event: dict[str, Any], body: dict[str, Any]) -> None:
    if _from_a_person(event):
        _answer(office, caller_of_event(event, body), event, body, Via("mention"))


def _written(office: Office, event: dict[str, Any], body: dict[str, Any]) -> None:
    """Only direct messages: in channels the app reads nothing it is not mentioned in."""
    if event.get("channel_type") == "im" and _from_a_person(event):
        _answer(office, caller_of_event(event, body), event, body, Via("message"))


def _from_a_person(event: dict[str, Any]) -> bool:
    spoken = event.get("subtype") in _SPOKEN
    return bool(event.get("user")) and not event.get("bot_id") and spoken


def _answer(
    office: Office,
    caller: Caller,
    event: dict[str, Any],
    body: dict[str, Any],
    via: Via,
) -> None:
    def say(reply: Reply) -> None:
        office.desk.say(lambda: office.say_to_caller(caller, reply, event.get("thread_ts")))

    def work() -> None:
        if first_time(office.services, body.get("event_id")):
            say(office.reply_to(_question(office, event), caller, via))

    def tell(failure: Failure) -> None:
        say(Reply.plain(failure.sentence))

    office.desk.later(work, on_failure=tell)


def _question(office: Office, event: dict[str, Any]) -> str:
    """The text without the mention of the app itself, wherever in the sentence it stands."""
    return typed(str(event.get("text") or "").replace(f"<@{office.bot_user_id}>", " "))
