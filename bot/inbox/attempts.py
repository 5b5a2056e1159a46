"""Notices the file that ends the service whenever it is read: it is not read for ever."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager

from bot.inbox.taking import BEGUN, Taking

TRIES = 4
"""Processes that may end over one file, before it is taken to be the reason."""

ENDED_THE_SERVICE = (
    f"The service ended {TRIES} times while it read this, so it is not read again. It may need "
    "more memory than there is; put in a smaller export, or tell whoever runs the service."
)


@contextmanager
def attempt(taking: Taking, what: str) -> Iterator[bool]:
    """Whether it may be tried once more. What ends the process meanwhile counts, errors do not."""
    begun = _begun(taking)
    before = begun.get(what, 0)
    _write(taking, {**begun, what: before + 1})
    try:
        yield before < TRIES
    finally:
        _write(taking, begun if before >= TRIES else {**begun, what: 0})


def _begun(taking: Taking) -> dict[str, int]:
    """How often each was begun and never ended."""
    try:
        with os.fdopen(os.open(BEGUN, os.O_RDONLY, dir_fd=taking.fd)) as file:
            found = json.load(file)
    except (FileNotFoundError, ValueError):
        return {}  # the process died while it wrote it
    return found if isinstance(found, dict) else {}


def _write(taking: Taking, begun: dict[str, int]) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    with os.fdopen(os.open(BEGUN, flags, 0o600, dir_fd=taking.fd), "w") as file:
        json.dump(begun, file)
