"""When somebody joins a channel, or it is shared, names are taken out of what stands there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import cast

import pytest
from slack_bolt import App

from alerts.life import Life
from bot.demo.cast import cast_member
from bot.demo.running import Running
from bot.listeners import readers
from bot.listeners.desk import Desk
from bot.practice.administration import Administration
from tests.bot.slack.acting import COURT_SOUTH
from tests.bot.slack.alerting import Alerting
from tests.bot.slack.forging import an_event, deliver
from tests.bot.slack.persona import channel_id


@pytest.fixture(scope="module")
def alerting(running: Running) -> Alerting:
    return Alerting(running)


@pytest.fixture
def named(alerting: Alerting) -> Life:
    """Told in a channel of the manager and the head of service, with names."""
    life = alerting.told("Court South", "channel:court-south")
    assert name_of(life) in alerting.message(life, COURT_SOUTH)
    return life


def name_of(life: Life) -> str:
    assert life.notice is not None
    return life.notice.named[0]


class Listening:
    """Takes what listeners register for events, and hands them one."""

    def __init__(self) -> None:
        self.listeners: dict[str, Callable[..., None]] = {}

    def event(self, kind: str) -> Callable[[Callable[..., None]], None]:
        def register(listener: Callable[..., None]) -> None:
            self.listeners[kind] = listener

        return register


def happens(alerting: Alerting, kind: str, **event: str) -> int:
    """For how many messages an event brings something to be said anew; it is said, too."""
    running = alerting.running
    office = replace(running.caseload.office, desk=Desk())
    listening = Listening()
    readers.register(cast(App, listening), office)
    body = an_event(running, None, type=kind, channel=COURT_SOUTH, **event)
    needed = {"body": body} if kind == "member_joined_channel" else {}
    listening.listeners[kind](event=body["event"], **needed)
    office.desk.close()
    waiting = len(alerting.waiting())
    alerting.deliver()
    return waiting


@contextmanager
def joined(alerting: Alerting, key: str) -> Iterator[str]:
    """Somebody is in the channel; gives their Slack id."""
    administration, who = Administration(alerting.running.server.workspace), cast_member(key)
    administration.add_member(COURT_SOUTH, who.slack_id)
    yield who.slack_id
    administration.remove_member(COURT_SOUTH, who.slack_id)


@pytest.mark.parametrize("key", ["worker", "manager_disabled", "stranger", "guest"])
def test_names_are_taken_out_when_somebody_joins_who_may_not_see_them(
    alerting: Alerting, named: Life, key: str
) -> None:
    with joined(alerting, key) as who:
        assert happens(alerting, "member_joined_channel", user=who) == 1
        message = alerting.message(named, COURT_SOUTH)
    assert name_of(named) not in message
    assert "the details went by direct message" in message
    assert name_of(named) in alerting.message(
        named, f"D{cast_member('other_manager').slack_id[1:]}"
    )


@pytest.mark.parametrize("key", ["director", "analyst", "head"])
def test_nothing_is_said_anew_for_somebody_who_may_see_the_names(
    alerting: Alerting, named: Life, key: str
) -> None:
    with joined(alerting, key) as who:
        assert happens(alerting, "member_joined_channel", user=who) == 0
    assert name_of(named) in alerting.message(named, COURT_SOUTH)


def test_that_the_app_itself_joins_changes_nothing(alerting: Alerting, named: Life) -> None:
    bot = alerting.running.server.workspace.plan.bot_user_id
    assert happens(alerting, "member_joined_channel", user=bot) == 0
    assert name_of(named) in alerting.message(named, COURT_SOUTH)


def test_names_go_while_a_channel_is_shared_and_come_back_afterwards(
    alerting: Alerting, named: Life
) -> None:
    administration = Administration(alerting.running.server.workspace)
    administration.share(COURT_SOUTH, ext=True)
    assert happens(alerting, "channel_shared", connected_team_id="T0PARTNER") >= 1
    assert name_of(named) not in alerting.message(named, COURT_SOUTH)
    administration.share(COURT_SOUTH)
    assert happens(alerting, "channel_unshared", previously_connected_team_id="T0PARTNER") >= 1
    assert name_of(named) in alerting.message(named, COURT_SOUTH)


def test_names_go_from_the_message_of_an_alert_that_is_over_too(
    alerting: Alerting, named: Life
) -> None:
    alerting.over(named)
    with joined(alerting, "worker") as who:
        happens(alerting, "member_joined_channel", user=who)
    assert name_of(named) not in alerting.message(named, COURT_SOUTH)


def test_a_message_in_another_channel_is_left_alone(alerting: Alerting) -> None:
    life = alerting.told("Looked After East", "channel:looked-after-east")
    with joined(alerting, "worker") as who:
        happens(alerting, "member_joined_channel", user=who)
    assert name_of(life) in alerting.message(life, channel_id("looked-after-east"))


def test_the_built_app_hears_of_who_joins(alerting: Alerting, named: Life) -> None:
    running, bell = alerting.running, alerting.services.bell
    with joined(alerting, "worker") as who:
        bell.clear()
        event = {"type": "member_joined_channel", "user": who, "channel": COURT_SOUTH}
        deliver(running, an_event(running, "EvJoined", **event))
        assert bell.wait(10)
        alerting.deliver()
    assert name_of(named) not in alerting.message(named, COURT_SOUTH)
