"""`/caseload`, `/staffing`, and what becomes of a command nobody knows."""

from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot import ids
from bot.listeners.callers import caller_of_command, typed
from bot.listeners.context import Office
from bot.listeners.desk import Reply
from bot.questions.asking import Via


def register(app: App, office: Office) -> None:
    app.command(ids.COMMAND)(partial(_asked, office, ""))
    app.command(ids.STAFFING_COMMAND)(partial(_asked, office, "staffing "))
    app.command(ids.ANYTHING)(_unknown)


def _asked(office: Office, about: str, ack: Ack, body: dict[str, Any]) -> None:
    caller = caller_of_command(body)
    text = about + typed(body.get("text"))
    office.desk.answer(
        lambda: office.reply_to(text, caller, Via("command")),
        ack=lambda reply: office.acknowledge(ack, caller, reply),
        later=lambda reply: office.desk.say(lambda: office.say_to_caller(caller, reply)),
    )


def _unknown(ack: Ack, body: dict[str, Any]) -> None:
    reply = Reply.plain(
        f"I don't know the command {body.get('command', '')}. Try `/caseload help`."
    )
    ack(response_type="ephemeral", **reply.message())
