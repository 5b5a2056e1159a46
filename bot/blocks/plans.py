"""Saved plans as Slack shows them: the list with its buttons, and the dialog that saves one."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from alerts.plans.saving import LONGEST_NAME
from bot import ids
from bot.blocks.answers import answer_blocks, next_buttons
from bot.blocks.parts import Block, actions, button, context, cut, escape, section
from bot.questions.answer import Answer, Value
from bot.questions.plan_deeds import Proposal
from models.errors import CaseloadError

NAME = "name"
TITLE = "Save this plan"

_OLD_DIALOG = "This dialog is of an older version. Close it, and ask for the plan again."


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the dialog carries from its opening to its end; Slack shows it to nobody."""

    question: str
    as_at: str
    channel: str | None  # where to tell what came of it

    def as_metadata(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def of_view(cls, view: Mapping[str, Any]) -> "Remembered":
        """Raises CaseloadError for what no dialog of ours carries."""
        try:
            found = json.loads(view.get("private_metadata") or "")
            channel = found["channel"]
            return cls(str(found["question"]), str(found["as_at"]), channel and str(channel))
        except (ValueError, KeyError, TypeError):
            raise CaseloadError(_OLD_DIALOG) from None


def plans_blocks(answer: Answer) -> list[Block]:
    """The saved plans, each with a button that compares it and, for whoever may, one to drop it."""
    rows = answer.table.rows if answer.table is not None else ()
    if not rows:
        return answer_blocks(answer)
    blocks = [section(f"*{escape(answer.headline)}*")]
    for row, compare in zip(rows, next_buttons(answer.next), strict=False):
        blocks.append(_plan(row))
        blocks.append(actions([compare, *([_drop(row)] if row["droppable"] else [])]))
    left = len(rows) - len(answer.next)
    if left > 0:
        blocks.append(context(f"… {left} older; `plan compare` and the name shows one."))
    return blocks


def _plan(row: Mapping[str, Value]) -> Block:
    lines = [f"*{escape(str(row['plan']))}*", escape(f"{row['about']} · {row['saved']}")]
    block = section("\n".join(lines))
    block["text"]["verbatim"] = True  # what somebody typed becomes no link and no mention
    return block


def _drop(row: Mapping[str, Value]) -> Block:
    text = f"“{row['plan']}” goes for everybody who can see it, and cannot be brought back."
    asked = {
        "title": _plain("Drop this plan?"),
        "text": _plain(cut(text, 300)),
        "confirm": _plain("Drop it"),
        "deny": _plain("Keep it"),
        "style": "danger",
    }
    plan_id = int(row["id"] or 0)
    return {**button("Drop", ids.drop_plan_id(plan_id), str(plan_id)), "confirm": asked}


def keep_view(proposal: Proposal, channel: str | None) -> Block:
    """The dialog behind "Save this plan", with a name proposed."""
    remembered = Remembered(proposal.question, proposal.as_at, channel)
    about = [f"*{escape(proposal.headline)}*", escape(proposal.starts_from)]
    name = {
        "type": "plain_text_input",
        "action_id": NAME,
        "max_length": LONGEST_NAME,
        "initial_value": proposal.name,
    }
    return {
        "type": "modal",
        "callback_id": ids.KEEP_PLAN,
        "private_metadata": remembered.as_metadata(),
        "title": _plain(TITLE),
        "submit": _plain("Save"),
        "close": _plain("Cancel"),
        "blocks": [
            section("\n".join(about)),
            {
                "type": "input",
                "block_id": NAME,
                "label": _plain("Name"),
                "hint": _plain("Later it is laid beside what then happened, by this name."),
                "element": name,
            },
        ],
    }


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}
