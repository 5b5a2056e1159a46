"""What every dialog's saving shares: what it is answered with, and reading its fields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import Ack
from slack_sdk.errors import SlackApiError

from bot.blocks.decisions import said_view
from bot.failures import slack_code
from bot.listeners.callers import Caller
from bot.listeners.context import Office
from bot.listeners.desk import Reply

SLOW = "This takes longer than usual. You can close this; what came of it will be told to you."

View = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Saved:
    """What Slack is answered, and what the person is told where that came too late."""

    told: str
    answer: dict[str, Any] = field(default_factory=dict)  # nothing closes the dialog


def settle_and_tell(
    office: Office, ack: Ack, save: Callable[[], Saved], whom: Callable[[], Caller], title: str
) -> None:
    """Save, and close the dialog or say in it what is wrong; a closed one is told of by message."""

    def tell(saved: Saved) -> None:
        office.desk.say(lambda: office.say_to_caller(whom(), Reply.plain(saved.told)))

    def acknowledge(saved: Saved) -> None:
        ack(**saved.answer)
        if not saved.answer:
            office.desk.later(lambda: tell(saved), on_failure=lambda _failure: None)

    office.desk.settle(
        save, ack=acknowledge, later=tell, meanwhile=Saved(SLOW, update(said_view(title, SLOW)))
    )


def redraw(office: Office, view_id: str, view: dict[str, Any]) -> None:
    """Put another view in the place of one that is open; nothing where it was closed meanwhile."""
    try:
        office.client.views_update(view_id=view_id, view=view)
    except SlackApiError as error:
        if slack_code(error) != "not_found":
            raise


def update(view: dict[str, Any]) -> dict[str, Any]:
    """The answer that puts another view in the dialog's place."""
    return {"response_action": "update", "view": view}


def errors(sentences: Mapping[str, str]) -> dict[str, Any]:
    """The answer that keeps the dialog open, with a sentence under each of these fields."""
    return {"response_action": "errors", "errors": dict(sentences)}


def state_of(view: View, name: str) -> Mapping[str, Any]:
    """What a field holds; its block and its element have the same name."""
    values = (view.get("state") or {}).get("values") or {}
    found: Mapping[str, Any] = (values.get(name) or {}).get(name) or {}
    return found


def chosen(view: View, name: str) -> str | None:
    """The value of the option that was chosen in a field."""
    return (state_of(view, name).get("selected_option") or {}).get("value")
