"""What opens from the Home in a dialog: every row of a list, however many there are."""

from collections.abc import Iterator, Sequence

from alerts.digest.digest import Digest, FigureRow
from alerts.wording import sentence
from bot.blocks.answers import table_texts
from bot.blocks.home.parts import paragraph, press_button, row_lines
from bot.blocks.notices import LINE_LENGTH, fit
from bot.blocks.parts import Block, actions, context, escape, section
from bot.blocks.rules import rules_blocks
from bot.home.part import Paragraph, Press
from bot.questions.answer import Answer

MOST_SECTIONS = 90
PACKED = 2_900
TITLE = "Caseload"

LOOKING = "One moment: this takes a few seconds."


def list_view(
    headline: str, paragraphs: Sequence[Paragraph], *, footer: str = "", none: str = ""
) -> Block:
    """A headline and a paragraph for each thing; those with a button have a block of their own."""
    blocks = [section(f"*{escape(headline)}*")]
    if not paragraphs and none:
        blocks.append(section(escape(none)))
    if any(each.press or each.names_channels for each in paragraphs):
        blocks += [paragraph(each) for each in paragraphs[:MOST_SECTIONS]]
        left = len(paragraphs) - MOST_SECTIONS
        if left > 0:
            blocks.append(context(f"… and {left} more"))
    else:
        blocks += packed([_text(each) for each in paragraphs], apart=True)
    if footer:
        blocks.append(context(escape(footer)))
    return dialog(blocks)


def all_rows_view(answer: Answer) -> Block:
    """Every row of an answer's table, a line each: a dialog takes no table."""
    blocks = [section("\n".join([f"*{escape(answer.headline)}*", *map(escape, answer.lines)]))]
    if answer.table is not None and answer.table.of_sentences:
        blocks += packed([_sentences(row) for row in table_texts(answer.table)[1:]], apart=True)
    elif answer.table is not None:
        blocks += packed(row_lines(answer.table))
    if answer.footer:
        blocks.append(context(escape(answer.footer)))
    return dialog(blocks)


def rules_view(answer: Answer) -> Block:
    """The rules, each with its button."""
    return dialog(rules_blocks(answer))


def preview_view(digest: Digest, presses: Sequence[Press]) -> Block:
    """What the digest would say now; its pictures and tables come with the message."""
    blocks = [section(f"*{escape(digest.headline)}*")]
    for title, sentences in (
        ("Needs a decision", digest.decisions),
        ("Better", digest.better),
        ("Worse", digest.worse),
    ):
        if sentences:
            lines = "\n".join(f"• {fit(each, LINE_LENGTH)}" for each in sentences)
            blocks.append(section(f"*{title}*\n{lines}"))
    blocks += packed([_figure(row) for row in digest.rows])
    blocks.append(context(escape(" · ".join([digest.as_at, *digest.health]).strip(" ·") or "–")))
    blocks.append(
        context("This is a preview: nothing was sent. The pictures come with the digest.")
    )
    if presses:
        blocks.append(actions([press_button(each) for each in presses]))
    return dialog(blocks)


def waiting_view() -> Block:
    """Shown at once, until what was asked for is there."""
    return dialog([section(LOOKING)])


def dialog(blocks: Sequence[Block]) -> Block:
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": TITLE},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": list(blocks),
    }


def packed(texts: Sequence[str], *, apart: bool = False) -> list[Block]:
    """As few sections as hold the texts; past what a dialog takes it says how many more."""
    between = "\n\n" if apart else "\n"
    blocks: list[Block] = []
    held: list[str] = []
    done = 0
    for text in texts:
        if held and len(between.join([*held, text])) > PACKED:
            blocks.append(section(between.join(held)))
            done += len(held)
            held = []
            if len(blocks) == MOST_SECTIONS:
                return [*blocks, context(f"… and {len(texts) - done} more")]
        held.append(text)
    return [*blocks, section(between.join(held))] if held else blocks


def _sentences(cells: Sequence[str]) -> str:
    """A row of sentences, each on its line."""
    first, *others = cells
    return _text(Paragraph(first, [sentence(cell) for cell in others if cell not in ("", "–")]))


def _text(item: Paragraph) -> str:
    return "\n".join([f"*{fit(item.first, LINE_LENGTH)}*", *_fitted(item.lines)])


def _fitted(lines: Sequence[str]) -> Iterator[str]:
    return (fit(line, LINE_LENGTH) for line in lines)


def _figure(row: FigureRow) -> str:
    """ "Average caseload (DfE): 16.3 · last week 16.5 · target 12–15 · a year ago 18.1"."""
    beside = (
        ("last week", row.last_week),
        ("target", row.yardstick),
        ("a year ago", row.year_ago),
    )
    told = [f"{name} {value}" for name, value in beside if value]
    said = " · ".join([row.now, *told])
    return f"*{fit(sentence(row.measure), LINE_LENGTH)}* {fit(said, LINE_LENGTH)}"
