"""The App Home, drawn anew each time it is opened."""

from functools import partial
from typing import Any

from slack_bolt import App

from bot.blocks.home import home_view
from bot.blocks.parts import section
from bot.failures import Failure
from bot.listeners.callers import Caller, caller_of_event
from bot.listeners.context import Office
from bot.questions.asking import Via
from bot.questions.wording import moment


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


def publish_home(office: Office, caller: Caller) -> None:
    """Nothing is remembered between openings, so a repeat by Slack only draws the same again."""
    zone = office.services.settings.zone
    now = office.services.clock()
    view = home_view(
        office.ask("caseload", caller, Via("home")),
        office.ask("help", caller, Via("home")),
        as_of=moment(now, zone, now.astimezone(zone).date()),
    )
    office.client.views_publish(user_id=caller.user_id, view=view)
