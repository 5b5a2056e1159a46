"""Whether a channel is shared is asked once a minute, and at once after an event."""

from datetime import UTC, datetime
from typing import Any, cast

import pytest
from slack_sdk import WebClient

from alerts.reader_marks import note_other_readers
from bot.known_channels import KnownChannels
from tests.bot.delivery.workplace import LEAD, Workplace

INFO = "conversations.info"
NAME = "Sam Low"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def told(court: Workplace) -> int:
    """How often Slack is asked about the channel for one more notice."""
    before = court.calls(INFO)
    court.clock.move(0.001)
    court.alert(f"channel:{LEAD}")
    court.drain()
    return court.calls(INFO) - before


def test_many_notices_in_a_minute_ask_once(court: Workplace) -> None:
    assert [told(court) for _ in range(4)] == [1, 0, 0, 0]


@pytest.mark.parametrize(("seconds", "times"), [(59, 0), (60, 1)])
def test_after_a_minute_it_is_asked_again(court: Workplace, seconds: float, times: int) -> None:
    told(court)
    court.clock.move(seconds - 0.001)
    assert told(court) == times


def test_an_event_heard_by_another_process_counts_at_once(court: Workplace) -> None:
    told(court)
    court.server.administration.share(LEAD, ext=True)
    with court.services.database.transaction() as session:
        note_other_readers(session, LEAD, court.clock())
    assert told(court) == 1
    assert NAME not in court.messages(LEAD)[-1]["text"]
    assert NAME not in str(court.messages(LEAD)[-1]["blocks"])


def test_an_event_that_could_not_be_written_down_counts_at_once(court: Workplace) -> None:
    told(court)
    court.server.administration.share(LEAD, ext=True)
    court.sender.channels.forget(LEAD)
    assert told(court) == 1
    assert NAME not in str(court.messages(LEAD)[-1]["blocks"])


def test_what_was_asked_while_an_event_came_is_not_remembered() -> None:
    known = KnownChannels()

    class Slack:
        asked = 0

        def conversations_info(self, *, channel: str) -> dict[str, Any]:
            self.asked += 1
            if self.asked == 1:
                known.forget(channel)
            return {"channel": {"is_ext_shared": self.asked > 1}}

    slack = Slack()
    client = cast(WebClient, slack)
    found = [known.is_shared(client, LEAD, mark=NOW, now=NOW) for _ in range(3)]
    assert (found, slack.asked) == ([False, True, True], 2)
