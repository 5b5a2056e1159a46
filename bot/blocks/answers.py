"""An answer as a Slack message: headline, parts, table, as-at, and what to ask next."""

from collections.abc import Mapping, Sequence

from alerts.wording import sentence
from bot import ids
from bot.blocks.charts import chart_block
from bot.blocks.notices import LINE_LENGTH, fit
from bot.blocks.parts import Block, actions, button, context, cut, escape, section, table
from bot.questions.answer import Answer, Column, Next, Table, Value
from models.figures.figure import fixed, shown

SHOWN_ROWS = 15
"""More rows than this are no longer one screen; the last line says how many there are."""

FALLBACK_LENGTH = 2_000


def answer_blocks(answer: Answer, *, shareable: bool = True) -> list[Block]:
    """The message; `shareable` where the place it is shown in is one that can be shared to."""
    blocks = [section(_opening(answer))]
    if answer.chart is not None and (drawn := chart_block(answer.chart)) is not None:
        blocks.append(drawn)
    if answer.table is not None and answer.table.rows:
        blocks += table_blocks(answer.table)
    if answer.footer:
        blocks.append(context(escape(answer.footer)))
    buttons = _buttons(answer, shareable)
    if buttons:
        blocks.append(actions(buttons))
    return blocks


def fallback_text(answer: Answer) -> str:
    """The same in sentences, for notifications and screen readers; plain text, escaped."""
    sentences = [answer.headline, *answer.lines, *([answer.footer] if answer.footer else [])]
    return cut(escape("\n".join(sentences)), FALLBACK_LENGTH)


def table_texts(shown_table: Table, most: int | None = None) -> list[list[str]]:
    """Headings and rows as text, cut to `most` rows with a last line that says so."""
    rows = list(shown_table.rows if most is None else shown_table.rows[:most])
    texts = [[column.heading for column in shown_table.columns]]
    texts += [[_cell(row, column) for column in shown_table.columns] for row in rows]
    left = len(shown_table.rows) - len(rows)
    if left:
        texts.append([_more(left, shown_table), *["\u00a0"] * (len(shown_table.columns) - 1)])
    return texts


def _more(left: int, shown_table: Table) -> str:
    return f"… {left} more{shown_table.rest}"


def _opening(answer: Answer) -> str:
    return "\n".join([f"*{escape(answer.headline)}*", *(escape(line) for line in answer.lines)])


def table_blocks(shown_table: Table, *, in_dialog: bool = False) -> list[Block]:
    """The table, or a paragraph a row where it is of sentences or a dialog takes no table."""
    if shown_table.of_sentences or in_dialog:
        return _paragraphs(shown_table)
    return [_table(shown_table)]


def _paragraphs(shown_table: Table) -> list[Block]:
    found = [_paragraph(row, shown_table) for row in shown_table.rows[:SHOWN_ROWS]]
    left = len(shown_table.rows) - len(found)
    return [*found, context(_more(left, shown_table))] if left else found


def _paragraph(row: Mapping[str, Value], shown_table: Table) -> Block:
    """The first column in bold; a line for each that is a sentence, and one for all the others."""
    first, *others = shown_table.columns
    lines: list[str] = []
    short: list[str] = []
    for column in others:
        if row.get(column.key) is None:
            continue
        text = _cell(row, column)
        if text[:1].isdigit() and not shown_table.of_sentences:
            text = f"{column.heading} {text}"  # a number says nothing alone
        (lines if column.wraps else short).append(text)
    told = [*lines, *([" · ".join(short)] if short else [])]
    bold = f"*{fit(_cell(row, first), LINE_LENGTH)}*"
    block = section("\n".join([bold, *(fit(sentence(line), LINE_LENGTH) for line in told)]))
    block["text"]["verbatim"] = True  # what somebody typed becomes no link and no mention
    return block


def _table(shown_table: Table) -> Block:
    numeric = [column.numeric for column in shown_table.columns]
    wrapping = [column.wraps for column in shown_table.columns]
    return table(table_texts(shown_table, SHOWN_ROWS), numeric, wrapping)


def _cell(row: Mapping[str, Value], column: Column) -> str:
    value = row.get(column.key)
    if isinstance(value, int | float):
        if column.places is not None:
            return fixed(value, column.places)
        if column.key == "fte":
            return f"{value:g}" if value != round(value, 1) else f"{value:.1f}"
        if column.key in {"per_fte", "average"}:
            return fixed(value)
        return shown(value)
    return "–" if value is None else str(value)


def _buttons(answer: Answer, shareable: bool) -> list[Block]:
    buttons = next_buttons(answer.next)
    question = answer.question or "caseload"  # a button's value may not be empty
    if answer.can_be_exported:
        buttons.insert(0, button("Export", ids.EXPORT, question))
    if answer.can_be_saved:
        buttons.insert(0, button("Save this plan", ids.SAVE_PLAN, question))
    if answer.can_be_counted:
        buttons.append(button("How is this counted?", ids.COUNTED, question))
    if shareable and answer.can_be_shared:
        buttons.append(button("Share here", ids.SHARE, question))
    return buttons


def next_buttons(then: Sequence[Next]) -> list[Block]:
    """A button for each question the reader may want to ask now."""
    return [
        button(step.label, ids.ask_id(number), step.question) for number, step in enumerate(then)
    ]
