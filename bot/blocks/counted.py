"""The dialog behind "How is this counted?": each figure's definition, parts, source and as-at."""

from bot.blocks.parts import Block, context, cut, divider, escape, section
from bot.questions.answer import Answer
from models.figures.figure import Figure, shown


def counted_view(answer: Answer) -> Block:
    """A dialog with every figure of the answer and what it is made of."""
    blocks = [section(f"*{escape(answer.headline)}*")]
    for figure in answer.figures:
        blocks += [divider(), *_figure_blocks(figure)]
    if answer.footer:
        blocks += [divider(), context(escape(answer.footer))]
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": "How this is counted"},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": blocks,
    }


def _figure_blocks(figure: Figure) -> list[Block]:
    definition = figure.definition
    name = definition.label[0].upper() + definition.label[1:]
    blocks = [
        section(f"*{escape(name)}: {shown(figure.value, 2)}*\n{escape(definition.sentence)}"),
        context(escape(" · ".join([parts_words(figure), f"Source: {definition.source}"]))),
    ]
    if figure.warnings:
        blocks.append(context(cut(escape("Mind: " + "; ".join(figure.warnings)), 3_000)))
    return blocks


def parts_words(figure: Figure) -> str:
    """ "143 ÷ 7.4", "3 of 9": what the value was made of."""
    top, bottom = figure.numerator, figure.denominator
    if top is not None and bottom is not None:
        sign = "×" if figure.measure.value == "allowance" else "÷"
        return f"{shown(top, 2)} {sign} {shown(bottom, 2)}"
    if bottom is not None:
        return f"among {shown(bottom, 2)}"
    return f"counted: {shown(top, 2)}"
