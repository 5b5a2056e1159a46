"""The doctor holds this machine's clock against Slack's, and looks at tokens as written."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.findings import Finding, Level
from bot.manifest import SCOPES
from bot.settings import read_settings
from bot.slack_examined import examine_clock, examine_connection, examine_tokens

NOW = datetime(2026, 11, 23, 8, 45, tzinfo=UTC)
SLACKS = "Mon, 23 Nov 2026 08:45:00 GMT"


@pytest.mark.parametrize(
    ("ahead", "level", "said"),
    [
        (0, Level.GOOD, "agrees"),
        (30, Level.GOOD, "agrees"),
        (31, Level.ADVICE, "31 seconds ahead of Slack's."),
        (-31, Level.ADVICE, "31 seconds behind Slack's."),
        (240, Level.BAD, "every request of Slack's is refused"),
    ],
)
def test_two_clocks_are_compared(ahead: int, level: Level, said: str) -> None:
    (found,) = examine_clock(NOW + timedelta(seconds=ahead), SLACKS)
    assert found.level is level
    assert said in found.what
    assert bool(found.mend) is (level is not Level.GOOD)


@pytest.mark.parametrize("said", [None, "", "yesterday"])
def test_an_answer_without_its_time_says_nothing_of_the_clock(said: str | None) -> None:
    assert list(examine_clock(NOW, said)) == []


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN is not set"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "Neither SLACK_APP_TOKEN"),
        (
            {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "hello"},
            "SLACK_SIGNING_SECRET does not look like Slack's",
        ),
    ],
)
def test_a_token_that_is_missing_is_told(given: dict[str, str], what: str) -> None:
    (found,) = examine_tokens(read_settings(_env_file=None, **given))
    assert what in found.what
    assert found.mend


class Slack:
    """A Slack that takes the tokens and allows these scopes, or refuses them."""

    def __init__(self, *without: str, refusal: str = "", date: str = SLACKS) -> None:
        self._refusal = refusal
        self._headers = {
            "X-OAuth-Scopes": ",".join(sorted(set(SCOPES) - set(without))),
            "Date": date,
        }

    def auth_test(self) -> SlackResponse:
        return self._answer({"user": "caseload", "team": "Northmere Council"})

    def apps_connections_open(self, **_given: Any) -> SlackResponse:
        return self._answer({})

    def _answer(self, data: dict[str, str]) -> SlackResponse:
        if self._refusal:
            raise SlackApiError(self._refusal, {"error": self._refusal})  # type: ignore[no-untyped-call]
        return SlackResponse(
            client=None,
            http_verb="POST",
            api_url="",
            req_args={},
            data=dict(data),
            headers=self._headers,
            status_code=200,
        )


def connected(slack: Slack) -> list[Finding]:
    settings = read_settings(_env_file=None, SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1")
    return list(examine_connection(settings, cast("WebClient", slack), NOW))


def test_a_good_connection_is_said_to_be_one() -> None:
    found = connected(Slack())
    assert [each.level for each in found] == [Level.GOOD] * 3
    assert found[0].what == "Connected as caseload in Northmere Council."


@pytest.mark.parametrize(
    ("slack", "level", "what", "mend"),
    [
        (
            Slack(refusal="invalid_auth"),
            Level.BAD,
            "Slack did not accept SLACK_BOT_TOKEN (invalid_auth).",
            "Copy it again from OAuth & Permissions",
        ),
        (
            Slack(refusal="invalid_auth"),
            Level.BAD,
            "Slack did not accept SLACK_APP_TOKEN (invalid_auth).",
            "Make a new one with connections:write",
        ),
        (
            Slack("users:read.email", "commands"),
            Level.BAD,
            "The app lacks permissions in Slack (scopes): commands, users:read.email.",
            "Add them under OAuth & Permissions",
        ),
        (
            Slack("groups:history"),
            Level.ADVICE,
            "A notice whose sending is cut off may appear twice: the app may not look for it.",
            "Add the scopes groups:history under OAuth",
        ),
        (
            Slack(date="Mon, 23 Nov 2026 08:40:00 GMT"),
            Level.BAD,
            "This machine's clock is 300 seconds ahead of Slack's.",
            "Let the machine keep time",
        ),
    ],
)
def test_what_slack_says_against_it_is_told_with_its_mend(
    slack: Slack, level: Level, what: str, mend: str
) -> None:
    (found,) = [each for each in connected(slack) if each.what.startswith(what)]
    assert found.level is level
    assert found.mend.startswith(mend)
