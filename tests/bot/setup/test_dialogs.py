"""The dialogs of setting up are within Slack's limits however large the authority is."""

import json
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from slack_sdk.models.blocks import Block as SdkBlock
from slackblocks import _surfaces

from alerts.choices import Chosen
from bot.blocks.setup import (
    MOST_PLACES,
    came_view,
    hours_view,
    people_view,
    remembered_test,
    sending_view,
    settings_view,
)
from bot.blocks.setup_channels import Remembered, channels_view, chosen_view
from bot.practice.block_kit import check_view
from bot.setup.choosing import (
    PAGE,
    Change,
    archived,
    checked,
    fields,
    is_own,
    of_above,
    of_places,
    pages_of,
    told,
)
from bot.setup.known import Known, Progress
from bot.setup.seen import Seen
from bot.setup.testing import Came
from models.errors import CaseloadError
from models.vocabulary import OutboxState
from tests.bot.setup.test_steps import COURT, DUTY, PRIYA, SETTINGS, made
from tests.conftest import NOW

LONDON = ZoneInfo("Europe/London")
TODAY = NOW.date()
NORTH = Seen("C0NORTH001", "court-north", is_member=True, is_shared=False)
SEEN = {NORTH.id: NORTH, NORTH.name: NORTH}
MANY = [replace(DUTY, name=f"channel:team:{n}", what=f"Team {n} <&> " * 12) for n in range(153)]


def judged(view: dict[str, Any]) -> None:
    """Nothing to object to by three judges: our own, slackblocks' and the SDK's."""
    assert check_view(view) == []
    _surfaces.validate_surface_blocks(view["blocks"], "modal")
    for block in view["blocks"]:
        parsed = SdkBlock.parse(block)
        assert parsed is not None
        parsed.validate_json()
    assert len(view.get("private_metadata", "")) <= 3_000


def test_every_page_of_a_large_authority_is_within_slacks_limits() -> None:
    places = of_places([*SETTINGS, *MANY])
    pages = pages_of(places)
    assert pages == 8
    for page in range(pages):
        shown = fields(places, page, SEEN)
        assert len(shown) <= PAGE
        view = channels_view("channels", page, pages, shown, lines=["Saved & <done>. " * 100])
        judged(view)
        assert Remembered.of_view(view).page == page
    judged(channels_view("leadership", 0, 1, fields(of_above(SETTINGS), 0, SEEN)))


def test_all_that_came_of_a_page_is_told_without_being_cut() -> None:
    lines = [f"Team {n} <&>: #team-{n}. {'Please read this. ' * 20}" for n in range(2 * PAGE)]
    for view in (
        chosen_view(lines),
        channels_view("channels", 1, 3, fields(MANY, 1, SEEN), lines),
    ):
        judged(view)
        told = "\n".join(b["text"]["text"] for b in view["blocks"] if b["type"] == "section")
        assert all(f"#team-{n}." in told for n in range(2 * PAGE))
        assert "…" not in told


def test_the_other_dialogs_are_within_slacks_limits() -> None:
    emails = [f"somebody.{n}@example.org" for n in range(900)]
    known = Known(
        workers=1_000,
        with_email=9,
        leads=emails,
        accounts=frozenset(),
        unled=[f"Team {n}" for n in range(90)],
    )
    judged(settings_view(made(*MANY, known=known)))
    judged(people_view(known, Progress(900, 900, emails, ended=True)))
    judged(people_view(replace(known, leads=[]), Progress(0)))
    judged(hours_view("08:00", "18:00"))
    targets = [f"channel:#{n}-{'x' * 76}" for n in range(200)]
    judged(sending_view([(target, target) for target in targets], targets))
    some = targets[:MOST_PLACES]
    came = [Came(target, OutboxState.PARKED, None, "the app is not there. " * 5) for target in some]
    view = came_view(came, "V0123456789", some, LONDON, TODAY)
    judged(view)
    assert remembered_test(view) == ("V0123456789", some)


@pytest.mark.parametrize("metadata", ["", "{}", "[]", '{"initial": 1}', "null"])
def test_a_dialog_of_an_older_version_says_so(metadata: str) -> None:
    for read in (Remembered.of_view, remembered_test):
        with pytest.raises(CaseloadError, match="older version"):
            read({"private_metadata": metadata})


@pytest.mark.parametrize(
    ("place", "initial", "hint"),
    [
        (COURT, NORTH.id, "Now: #court-north."),
        (DUTY, None, "Now: no channel."),
        (replace(COURT, own="nrth"), None, "Now: #nrth, which Slack does not show to Caseload"),
        (
            replace(COURT, chosen=Chosen("C0SECRET1", NOW, PRIYA)),
            "C0SECRET1",
            f"Now: #C0SECRET1, chosen by {PRIYA}; without that, #court-north. Slack does not show",
        ),
    ],
)
def test_each_place_shows_what_holds_now(place: Any, initial: str | None, hint: str) -> None:
    (field,) = fields([place], 0, SEEN)
    assert field.initial == initial
    assert field.hint.startswith(hint)


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (NORTH, "Court North: #court-north, as slack_channel of Court North in the sheet Teams"),
        (None, "Court North: the channel you chose. Slack does not show it to Caseload"),
        (replace(NORTH, name="n", is_member=False), "Court North: #n. Caseload is not in it."),
        (replace(NORTH, name="n", is_shared=True), "Court North: #n. It is shared with another"),
        (replace(NORTH, name="n", is_archived=True), "Court North: #n. It is archived, so nothing"),
    ],
)
def test_what_was_chosen_is_told_with_what_is_amiss(seen: Seen | None, words: str) -> None:
    assert told(Change(COURT, NORTH.id, seen)).startswith(words)


def test_a_channel_that_is_archived_is_refused_at_its_place() -> None:
    changes = [Change(COURT, NORTH.id, replace(NORTH, is_archived=True)), Change(DUTY, "C1", None)]
    assert archived(changes) == {
        COURT.name: "#court-north: It is archived, so nothing can be posted there. Please choose "
        "another channel."
    }


def test_the_workforces_own_channel_is_no_choice_by_its_name_or_its_id() -> None:
    assert is_own(Change(COURT, NORTH.id, NORTH))
    assert is_own(Change(replace(COURT, own=NORTH.id), NORTH.id, None))
    assert not is_own(Change(DUTY, NORTH.id, NORTH))


@pytest.mark.parametrize("wrong", ["", "#court", "D0123456789", json.dumps({}), "C0 x"])
def test_nothing_but_a_channel_can_be_chosen(wrong: str) -> None:
    with pytest.raises(CaseloadError, match="Choose a channel"):
        checked(wrong)


def test_what_came_of_a_test_is_told_place_by_place() -> None:
    came = [
        Came("channel:#north", OutboxState.SENT, NOW, ""),
        Came("channel:C0SOUTH01", OutboxState.WAITING, None, ""),
        Came("person:mia@x", OutboxState.DROPPED, None, "no active member has this email."),
    ]
    view = came_view(came, "V1", [each.target for each in came], LONDON, TODAY)
    assert view["blocks"][0]["text"]["text"].split("\n") == [
        "• #north: arrived Mon 23 Nov 08:45",
        "• <#C0SOUTH01>: on its way",
        "• *mia@x: not sent.* No active member has this email.",
    ]
    assert "What came of it" in str(view)
    assert "What came of it" not in str(came_view(came[:1], "V1", [], LONDON, TODAY))
