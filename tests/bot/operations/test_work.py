"""What one request leads to has one reference, in whatever thread, and ends with its last part."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.failures import failure_of
from bot.listeners.desk import Desk, Reply
from bot.operations.logs import JsonLines
from bot.operations.requests import kind_of
from bot.operations.work import (
    LENGTH,
    Work,
    carried,
    new_reference,
    note,
    reference_now,
    working,
)
from tests.waiting import PATIENCE, until


def test_a_reference_is_six_letters_that_can_be_read_aloud() -> None:
    found = {new_reference() for _ in range(1000)}
    assert len(found) == 1000
    assert {len(each) for each in found} == {LENGTH} == {6}
    assert not set("01ILO") & set("".join(found))


def test_outside_of_work_there_is_no_reference() -> None:
    assert reference_now() is None
    note(topic="caseload")  # says nothing, and harms nobody


def test_work_inside_other_work_has_a_reference_of_its_own() -> None:
    with working() as outer:
        with working("token"):
            assert reference_now() == "token"
        assert reference_now() == outer.reference


def test_what_is_carried_to_another_thread_belongs_to_the_work() -> None:
    done: list[Work] = []
    go_on = threading.Event()

    def part() -> str | None:
        assert go_on.wait(PATIENCE)
        note(outcome="answered")
        return reference_now()

    with ThreadPoolExecutor(1) as pool:
        with working(done=done.append) as work:
            found = pool.submit(carried(part))
            other = pool.submit(reference_now)
        assert done == []  # a part of it goes on
        go_on.set()
        assert found.result(PATIENCE) == work.reference
        assert other.result(PATIENCE) is None
    assert done == [work]
    assert work.said == {"outcome": "answered"}


def test_work_that_fails_in_another_thread_ends_as_well() -> None:
    done: list[Work] = []

    def fail() -> None:
        raise ZeroDivisionError

    with ThreadPoolExecutor(1) as pool:
        with working(done=done.append):
            found = pool.submit(carried(fail))
        with pytest.raises(ZeroDivisionError):
            found.result(PATIENCE)
    assert len(done) == 1


def test_an_answer_that_comes_late_still_has_its_requests_reference(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It is worked on by one thread of the desk, waited for by another and said by a third."""
    desk, go_on, done = Desk(patience=0.01), threading.Event(), list[Work]()
    told: list[str | None] = []

    def work() -> Reply:
        assert go_on.wait(PATIENCE)
        failure_of(ValueError("Samir Whitlock"))
        return Reply("late")

    with working(done=done.append) as began:
        desk.answer(work, ack=lambda _: None, later=lambda _: told.append(reference_now()))
    go_on.set()
    assert until(lambda: done)
    desk.close()
    assert told == [began.reference]
    assert f"reference {began.reference}" in caplog.text
    assert began.said["outcome"] == "failed"


def test_a_line_says_which_work_it_belongs_to() -> None:
    record = logging.makeLogRecord({"msg": "sent", "levelname": "INFO", "name": "caseload"})
    with working("7QK2MD"):
        assert '"reference": "7QK2MD"' in JsonLines().format(record)
    assert "reference" not in JsonLines().format(record)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"command": "/caseload"}, "command"),
        ({"type": "block_actions"}, "action"),
        ({"type": "view_submission"}, "saving"),
        ({"type": "event_callback", "event": {"type": "app_mention"}}, "event app_mention"),
        ({"type": "event_callback", "event": {"type": "Samir Whitlock"}}, "event"),
        ({"type": "event_callback", "event": []}, "event"),
        ({"type": "event_callback", "event": {"type": ["message"]}}, "event"),
        ({"type": "Samir Whitlock"}, "other"),
        ({"type": ["block_actions"]}, "other"),
        ({}, "other"),
    ],
)
def test_a_request_is_one_of_a_few_kinds_whatever_stands_in_it(
    body: dict[str, object], kind: str
) -> None:
    assert kind_of(body) == kind
