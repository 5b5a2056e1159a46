"""Accounts that change and crowds that come at once: everybody is known, told and acknowledged."""

import queue
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.cast import CAST
from bot.demo.running import Running
from bot.directory import email_of
from bot.listeners.desk import CHAIRS, Desk, Reply
from tests.bot.slack.acting import (
    COURT,
    NOBODY_KNOWN,
    Hands,
    Who,
    command_text,
)
from tests.bot.slack.forging import JSON, an_event, deliver
from tests.bot.slack.persona import Member, channel_id
from tests.waiting import PATIENCE

pytestmark = pytest.mark.usefixtures("slack_has_rested")


def test_a_deactivated_account_is_answered_for_five_minutes_at_most(
    running: Running, member: Who, hands: Hands
) -> None:
    workspace, worker = running.server.workspace, member("with_room")
    assert command_text(running, worker, "me").startswith("You hold")
    account = workspace.users[worker.user_id]
    workspace.users[worker.user_id] = replace(account, deleted=True)
    hands.now += timedelta(minutes=5)
    assert command_text(running, worker, "me").startswith(NOBODY_KNOWN)
    workspace.users[worker.user_id] = account


@pytest.mark.parametrize(
    ("email", "answer"),
    [
        ("  Kit.BARLOW@Northmere.Example ", "You hold"),
        (None, "I don't know you yet."),
        ("", "I don't know you yet."),
    ],
)
def test_people_are_known_by_their_email_however_it_is_written(
    running: Running, member: Who, hands: Hands, email: str | None, answer: str
) -> None:
    workspace, worker = running.server.workspace, member("with_room")
    account = workspace.users[worker.user_id]
    workspace.users[worker.user_id] = replace(account, email=email)
    hands.now += timedelta(minutes=5)
    assert command_text(running, worker, "me").startswith(answer)
    workspace.users[worker.user_id] = account


class Directory(WebClient):
    """Slack's list of people, with one account in it."""

    def __init__(self, **account: Any) -> None:
        super().__init__()
        self._account = account

    def users_info(self, **asked: Any) -> Any:
        if not self._account:
            answer = {"ok": False, "error": "user_not_visible"}
            raise SlackApiError("refused", answer)  # type: ignore[no-untyped-call]
        return {"user": {"id": asked["user"], **self._account}}


@pytest.mark.parametrize(
    ("account", "email"),
    [
        ({"profile": {"email": "Ruth@X.example"}}, "ruth@x.example"),
        ({"profile": {"email": "ruth@x.example"}, "is_email_confirmed": True}, "ruth@x.example"),
        ({"profile": {"email": "ruth@x.example"}, "is_email_confirmed": False}, None),
        ({"profile": {"email": "ruth@x.example"}, "is_restricted": True}, None),
        ({"profile": {"email": "ruth@x.example"}, "team_id": "T0ELSEWHERE"}, None),
        ({"profile": {"email": "ruth@x.example"}, "is_bot": True}, None),
        ({"profile": None}, None),
        ({}, None),
    ],
)
def test_an_account_speaks_only_for_an_email_it_is_sure_to_own(
    running: Running, account: JSON, email: str | None
) -> None:
    services = running.caseload.office.services
    assert email_of(services, Directory(**account), str(account), "T0NORTHMERE") == email


def test_one_account_looked_up_by_many_requests_at_once_is_the_same_for_all(
    running: Running,
) -> None:
    services = running.caseload.office.services
    directory = Directory(profile={"email": "a@b.example"})
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda _: email_of(services, directory, "U0NEW", "T0NORTHMERE"), range(24))
        assert set(found) == {"a@b.example"}


def test_home_opened_twice_at_once_is_drawn(running: Running, member: Who) -> None:
    head = member("head")
    opened = {"type": "app_home_opened", "tab": "home", "user": head.user_id}
    for number in range(2):
        deliver(running, an_event(running, f"EvHome{number}", **opened))
    assert "Court and Looked After" in str(head.wait_for(head.home))


def test_the_question_after_a_lost_connection_is_answered(running: Running, member: Who) -> None:
    manager = member("manager")
    running.server.refresh_connections()
    assert manager.ask("/caseload me", COURT)["text"].startswith("You hold no cases")


def test_no_acknowledgement_is_lost_while_everything_fails() -> None:
    desk = Desk()

    def broken() -> Reply:
        raise ZeroDivisionError

    def acknowledged(_number: int) -> str:
        heard: list[Reply] = []
        desk.answer(broken, heard.append, heard.append)
        return heard[0].text

    with ThreadPoolExecutor(10) as pool:
        texts = list(pool.map(acknowledged, range(400)))
    desk.close()
    assert all("nothing was changed" in text for text in texts)


def test_a_database_locked_by_another_process_is_acknowledged_in_time_and_told(
    member: Who, attacked: Path
) -> None:
    manager, everybody = member("manager"), channel_id("all-staff")
    crowd = [member(one.key) for one in CAST if one.key not in {"manager", "partner"}]
    before, before_direct = manager.seen(COURT), manager.seen(manager.direct)
    waiting = [(one, one.seen(everybody)) for one in crowd]
    other = sqlite3.connect(attacked, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        manager.send(COURT, "/caseload Court North")
        manager.send(manager.direct, "caseload")
        for person in crowd:
            person.send(everybody, "/caseload")
        for person, seen in waiting:
            assert person.next_message(everybody, seen)["text"].startswith("One moment")
        first = manager.next_message(COURT, before)
        assert first["text"].startswith("One moment")
        for channel, seen in ((COURT, before | {first["ts"]}), (manager.direct, before_direct)):
            text = manager.next_message(channel, seen)["text"]
            assert "nothing was changed" in text
            assert "The database did not answer in time" in text
    finally:
        other.close()
    assert manager.ask("/caseload me", COURT)["text"].startswith("You hold no cases")


def test_fifty_people_who_ask_at_once_are_all_answered(running: Running) -> None:
    people = [Member(running.server.url, member.key) for member in CAST if member.key != "partner"]
    everybody = channel_id("all-staff")
    before = {person.user_id: person.seen(everybody) for person in people}
    for person in [*people, *people[:20]]:
        person.send(everybody, "/caseload")
    for person in people:
        text = person.next_message(everybody, before[person.user_id])["text"]
        assert "did not respond" not in text


def test_when_every_chair_is_taken_the_rest_are_acknowledged_at_once_and_answered_later() -> None:
    desk, go, late = Desk(patience=60), threading.Event(), 18
    acknowledged: queue.Queue[str] = queue.Queue()
    answered: list[str] = []

    def slow() -> Reply:
        go.wait(60)
        return Reply("19.3")

    def ask_one(_number: int) -> None:
        desk.answer(
            slow,
            ack=lambda reply: acknowledged.put(reply.text),
            later=lambda reply: answered.append(reply.text),
        )

    with ThreadPoolExecutor(CHAIRS + late) as pool:
        asked = pool.map(ask_one, range(CHAIRS + late))
        assert all(acknowledged.get(timeout=PATIENCE).startswith("One moment") for _ in range(late))
        go.set()
        list(asked)
    desk.close()
    assert [acknowledged.get() for _ in range(CHAIRS)] == ["19.3"] * CHAIRS
    assert answered == ["19.3"] * late
