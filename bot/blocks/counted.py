"""The dialog behind "How is this counted?": each figure's definition, parts, source and as-at."""

from collections.abc import Sequence

from alerts.wording import kinds
from bot.blocks.parts import Block, context, cut, divider, escape, section
from bot.questions.answer import Answer
from models.figures.figure import Figure, shown
from models.vocabulary import Measure

_FIRST = (Measure.AVERAGE_CASELOAD, Measure.WORKING_AVERAGE_CASELOAD)
"""What a headline is about, and so what is asked about first."""

_AMONG = {
    Measure.MEDIAN_CASELOAD: "workers in post who hold a case",
    Measure.HIGHEST_CASELOAD: "workers in post who hold a case",
    Measure.AT_20_OR_MORE: "workers in post who hold a case",
    Measure.OVER_LIMIT: "workers in post",
    Measure.NOBODY_AT_WORK: "open cases",
    Measure.UNALLOCATED: "open cases",
    Measure.NOT_SEEN: "open cases",
}
"""What a figure was counted or chosen among."""


def counted_view(answer: Answer) -> Block:
    """A dialog with every figure of the answer and what it is made of.

    What all figures warn of is said once, in the foot.
    """
    figures = sorted(answer.figures, key=lambda figure: figure.measure not in _FIRST)
    shared = set.intersection(*(set(figure.warnings) for figure in figures)) if figures else set()
    blocks = [section(f"*{escape(answer.headline)}*")]
    for figure in figures:
        own = [warning for warning in figure.warnings if warning not in shared]
        blocks += [divider(), *_figure_blocks(figure, own)]
    if answer.footer:
        blocks += [divider(), context(escape(answer.footer))]
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": "How this is counted"},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": blocks,
    }


def _figure_blocks(figure: Figure, warnings: Sequence[str]) -> list[Block]:
    definition = figure.definition
    name = definition.label[0].upper() + definition.label[1:]
    parts = [parts_words(figure), kinds(figure.by_kind), f"Source: {definition.source}"]
    blocks = [
        section(f"*{escape(name)}: {shown(figure.value, 2)}*\n{escape(definition.sentence)}"),
        context(escape(" · ".join(part for part in parts if part))),
    ]
    if warnings:
        blocks.append(context(cut(escape("Note: " + "; ".join(warnings)), 3_000)))
    return blocks


def parts_words(figure: Figure) -> str | None:
    """ "143 ÷ 7.4 FTE", "3 of 9 workers in post": what the value was made of, if of parts."""
    top, bottom = figure.numerator, figure.denominator
    if bottom is None:
        return None
    if figure.measure in _AMONG:
        among = f"of {shown(bottom, 2)} {_AMONG[figure.measure]}"
        chosen = figure.measure in {Measure.MEDIAN_CASELOAD, Measure.HIGHEST_CASELOAD}
        return among if chosen else f"{shown(figure.value, 2)} {among}"
    sign = "×" if figure.measure is Measure.ALLOWANCE else "÷"
    return f"{shown(top, 2)} {sign} {shown(bottom, 2)} FTE"
