"""The dialog that chooses channels for leadership, services and teams, twenty places a page."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot import ids
from bot.blocks.parts import (
    SECTION_LENGTH,
    Block,
    actions,
    button,
    context,
    cut,
    escape,
    section,
)
from bot.setup.choosing import Field
from models.errors import CaseloadError

_OLD_DIALOG = "This dialog is of an older version. Close it, and open the app's Home again."

_ABOUT = (
    "What you choose holds at once, before the workforce list and the settings; a field left empty "
    "changes nothing. Slack offers you the channels that you may read: join another private one "
    "first, or name it in the workforce list. Without a channel people get direct messages."
)


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the dialog carries from its opening to its end; Slack shows it to nobody."""

    step: str  # "channels" or "leadership"
    page: int  # the first is 0
    initial: Mapping[str, str | None]  # the channels it was opened with, by place

    def as_metadata(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def of_view(cls, view: Mapping[str, Any]) -> "Remembered":
        """Raises CaseloadError for what no dialog of ours carries."""
        try:
            found = json.loads(view.get("private_metadata") or "")
            initial = {str(name): value and str(value) for name, value in found["initial"].items()}
            return cls(str(found["step"]), int(found["page"]), initial)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise CaseloadError(_OLD_DIALOG) from None


def channels_view(
    step: str, page: int, pages: int, fields: Sequence[Field], lines: Sequence[str] = ()
) -> Block:
    """One page; `lines` are what came of the page before."""
    remembered = Remembered(step, page, {field.name: field.initial for field in fields})
    is_last = page + 1 >= pages
    blocks = [*_sections(lines), section(_ABOUT)]
    blocks += [_field(field) for field in fields]
    if pages > 1:
        blocks += _other_pages(page, pages)
    return {
        "type": "modal",
        "callback_id": ids.SET_UP_CHANNELS,
        "private_metadata": remembered.as_metadata(),
        "title": _plain("Channels"),
        "submit": _plain("Save" if is_last else "Save and next"),
        "close": _plain("Cancel"),
        "blocks": blocks,
    }


def chosen_view(lines: Sequence[str]) -> Block:
    """What came of the last page, however many places it is about."""
    return {
        "type": "modal",
        "title": _plain("Channels"),
        "close": _plain("Close"),
        "blocks": _sections(lines),
    }


def _sections(lines: Sequence[str]) -> list[Block]:
    """As many sections as the lines need, so that no line is cut off."""
    texts: list[str] = []
    for each in lines:
        line = cut(escape(each), SECTION_LENGTH)
        if texts and len(texts[-1]) + len(line) < SECTION_LENGTH:
            texts[-1] += f"\n{line}"
        else:
            texts.append(line)
    return [section(text) for text in texts]


def _field(field: Field) -> Block:
    element: Block = {
        "type": "conversations_select",
        "action_id": field.name,
        "placeholder": _plain("Choose a channel"),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    if field.initial:
        element["initial_conversation"] = field.initial
    block: Block = {
        "type": "input",
        "block_id": field.name,
        "optional": True,
        "label": _plain(field.label),
        "element": element,
    }
    return {**block, "hint": _plain(field.hint)} if field.hint else block


def _other_pages(page: int, pages: int) -> list[Block]:
    presses = [
        button(f"Page {number + 1}", ids.set_up_page_id(number), str(number))
        for number in range(pages)
        if number != page
    ]
    return [
        context(f"Page {page + 1} of {pages}. Save before you go to another page."),
        actions(presses[:25]),
    ]


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}
