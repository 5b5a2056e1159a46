"""A part that an answer already says: its headline, its lines and table, its as-at, its buttons."""

from collections.abc import Sequence

from bot import ids
from bot.home.part import Part, Press, Pressing
from bot.questions.answer import Answer


def part_of(
    answer: Answer,
    title: str,
    *,
    more: Sequence[str] = (),
    presses: Sequence[Press] | None = None,
    pressing: Pressing = Pressing.FIGURES,
) -> Part:
    """The answer as a part; `more` are lines after its own, `presses` instead of its own."""
    question = answer.question
    counted = [Press("How is this counted?", ids.COUNTED, question)] if answer.figures else []
    return Part(
        title=title,
        pressing=pressing,
        said=(answer.headline, *answer.lines, *more),
        table=answer.table,
        rest=show_all(question),
        footer=answer.footer or "",
        presses=(*(_next(answer) if presses is None else presses), *counted),
    )


def _next(answer: Answer) -> tuple[Press, ...]:
    return asks(*((step.label, step.question) for step in answer.next))


def asks(*questions: tuple[str, str]) -> tuple[Press, ...]:
    """A button for each question: its words, and what it asks."""
    return tuple(
        Press(label, ids.ask_id(number), question)
        for number, (label, question) in enumerate(questions)
    )


def show_all(question: str, label: str = "Show all") -> Press:
    """A button for every row of a question's answer, however many."""
    return Press(label, ids.HOME_ALL, question)
