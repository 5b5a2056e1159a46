"""One part of the Home as blocks: heading, finding, table or items, as-at, and its buttons."""

import re
from collections.abc import Sequence
from dataclasses import replace

from alerts.wording import count
from bot.blocks.answers import table_blocks, table_texts
from bot.blocks.held_loads import held_load_blocks
from bot.blocks.home.shown import Shown
from bot.blocks.notices import LINE_LENGTH, alert_buttons, fit
from bot.blocks.parts import Block, actions, button, context, cut, divider, escape, header, section
from bot.home.part import AlertItem, Item, Paragraph, Part, Press
from bot.questions.answer import Table
from models.extracts.held import HeldLoad

MOST_BUTTONS = 25
QUESTION_LENGTH = 2_000

_CHANNEL = re.compile(r"&lt;(#[CG][A-Z0-9]{4,})&gt;")


def part_blocks(part: Part, shown: Shown, *, with_table: bool) -> list[Block]:
    """The part with at most so many items; Slack takes one table a page, the others are lines."""
    blocks = [header(part.title)] if part.title else []
    if part.said:
        first, *others = part.said
        lines = [f"*{escape(first)}*", *(escape(line) for line in others)]
        blocks.append(section("\n".join(lines)))
    if part.table is not None and part.table.rows:
        blocks += _rows(part, part.table, shown, with_table=with_table)
    items = part.items[: shown.most if part.most is None else min(shown.most, part.most)]
    for item in items:
        blocks += item_blocks(item, shown)
    blocks += _rest(part, len(part.items) - len(items))
    if part.footer:
        blocks.append(context(escape(part.footer)))
    if part.presses:
        blocks.append(actions([press_button(each) for each in part.presses[:MOST_BUTTONS]]))
    return blocks


def press_button(press: Press) -> Block:
    made = button(press.label, press.action_id, cut(press.value, QUESTION_LENGTH) or "-")
    return {**made, "style": "primary"} if press.primary else made


def item_blocks(item: Item, shown: Shown) -> list[Block]:
    if isinstance(item, HeldLoad):
        return [*held_load_blocks(item, shown.zone, shown.today), divider()]
    if isinstance(item, AlertItem):
        return _alert(item)
    return [paragraph(item)]


def paragraph(item: Paragraph) -> Block:
    """A line in bold, the others below it, a button beside them."""
    lines = [fit(line, LINE_LENGTH) for line in item.lines]
    if item.names_channels:
        lines = [_CHANNEL.sub(r"<\1>", line) for line in lines]
    block = section("\n".join([f"*{fit(item.first, LINE_LENGTH)}*", *lines]))
    block["text"]["verbatim"] = True  # what somebody typed becomes no link and no mention
    if item.press is not None:
        block["accessory"] = press_button(item.press)
    return block


def _alert(item: AlertItem) -> list[Block]:
    buttons = alert_buttons(item.alert_id, item.offers)
    said = paragraph(Paragraph(item.first, item.lines))
    return [said, actions(buttons)] if buttons else [said]


def _rows(part: Part, table: Table, shown: Shown, *, with_table: bool) -> list[Block]:
    rows = table.rows[: shown.rows]
    cut_table = replace(table, rows=rows)
    blocks: list[Block] = []
    if rows:
        lines = "\n".join(row_lines(cut_table))
        blocks = table_blocks(cut_table) if with_table else [section(lines)]
    return [*blocks, *_rest(part, len(table.rows) - len(rows))]


def row_lines(table: Table) -> list[str]:
    """A line a row: "*Court* 17.2 · Teams above promise 2 of 3 · Over 4"."""
    headings, *rows = table_texts(table)
    lines: list[str] = []
    for first, *cells in rows:
        told = [
            f"{heading} {cell}" if cell[:1].isdigit() else cell
            for heading, cell in zip(headings[1:], cells, strict=True)
            if cell not in ("–", "")
        ]
        lines.append(f"*{fit(first, LINE_LENGTH)}* {fit(' · '.join(told), LINE_LENGTH)}")
    return lines


def _rest(part: Part, left: int) -> Sequence[Block]:
    """How many more there are, with the button that shows all of them."""
    if left <= 0:
        return ()
    block = section(f"… {count(left, 'more', 'more')}")
    return [block if part.rest is None else {**block, "accessory": press_button(part.rest)}]
