"""The App Home, drawn anew each time it is opened."""

from functools import partial
from typing import Any

from slack_bolt import App

from alerts.wording import moment
from bot.blocks.held_loads import held_loads_blocks
from bot.blocks.home import home_view
from bot.blocks.parts import Block, divider, escape, section
from bot.failures import Failure
from bot.listeners.administrators import administrator
from bot.listeners.callers import Caller, caller_of_event
from bot.listeners.context import Office
from bot.questions.asking import Via
from models.errors import NotFound
from models.extracts.held import HeldLoad, open_held


def register(app: App, office: Office) -> None:
    app.event("app_home_opened")(partial(_opened, office))


def _opened(office: Office, event: dict[str, Any], body: dict[str, Any]) -> None:
    if event.get("tab") != "home":
        return
    caller = caller_of_event(event, body)

    def tell(failure: Failure) -> None:
        view = {"type": "home", "blocks": [section(failure.sentence)]}
        office.client.views_publish(user_id=caller.user_id, view=view)

    office.desk.later(lambda: publish_home(office, caller), on_failure=tell)


def publish_home(office: Office, caller: Caller, told: str | None = None) -> None:
    """Draw the Home, beginning with what was just done there, where there is something to tell.

    Nothing is remembered between openings, so a repeat by Slack only draws the same again.
    """
    zone = office.services.settings.zone
    now = office.services.clock()
    today = now.astimezone(zone).date()
    first: list[Block] = [section(escape(told)), divider()] if told else []
    view = home_view(
        office.ask("caseload", caller, Via("home")),
        office.ask("help", caller, Via("home")),
        as_of=moment(now, zone, today),
        first=first + held_loads_blocks(_held_for(office, caller), zone, today),
    )
    office.client.views_publish(user_id=caller.user_id, view=view)


def _held_for(office: Office, caller: Caller) -> tuple[HeldLoad, ...]:
    """The loads this person may decide about: nobody but administrators has any."""
    try:
        administrator(office, caller)
    except NotFound:
        return ()
    with office.services.database.look() as session:
        return open_held(session)
