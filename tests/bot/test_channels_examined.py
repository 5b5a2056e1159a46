"""The doctor names the channels in which nothing can be told, and where they are set."""

from pathlib import Path
from typing import Any, cast

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from alerts.choices import choose
from bot.channels_examined import examine_channels, examine_choices, told_in
from bot.findings import Finding, Level
from bot.services import make_services
from bot.settings import read_settings
from models.database import Database
from tests.bot.slack.persona import MONDAY
from tests.build import FRIDAY, a_service, a_team


class Listing:
    """A Slack that shows these channels, or refuses to."""

    def __init__(self, *channels: dict[str, Any], refusal: str | None = None) -> None:
        self._channels, self._refusal = channels, refusal

    def conversations_list(self, **_given: Any) -> dict[str, Any]:
        if self._refusal:
            raise SlackApiError(self._refusal, {"error": self._refusal})  # type: ignore[no-untyped-call]
        return {"channels": self._channels}


SLACK = Listing(
    {"id": "C0NORTH001", "name": "court-north", "is_member": True},
    {"id": "C0SOUTH001", "name": "court-south", "is_member": False},
)


def examined(slack: Listing, *channels: str) -> list[Finding]:
    named = dict.fromkeys(channels, "slack_channel of Court")
    return list(examine_channels(cast("WebClient", slack), named))


@pytest.mark.parametrize(
    ("channel", "what", "mend"),
    [
        ("court-north", "The app is in every channel that alerts are told in (1).", ""),
        ("C0NORTH001", "The app is in every channel that alerts are told in (1).", ""),
        ("court-nrth", "Slack shows the app no channel #court-nrth", "Correct the name."),
        ("court-south", "The app is not in the channel #court-south", "Write /invite"),
    ],
)
def test_each_channel_is_there_and_has_the_app_or_it_is_said_how(
    channel: str, what: str, mend: str
) -> None:
    (found,) = examined(SLACK, channel)
    assert found.what.startswith(what)
    assert found.mend.startswith(mend)
    assert (found.level is Level.GOOD) is (mend == "")
    assert ("slack_channel of Court" in found.what) is (mend != "")


def test_without_any_channel_or_any_answer_nothing_is_said() -> None:
    assert examined(SLACK) == []
    assert examined(Listing(refusal="missing_scope"), "court-north") == []


def test_channels_are_those_of_teams_services_and_settings(
    sqlite_database: Database, tmp_path: Path
) -> None:
    settings = read_settings(
        _env_file=None,
        CASELOAD_DATABASE_URL=f"sqlite:///{tmp_path}/unused.db",
        CASELOAD_LEADERSHIP_CHANNEL="#leadership",
    )
    services = make_services(settings, lambda: MONDAY)
    with sqlite_database.transaction() as session:
        court = a_service(session, "Court", slack_channel="court")
        a_team(session, "East", court, slack_channel="#east")
        a_team(session, "South", court)
        a_team(session, "Old", court, slack_channel="#old", dropped_on=FRIDAY)
    with sqlite_database.look() as session:
        assert told_in(services, session) == {
            "east": "slack_channel of East in the sheet Teams",
            "court": "slack_channel of Court in the sheet Services",
            "leadership": "CASELOAD_LEADERSHIP_CHANNEL",
        }
    with sqlite_database.transaction() as session:
        choose(session, "leadership_channel", "C0LEAD001 lead", by="priya@x", now=MONDAY)
    with sqlite_database.look() as session:
        assert told_in(services, session)["C0LEAD001"] == "chosen in Slack for leadership"
        assert "leadership" not in told_in(services, session)
        (found,) = examine_choices(services, session)
        assert "before the settings and the workforce list: leadership #lead." in found.what
    services.database.close()
