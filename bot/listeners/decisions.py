"""What becomes of an alert's dialogs when they are saved: the deed, or what is wrong with it."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from slack_bolt import Ack, App
from sqlmodel import Session

from alerts.deeds import Answer, DeedRefused, Doing, acknowledge, snooze
from bot import ids
from bot.blocks import decisions as form
from bot.blocks.decisions import Filled, Remembered, said_view
from bot.failures import failure_of
from bot.listeners.alerts import doing_of
from bot.listeners.callers import caller_of_action, typed
from bot.listeners.context import Office
from bot.listeners.desk import Reply
from bot.listeners.dialogs import SLOW, Saved, View, chosen, errors, state_of, update
from bot.listeners.home import publish_home
from models.errors import CaseloadError
from models.vocabulary import DecisionKind

Save = Callable[[Session, Doing, Filled], str]
"""Does what a dialog asks for, in one transaction; gives the sentence that it is done."""


def register(app: App, office: Office) -> None:
    app.view(ids.DECIDE)(partial(_submitted, office, _decide, form.DECISION))
    app.view(ids.SNOOZE_UNTIL)(partial(_submitted, office, _snooze_until, form.UNTIL))


def _submitted(
    office: Office, save: Save, first: str, ack: Ack, body: dict[str, Any], view: dict[str, Any]
) -> None:
    def tell(saved: Saved) -> None:
        caller = caller_of_action(_in_channel(body, view))
        if caller.channel_id is None:
            publish_home(office, caller, told=saved.told)
        else:
            office.say_to_caller(caller, Reply.plain(saved.told))

    def acknowledge(saved: Saved) -> None:
        ack(**saved.answer)
        # A message says by itself what was decided; the Home has to be drawn anew.
        if not saved.answer and Remembered.of_view(view).channel is None:
            office.desk.later(lambda: tell(saved), on_failure=lambda _failure: None)

    title = view.get("title", {}).get("text") or "Caseload"
    office.desk.settle(
        lambda: _saved(office, save, body, view, first=first, title=title),
        ack=acknowledge,
        later=tell,
        meanwhile=Saved(SLOW, update(said_view(title, SLOW))),
    )


def _saved(
    office: Office, save: Save, body: dict[str, Any], view: View, *, first: str, title: str
) -> Saved:
    """Whatever goes wrong, what was typed is not lost."""
    wrote = ""
    try:
        filled = _filled(view)
        wrote = filled.note
        done = _save(office, save, body, view, filled)
    except DeedRefused as refused:
        if refused.field is not None:
            return _at_field(refused.field, str(refused), wrote)
        return _instead(title, str(refused), wrote)
    except CaseloadError as error:
        return _instead(title, str(error), wrote)
    except Exception as error:
        # It may go well in a minute: the dialog stays open as it is, to be saved again.
        return _at_field(first, failure_of(error).sentence.replace("*", ""), wrote)
    return Saved(done)


def _save(office: Office, save: Save, body: dict[str, Any], view: View, filled: Filled) -> str:
    remembered = Remembered.of_view(view)
    email = office.email_of(caller_of_action(body))
    with office.services.database.transaction() as session:
        doing = doing_of(office, session, email, remembered.alert_id, remembered.seen)
        done = save(session, doing, filled)
    office.services.wake()
    return done


def _decide(session: Session, doing: Doing, filled: Filled) -> str:
    if filled.decision is None:
        raise DeedRefused("Choose what is decided.", form.DECISION)
    review_on = _day(filled, form.REVIEW_ON)
    acknowledge(session, doing, Answer(filled.decision, filled.note, review_on))
    return f"Saved. The review is on {doing.day(review_on)}."


def _snooze_until(session: Session, doing: Doing, filled: Filled) -> str:
    until = _day(filled, form.UNTIL)
    snooze(session, doing, until)
    return f"Saved. The alert is snoozed until {doing.day(until)}."


def _day(filled: Filled, name: str) -> date:
    if filled.day is None:
        raise DeedRefused("Choose a day.", name)
    return filled.day


def _at_field(name: str, sentence: str, wrote: str) -> Saved:
    return Saved(_with_text(sentence, wrote), errors({name: sentence}))


def _instead(title: str, sentence: str, wrote: str) -> Saved:
    return Saved(_with_text(sentence, wrote), update(said_view(title, sentence, wrote)))


def _with_text(sentence: str, wrote: str) -> str:
    return f"Not saved. {sentence}" + (f" You wrote: {wrote}" if wrote else "")


def _filled(view: View) -> Filled:
    decision = chosen(view, form.DECISION)
    days = [state_of(view, name).get("selected_date") for name in (form.REVIEW_ON, form.UNTIL)]
    day = next((day for day in days if day), None)
    return Filled(
        decision=DecisionKind(decision) if decision in list(DecisionKind) else None,
        note=typed(state_of(view, form.NOTE).get("value")).strip(),
        day=_date(day),
    )


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _in_channel(body: dict[str, Any], view: View) -> dict[str, Any]:
    """A dialog belongs to no channel: it is answered where its button was."""
    channel = Remembered.of_view(view).channel
    return {**body, "channel": {"id": channel}} if channel else body
