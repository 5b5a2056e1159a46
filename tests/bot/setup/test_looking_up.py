"""Looking people up keeps Slack's pace, waits when it is asked to, and tells how far it is."""

from collections.abc import Callable

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.slack_response import SlackResponse

from bot.setup.known import Progress
from bot.setup.looking_up import APART, TOLD_EVERY, look_up

PEOPLE = [f"p{number}@example.org" for number in range(12)]
GONE = {"p3@example.org", "p11@example.org"}


def asked(
    find: Callable[[str], bool], time: int = 1_000
) -> tuple[Progress, list[float], list[Progress]]:
    """What came of it, the rests that were taken, and what was told; so many rests are there."""
    rests: list[float] = []
    told: list[Progress] = []

    def rest(seconds: float) -> bool:
        rests.append(seconds)
        return len(rests) <= time

    return look_up(PEOPLE, find, rest, told.append), rests, told


def test_everybody_is_asked_about_once_with_a_rest_between() -> None:
    found, rests, told = asked(lambda email: email not in GONE)
    assert found == Progress(12, 12, ("p3@example.org", "p11@example.org"), ended=True)
    assert rests == [APART] * 11
    assert [progress.done for progress in told] == [TOLD_EVERY, 2 * TOLD_EVERY, 12]


def test_it_stops_when_there_is_no_time_left_and_is_not_said_to_have_ended() -> None:
    found, _, told = asked(lambda _email: True, time=3)
    assert (found.done, found.ended, told) == (4, False, [])


def refusal(status: int, error: str) -> SlackApiError:
    response = SlackResponse(
        client=None,
        http_verb="GET",
        api_url="",
        req_args={},
        data={"ok": False, "error": error},
        headers={"Retry-After": "7"},
        status_code=status,
    )
    return SlackApiError(error, response)  # type: ignore[no-untyped-call]


def test_where_slack_asks_for_a_pause_it_is_kept_and_the_person_asked_about_again() -> None:
    failures = [refusal(429, "ratelimited")]

    def find(_email: str) -> bool:
        if failures:
            raise failures.pop()
        return True

    found, rests, _ = asked(find)
    assert found.ended
    assert rests[0] == 7


def test_a_refusal_that_no_pause_mends_ends_it() -> None:
    def find(_email: str) -> bool:
        raise refusal(200, "missing_scope")

    with pytest.raises(SlackApiError, match="missing_scope"):
        asked(find)
