"""The rules as Slack shows them: the list with a button each, and the dialog that changes one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from alerts.rules.kinds import KINDS, About, Over
from alerts.rules.previewing.previewing import MOST_WEEKS
from alerts.rules.rule import Rule
from alerts.rules.words import above_words, looks_for, terms, title, told_words
from alerts.wording import sentence
from bot import ids
from bot.blocks.parts import Block, actions, button, context, cut, escape, section
from bot.questions.answer import Answer
from models.errors import CaseloadError
from models.figures.figure import shown
from models.vocabulary import ToldTo

MOST_SHOWN = 45
"""A message has at most fifty blocks."""

REASON_LENGTH = 500

ON, URGENT, REASON, TOLD_TO = "is_on", "urgent", "reason", "told_to"
YES, NO = "yes", "no"

_OFF_HINT = "Switched off, it tells nothing, and its open alerts end."
_URGENT_HINT = "For what cannot wait until the next morning."
_PREVIEW_HINT = (
    f"Preview shows what this would have told in the last {MOST_WEEKS} weeks; it saves nothing."
)

_OLD_DIALOG = "This dialog is of an older version. Close it, and ask for the rules again."


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the dialog carries from its opening to its end; Slack shows it to nobody."""

    rule: str
    from_at: str | None  # since when the version it was opened on is in force
    channel: str | None  # where to tell what came of it

    @property
    def expected(self) -> datetime | None:
        return datetime.fromisoformat(self.from_at) if self.from_at else None

    def as_metadata(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def of_view(cls, view: Mapping[str, Any]) -> "Remembered":
        """Raises CaseloadError for what no dialog of ours carries."""
        try:
            found = json.loads(view.get("private_metadata") or "")
            remembered = cls(str(found["rule"]), found["from_at"], found["channel"])
            _ = remembered.expected
        except (ValueError, KeyError, TypeError):
            raise CaseloadError(_OLD_DIALOG) from None
        return remembered


def remember(rule: Rule, channel: str | None) -> Remembered:
    from_at = rule.from_at.isoformat() if rule.from_at else None
    return Remembered(rule.name, from_at, channel)


def rules_text(answer: Answer) -> str:
    """For notifications and screen readers."""
    rows = answer.table.rows if answer.table else ()
    return escape("\n".join([answer.headline, *(f"{row['rule']}: {row['tells']}" for row in rows)]))


def rules_blocks(answer: Answer) -> list[Block]:
    """The headline, and each rule with a button that opens its dialog."""
    rows = list(answer.table.rows) if answer.table else []
    blocks = [section(f"*{escape(answer.headline)}*")]
    for number, row in enumerate(rows[:MOST_SHOWN]):
        words = f"*{escape(str(row['rule']))}*\n{escape(str(row['tells']))}"
        when = f"\n{escape(str(row['terms']))}" if row["terms"] else ""
        change = button("Change", ids.change_rule_id(number), str(row["name"]))
        blocks.append({**section(words + when), "accessory": change})
    if len(rows) > MOST_SHOWN:
        left = len(rows) - MOST_SHOWN
        blocks.append(context(f"… and {left} more; `caseload rules` on the command line has all."))
    return blocks


def rule_view(rule: Rule, remembered: Remembered, *, reason: str = "", note: str = "") -> Block:
    """The dialog with a rule's values filled in; `note` says what has happened meanwhile."""
    about = KINDS[rule.kind]
    head = section(f"*{escape(title(rule))}*\n{escape(looks_for(rule))}")
    return {
        "type": "modal",
        "callback_id": ids.RULE,
        "private_metadata": remembered.as_metadata(),
        "title": _plain("Change a rule"),
        "submit": _plain("Save"),
        "close": _plain("Cancel"),
        "blocks": [
            *([section(f"*{escape(note)}*")] if note else []),
            head,
            _yes_or_no(ON, "Switched on", rule.is_on, _OFF_HINT),
            *_numbers(rule, about),
            _told(rule, about),
            _yes_or_no(URGENT, "Tell outside working hours too", rule.urgent, _URGENT_HINT),
            _reason(reason),
            actions([button("Preview", ids.PREVIEW_RULE, rule.name)]),
            context(_PREVIEW_HINT),
        ],
    }


def now_words(rule: Rule) -> str:
    """How a rule stands, in one sentence, for whoever has an older version before them."""
    return f"Now: {'on' if rule.is_on else 'off'}; {'; '.join(terms(rule))}."


_BEGINS = {
    Over.ABOVE: "It begins with more than",
    Over.FROM: "It begins at",
    Over.WITHIN: "It looks ahead for",
}


def _numbers(rule: Rule, about: About) -> list[Block]:
    begins = _BEGINS[about.over]
    found = [_number("limit", begins, rule.limit, about.counts, whole=about.whole)]
    hint = "working days that it must last first; 0 is at once"
    found.append(_number("for_days", "Tell it after", rule.for_days, hint, whole=True))
    if about.has_margin:
        hint = f"{about.unit} below that, so that it does not end and begin again at each change"
        found.append(_number("margin", "It ends when it is", rule.margin, hint, whole=False))
    hint = f"{about.step_unit}; 0 is never"
    found.append(_number("step", "Tell it again when worse by", rule.step, hint, whole=False))
    hint = "working days in which nothing was said; 0 is never"
    found.append(_number("remind_days", "Remind after", rule.remind_days, hint, whole=True))
    hint = "working days in which nobody acknowledged it; 0 is never"
    label = f"Tell {above_words(rule)} after"
    return [*found, _number("escalate_days", label, rule.escalate_days, hint, whole=True)]


def _number(field: str, label: str, value: float, hint: str, *, whole: bool) -> Block:
    element = {
        "type": "number_input",
        "is_decimal_allowed": not whole,
        "initial_value": shown(value, 6).replace(",", ""),
        "min_value": "0",
    }
    return _input(field, label, element, sentence(hint) + ".")


def _told(rule: Rule, about: About) -> Block:
    whom = [ToldTo.LEADERSHIP, ToldTo.ADMINISTRATORS] if about.whole_authority else list(ToldTo)
    options = {each: _option(sentence(told_words(each)), each.value) for each in whom}
    element: Block = {"type": "static_select", "options": list(options.values())}
    if rule.told_to in options:
        element["initial_option"] = options[rule.told_to]
    return _input(TOLD_TO, "Who is told", element)


def _yes_or_no(field: str, label: str, value: bool, hint: str) -> Block:
    options = [_option("Yes", YES), _option("No", NO)]
    initial = options[0 if value else 1]
    element = {"type": "radio_buttons", "options": options, "initial_option": initial}
    return _input(field, label, element, hint)


def _reason(reason: str) -> Block:
    element: Block = {"type": "plain_text_input", "max_length": REASON_LENGTH}
    if reason:
        element["initial_value"] = cut(reason, REASON_LENGTH)
    hint = "Kept with the change, for whoever looks later."
    block = _input(REASON, "Why it is changed", element, hint)
    return {**block, "optional": True}


def _input(field: str, label: str, element: Block, hint: str = "") -> Block:
    block: Block = {"type": "input", "block_id": field, "label": _plain(label)}
    if hint:
        block["hint"] = _plain(hint)
    return {**block, "element": {**element, "action_id": field}}


def _option(label: str, value: str) -> Block:
    return {"text": _plain(label), "value": value}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def labels_of(view: Mapping[str, Any]) -> Mapping[str, str]:
    """What each field of the dialog is called there."""
    blocks = view.get("blocks") or ()
    return {
        block["block_id"]: block["label"]["text"] for block in blocks if block["type"] == "input"
    }


def fields_of(view: Mapping[str, Any]) -> Sequence[str]:
    """The fields that the dialog has: an error can stand under these and no others."""
    return [block["block_id"] for block in view.get("blocks") or () if block.get("type") == "input"]
