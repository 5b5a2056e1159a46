"""Who the app is: asked of Slack with its token."""

from collections.abc import Callable

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.accepting import Installation, installation_of
from bot.practice.server import PracticeServer
from tests.bot.practice.conftest import SCOPES, client_of, make_plan


def test_the_workspace_the_bot_and_the_app_are_known_by_the_token(client: WebClient) -> None:
    assert installation_of(client) == Installation("T0NORTH", "U0CASELOAD", "A0CASELOAD")
    with pytest.raises(SlackApiError, match="bot_not_found"):
        client.bots_info(bot="B0OTHER")


def test_without_the_permission_to_ask_the_app_is_not_known(
    serve: Callable[..., PracticeServer], caplog: pytest.LogCaptureFixture
) -> None:
    without = client_of(serve(make_plan(SCOPES - {"users:read"})))
    assert installation_of(without).app_id is None
    assert "missing_scope" in caplog.text
