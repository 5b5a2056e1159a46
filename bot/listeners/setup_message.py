"""The test message of setting up: where it can go, sending it, and telling what came of it."""

from collections.abc import Sequence
from typing import Any

from alerts.choices import ADMINISTRATORS, LEADERSHIP, mark_done
from alerts.routes import channel_target
from bot.audience import today_of
from bot.blocks.decisions import said_view
from bot.blocks.parts import Block
from bot.blocks.setup import PLACES, came_view, remembered_test, sending_view
from bot.listeners.context import Office
from bot.listeners.dialogs import Saved, View, errors, redraw, state_of, update
from bot.listeners.setup_saved import afterwards
from bot.setup.in_force import InForce, in_force
from bot.setup.steps import StepName, names
from bot.setup.testing import Came, came_of, give_up, put_test
from bot.slack_codes import of_code
from models.access import Asker

LOOKS = (0.5, 1, 2, 4, 8, 16)
"""Seconds between looks at what came of it; Slack mostly answers within the first."""

_NOWHERE = "Choose at least one place."
_ON_ITS_WAY = "A test is on its way. Look where you sent it."
_UNSEEN = f"{_ON_ITS_WAY} What came of it cannot be shown here just now."
_OTHERS = "One of these places has changed. Close this, and begin again."

Body = dict[str, Any]


def sending_form(office: Office, asker: Asker) -> Block:
    """Their own direct message and every channel in which something is told."""
    found = _found(office)
    wanted = [_target(each) for each in found if each.name in (LEADERSHIP, ADMINISTRATORS)]
    own = f"person:{asker.email}"
    return sending_view(_places(found, asker), [target for target in wanted if target] or [own])


def save_test(office: Office, body: Body, view: View, asker: Asker) -> Saved:
    """Sent at once, and once for each dialog however often it is submitted."""
    options = state_of(view, PLACES).get("selected_options") or []
    targets = [str(option.get("value")) for option in options]
    if not targets:
        return Saved(_NOWHERE, errors({PLACES: _NOWHERE}))
    if not {target for target, _ in _places(_found(office), asker)}.issuperset(targets):
        return Saved(_OTHERS, errors({PLACES: _OTHERS}))
    services, view_id = office.services, str((body.get("view") or {}).get("id"))
    with services.database.transaction() as session:
        now = services.clock()
        put_test(session, targets, view_id, by_name=asker.name, now=now)
        mark_done(session, StepName.TEST, by=asker.email, now=now)
    services.wake()

    def shown() -> Block:
        office.desk.later(
            lambda: _watch(office, view_id, targets, asker), on_failure=lambda _failure: None
        )
        return _came_view(office, view_id, targets)

    return Saved(_ON_ITS_WAY, update(afterwards(shown, said_view("Test message", _UNSEEN))))


def came_of_test(office: Office, body: Body, asker: Asker) -> None:
    """The dialog as it is now."""
    view = body.get("view") or {}
    key, targets = remembered_test(view)
    _give_up(office, key, targets, asker)
    redraw(office, view["id"], _came_view(office, key, targets))


def _watch(office: Office, view_id: str, targets: Sequence[str], asker: Asker) -> None:
    """Until everything has arrived or cannot; whoever closes the dialog finds it in Slack."""
    for pause in LOOKS:
        if not office.desk.rest(pause):
            return
        if all(each.is_over for each in _came(office, view_id, targets)):
            break
    _give_up(office, view_id, targets, asker)
    redraw(office, view_id, _came_view(office, view_id, targets))


def _give_up(office: Office, key: str, targets: Sequence[str], asker: Asker) -> None:
    services = office.services
    with services.database.transaction() as session:
        give_up(session, targets, key, by=asker.email, now=services.clock())


def _came(office: Office, key: str, targets: Sequence[str]) -> list[Came]:
    with office.services.database.look() as session:
        return came_of(session, targets, key, _why)


def _why(code: str) -> str:
    return of_code(code).why or f"Slack says {code}"


def _came_view(office: Office, key: str, targets: Sequence[str]) -> Block:
    services = office.services
    came = _came(office, key, targets)
    return came_view(came, key, targets, services.settings.zone, today_of(services))


def _found(office: Office) -> tuple[InForce, ...]:
    with office.services.database.look() as session:
        return in_force(office.services, session)


def _places(found: Sequence[InForce], asker: Asker) -> list[tuple[str, str]]:
    """Targets with what they are called; a channel of several teams is one place."""
    of: dict[str, list[InForce]] = {}
    for each in found:
        target = _target(each)
        if target is not None:
            of.setdefault(target, []).append(each)
    own = (f"person:{asker.email}", "Direct message to you")
    return [
        own,
        *(
            (target, f"{places[0].shown} · {names([place.what for place in places])}")
            for target, places in of.items()
        ),
    ]


def _target(each: InForce) -> str | None:
    return channel_target(each.value) if each.is_channel else None
