"""Setting up inside Slack: the steps' buttons in the Home, and what their dialogs save."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt import Ack, App
from slack_sdk.errors import SlackApiError

from alerts.choices import HOURS, choose, mark_done
from alerts.hours import hours_of
from bot import ids
from bot.audience import today_of
from bot.blocks import setup as blocks
from bot.blocks.answer_dialog import sentence_view
from bot.blocks.decisions import said_view
from bot.blocks.parts import Block
from bot.directory import account_with
from bot.failures import Failure
from bot.listeners.administrators import administrator
from bot.listeners.callers import Caller, caller_of_action
from bot.listeners.context import Office
from bot.listeners.desk import Reply
from bot.listeners.dialogs import Saved, View, errors, redraw, settle_and_tell, state_of, update
from bot.listeners.home import publish_home
from bot.listeners.setup_channels import channels_form, save_channels, turn_page
from bot.listeners.setup_message import came_of_test, save_test, sending_form
from bot.listeners.setup_saved import afterwards, not_saved
from bot.questions.asking import Via
from bot.setup.in_force import in_force
from bot.setup.known import Progress, gather_known
from bot.setup.looking_up import look_up
from bot.setup.part import set_up_now
from bot.setup.steps import FINISHED, StepName
from models.access import Asker
from models.errors import CaseloadError, NotFound

DEED = "sets Caseload up"

_MOMENT = "One moment."
_NO_STEP = "There is no such step any more. Open the app's Home again."
_FINISHED = "Set-up is finished. What was chosen can be changed under Settings, further down."

Body = dict[str, Any]


def register(app: App, office: Office) -> None:
    """Each step's button, what else can be pressed in the dialogs, and their saving."""
    busy = threading.Lock()  # one round of looking up at a time
    steps: Mapping[str, Callable[[Body, Asker], None]] = {
        StepName.PEOPLE: partial(_people, office, busy),
        StepName.CHANNELS: partial(_channels, office, StepName.CHANNELS),
        StepName.LEADERSHIP: partial(_channels, office, StepName.LEADERSHIP),
        StepName.HOURS: partial(_hours, office),
        StepName.TEST: partial(_test, office),
        StepName.DIGEST: partial(_digest, office),
    }
    app.action(ids.ANY_SET_UP)(partial(_stepped, office, steps))
    app.action(ids.SETTINGS)(partial(_pressed, office, partial(_settings, office)))
    app.action(ids.FINISH_SET_UP)(partial(_pressed, office, partial(_finish, office)))
    app.action(ids.ANY_SET_UP_PAGE)(partial(_pressed, office, partial(turn_page, office)))
    app.action(ids.SET_UP_CAME)(partial(_pressed, office, partial(came_of_test, office)))
    app.view(ids.SET_UP_CHANNELS)(partial(_submitted, office, save_channels, "Channels"))
    app.view(ids.SET_UP_HOURS)(partial(_submitted, office, _save_hours, "Working hours"))
    app.view(ids.SET_UP_TEST)(partial(_submitted, office, save_test, "Test message"))


def _stepped(
    office: Office,
    steps: Mapping[str, Callable[[Body, Asker], None]],
    ack: Ack,
    body: Body,
    action: Body,
) -> None:
    deed = steps.get(str(action.get("value")), _no_step)
    _pressed(office, deed, ack, body)


def _no_step(_body: Body, _asker: Asker) -> None:
    raise NotFound(_NO_STEP)


def _pressed(office: Office, deed: Callable[[Body, Asker], None], ack: Ack, body: Body) -> None:
    """Whoever presses is looked up anew: an administrator of yesterday may be none today."""
    ack()
    caller = caller_of_action(body)

    def tell(failure: Failure) -> None:
        try:
            show(office, body, sentence_view(failure.sentence))
        except (SlackApiError, OSError):  # a dialog was opened already, or none can be
            office.say_to_caller(caller, Reply.plain(failure.sentence))

    office.desk.later(lambda: deed(body, administrator(office, caller, DEED)), on_failure=tell)


def _submitted(
    office: Office,
    save: Callable[[Office, Body, View, Asker], Saved],
    title: str,
    ack: Ack,
    body: Body,
    view: Body,
) -> None:
    caller = caller_of_action(body)

    def saved() -> Saved:
        try:
            asker = administrator(office, caller, DEED)
            done = save(office, body, view, asker)
        except Exception as error:  # `save` lets nothing escape that fails after its change
            return not_saved(title, error)
        afterwards(lambda: _draw_anew(office, body, caller), None)
        return done

    settle_and_tell(office, ack, saved, lambda: caller, title)


def _draw_anew(office: Office, body: Body, caller: Caller) -> None:
    """The Home, and the list of steps that lies under the dialog if there is one; soon."""
    view = body.get("view") or {}
    root = view.get("root_view_id")
    is_over = root != view.get("id") or view.get("callback_id") == ids.SETTINGS

    def draw() -> None:
        publish_home(office, caller)
        if view.get("type") == "modal" and root and is_over:
            redraw(office, root, _steps_view(office))

    office.desk.later(draw, on_failure=lambda _failure: None)


