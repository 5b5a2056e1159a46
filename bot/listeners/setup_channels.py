"""The dialog that chooses channels: its pages, and what becomes of what was chosen in it."""

from collections.abc import Sequence
from http.client import HTTPException
from typing import Any

from slack_sdk.errors import SlackApiError

from alerts.choices import mark_done
from bot.blocks.decisions import said_view
from bot.blocks.parts import Block
from bot.blocks.setup_channels import Remembered, channels_view, chosen_view
from bot.listeners.context import Office
from bot.listeners.dialogs import Saved, View, errors, redraw, state_of, update
from bot.listeners.setup_saved import afterwards, sentence_of
from bot.setup.announcing import announce
from bot.setup.choosing import (
    Change,
    archived,
    channel_name,
    checked,
    fields,
    of_above,
    of_places,
    pages_of,
    put_changes,
    told,
)
from bot.setup.in_force import InForce, in_force
from bot.setup.seen_in_slack import seen_channel, seen_channels
from bot.setup.steps import StepName
from models.access import Asker
from models.errors import CaseloadError

_NO_TEAMS = "No teams are loaded yet, so there is nothing to choose: `caseload import FOLDER`."
_UNCHANGED = "Nothing was changed: these channels were chosen already."
_NO_NEXT = "Page {page} could not be opened. Open the step again to go on."
_TO_COME = "Page {page} of {pages} comes next: open the step again to go on."
_UNSAID = "Nothing could be said in {name} about it just now. It is chosen all the same."

Body = dict[str, Any]


def channels_form(office: Office, step: str, page: int, lines: Sequence[str] = ()) -> Block:
    """One page of the dialog as things are now; raises SlackApiError."""
    places = _places(office, step)
    if not places:
        return said_view("Channels", _NO_TEAMS)
    pages = pages_of(places)
    shown = fields(places, min(page, pages - 1), seen_channels(office.client))
    return channels_view(step, min(page, pages - 1), pages, shown, lines)


def turn_page(office: Office, body: Body, _asker: Asker) -> None:
    """Another page in the same dialog; what was chosen on this one and not saved is left."""
    view = body.get("view") or {}
    remembered = Remembered.of_view(view)
    value = str((body.get("actions") or [{}])[0].get("value"))
    page = int(value) if value.isdecimal() else 0
    redraw(office, view["id"], channels_form(office, remembered.step, page))


def save_channels(office: Office, body: Body, view: View, asker: Asker) -> Saved:
    """Choose what differs from how the dialog was opened: what others chose meanwhile stays."""
    remembered = Remembered.of_view(view)
    try:
        changes = _changes(office, view, remembered)
    except (SlackApiError, OSError, HTTPException) as error:
        sentence = sentence_of(error)
        return Saved(f"Not saved. {sentence}", errors({next(iter(remembered.initial)): sentence}))
    if refused := archived(changes):
        return Saved(f"Not saved. {next(iter(refused.values()))}", errors(refused))
    services = office.services
    pages = pages_of(_places(office, remembered.step))
    is_last = remembered.page + 1 >= pages
    with services.database.transaction() as session:
        now = services.clock()
        changed = put_changes(session, changes, by=asker.email, now=now)
        if is_last:
            mark_done(session, remembered.step, by=asker.email, now=now)
    occasion = f"{(body.get('view') or {}).get('id')} {remembered.page}"
    lines = _lines(office, changed, occasion)
    if is_last:
        return Saved("\n".join(lines), update(chosen_view(lines)))
    following = remembered.page + 1
    unopened = chosen_view([*lines, _NO_NEXT.format(page=following + 1)])
    form = afterwards(lambda: channels_form(office, remembered.step, following, lines), unopened)
    to_come = _TO_COME.format(page=following + 1, pages=pages)
    return Saved("\n".join([*lines, to_come]), update(form))


def _places(office: Office, step: str) -> list[InForce]:
    services = office.services
    with services.database.look() as session:
        found = in_force(services, session)
    return of_above(found) if step == StepName.LEADERSHIP else of_places(found)


def _changes(office: Office, view: View, remembered: Remembered) -> list[Change]:
    places = {place.name: place for place in _places(office, remembered.step)}
    found = []
    for name, initial in remembered.initial.items():
        wanted = state_of(view, name).get("selected_conversation")
        if not wanted or wanted == initial:
            continue
        if name not in places:
            raise CaseloadError("One of these teams is not listed any more. Open the Home again.")
        channel_id = checked(str(wanted))
        found.append(Change(places[name], channel_id, seen_channel(office.client, channel_id)))
    return found


def _lines(office: Office, changed: Sequence[Change], occasion: str) -> list[str]:
    """What is so now, with what the app is about to say in each channel about who reads it."""
    if not changed:
        return [_UNCHANGED]
    channels = {change.channel_id: channel_name(change) for change in changed}
    said = [_announced(office, each, name, occasion) for each, name in channels.items()]
    return ["Saved.", *(told(change) for change in changed), *(line for line in said if line)]


def _announced(office: Office, channel_id: str, name: str, occasion: str) -> str:
    """It was chosen all the same where Slack or the database does not answer."""

    def line() -> str:
        said = announce(office, channel_id, occasion)
        return f"{name} will be told: {said}" if said else ""

    return afterwards(line, _UNSAID.format(name=name))
