"""A line of the log holds what helps to mend, and nothing that could name anybody."""

import io
import json
import logging
import sys
import threading
from urllib.error import URLError

import pytest
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.listeners.desk import Desk, Reply
from bot.operations.logs import (
    JsonLines,
    TextLines,
    log_the_uncaught,
    set_up_logs,
    without_secrets,
)
from bot.operations.traces import MOST_CAUSES, safe_text, told
from models.database import Database

NAME = "Samir Whitlock"


def record(message: str, *given: object, **more: object) -> logging.LogRecord:
    made = {"msg": message, "args": given, "levelname": "INFO", "name": "caseload", "created": 0.5}
    return logging.makeLogRecord({**made, **more})


def refused(answer: dict[str, str] | None) -> SlackApiError:
    return SlackApiError("no", answer)  # type: ignore[no-untyped-call]


def raised(error: Exception) -> Exception:
    try:
        raise error
    except Exception as found:
        return found


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ValueError(NAME), ""),
        (KeyError(NAME), ""),
        (OperationalError("SELECT", {"name": NAME}, Exception("locked\nName")), "locked"),
        (IntegrityError("INSERT", {}, Exception(f"Key (name)=({NAME}) exists")), ""),
        (FileNotFoundError(2, "No such file or directory", f"/inbox/{NAME}.csv"), "No such file"),
        (ConnectionRefusedError(111, "Connection refused"), "Connection refused"),
        (OSError(NAME), ""),
        (URLError(TimeoutError(110, "timed out")), "timed out"),
        (URLError(NAME), ""),
        (refused({"error": "not_in_channel"}), "not_in_channel"),
        (refused({"error": f"no user {NAME}"}), ""),
        (refused(None), ""),
    ],
)
def test_an_error_says_of_itself_only_what_can_hold_no_data(error: Exception, text: str) -> None:
    assert safe_text(error).startswith(text)
    assert bool(safe_text(error)) == bool(text)
    assert NAME not in "\n".join(told(raised(error)))


def test_an_error_is_told_with_its_causes_and_where_each_was() -> None:
    def inner() -> None:
        raise KeyError(NAME)

    try:
        try:
            inner()
        except KeyError as cause:
            raise ValueError(NAME) from cause
    except ValueError as error:
        lines = told(error)
    assert lines[0] == "ValueError"
    assert "because of KeyError" in lines
    assert [line.split(":")[0] for line in lines if " inner" in line] == ["  at test_logs.py"]
    assert not any("raise" in line for line in lines)  # no lines of code


def test_places_are_told_from_the_top_of_the_product(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> Reply:
        raise ValueError(NAME)

    desk = Desk()
    desk.answer(fail, ack=lambda _: None, later=lambda _: None)
    desk.close()
    found = json.loads(JsonLines().format(caplog.records[0]))
    assert found["error"][0] == "ValueError"
    assert found["error"][1].startswith("  at bot/listeners/desk.py:")
    assert found["error"][-1].endswith(" fail")


def test_of_a_way_through_a_library_only_its_ends_are_told() -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(OperationalError) as caught, database.look() as session:
        session.connection()
    lines = told(caught.value)
    assert lines[0].startswith("OperationalError: connection failed")
    assert len(lines) < 15
    assert any("models/database.py" in line or "sqlalchemy/" in line for line in lines)


def test_a_chain_without_end_is_told_up_to_some_cause() -> None:
    error: BaseException = ValueError()
    for _ in range(50):
        error, error.__cause__ = ValueError(), error
    error.__cause__.__cause__.__cause__ = error  # type: ignore[union-attr]  # and it is a ring
    assert len(told(error)) <= MOST_CAUSES


def test_a_deep_recursion_is_told_by_its_ends() -> None:
    def deeper(more: int) -> None:
        if not more:
            raise ValueError
        deeper(more - 1)

    try:
        deeper(200)
    except ValueError as error:
        lines = told(error)
    assert len(lines) < 40
    assert any("more" in line for line in lines)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("xoxb-123-abc refused", "[token] refused"),
        ("token=XAPP-1-A-2-b", "token=[token]"),
        ("postgresql+psycopg://bob:s3cr3t@db/caseload", "postgresql+psycopg://[user]@db/caseload"),
        (
            "wss://wss.slack.com/?ticket=ab-12&app=1 gone",
            "wss://wss.slack.com/?[ticket] gone",
        ),
        ("https://hooks.slack.com/commands/T1/2/abc", "https://hooks.slack.com/[address]"),
        ("to sam.example@northmere.example.", "to [email]."),
        ("user U0NM000003 and W012ABCDEF", "user [account] and [account]"),
        ("UNALLOCATED cases in WEEKENDS", "UNALLOCATED cases in WEEKENDS"),
        ("3 alerts told at 08:45", "3 alerts told at 08:45"),
    ],
)
def test_what_looks_like_a_secret_is_taken_out_of_any_line(text: str, left: str) -> None:
    assert without_secrets(text) == left
    assert json.loads(JsonLines().format(record(text)))["message"] == left
    assert left in TextLines().format(record(text))


