"""The dialogs in which an alert is acknowledged or snoozed, and what they say back."""

import json
from collections.abc import Mapping, Set
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from alerts.decisions import NEEDS_A_NOTE, fitting_decisions
from alerts.deeds import NOTE_LENGTH
from alerts.notice import Notice, Offer
from alerts.wording import sentence
from bot import ids
from bot.blocks.notices import LINE_LENGTH, fit
from bot.blocks.parts import SECTION_LENGTH, Block, cut, escape, section
from models.errors import CaseloadError
from models.vocabulary import DecisionKind, RuleKind

DECISION, NOTE, REVIEW_ON, UNTIL = "decision", "note", "review_on", "until"
"""The fields, by the names in which `DeedRefused` speaks of them."""

_OLD_DIALOG = "This dialog is of an older version. Close it, and press the button again."


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a dialog carries from its opening to its end; Slack shows it to nobody."""

    alert_id: int
    seen: str  # the alert's mark as it was opened on
    channel: str | None  # where to tell what came of it

    def as_metadata(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def of_view(cls, view: Mapping[str, Any]) -> "Remembered":
        """Raises CaseloadError for what no dialog of ours carries."""
        try:
            found = json.loads(view.get("private_metadata") or "")
            return cls(int(found["alert_id"]), str(found["seen"]), found["channel"])
        except (ValueError, KeyError, TypeError):
            raise CaseloadError(_OLD_DIALOG) from None


@dataclass(frozen=True, slots=True)
class Filled:
    """What the fields of a dialog hold; None where nothing was chosen."""

    decision: DecisionKind | None = None
    note: str = ""
    day: date | None = None


def decision_view(notice: Notice, kind: RuleKind, remembered: Remembered, filled: Filled) -> Block:
    """The dialog behind Acknowledge and Change decision, with what is decided filled in."""
    options = {each: _option(each, label) for each, label in fitting_decisions(kind).items()}
    radios: Block = {"type": "radio_buttons", "options": list(options.values())}
    if len(options) == 1:
        radios["initial_option"] = options[DecisionKind.OTHER]
    elif filled.decision in options:
        radios["initial_option"] = options[filled.decision]
    note: Block = {"type": "plain_text_input", "multiline": True, "max_length": NOTE_LENGTH}
    if filled.note:
        note["initial_value"] = cut(filled.note, NOTE_LENGTH)
    note_hint = (
        f"{_needed(options.keys())} Name no child. It is kept in the register, and shown in the "
        "message where workers' names are."
    )
    day_hint = "If it has not ended by then, it is told again on the day after."
    fields = [
        _input(DECISION, "What is decided", radios),
        {**_input(NOTE, "Note", note, note_hint), "optional": not options.keys() <= NEEDS_A_NOTE},
        _input(REVIEW_ON, "Review on", _day(filled.day), day_hint),
    ]
    answered = Offer.CHANGE_DECISION in notice.offers
    title = "Change decision" if answered else "Acknowledge"
    return _dialog(ids.DECIDE, title, remembered, [_about(notice), *fields])


def _needed(offered: Set[DecisionKind]) -> str:
    if offered <= NEEDS_A_NOTE:
        return "Needed."
    if DecisionKind.AGREED_EXCEPTION in offered:
        return "Needed for an agreed exception and for other."
    return "Needed for other."


def snooze_view(notice: Notice, remembered: Remembered, until: date) -> Block:
    """The dialog behind "Until a date"."""
    hint = "It is told again on this day, and sooner if it becomes worse."
    fields = [_input(UNTIL, "Snooze until", _day(until), hint)]
    return _dialog(ids.SNOOZE_UNTIL, "Snooze", remembered, [_about(notice), *fields])


def said_view(title: str, told: str, wrote: str = "") -> Block:
    """What came of a dialog, with the text that would be lost if it only closed."""
    blocks = [section(escape(told))]
    if wrote:
        blocks += [section("You wrote, to copy it from here:"), _verbatim(wrote)]
    return {
        "type": "modal",
        "title": _plain(title),
        "close": _plain("Close"),
        "blocks": blocks,
    }


def _about(notice: Notice) -> Block:
    """What it is about, with names: whoever may decide may see them."""
    told = (*notice.named, *((notice.decided,) if notice.decided else ()))
    lines = [f"*{fit(notice.headline, LINE_LENGTH)}*", *(fit(line, LINE_LENGTH) for line in told)]
    while len("\n".join(lines)) > SECTION_LENGTH:
        lines.pop()
    return section("\n".join(lines))


def _dialog(callback_id: str, title: str, remembered: Remembered, blocks: list[Block]) -> Block:
    return {
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": remembered.as_metadata(),
        "title": _plain(title),
        "submit": _plain("Save"),
        "close": _plain("Cancel"),
        "blocks": blocks,
    }


def _option(decision: DecisionKind, label: str) -> Block:
    return {"text": _plain(sentence(label)), "value": decision.value}


def _input(field: str, label: str, element: Block, hint: str = "") -> Block:
    block: Block = {"type": "input", "block_id": field, "label": _plain(label)}
    if hint:
        block["hint"] = _plain(hint)
    return {**block, "element": {**element, "action_id": field}}


def _day(day: date | None) -> Block:
    picker: Block = {"type": "datepicker"}
    return {**picker, "initial_date": day.isoformat()} if day is not None else picker


def _verbatim(text: str) -> Block:
    return {"type": "section", "text": _plain(cut(text, 3_000))}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}
