"""An answer as a dialog, for whoever asked in the Home: there is no channel to answer in."""

from bot import ids
from bot.blocks.answers import next_buttons, table_blocks
from bot.blocks.parts import Block, actions, button, context, escape, section
from bot.questions.answer import Answer

_EXPORTED_ELSEWHERE = "For the workbook write `register` to me under Messages, then press Export."


def answer_view(answer: Answer) -> Block:
    """Headline, rows as paragraphs, as-at, and what to ask next; nothing to share or export."""
    blocks = [section("\n".join([f"*{escape(answer.headline)}*", *map(escape, answer.lines)]))]
    if answer.table is not None:
        blocks += table_blocks(answer.table, in_dialog=True)
    if answer.can_be_exported:
        blocks.append(context(_EXPORTED_ELSEWHERE))
    if answer.footer:
        blocks.append(context(escape(answer.footer)))
    buttons = next_buttons(answer.next)
    if answer.can_be_saved:
        buttons.insert(0, button("Save this plan", ids.SAVE_PLAN, answer.question))
    if answer.can_be_counted:
        buttons.append(button("How is this counted?", ids.COUNTED, answer.question or "caseload"))
    if buttons:
        blocks.append(actions(buttons))
    return _dialog(blocks)


def sentence_view(sentence: str) -> Block:
    """One sentence, such as what went wrong; its markup is ours."""
    return _dialog([section(sentence)])


def _dialog(blocks: list[Block]) -> Block:
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Caseload"},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": blocks,
    }
