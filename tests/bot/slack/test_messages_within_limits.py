"""Every message the product makes is one Slack takes, by an independent judge of its limits."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from slack_sdk.models.blocks import Block as SdkBlock
from slackblocks import _surfaces

from bot.blocks.answers import answer_blocks, fallback_text
from bot.blocks.counted import counted_view
from bot.blocks.parts import escape, table
from bot.demo.cast import CAST
from bot.practice.block_kit import check_blocks, check_view
from bot.questions.answer import Answer, Column, Next, Outcome, Table, Value
from bot.questions.asking import Via, ask
from bot.services import Services, make_services
from bot.settings import read_settings
from tests.bot.slack.persona import MONDAY

QUESTIONS = [
    *("", "caseload", "Court North", "me", "my team", "who is over", "who has room"),
    *("unallocated", "not seen", "help", "Samir Whitlock", "court nth", "???", "x" * 300),
    *("service Court and Looked After", "Safeguarding East", "the whole authority"),
    *("alerts", "register", "staffing", "agency", "agency in Court North", "vacancies", "posts"),
    *("turnover", "experience", "targets"),
]


@pytest.fixture(scope="module")
def services(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    path = tmp_path_factory.mktemp("limits") / "caseload.db"
    shutil.copyfile(demo_template, path)
    made = make_services(
        read_settings(_env_file=None, CASELOAD_DATABASE_URL=f"sqlite:///{path}"), lambda: MONDAY
    )
    yield made
    made.database.close()


def judged(blocks: list[dict[str, Any]], surface: Literal["message", "home"]) -> None:
    """Nothing to object to by three judges: our own, slackblocks' and the SDK's."""
    faults = check_blocks(blocks, surface)
    assert faults == []
    _surfaces.validate_surface_blocks(blocks, surface)
    for block in blocks:
        if block["type"] == "data_visualization":
            continue  # newer than the SDK, which knows no charts
        parsed = SdkBlock.parse(block)
        assert parsed is not None, block["type"]
        parsed.validate_json()


@pytest.mark.parametrize("member", CAST, ids=lambda member: member.key)
def test_every_answer_to_every_person_is_within_slacks_limits(
    services: Services, member: Any
) -> None:
    for question in QUESTIONS:
        answer = ask(services, question, member.email, Via("command"))
        judged(answer_blocks(answer), "message")
        assert fallback_text(answer).strip()
        if answer.figures:
            assert check_view(counted_view(answer)) == []


def test_a_team_of_three_hundred_is_cut_with_a_last_line_that_says_so() -> None:
    rows: list[dict[str, Value]] = [
        {"worker": f"Worker {number}", "cases": number} for number in range(300)
    ]
    columns = (Column("worker", "Worker"), Column("cases", "Cases", numeric=True))
    answer = Answer(
        question="x",
        asked_by="x",
        outcome=Outcome.ANSWERED,
        headline="h" * 5_000,
        lines=["l" * 5_000],
        table=Table(columns, rows, "Workers"),
        footer="f" * 5_000,
        next=[Next("n" * 200, "q" * 200)] * 5,
    )
    blocks = answer_blocks(answer)
    judged(blocks, "message")
    assert blocks[1]["rows"][-1][0]["text"] == "… 285 more; ask about one team"


def test_text_from_the_database_cannot_become_markup() -> None:
    name = "<!channel> & <https://x.example|bank>"
    answer = Answer("q", "a", Outcome.ANSWERED, headline=name, lines=[name], footer=name)
    text = json.dumps(answer_blocks(answer)) + fallback_text(answer)
    assert "<" not in text
    assert escape("a & b < c") == "a &amp; b &lt; c"


def test_cells_of_a_table_are_raw_text_and_need_no_escaping() -> None:
    cells = table([["Team"], ["<!here>"]], [False])["rows"]
    assert cells[1][0] == {"type": "raw_text", "text": "<!here>"}