def show(office: Office, body: Body, view: Block) -> str:
    """The dialog over the Home, or over the list of steps; its id."""
    over = (body.get("view") or {}).get("type") == "modal"
    call = office.client.views_push if over else office.client.views_open
    return str(call(trigger_id=body.get("trigger_id") or "", view=view)["view"]["id"])


def _settings(office: Office, body: Body, _asker: Asker) -> None:
    show(office, body, _steps_view(office))


def _steps_view(office: Office) -> Block:
    services = office.services
    with services.database.look() as session:
        return blocks.settings_view(set_up_now(services, session, today_of(services)))


def _finish(office: Office, body: Body, asker: Asker) -> None:
    _mark(office, FINISHED, asker)
    publish_home(office, caller_of_action(body), told=_FINISHED)


def _mark(office: Office, step: str, asker: Asker) -> None:
    services = office.services
    with services.database.transaction() as session:
        mark_done(session, step, by=asker.email, now=services.clock())


def _people(office: Office, busy: threading.Lock, body: Body, asker: Asker) -> None:
    """Shown at once; then everybody of whom no account is known is looked up, one by one."""
    services = office.services
    with services.database.look() as session:
        authority = services.authority_in(session)
        known = gather_known(session, authority, today_of(services))
    already = len(known.accounts)
    begun = Progress(len(known.leads), already, ended=bool(known.leads) and not known.unseen)
    view_id = show(office, body, blocks.people_view(known, begun))
    if not known.unseen or not busy.acquire(blocking=False):
        return

    def tell(progress: Progress) -> None:
        whole = replace(progress, all=begun.all, done=already + progress.done)
        view = blocks.people_view(known, whole)
        # Whoever has closed the dialog meanwhile is told in the Home.
        office.desk.later(lambda: redraw(office, view_id, view), on_failure=lambda _failure: None)

    def find(email: str) -> bool:
        found = account_with(services, office.client, email, office.team_id)
        return found is not None and found.active

    try:
        if look_up(known.unseen, find, office.desk.rest, tell).ended:
            _mark(office, StepName.PEOPLE, asker)
            publish_home(office, caller_of_action(body))
    finally:
        busy.release()


def _channels(office: Office, step: str, body: Body, _asker: Asker) -> None:
    """Opened within the three seconds a trigger lives; Slack may have thousands to list."""
    view_id = show(office, body, said_view("Channels", _MOMENT))
    redraw(office, view_id, channels_form(office, step, 0))


def _hours(office: Office, body: Body, _asker: Asker) -> None:
    opens, closes = _hours_now(office)
    show(office, body, blocks.hours_view(opens, closes))


def _hours_now(office: Office) -> tuple[str, str]:
    hours = office.services.authority.hours
    return f"{hours.opens:%H:%M}", f"{hours.closes:%H:%M}"


def _save_hours(office: Office, _body: Body, view: View, asker: Asker) -> Saved:
    opens, closes = (
        str(state_of(view, field).get("selected_time") or "")
        for field in (blocks.OPENS, blocks.CLOSES)
    )
    wanted = f"{opens}-{closes}"
    if not (opens and closes):
        return _at(blocks.OPENS if not opens else blocks.CLOSES, "Choose a time.")
    try:
        begins, ends = hours_of(wanted)
    except ValueError:
        return _at(blocks.OPENS, "Choose times such as 08:00 and 18:00.")
    if not begins < ends:
        return _at(blocks.CLOSES, f"Choose a time after {opens}.")
    services = office.services
    try:
        with services.database.transaction() as session:
            now = services.clock()
            own = next(each.own for each in in_force(services, session) if each.name == HOURS)
            value = None if wanted == own else wanted
            choose(session, HOURS, value, by=asker.email, now=now)
            mark_done(session, StepName.HOURS, by=asker.email, now=now)
    except CaseloadError as error:
        return _at(blocks.CLOSES, str(error))
    services.wake()
    told = f"Saved. Caseload writes between {opens} and {closes} on working days, from now on."
    return Saved(told, update(said_view("Working hours", told)))


def _at(field: str, sentence: str) -> Saved:
    return Saved(f"Not saved. {sentence}", errors({field: sentence}))


def _test(office: Office, body: Body, asker: Asker) -> None:
    show(office, body, sending_form(office, asker))


def _digest(office: Office, body: Body, asker: Asker) -> None:
    """Opened at once: to make a digest takes a second or two."""
    view_id = show(office, body, said_view("First digest", _MOMENT))
    answer = office.ask("digest now", caller_of_action(body), Via("home"))
    redraw(office, view_id, said_view("First digest", answer.headline))
    if answer.answered:
        _mark(office, StepName.DIGEST, asker)
        _draw_anew(office, body, caller_of_action(body))
