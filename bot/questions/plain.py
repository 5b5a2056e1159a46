"""An answer that is one sentence: what is missing, not understood or not the asker's."""

from bot.questions.answer import Answer, Next, Outcome
from bot.questions.inquiry import Inquiry


def plain_answer(inquiry: Inquiry, outcome: Outcome, sentence: str, *then: Next) -> Answer:
    """The sentence alone, with what may be asked instead."""
    return Answer(
        question=inquiry.asked.text,
        asked_by=inquiry.asker.email,
        outcome=outcome,
        headline=sentence,
        next=then,
    )
