"""The buttons under a held load, in the Home or in a message: load it, refuse it, compare it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot import ids
from bot.blocks.held_loads import decided_words, differences_view
from bot.checking import check_after_load
from bot.failures import Failure, failure_of
from bot.kept import kept_as_set
from bot.listeners.administrators import administrator
from bot.listeners.callers import Caller, caller_of_action
from bot.listeners.context import Office
from bot.listeners.desk import Reply
from bot.listeners.home import publish_home
from models.errors import CaseloadError
from models.extracts.held import (
    Decided,
    Decider,
    accept_held,
    check_mark,
    held_differences,
    refuse_held,
)


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a button says of its load."""

    load_id: int
    mark: str


Deed = Callable[[Office, Caller, Pressed], str | None]
"""What a button does for whoever pressed it; gives what to tell them, if anything."""


def register(app: App, office: Office) -> None:
    app.action(ids.ANY_ACCEPT)(partial(_pressed, office, _accept))
    app.action(ids.ANY_REFUSE)(partial(_pressed, office, _refuse))
    app.action(ids.ANY_DIFFERENCES)(partial(_pressed, office, _show_differences))


def _pressed(
    office: Office, deed: Deed, ack: Ack, body: dict[str, Any], action: dict[str, Any]
) -> None:
    ack()

    def work() -> None:
        caller = caller_of_action(body)
        done = deed(office, caller, _load_of(action))
        if done is not None:
            _tell_done(office, caller, done)
            check_after_load(office.services)

    def tell(failure: Failure) -> None:
        _tell(office, caller_of_action(body), failure.sentence)

    office.desk.later(work, on_failure=tell)


def _load_of(action: dict[str, Any]) -> Pressed:
    value = re.fullmatch(r"([0-9]{1,9}) ([0-9a-f]{1,12})", str(action.get("value") or ""))
    if value is None:
        raise CaseloadError("This button is of an older version. Open the app's Home again.")
    return Pressed(int(value[1]), value[2])


def _accept(office: Office, caller: Caller, pressed: Pressed) -> str:
    decider = _decider(office, caller, pressed)
    return _said(office, accept_held(office.services.database, pressed.load_id, decider))


def _refuse(office: Office, caller: Caller, pressed: Pressed) -> str:
    decider = _decider(office, caller, pressed)
    database = office.services.database
    return _said(office, refuse_held(database, pressed.load_id, decider.by, decider.now))


def _show_differences(office: Office, caller: Caller, pressed: Pressed) -> None:
    """Opened within the three seconds a trigger lives."""
    decider = _decider(office, caller, pressed)
    with office.services.database.look() as session:
        load, found = held_differences(session, pressed.load_id, decider.now)
    view = differences_view(load, found, office.services.settings.zone, _today(office))
    office.client.views_open(trigger_id=caller.trigger_id or "", view=view)


def _decider(office: Office, caller: Caller, pressed: Pressed) -> Decider:
    """Whoever pressed, if they may; raises too where the button belongs to another load."""
    services = office.services
    email = administrator(office, caller).email
    with services.database.look() as session:
        check_mark(session, pressed.load_id, pressed.mark)
    return Decider(
        by=email,
        now=services.clock().astimezone(services.settings.zone),
        children_in_need=services.children_in_need(),
        not_seen_days=services.settings.not_seen_days,
        working_days=services.calendar.working_days,
        kept=kept_as_set(services.settings),
    )


def _said(office: Office, decided: Decided) -> str:
    return decided_words(decided, office.services.settings.zone, _today(office))


def _today(office: Office) -> date:
    return office.services.clock().astimezone(office.services.settings.zone).date()


def _tell_done(office: Office, caller: Caller, done: str) -> None:
    """A deed that is done stays done: that it cannot be told is only for the log."""
    try:
        _tell(office, caller, done)
    except Exception as error:
        failure_of(error)


def _tell(office: Office, caller: Caller, told: str) -> None:
    """In the Home where the button was; of a message's button, to the presser alone."""
    if caller.channel_id is None:
        publish_home(office, caller, told=told)
    else:
        office.say_to_caller(caller, Reply.plain(told))
