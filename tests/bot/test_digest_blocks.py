"""How a digest reads in Slack, and that Slack takes it whatever it says."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as SdkBlock
from slackblocks import _surfaces

from alerts.digest.digest import Digest, FigureRow, Sheet
from alerts.digest.sending import in_words
from bot.blocks.digest import NO_PICTURES, SOME_PICTURES, digest_blocks, digest_text, sheet_blocks
from bot.blocks.parts import Block
from bot.practice.block_kit import check_blocks
from bot.practice.block_kit.data_blocks import text_characters
from models.access import Scope, ScopeKind
from tests.alerts.digest.handmade import DIGEST, PICTURE

COURT = Scope(ScopeKind.SERVICE, 3, "Court", None)
EVERYTHING = Scope(ScopeKind.AUTHORITY, None, "Northmere", None)
QUIET = replace(DIGEST, decisions=(), better=(), worse=(), pictures=(), thread=())


def types(blocks: list[Block]) -> list[str]:
    return [block["type"] for block in blocks]


def texts(blocks: list[Block]) -> list[str]:
    found = [block.get("text") or block.get("elements", [{}])[0] for block in blocks]
    return [text["text"] for text in found if text.get("type") in {"mrkdwn", "plain_text"}]


def rows(blocks: list[Block]) -> list[list[str]]:
    (found,) = [block for block in blocks if block["type"] == "table"]
    return [[cell["text"] for cell in row] for row in found["rows"]]


def test_what_needs_a_decision_comes_first_and_its_own_health_last() -> None:
    blocks = digest_blocks(DIGEST, {0: "F1"}, EVERYTHING)
    assert types(blocks) == ["header", *["section"] * 3, "table", "image", "context", "actions"]
    assert texts(blocks) == [
        "Week to Fri 20 Nov: average 16.3, three teams above promise, agency 14 against 12",
        "*Needs a decision*\n• Two looked-after children have had no worker for 4 working days.",
        "*Better*\n• Workers over their limit 11 to 9.",
        "*Worse*\n• Not seen within 20 working days 31 to 38, mostly Assessment East.",
        "Data as at Fri 20 Nov 18:00 · All five loads of the week arrived.",
    ]
    assert rows(blocks) == [
        ["\u00a0", "now", "target", "last week", "a year ago"],
        ["average caseload (DfE)", "16.3", "12–15", "16.5", "18.1"],
    ]
    assert blocks[5] == {"type": "image", "slack_file": {"id": "F1"}, "alt_text": PICTURE.alt}


def test_a_quiet_week_is_its_line_the_table_and_the_foot() -> None:
    assert types(digest_blocks(QUIET, {}, None)) == ["header", "table", "context"]


def test_a_late_digest_says_so_below_its_headline() -> None:
    blocks = digest_blocks(replace(QUIET, late="Late: it was due on Monday."), {})
    assert texts(blocks)[1] == "Late: it was due on Monday."


def test_columns_in_which_nothing_stands_are_left_out() -> None:
    row = FigureRow(measure="agency", now="14", last_week="", yardstick="12", year_ago="")
    blocks = digest_blocks(replace(QUIET, rows=(row,)), {})
    assert rows(blocks) == [["\u00a0", "now", "target"], ["agency", "14", "12"]]


@pytest.mark.parametrize(
    ("shown", "says"), [({}, NO_PICTURES), ({0: "F1"}, SOME_PICTURES), ({0: "F1", 1: "F2"}, None)]
)
def test_pictures_that_cannot_be_shown_are_said_to_be_missing(
    shown: dict[int, str], says: str | None
) -> None:
    two = replace(DIGEST, pictures=(PICTURE, PICTURE))
    said = texts(digest_blocks(two, shown, EVERYTHING))
    assert [text for text in said if "picture" in text] == ([says] if says else [])


@pytest.mark.parametrize(
    ("about", "questions"),
    [
        (
            EVERYTHING,
            [
                "alerts in the whole authority",
                "register for the whole authority",
                "caseload for the whole authority",
            ],
        ),
        (
            COURT,
            ["alerts in service Court", "register for service Court", "caseload for service Court"],
        ),
    ],
)
def test_its_buttons_ask_about_what_it_is_about(about: Scope, questions: list[str]) -> None:
    elements = digest_blocks(DIGEST, {}, about)[-1]["elements"]
    assert [each["text"]["text"] for each in elements] == [
        "Open alerts",
        "Register",
        "How is this counted?",
    ]
    assert [each["value"] for each in elements] == questions


def test_a_sheet_is_its_finding_its_table_and_its_foot() -> None:
    blocks = sheet_blocks(DIGEST.thread[0])
    assert types(blocks) == ["section", "table", "context"]
    assert texts(blocks) == ["*Three teams are above their promise*", "DfE method"]
    assert rows(blocks)[2] == ["Care & Co", "17.0"]
    aligned = blocks[1]["column_settings"]
    assert [setting["align"] for setting in aligned] == ["left", "right"]


def test_of_more_rows_than_fit_the_last_says_how_many_there_are() -> None:
    sheet = Sheet(title="Teams", headings=("team", "cases"), rows=(("A", "1"),) * 150)
    assert rows(sheet_blocks(sheet))[-1] == ["… 90 more", "\u00a0"]
    long = Sheet(title="Teams", rows=(("x" * 60, "y" * 60),) * 70)
    assert rows(sheet_blocks(long))[-1][0] == "… 12 more"


def test_the_text_for_notifications_is_the_same_in_sentences() -> None:
    assert digest_text(in_words(replace(DIGEST, late="It is late."))).split("\n") == [
        DIGEST.headline,
        "It is late.",
        "Needs a decision: Two looked-after children have had no worker for 4 working days.",
        "Better: Workers over their limit 11 to 9.",
        "Worse: Not seen within 20 working days 31 to 38, mostly Assessment East.",
        "Data as at Fri 20 Nov 18:00 · All five loads of the week arrived.",
    ]


text = st.text(alphabet=st.sampled_from("a&<>*~_` \n!@#|é🙂"), max_size=900)
cell = st.text(alphabet="a&<1 –", max_size=120)
lines = st.lists(text, max_size=12).map(tuple)
figures = st.builds(
    FigureRow, measure=cell, now=cell, last_week=cell, yardstick=cell, year_ago=cell
)
sheets = st.builds(
    Sheet,
    title=text.filter(str.strip),
    lines=lines,
    headings=st.lists(cell, min_size=4, max_size=4).map(tuple),
    rows=st.lists(st.lists(cell, min_size=1, max_size=4).map(tuple), max_size=120).map(tuple),
    footer=text,
)
pictures = st.builds(replace, st.just(PICTURE), alt=text, title=text)
digests = st.builds(
    Digest,
    scope=text,
    headline=text.filter(str.strip),
    late=text,
    decisions=lines,
    better=lines,
    worse=lines,
    rows=st.lists(figures, max_size=30).map(tuple),
    pictures=st.lists(pictures, max_size=4).map(tuple),
    health=lines,
    as_at=text,
)


def judged(blocks: list[dict[str, Any]]) -> None:
    """Nothing to object to by three judges: our own, slackblocks' and the SDK's."""
    assert check_blocks(blocks, "message") == []
    assert text_characters(blocks) <= 12_000
    _surfaces.validate_surface_blocks(blocks, "message")
    for block in blocks:
        parsed = SdkBlock.parse(block)
        assert parsed is not None
        parsed.validate_json()


@given(digests, st.booleans(), st.sampled_from([None, COURT, EVERYTHING]))
def test_slack_takes_every_digest_whatever_it_says(
    digest: Digest, drawn: bool, about: Scope | None
) -> None:
    files = {number: f"F{number}" for number, _ in enumerate(digest.pictures) if drawn}
    judged(digest_blocks(digest, files, about))
    assert len(digest_text(in_words(digest))) < 12_000


@given(sheets)
def test_slack_takes_every_sheet_whatever_it_says(sheet: Sheet) -> None:
    judged(sheet_blocks(sheet))


@given(digests, sheets)
def test_a_digest_is_kept_whole(digest: Digest, sheet: Sheet) -> None:
    whole = replace(digest, thread=(sheet,))
    assert Digest.from_json(whole.as_json()) == whole
