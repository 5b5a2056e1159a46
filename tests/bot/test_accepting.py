"""Which payloads of Slack's are for this installation, by the shapes in which Slack sends them."""

from dataclasses import replace
from typing import Any

import pytest
from slack_bolt import BoltResponse

from bot.accepting import Installation, reason_against, refusing
from bot.refusals import Reason, Refusals

OURS = Installation("T0OURS", "U0BOT", "A0OURS")
IN_GRID = replace(OURS, enterprise_id="E0OURS")
OF_GRID = replace(IN_GRID, for_all_of_it=True)

JSON = dict[str, Any]
THEIRS, APP = {"id": "T0THEIRS", "domain": "theirs"}, {"api_app_id": "A0OURS"}
OUTSIDER = {"id": "U0OUT", "team_id": "T0THEIRS"}
PERSON = {"id": "U0IN", "team_id": "T0OURS"}

COMMAND: JSON = {"command": "/caseload", "team_id": "T0OURS", "user_id": "U0IN", **APP}
PRESS: JSON = {"type": "block_actions", "team": {"id": "T0OURS"}, "user": PERSON, **APP}
EVENT: JSON = {"type": "event_callback", "team_id": "T0OURS", "event": {"type": "message"}, **APP}


def seen_by(team_id: str | None, enterprise_id: str | None = None, **more: Any) -> JSON:
    return {"authorizations": [{"team_id": team_id, "enterprise_id": enterprise_id}], **more}


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("a command", COMMAND),
        ("a button", PRESS),
        ("an event", EVENT),
        ("a dialog", {**PRESS, "type": "view_submission", "view": {"team_id": "T0OURS"}}),
        ("a shortcut, which names no app", {"type": "shortcut", "team": {"id": "T0OURS"}}),
        ("Slack asking whether this is the app", {"type": "url_verification", "challenge": "x"}),
        ("a limit on events", {"type": "app_rate_limited", "team_id": "T0OURS", **APP}),
        ("somebody from elsewhere presses here", {**PRESS, "user": OUTSIDER}),
        (
            "somebody from elsewhere presses, and their workspace stands where ours did",
            {
                **PRESS,
                "user": OUTSIDER,
                "team": THEIRS,
                "message": {"team": "T0OURS", "bot_profile": {"team_id": "T0OURS"}},
            },
        ),
        (
            "a dialog that was opened elsewhere, of the app installed here",
            {
                **PRESS,
                "team": THEIRS,
                "view": {"team_id": "T0THEIRS", "app_installed_team_id": "T0OURS"},
            },
        ),
        (
            "an event in their part of a shared channel",
            {**EVENT, **seen_by("T0OURS"), "team_id": "T0THEIRS"},
        ),
        ("an event told through us", {**EVENT, "team_id": "T0THEIRS", "context_team_id": "T0OURS"}),
        (
            "an event that several installations see",
            {
                **EVENT,
                "team_id": "T0THEIRS",
                "authorizations": [{"team_id": "T0THEIRS"}, {"team_id": "T0OURS"}],
            },
        ),
    ],
)
def test_what_is_for_us_is_taken(what: str, body: JSON) -> None:
    for ours in (OURS, IN_GRID, OF_GRID, replace(OURS, app_id=None)):
        assert reason_against(body, ours) is None, what


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({**COMMAND, "api_app_id": "A0OTHER"}, Reason.ANOTHER_APP),
        ({**PRESS, "api_app_id": "A0OTHER"}, Reason.ANOTHER_APP),
        ({**EVENT, "api_app_id": "A0OTHER"}, Reason.ANOTHER_APP),
        ({**EVENT, "api_app_id": ["A0OURS"]}, Reason.ANOTHER_APP),
        ({**COMMAND, "team_id": "T0THEIRS"}, Reason.ANOTHER_WORKSPACE),
        ({**PRESS, "team": THEIRS}, Reason.ANOTHER_WORKSPACE),
        ({**PRESS, "team": THEIRS, "user": OUTSIDER}, Reason.ANOTHER_WORKSPACE),
        ({**EVENT, "team_id": "T0THEIRS"}, Reason.ANOTHER_WORKSPACE),
        ({**EVENT, "team_id": "T0THEIRS", **seen_by("T0THEIRS")}, Reason.ANOTHER_WORKSPACE),
        ({**PRESS, "team": None, "enterprise": {"id": "E0OURS"}}, Reason.ANOTHER_WORKSPACE),
        ({"type": "event_callback", "event": {"team": "T0OURS"}}, Reason.ANOTHER_WORKSPACE),
        ({"user": PERSON, "type": "block_actions"}, Reason.ANOTHER_WORKSPACE),
        ({"team_id": ["T0OURS"], "authorizations": {"team_id": 1}}, Reason.ANOTHER_WORKSPACE),
        ({"team": [], "view": "x", "message": 3, "authorizations": [7]}, Reason.ANOTHER_WORKSPACE),
        ({}, Reason.ANOTHER_WORKSPACE),
    ],
)
def test_what_is_for_others_is_not(body: JSON, reason: Reason) -> None:
    assert reason_against(body, OURS) is reason


@pytest.mark.parametrize(
    ("body", "ours", "taken"),
    [
        ({**PRESS, "team": None, "enterprise": {"id": "E0OURS"}}, OF_GRID, True),
        ({**COMMAND, "team_id": "T0SISTER", "enterprise_id": "E0OURS"}, OF_GRID, True),
        ({**EVENT, "team_id": "T0SISTER", **seen_by(None, "E0OURS")}, OF_GRID, True),
        ({**EVENT, "team_id": "T0SISTER", "context_enterprise_id": "E0OURS"}, OF_GRID, True),
        ({**COMMAND, "team_id": "T0SISTER", "enterprise_id": "E0OTHER"}, OF_GRID, False),
        ({**COMMAND, "team_id": "T0SISTER", "enterprise_id": "E0OURS"}, IN_GRID, False),
        ({**COMMAND, "team_id": "T0SISTER"}, OF_GRID, False),
    ],
)
def test_an_organisation_counts_where_the_app_is_installed_for_all_of_it(
    body: JSON, ours: Installation, taken: bool
) -> None:
    assert (reason_against(body, ours) is None) is taken


def test_what_is_for_others_is_acknowledged_counted_and_goes_no_further() -> None:
    counted: list[Reason] = []
    only_ours = refusing(OURS, Refusals(counted.append))
    done = BoltResponse(status=200, body="done")
    assert only_ours(COMMAND, lambda: done) is done
    answer = only_ours({**COMMAND, "team_id": "T0THEIRS"}, lambda: done)
    assert answer is not None
    assert (answer.status, answer.body) == (200, "")
    assert counted == [Reason.ANOTHER_WORKSPACE]
