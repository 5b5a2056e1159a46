"""The App Home, drawn anew each time it is opened, and after everything that is done in it."""

from functools import partial
from typing import Any

from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.blocks.home.page import failed_view, home_view, stranger_view
from bot.blocks.parts import Block
from bot.failures import Failure, slack_code
from bot.home.opening import Opening
from bot.home.parts import parts_of
from bot.listeners.callers import Caller, caller_of_event
from bot.listeners.context import Office
from models.access import find_asker
from models.errors import NotKnown
from models.people import AuditEntry

OPENED = "opened the Home"
"""The deed in the audit."""


def register(app: App, office: Office) -> None:
    app.event("app_home_opened")(partial(_opened, office))


def _opened(office: Office, event: dict[str, Any], body: dict[str, Any]) -> None:
    if event.get("tab") != "home":
        return
    caller = caller_of_event(event, body)

    def tell(failure: Failure) -> None:
        office.client.views_publish(user_id=caller.user_id, view=failed_view(failure.sentence))

    office.desk.later(lambda: publish_home(office, caller), on_failure=tell)


def publish_home(office: Office, caller: Caller, told: str | None = None) -> None:
    """Draw the Home, beginning with what was just done there, where there is something to tell.

    Nothing is remembered between openings, so a repeat by Slack only draws the same again. Where
    it is being drawn already, that thread draws it once more.
    """
    office.homes.draw(caller.user_id, told, lambda all_told: _publish(office, caller, all_told))


def _publish(office: Office, caller: Caller, told: str | None) -> None:
    try:
        _show(office, caller, told, caller.home_hash)
    except SlackApiError as error:
        if slack_code(error) != "hash_conflict":
            raise
        # Another process has drawn it since, perhaps from newer data than was read here.
        _show(office, caller, told, None)


def _show(office: Office, caller: Caller, told: str | None, expected: str | None) -> None:
    view = _view(office, caller, told)
    if expected is None:
        office.client.views_publish(user_id=caller.user_id, view=view)
    else:
        office.client.views_publish(user_id=caller.user_id, view=view, hash=expected)


def _view(office: Office, caller: Caller, told: str | None) -> Block:
    """Everything from one look, by the roles this person has at this moment."""
    services = office.services
    now, zone = services.clock(), services.settings.zone
    email = office.email_of(caller)
    known = True
    with services.database.look() as session:
        try:
            asker = find_asker(session, email, now.astimezone(zone).date())
            parts = parts_of(Opening(session, services, asker, now))
            view = home_view(parts, now=now, zone=zone, told=told)
        except NotKnown as error:
            known = False
            view = stranger_view(str(error), now=now, zone=zone, told=told)
    detail = {"way": "home", "outcome": "answered" if known else "not known"}
    who = email.lower() if email else caller.user_id
    with services.database.transaction() as session:
        session.add(AuditEntry(at=now, who=who, deed=OPENED, detail=detail))
    return view
