"""Changing a digest's schedule from the Home: the button opens its dialog, saving changes it."""

from collections.abc import Sequence
from datetime import time
from functools import partial
from typing import Any

from slack_bolt import Ack, App
from sqlmodel import Session

from alerts.digest.schedules import WEEKDAYS, Change, Due, audience_of, change_schedule
from alerts.routes import gather_routes
from bot import ids
from bot.blocks.answer_dialog import sentence_view
from bot.blocks.decisions import said_view
from bot.blocks.home import digest_time as form
from bot.blocks.home.digest_time import Filled, Remembered, digest_time_view, half_hours
from bot.failures import Failure, failure_of
from bot.home.digests import changeable, key_of, line_words, written
from bot.listeners.callers import Caller, caller_of_action, typed
from bot.listeners.context import Office
from bot.listeners.dialogs import SLOW, Saved, View, chosen, errors, state_of, update
from bot.listeners.digest_place import look_at_place
from bot.listeners.home import publish_home
from models.access import find_asker
from models.errors import CaseloadError, NotFound

_NOT_YOURS = "There is no such digest any more, or it is not yours to change. Nothing was changed."
_ALSO_AS_BEFORE = (
    " Until you switch that off under Weekly digest, it is sent where it was sent before as well."
)


def register(app: App, office: Office) -> None:
    app.action(ids.ANY_CHANGE_DIGEST)(partial(_pressed, office))
    app.view(ids.DIGEST_TIME)(partial(_submitted, office))


def _pressed(office: Office, ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
    """Opened at once, within the three seconds a trigger lives."""
    ack()
    caller = caller_of_action(body)
    client, trigger = office.client, caller.trigger_id or ""
    above = (body.get("view") or {}).get("type") == "modal"
    show = client.views_push if above else client.views_open

    def work() -> None:
        show(trigger_id=trigger, view=_view(office, caller, str(action.get("value") or "")))

    def tell(failure: Failure) -> None:
        show(trigger_id=trigger, view=sentence_view(failure.sentence))

    office.desk.later(work, on_failure=tell)


def _view(office: Office, caller: Caller, key: str) -> dict[str, Any]:
    services, email = office.services, office.email_of(caller)
    now = services.clock()
    with services.database.look() as session:
        due = _due(office, session, email, key)
        routes = gather_routes(
            session, services.authority_in(session), now.astimezone(due.zone).date()
        )
    return digest_time_view(
        due.scope.name,
        f"Now: {line_words(due, routes, services.calendar, now)}.",
        Remembered(due.scope_key, due.audience),
        Filled(due.weekday, due.at, written(due.audience), due.is_on),
        services.authority.hours,
    )


def _due(office: Office, session: Session, email: str | None, key: str) -> Due:
    """The schedule, looked up anew with what this person may change; NotFound otherwise."""
    services = office.services
    today = services.clock().astimezone(services.settings.zone).date()
    asker = find_asker(session, email, today)
    for due in changeable(session, services.authority_in(session), asker):
        if key_of(due) == key:
            return due
    raise NotFound(_NOT_YOURS)


def _submitted(office: Office, ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
    caller = caller_of_action(body)

    def redraw(saved: Saved) -> None:
        publish_home(office, caller, told=saved.told)

    def acknowledge(saved: Saved) -> None:
        ack(**saved.answer)
        if saved.answer.get("response_action") != "errors":
            office.desk.later(lambda: redraw(saved), on_failure=lambda _failure: None)

    office.desk.settle(
        lambda: _saved(office, caller, view),
        ack=acknowledge,
        later=redraw,
        meanwhile=Saved(SLOW, update(said_view(form.TITLE, SLOW))),
    )


def _saved(office: Office, caller: Caller, view: View) -> Saved:
    """Whatever goes wrong, what was filled in is not lost."""
    try:
        return _save(office, caller, view)
    except NotFound as error:
        return Saved(f"Not saved. {error}", update(said_view(form.TITLE, str(error))))
    except CaseloadError as error:
        return _at_field(form.WHERE, str(error))
    except Exception as error:
        return _at_field(form.WHERE, failure_of(error).sentence.replace("*", ""))


def _at_field(name: str, sentence: str) -> Saved:
    return Saved(f"Not saved. {sentence}", errors({name: sentence}))


def _save(office: Office, caller: Caller, view: View) -> Saved:
    services, remembered = office.services, Remembered.of_view(view)
    email, now, authority = office.email_of(caller), services.clock(), services.authority
    key = f"{remembered.scope} {remembered.audience}".rstrip()
    with services.database.look() as session:
        due = _due(office, session, email, key)
    filled = _filled(view, half_hours(authority.hours, due.at))
    if isinstance(filled, Saved):
        return filled
    warning = _look_before(office, due, filled)
    with services.database.transaction() as session:
        due = _due(office, session, email, key)
        change = _change(due, filled, authority.zone.key)
        by = email or caller.user_id
        try:
            new = change_schedule(session, authority, change, by=by, now=now)
        except NotFound as error:  # whom to send it to, not what
            raise CaseloadError(str(error)) from None
        if new.audience != due.audience and due.is_on and not warning:
            off = Change(scope=due.scope_key, audience=due.audience, is_on=False)
            change_schedule(session, authority, off, by=by, now=now)
        routes = gather_routes(session, authority, now.astimezone(authority.zone).date())
    said = line_words(new, routes, services.calendar, now)
    told = f"Saved. {new.scope.name}: {said}."
    if not warning:
        return Saved(told)
    told = f"{told} {warning}{_ALSO_AS_BEFORE if due.is_on else ''}"
    return Saved(told, update(said_view(form.TITLE, told)))


def _look_before(office: Office, due: Due, filled: Filled) -> str:
    """What is to be known of another place before a digest goes there; Slack is asked."""
    is_same = audience_of(filled.where) == due.audience and due.is_on
    return "" if is_same or not filled.is_on else look_at_place(office, due, filled.where)


def _change(due: Due, filled: Filled, zone: str) -> Change:
    """The hour stays one of the same clock, also for another audience."""
    is_same = audience_of(filled.where) == due.audience
    return Change(
        scope=due.scope_key,
        audience=filled.where,
        weekday=filled.weekday,
        at=filled.at,
        zone=None if is_same or due.zone.key == zone else due.zone.key,
        is_on=filled.is_on,
    )


def _filled(view: View, times: Sequence[time]) -> Filled | Saved:
    weekday, at = chosen(view, form.WEEKDAY) or "", chosen(view, form.AT) or ""
    if weekday not in {str(number) for number in range(len(WEEKDAYS))}:
        return _at_field(form.WEEKDAY, "Choose a day.")
    if at not in {f"{each:%H:%M}" for each in times}:
        return _at_field(form.AT, "Choose a time.")
    where = typed(state_of(view, form.WHERE).get("value")).strip()
    is_on = chosen(view, form.ON) != form.NO
    return Filled(int(weekday), time.fromisoformat(at), where, is_on)
