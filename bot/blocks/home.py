"""The App Home: the reader's own figures the moment they open it, and what else can be asked."""

from collections.abc import Sequence

from bot.blocks.answers import answer_blocks
from bot.blocks.parts import Block, context, divider, escape, header, section
from bot.questions.answer import Answer, Outcome


def home_view(
    own: Answer, help_answer: Answer, *, as_of: str, first: Sequence[Block] = ()
) -> Block:
    """What this person leads or holds, then the questions they can ask.

    `first` is what comes before all that: what was just done here, and what waits for a decision.
    """
    blocks = [*first, header("Your caseload figures" if own.answered else "Welcome to Caseload")]
    blocks += answer_blocks(own, shareable=False)
    if own.outcome is not Outcome.NOT_KNOWN:
        blocks += [divider(), section(f"*{escape(help_answer.headline)}*")]
        blocks.append(section("\n".join(escape(line) for line in help_answer.lines)))
    blocks.append(context(escape(f"Opened {as_of}. Open this tab again for the newest figures.")))
    return {"type": "home", "blocks": blocks}
