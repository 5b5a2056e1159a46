"""The doctor names those who cannot be told, and channels in which names are left out."""

from dataclasses import replace
from typing import Any, cast

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from alerts.routes import Routes
from bot.audience_examined import examine_audience, examine_places, leaders_of
from bot.findings import Finding, Level
from models.database import Database
from tests.build import FRIDAY, a_team
from tests.databases import ON_SQLITE

NOBODY = Routes(
    team_channels={},
    service_channels={},
    service_of={},
    managers={},
    heads={},
    leadership=(),
    administrators=(),
    leadership_channel=None,
    administrators_channel=None,
)

MIA = {"id": "U0MIA", "team_id": "T1", "profile": {"email": "Mia@northmere.example"}}
GIL = {"id": "U0GIL", "team_id": "T1", "is_restricted": True, "profile": {"email": "gil@x.example"}}
OLD = {"id": "U0OLD", "team_id": "T1", "deleted": True, "profile": {"email": "old@x.example"}}
BOT = {"id": "U0BOT", "team_id": "T1", "is_bot": True, "profile": {}}


class Workplace:
    """A Slack with one channel and these in it, or one that refuses."""

    def __init__(self, *members: str, refusal: str | None = None, **channel: Any) -> None:
        self._members, self._refusal = list(members), refusal
        self._channel = {"id": "C0NORTH001", "name": "court-north", "is_member": True, **channel}

    def users_list(self, **_given: Any) -> dict[str, Any]:
        if self._refusal:
            raise SlackApiError(self._refusal, {"error": self._refusal})  # type: ignore[no-untyped-call]
        return {"members": [MIA, GIL, OLD, BOT]}

    def conversations_list(self, **_given: Any) -> dict[str, Any]:
        return {"channels": [self._channel]}

    def conversations_info(self, **_given: Any) -> dict[str, Any]:
        return {"channel": self._channel}

    def conversations_members(self, **_given: Any) -> dict[str, Any]:
        return {"members": self._members}


def examined(slack: Workplace, *leaders: str) -> list[Finding]:
    client, named = cast("WebClient", slack), {"court-north": "Court North"}
    return list(examine_audience(client, named, dict.fromkeys(leaders, "manager")))


def test_all_is_well_where_everybody_has_an_account_and_nobody_else_reads() -> None:
    (found,) = examined(Workplace("U0MIA", "U0BOT", "U0OLD"), "mia@northmere.example")
    assert (found.level, found.mend) == (Level.GOOD, "")


@pytest.mark.parametrize("email", ["gil@x.example", "old@x.example", "nobody@x.example"])
def test_a_leader_without_an_account_of_their_own_is_named(email: str) -> None:
    (found,) = examined(Workplace(), "mia@northmere.example", email)
    assert found.what.startswith(f"Slack has no full member with the email of {email} (manager).")
    assert found.mend.startswith("Correct the email")


def test_of_many_who_are_alike_some_are_named() -> None:
    (found,) = examined(Workplace(), *(f"m{number}@x.example" for number in range(8)))
    assert "m4@x.example (manager) and 3 more. They are told nothing" in found.what


@pytest.mark.parametrize(
    ("slack", "why"),
    [
        (Workplace("U0MIA", "U0GIL"), "1 guest can read there"),
        (Workplace("U0MIA", "U0STRANGER"), "1 guest can read there"),
        (Workplace("U0MIA", is_ext_shared=True), "another organisation reads there"),
    ],
)
def test_a_channel_in_which_names_are_left_out_is_told(slack: Workplace, why: str) -> None:
    _, found = examined(slack)
    assert found.what == f"Alerts are told without names in #court-north: {why}."
    assert (found.level, bool(found.mend)) == (Level.ADVICE, True)


def test_a_channel_without_the_app_is_not_looked_into() -> None:
    assert len(examined(Workplace("U0GIL", is_member=False))) == 1


def test_a_slack_that_does_not_answer_is_told() -> None:
    (found,) = examined(Workplace(refusal="ratelimited"))
    assert found.mend == "Run caseload doctor again in a minute."


@ON_SQLITE
def test_a_team_with_neither_channel_nor_manager_is_told(database: Database) -> None:
    with database.transaction() as session:
        told = a_team(session, "Court North").id
        a_team(session, "Court South")
        a_team(session, "Gone", dropped_on=FRIDAY)
        routes = replace(NOBODY, team_channels={told: "court-north"})
        (found,) = examine_places(session, routes, FRIDAY)
    assert found.what.startswith("No channel and no manager with an email: Court South. ")
    assert found.mend.startswith("Name a manager")


def test_whoever_leads_is_known_by_what_they_lead() -> None:
    routes = replace(
        NOBODY,
        administrators=("ruth@x.example",),
        managers={1: ("Mia@x.example", "ruth@x.example")},
    )
    assert leaders_of(routes) == {"ruth@x.example": "administrator", "mia@x.example": "manager"}
