"""An answer as paragraphs: in a dialog, and of a table whose columns are sentences."""

from typing import Any

import pytest

from bot.blocks.answer_dialog import answer_view, sentence_view
from bot.blocks.answers import SHOWN_ROWS, answer_blocks
from bot.grammar import Topic
from bot.practice.block_kit import check_blocks, check_view
from bot.questions.answer import Answer, Column, Next, Outcome, Table

WORKERS = Table(
    columns=(
        Column("worker", "Worker"),
        Column("cases", "Cases", numeric=True),
        Column("state", "State"),
        Column("limit_words", "Limit"),
        Column("why", "Why", wraps=True),
    ),
    rows=[
        {"worker": "Sam <Example>", "cases": 26, "state": "over by 8", "limit_words": "18"},
        {"worker": "Kit Dummy", "cases": 15, "state": "room for 3", "why": "agreed & kept"},
    ],
    caption="Workers",
)
SENTENCES = Table(
    columns=(Column("alert", "Alert", wraps=True), Column("state", "State", wraps=True)),
    rows=[{"alert": "1 worker is over the limit", "state": "since Mon 16 Nov; not acknowledged"}],
    caption="Alerts",
    of_sentences=True,
)


def an_answer(table: Table | None, topic: Topic = Topic.OVER) -> Answer:
    return Answer(
        question="who is over",
        asked_by="mia@example.org",
        outcome=Outcome.ANSWERED,
        headline="Court North: 1 worker is over the limit",
        lines=("3 places are free",),
        topic=topic,
        table=table,
        footer="Data as at Fri 20 Nov 18:00",
        next=(Next("Who has room", "who has room in team Court North"),),
    )


def prose(blocks: list[dict[str, Any]]) -> list[str]:
    return [block["text"]["text"] for block in blocks if block["type"] == "section"]


def test_in_a_dialog_a_row_is_a_paragraph_and_a_number_has_its_heading() -> None:
    view = answer_view(an_answer(WORKERS))
    assert check_view(view) == []
    assert prose(view["blocks"]) == [
        "*Court North: 1 worker is over the limit*\n3 places are free",
        "*Sam &lt;Example&gt;*\nCases 26 · over by 8 · Limit 18",
        "*Kit Dummy*\nAgreed &amp; kept\nCases 15 · room for 3",
    ]
    assert [each["text"]["text"] for each in view["blocks"][-1]["elements"]] == ["Who has room"]


def test_a_table_of_sentences_is_paragraphs_in_a_message_too() -> None:
    blocks = answer_blocks(an_answer(SENTENCES))
    assert check_blocks(blocks, "message") == []
    assert prose(blocks)[1:] == ["*1 worker is over the limit*\nSince Mon 16 Nov; not acknowledged"]
    assert [block["type"] for block in answer_blocks(an_answer(WORKERS))][1] == "table"


@pytest.mark.parametrize(("rows", "more"), [(SHOWN_ROWS, False), (SHOWN_ROWS + 2, True)])
def test_more_rows_than_one_screen_are_counted(rows: int, more: bool) -> None:
    table = Table(WORKERS.columns, [*WORKERS.rows[:1]] * rows, "Workers")
    view = answer_view(an_answer(table))
    assert ("… 2 more; ask about one team" in str(view)) is more


def test_the_register_in_a_dialog_says_where_its_workbook_is() -> None:
    assert "press Export" in str(answer_view(an_answer(None, Topic.REGISTER)))
    assert "press Export" not in str(answer_view(an_answer(None)))
    assert check_view(sentence_view("That didn't work.")) == []
