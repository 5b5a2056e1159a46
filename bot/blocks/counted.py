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
    Measure.BASE_POSTS_FTE: "FTE of posts",
    Measure.TIME_LIMITED_POSTS_FTE: "FTE of posts",
    Measure.UNFUNDED_POSTS_FTE: "FTE of posts",
    Measure.VACANT_FTE: "FTE of posts",
    Measure.AGENCY_VACANCY_FTE: "FTE of agency social workers",
    Measure.AGENCY_ABSENCE_FTE: "FTE of agency social workers",
    Measure.SUPERNUMERARY_FTE: "FTE of agency social workers",
    Measure.AGENCY_UNKNOWN_FTE: "FTE of agency social workers",
    Measure.UNDER_TWO_YEARS_SHARE: "social workers whose day of qualifying is known",
    Measure.NEWLY_QUALIFIED: "social workers",
    Measure.OTHER_VACANT_FTE: "FTE of posts",
}
"""What a figure was counted or chosen among."""


_POUNDS = (Measure.AGENCY_WEEKLY_COST, Measure.AGENCY_WEEKLY_PREMIUM)


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
        section(f"*{escape(name)}: {_value_words(figure)}*\n{escape(definition.sentence)}"),
        context(escape(" · ".join(part for part in parts if part))),
    ]
    if warnings:
        blocks.append(context(cut(escape("Note: " + "; ".join(warnings)), 3_000)))
    return blocks


def _value_words(figure: Figure) -> str:
    if figure.value is not None and figure.measure in _POUNDS:
        return f"£{shown(figure.value, 0)}"
    percent = figure.value is not None and figure.measure.value.endswith(("_rate", "_share"))
    return f"{shown(figure.value, 2)} %" if percent else shown(figure.value, 2)


def parts_words(figure: Figure) -> str | None:
    """ "143 ÷ 7.4 FTE", "3 of 9 workers in post": what the value was made of, if of parts."""
    top, bottom = figure.numerator, figure.denominator
    if bottom is None:
        return None
    if figure.measure in _AMONG:
        among = f"of {shown(bottom, 2)} {_AMONG[figure.measure]}"
        chosen = figure.measure in {Measure.MEDIAN_CASELOAD, Measure.HIGHEST_CASELOAD}
        return among if chosen else f"{shown(figure.value if top is None else top, 2)} {among}"
    if figure.measure in _POUNDS:
        return f"for {shown(bottom, 2)} FTE of agency social workers"
    sign = "×" if figure.measure is Measure.ALLOWANCE else "÷"
    return f"{shown(top, 2)} {sign} {shown(bottom, 2)} FTE"