def test_a_line_of_json_is_one_object_with_what_is_known_of_it() -> None:
    error = raised(ValueError(NAME))
    line = JsonLines().format(
        record("done\n%s", "twice", took_ms=3, late=False, user=NAME, exc_info=(0, error, None))
    )
    assert "\n" not in line
    found = json.loads(line)
    assert list(found) == ["at", "level", "logger", "message", "took_ms", "late", "error"]
    assert found["at"] == "1970-01-01T00:00:00.500+00:00"
    assert found["message"] == "done\ntwice"
    assert found["error"][0] == "ValueError"


def test_a_line_that_cannot_be_put_together_shows_none_of_its_parts() -> None:
    for lines in (JsonLines(), TextLines()):
        assert NAME not in lines.format(record("%d of %d", NAME))


def test_a_line_of_text_cannot_be_mistaken_for_two() -> None:
    line = TextLines().format(record("one\n2026-11-23 ERROR two", topic="over", reference="AB"))
    assert line.splitlines()[0] == "1970-01-01T00:00:00.500+00:00 INFO caseload [AB] one"
    assert line.splitlines()[1] == "  2026-11-23 ERROR two topic=over"


@pytest.mark.parametrize(
    ("level", "logger", "at", "heard"),
    [
        ("INFO", "caseload.check", logging.INFO, True),
        ("INFO", "caseload.check", logging.DEBUG, False),
        ("WARNING", "caseload.check", logging.INFO, False),
        ("INFO", "uvicorn.error", logging.INFO, False),
        ("DEBUG", "slack_sdk.web", logging.DEBUG, False),
        ("DEBUG", "sqlalchemy.engine", logging.INFO, False),
        ("DEBUG", "apscheduler", logging.ERROR, True),
    ],
)
def test_libraries_are_heard_from_warnings_on(
    level: str, logger: str, at: int, heard: bool
) -> None:
    stream = io.StringIO()
    root, ours = logging.getLogger(), logging.getLogger("caseload")
    before = root.level, ours.level
    handler = set_up_logs("text", level, stream=stream)
    try:
        logging.getLogger(logger).log(at, "something")
    finally:
        root.removeHandler(handler)
        root.setLevel(before[0])
        ours.setLevel(before[1])
    assert bool(stream.getvalue()) == heard


def test_an_error_that_nobody_caught_is_told_as_safely(caplog: pytest.LogCaptureFixture) -> None:
    before = sys.excepthook, threading.excepthook
    log_the_uncaught()
    hooks = sys.excepthook, threading.excepthook
    sys.excepthook, threading.excepthook = before
    error = raised(ValueError(NAME))
    hooks[0](ValueError, error, None)
    hooks[1](threading.ExceptHookArgs((ValueError, error, None, threading.current_thread())))
    hooks[0](KeyboardInterrupt, KeyboardInterrupt(), None)
    lines = [JsonLines().format(each) for each in caplog.records]
    assert len(lines) == 2
    assert all("ValueError" in line and NAME not in line for line in lines)
