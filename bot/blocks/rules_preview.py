"""What a rule would have done, as the dialog behind Preview shows it."""

from collections.abc import Mapping
from datetime import date

from alerts.rules.previewing.preview import Beside, Preview
from alerts.rules.previewing.words import (
    caveats,
    example_lines,
    facts,
    headline,
    in_force_words,
    places_words,
)
from alerts.wording import count
from bot.blocks.parts import Block, context, escape, section

_UNTOUCHED = "Nothing was saved, and nobody was told."


def preview_view(beside: Beside, today: date) -> Block:
    """The typed rule's past, with that of the rule in force beside it, and examples."""
    found = beside.as_wanted
    if found is None:
        why = beside.cannot or ""
        return _dialog([section(f"*This rule cannot be previewed.*\n{escape(why)}")])
    blocks = [section(f"*{escape(headline(found))}*")]
    if found.coverage.first is not None:
        blocks += [_side_by_side(beside, found)]
    if places := places_words(found):
        blocks.append(section(f"*Where*\n{escape(places)}"))
    if found.fired:
        lines = "\n".join(f"• {escape(line)}" for line in example_lines(found, today))
        blocks.append(section(f"*For example*\n{lines}"))
    notes = [in_force_words(beside), *caveats(found, today), _UNTOUCHED]
    blocks.append(context(escape(" ".join(note for note in notes if note))))
    return _dialog(blocks)


def looking_view(weeks: int) -> Block:
    """What stands there until the past has been looked at."""
    return _dialog([section(f"Looking at {count(weeks, 'week')}… This can take a minute.")])


def sentence_view(sentence: str) -> Block:
    """Why there is no preview, in one sentence."""
    return _dialog([section(escape(sentence))])


def faults_view(faults: Mapping[str, str]) -> Block:
    """What is wrong in the dialog below, by the label of the field; Slack marks them on saving."""
    lines = "\n".join(f"• {escape(label)}: {escape(said)}" for label, said in faults.items())
    return _dialog([section(f"*Not previewed. Go back and mend this first:*\n{lines}")])


def _side_by_side(beside: Beside, found: Preview) -> Block:
    columns = [_column("As filled in", found)]
    if beside.as_in_force is not None:
        columns.append(_column("In force", beside.as_in_force))
    return {"type": "section", "fields": columns}


def _column(title: str, found: Preview) -> Block:
    lines = [f"{what}: {escape(how)}" for what, how in facts(found)]
    return {"type": "mrkdwn", "text": "\n".join([f"*{title}*", *lines])}


def _dialog(blocks: list[Block]) -> Block:
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Preview"},
        "close": {"type": "plain_text", "text": "Back"},
        "blocks": blocks,
    }
