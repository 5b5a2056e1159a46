"""What is refused is counted each time, and told in the log once a minute."""

import logging

import pytest

from bot.refusals import SILENT_FOR, Reason, Refusals

TICK = 1.0


class Moving:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_flood_is_one_line_a_minute_for_each_reason(caplog: pytest.LogCaptureFixture) -> None:
    counted: list[Reason] = []
    seconds = Moving()
    refusals = Refusals(counted.append, seconds)
    with caplog.at_level(logging.WARNING, logger="caseload.refusals"):
        for _ in range(1_000):
            refusals.note(Reason.NOT_SIGNED)
        refusals.note(Reason.TOO_LARGE)
        seconds.now += SILENT_FOR + TICK
        refusals.note(Reason.NOT_SIGNED)
    assert [record.getMessage() for record in caplog.records] == [
        "a request was refused: not signed by Slack",
        "a request was refused: too large",
        "1000 requests were refused since the last line: not signed by Slack",
    ]
    assert len(counted) == 1_002
