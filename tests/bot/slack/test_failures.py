"""When something breaks, the acknowledgement is not lost and the person is told what to do."""

import logging
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from sqlalchemy.exc import OperationalError

from bot.demo.running import Running, running_demo
from bot.failures import failure_of
from bot.listeners.desk import Desk, Reply
from bot.listeners.repeats import first_time
from bot.practice.faults import Fault
from models.errors import NoData
from tests.bot.practice.visitor import wait_longer
from tests.bot.slack.persona import MONDAY, Member, channel_id
from tests.waiting import until


class Ear:
    """Records what it is told, and lets a test wait for it."""

    def __init__(self) -> None:
        self.heard: list[Reply] = []
        self.told = threading.Event()

    def __call__(self, reply: Reply) -> None:
        self.heard.append(reply)
        self.told.set()


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk(patience=0.2)
    yield desk
    desk.close()


def test_an_answer_in_time_is_the_acknowledgement(desk: Desk) -> None:
    ack, later = Ear(), Ear()
    desk.answer(lambda: Reply("19.3"), ack, later)
    assert ([reply.text for reply in ack.heard], later.heard) == (["19.3"], [])


def test_a_slow_answer_is_acknowledged_first_and_follows(desk: Desk) -> None:
    ack, later, go = Ear(), Ear(), threading.Event()

    def slow() -> Reply:
        go.wait(5)
        return Reply("19.3")

    desk.answer(slow, ack, later)
    assert ack.heard[0].text.startswith("One moment")
    go.set()
    assert later.told.wait(5)
    assert later.heard[0].text == "19.3"


def test_an_error_at_any_moment_is_an_acknowledged_sentence(desk: Desk) -> None:
    def broken() -> Reply:
        raise NoData("There are no figures yet.")

    for _ in range(20):
        ack = Ear()
        desk.answer(broken, ack, Ear())
        assert [reply.text for reply in ack.heard] == ["There are no figures yet."]


def slack_error(code: str) -> SlackApiError:
    answer = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data={"ok": False, "error": code},
        headers={},
        status_code=200,
    )
    return SlackApiError(code, answer)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (NoData("Load something first."), "Load something first."),
        (slack_error("not_in_channel"), "I am not in this channel. Invite me"),
        (slack_error("expired_trigger_id"), "Press the button again"),
        (slack_error("missing_scope"), "caseload doctor"),
        (slack_error("fatal_error"), "Slack refused what I wanted to do"),
        (OperationalError("SELECT 1", {}, Exception("gone")), "The database did not answer"),
        (ZeroDivisionError("x"), "Something went wrong that should not have"),
    ],
)
def test_every_error_is_a_sentence_with_the_next_step(error: Exception, sentence: str) -> None:
    assert sentence in failure_of(error).sentence


def test_the_unexpected_gives_a_short_reference_that_is_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        failure = failure_of(ZeroDivisionError("x"))
    found = re.search(r'"reference ([2-9A-Z]{6})"', failure.sentence)
    assert found
    assert found[1] == failure.reference
    assert found[1] in caplog.text


def test_with_the_database_gone_the_command_is_answered_all_the_same(
    demo_template: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "caseload.db"
    shutil.copyfile(demo_template, path)
    with running_demo(path, lambda: MONDAY, by_itself=False) as running:
        wait_longer(running.server)
        manager = Member(running.server.url, "manager")
        assert manager.ask("/caseload Court North")["text"].startswith("Court North")
        _break(running)
        told = manager.ask("/caseload Court North")["text"]
        assert "nothing was changed" in told
        assert "reference" in told
    assert "Samir Whitlock" not in caplog.text


def _break(running: Running) -> None:
    with running.caseload.office.services.database.transaction() as session:
        session.connection().exec_driver_sql("ALTER TABLE cases RENAME TO gone")


def test_an_event_that_slack_sends_twice_is_answered_once(
    demo_template: Path, tmp_path: Path
) -> None:
    path = tmp_path / "caseload.db"
    shutil.copyfile(demo_template, path)
    with running_demo(path, lambda: MONDAY, by_itself=False) as running:
        wait_longer(running.server)
        services = running.caseload.office.services
        assert first_time(services, "Ev1")
        assert not first_time(services, "Ev1")
        assert first_time(services, "Ev2")
        assert first_time(services, None)


def paused(seconds: str) -> SlackApiError:
    answer = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data={"ok": False, "error": "ratelimited"},
        headers={"Retry-After": seconds},
        status_code=429,
    )
    return SlackApiError("ratelimited", answer)  # type: ignore[no-untyped-call]


class Mouth:
    """Says something to a Slack that asks for a pause so many times."""

    def __init__(self, pauses: int, seconds: str = "0") -> None:
        self.tried = 0
        self.said = threading.Event()
        self._pauses, self._seconds = pauses, seconds

    def __call__(self) -> None:
        self.tried += 1
        if self.tried <= self._pauses:
            raise paused(self._seconds)
        self.said.set()


def test_what_slack_asks_a_pause_for_is_said_once_more(desk: Desk) -> None:
    mouth = Mouth(pauses=1)
    desk.say(mouth)
    assert mouth.said.wait(5)
    assert mouth.tried == 2


def test_a_second_pause_is_the_last_and_is_written_down(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    mouth = Mouth(pauses=2)
    desk.say(mouth)
    assert until(lambda: "was not heard" in caplog.text)
    assert mouth.tried == 2


def test_a_pause_longer_than_anybody_waits_is_a_failure_at_once(desk: Desk) -> None:
    mouth = Mouth(pauses=1, seconds="181")
    with pytest.raises(SlackApiError):
        desk.say(mouth)
    assert mouth.tried == 1


def test_who_waits_for_a_pause_keeps_nobody_from_closing() -> None:
    desk, mouth = Desk(), Mouth(pauses=1, seconds="180")
    desk.say(mouth)
    desk.close()
    assert mouth.tried == 1


@pytest.mark.parametrize(
    ("question", "method"),
    [("@Caseload Court North", "chat.postEphemeral"), ("Court North", "chat.postMessage")],
)
def test_a_question_in_words_is_answered_after_slacks_pause(
    demo_template: Path, tmp_path: Path, question: str, method: str
) -> None:
    path = tmp_path / "caseload.db"
    shutil.copyfile(demo_template, path)
    with running_demo(path, lambda: MONDAY, by_itself=False) as running:
        wait_longer(running.server)
        running.server.faults.add(Fault("rate_limited", method, times=1, seconds=1))
        manager = Member(running.server.url, "manager")
        where = channel_id("court-north") if question.startswith("@") else None
        assert manager.ask(question, where)["text"].startswith("Court North: 19.3")
