"""The log: lines for people or objects for a collector, without names, tokens or case references.

Nobody logs what a person typed, whom it is about or who asked. What others may have put into a
line of theirs is taken out here: the last line of defence, not the first.
"""

import json
import logging
import re
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, TextIO

from bot.operations.traces import told
from bot.operations.work import reference_now

FIELDS = (
    "kind",
    "topic",
    "outcome",
    "via",
    "status",
    "took_ms",
    "acknowledged_ms",
    "schedule",
    "late",
    "deed",
    "row",
    "code",
)
"""What a line may say beside its message: `extra` of these names, and no other."""

_OURS = "caseload"

_SAID_TWICE = "slack_sdk.web.base_client"
"""Each call to Slack that got no answer: whoever made it is told as well, and says what follows."""

_LEFT_OUT = (
    (re.compile(r"\bx(?:ox[a-z]|app)-[\w.%-]+", re.IGNORECASE), "[token]"),
    (
        re.compile(r"\b([a-z][a-z0-9+]*://)[^\s/@:\"'\\]*:[^\s@\"'\\]*@", re.IGNORECASE),
        r"\1[user]@",
    ),
    (re.compile(r"(https?://hooks\.slack\.com/)[^\s\"'\\<>]+"), r"\1[address]"),
    (re.compile(r"(wss?://[^\s\"'\\<>?]+)\?[^\s\"'\\<>]+"), r"\1?[ticket]"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[email]"),
    (re.compile(r"\b[UW](?=[A-Z0-9]*[0-9])[A-Z0-9]{6,}\b"), "[account]"),
    (re.compile(r"(/response/)[\w-]+"), r"\1[address]"),
)


def without_secrets(text: str) -> str:
    """The same without what looks like a token, a password, an email or somebody's account."""
    for pattern, instead in _LEFT_OUT:
        text = pattern.sub(instead, text)
    return text


class JsonLines(logging.Formatter):
    """One object a line."""

    def format(self, record: logging.LogRecord) -> str:
        found = {
            "at": _moment(record),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
            "reference": _reference(record),
            **dict(_extras(record)),
            "error": _error(record),
        }
        kept = {key: _clean(value) for key, value in found.items() if value is not None}
        return json.dumps(kept, ensure_ascii=False, default=str)


class TextLines(logging.Formatter):
    """For people: the time, the level, where it comes from, the reference, and what happened."""

    def format(self, record: logging.LogRecord) -> str:
        reference = _reference(record)
        parts = [
            _moment(record),
            record.levelname,
            record.name,
            *([f"[{reference}]"] if reference else []),
            _message(record).replace("\n", "\n  "),
            *(f"{key}={value}" for key, value in _extras(record)),
        ]
        return without_secrets("\n".join([" ".join(parts), *(_error(record) or [])]))


FORMATS: dict[str, Callable[[], logging.Formatter]] = {"text": TextLines, "json": JsonLines}


def set_up_logs(
    form: str, level: str, *more: logging.Handler, stream: TextIO | None = None
) -> logging.Handler:
    """Everything goes to standard error in one form, ours from `level` on; gives the handler.

    Libraries say nothing below a warning, whatever the level: there they write whole requests.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(FORMATS[form]())
    root = logging.getLogger()
    for former in [*root.handlers]:
        if isinstance(former.formatter, JsonLines | TextLines):
            root.removeHandler(former)
    for each in (handler, *more):
        root.addHandler(each)
    root.setLevel(logging.WARNING)
    logging.getLogger(_OURS).setLevel(level)
    logging.getLogger(_SAID_TWICE).setLevel(logging.CRITICAL)
    return handler


def log_the_uncaught() -> None:
    """An error that ends the program or a thread is told in the log, and safely."""
    log = logging.getLogger(_OURS)

    def ended_program(kind: type[BaseException], error: BaseException, _: Any) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            log.critical("the program ended by an error", exc_info=error)

    def ended_thread(told: threading.ExceptHookArgs) -> None:
        name = told.thread.name if told.thread else "unknown"
        log.critical("the thread %s ended by an error", name, exc_info=told.exc_value)

    sys.excepthook, threading.excepthook = ended_program, ended_thread


def _message(record: logging.LogRecord) -> str:
    """What a library has put together wrongly would otherwise be printed with all its parts."""
    try:
        return record.getMessage()
    except Exception:
        return "a line that could not be put together"


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _reference(record: logging.LogRecord) -> str | None:
    """Its own, where it was given one, or that of the work going on in this thread."""
    return getattr(record, "reference", None) or reference_now()


def _extras(record: logging.LogRecord) -> Iterator[tuple[str, Any]]:
    for name in FIELDS:
        value = getattr(record, name, None)
        if value is not None:
            yield name, value


def _error(record: logging.LogRecord) -> list[str] | None:
    error = record.exc_info[1] if record.exc_info else None
    return None if error is None else told(error)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return without_secrets(value)
    return [_clean(each) for each in value] if isinstance(value, list) else value
