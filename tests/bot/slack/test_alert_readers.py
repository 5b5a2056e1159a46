"""When somebody joins a channel, or it is shared, names are taken out of what stands there."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from alerts.life import Life
from bot.demo.cast import cast_member
from bot.demo.running import Running
from bot.practice.administration import Administration
from tests.bot.slack.acting import COURT_SOUTH
from tests.bot.slack.alerting import Alerting
from tests.bot.slack.forging import an_event, deliver
from tests.bot.slack.persona import Member, channel_id


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


def happens(alerting: Alerting, kind: str, **event: str) -> int:
    """For how many messages an event brings something to be said anew; it is said, too."""
    running = alerting.running
    deliver(running, an_event(running, None, type=kind, channel=COURT_SOUTH, **event))
    while running.caseload.office.watch.do_next():
        pass
    waiting = len(alerting.waiting())
    alerting.deliver()
    return waiting


@contextmanager
def joined(alerting: Alerting, key: str) -> Iterator[str]:
    """Somebody is in the channel; gives their Slack id."""
    administration, who = Administration(alerting.running.server.workspace), cast_member(key)
    administration.add_member(COURT_SOUTH, who.slack_id)
    try:
        yield who.slack_id
    finally:
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


def test_names_go_from_a_shared_answer_too(alerting: Alerting) -> None:
    manager = Member(alerting.running.server.url, "other_manager")
    answer = manager.ask("/caseload Court South", COURT_SOUTH)
    before = manager.seen(COURT_SOUTH)
    manager.press_button(answer, "Share here")
    shared = manager.wait_for(
        lambda: [
            message
            for message in manager.messages(COURT_SOUTH)
            if message["ts"] not in before and not message["ephemeral"]
        ]
    )[0]
    manager.wait_for(lambda: alerting.shared(COURT_SOUTH))
    with joined(alerting, "worker") as who:
        happens(alerting, "member_joined_channel", user=who)
    (now,) = [each for each in manager.messages(COURT_SOUTH) if each["ts"] == shared["ts"]]
    assert "were removed" in now["text"]
