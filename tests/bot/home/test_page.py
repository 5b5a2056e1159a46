"""Whatever a Home has to say, Slack takes it: a hundred blocks, one table, every text's limit."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slackblocks import _surfaces

from alerts.notice import Offer
from bot.blocks.home.lists import list_view, packed
from bot.blocks.home.page import MOST_BLOCKS, home_view, stranger_view
from bot.home.part import AlertItem, Item, Paragraph, Part, Press
from bot.practice.block_kit import check_view
from bot.questions.answer import Column, Table

NOW = datetime(2026, 11, 23, 8, 45, tzinfo=UTC)
ZONE = ZoneInfo("Europe/London")


def a_table(rows: int) -> Table:
    columns = (Column("name", "Name"), Column("cases", "Cases", numeric=True))
    return Table(columns, [{"name": f"Team {n}", "cases": n} for n in range(rows)], "Teams")


TEXTS = ("", "x", "<!channel> & co", "long " * 200)
SHAPE = st.tuples(
    st.sampled_from([0, 1, 3]),  # a title
    st.integers(0, 3),  # sentences
    st.sampled_from([None, 0, 5, 70]),  # rows of a table
    st.sampled_from([0, 1, 9, 20]),  # items
    st.booleans(),  # that are alerts
    st.integers(0, 3),  # their text
)


def a_part(title: int, said: int, rows: int | None, items: int, alerts: bool, text: int) -> Part:
    words = TEXTS[text] or "first"
    press = Press(words, "press", "value")
    item: Item = Paragraph(words, [words] * 2, press, names_channels=True)
    if alerts:
        item = AlertItem(items, words, [words], (Offer.ACKNOWLEDGE, Offer.SNOOZE))
    return Part(
        title=TEXTS[title],
        said=[words] * said,
        table=None if rows is None else a_table(rows),
        items=[item] * items,
        rest=press if alerts else None,
        footer=TEXTS[text],
        presses=[press] if said else [],
    )


@settings(max_examples=25)
@given(shapes=st.lists(SHAPE, max_size=16), told=st.integers(0, 3))
def test_any_parts_make_a_page_that_slack_takes(shapes: list[Any], told: int) -> None:
    parts = [a_part(*shape) for shape in shapes]
    view = home_view(parts, now=NOW, zone=ZONE, told=TEXTS[told] or None)
    assert check_view(view) == []
    _surfaces.validate_surface_blocks(view["blocks"], "home")
    assert len(view["blocks"]) <= MOST_BLOCKS
    assert sum(block["type"] == "table" for block in view["blocks"]) <= 1
    prose = [block["text"] for block in view["blocks"] if block["type"] == "section"]
    assert "<!channel>" not in str(prose)


def test_a_long_list_is_cut_with_a_button_for_the_rest() -> None:
    rest = Press("Show all", "home_all", "alerts")
    part = Part(title="Open", items=[Paragraph(f"Alert {n}") for n in range(40)], rest=rest)
    text = texts(home_view([part], now=NOW, zone=ZONE))
    assert text[1:8] == [*(f"*Alert {n}*" for n in range(6)), "… 34 more"]


def test_the_least_pressing_parts_give_way_when_even_one_line_each_is_too_much() -> None:
    parts = [Part(title=f"Part {n}", said=["said"], footer="as at") for n in range(60)]
    view = home_view(parts, now=NOW, zone=ZONE)
    assert check_view(view) == []
    assert "Part 20" in str(view)
    assert "Part 59" not in str(view)
    assert texts(view)[-1] == "I answer questions about caseloads and staffing."


def test_the_second_table_of_a_page_is_lines() -> None:
    parts = [Part(title=name, table=a_table(14)) for name in ("One", "Two")]
    view = home_view(parts, now=NOW, zone=ZONE)
    assert [b["type"] for b in view["blocks"] if b["type"] == "table"] == ["table"]
    assert "*Team 0* Cases 0\n*Team 1* Cases 1" in str(texts(view)).replace("\\n", "\n")
    assert texts(view).count("… 2 more") == 2


def test_what_was_just_done_comes_first_and_is_no_markup() -> None:
    view = home_view([Part(said=["x"])], now=NOW, zone=ZONE, told="Saved <!here>")
    assert texts(view)[0] == "Saved &lt;!here&gt;"
    assert "Opened Mon 23 Nov 08:45" in str(view)


def test_a_stranger_reads_what_this_is_and_whom_to_ask() -> None:
    view = stranger_view("I don't know you yet.", now=NOW, zone=ZONE, told="Not yours.")
    assert check_view(view) == []
    assert "their managers and leadership" in str(view)
    assert "I don't know you yet." in str(view)


@pytest.mark.parametrize("number", [0, 1, 90, 3_000])
@pytest.mark.parametrize("press", [None, Press("Change", "change_rule_0", "x")])
def test_a_list_of_any_length_is_a_dialog_that_slack_takes(
    number: int, press: Press | None
) -> None:
    paragraphs = [Paragraph(f"{n} {'x' * 300}", ["y" * 400], press) for n in range(number)]
    view = list_view("Everything", paragraphs, footer="f", none="None.")
    assert check_view(view) == []
    assert ("None." in str(view)) is (number == 0)
    assert ("more" in str(view)) is (number == 3_000)


def test_lines_are_packed_in_few_sections_and_none_is_lost() -> None:
    lines = [f"line {n}" for n in range(500)]
    blocks = packed(lines)
    assert len(blocks) == 2
    assert "\n".join(block["text"]["text"] for block in blocks).split("\n") == lines


def texts(view: dict[str, Any]) -> list[str]:
    """What headings and sections say, in their order."""
    return [
        block["text"]["text"] for block in view["blocks"] if block["type"] in {"header", "section"}
    ]
