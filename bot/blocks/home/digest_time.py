"""The dialog that changes when a weekly digest comes, to whom, and whether it comes at all."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import time
from typing import Any

from alerts.digest.schedules import WEEKDAYS
from alerts.hours import WorkingHours
from bot import ids
from bot.blocks.parts import Block, escape, section
from models.errors import CaseloadError

TITLE = "Weekly digest"

WEEKDAY, AT, WHERE, ON = "weekday", "at", "where", "is_on"
YES, NO = "yes", "no"

WHERE_LENGTH = 200
STEP = 30
"""Minutes between the times that can be chosen."""

_WHERE_HINT = (
    "A channel such as #leadership, or an email. Empty: the channel of whoever leads it, or the "
    "people themselves."
)
_OLD_DIALOG = "This dialog is of an older version. Close it, and open the app's Home again."


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the dialog carries from its opening to its end; Slack shows it to nobody."""

    scope: str  # "authority" or "service:3"
    audience: str  # as the schedule had it

    def as_metadata(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def of_view(cls, view: Mapping[str, Any]) -> "Remembered":
        """Raises CaseloadError for what no dialog of ours carries."""
        try:
            found = json.loads(view.get("private_metadata") or "")
            return cls(str(found["scope"]), str(found["audience"]))
        except (ValueError, KeyError, TypeError):
            raise CaseloadError(_OLD_DIALOG) from None


@dataclass(frozen=True, slots=True)
class Filled:
    """What the fields hold."""

    weekday: int
    at: time
    where: str  # as it was typed
    is_on: bool


def digest_time_view(
    about: str, now_words: str, remembered: Remembered, filled: Filled, hours: WorkingHours
) -> Block:
    """The dialog with the schedule as it is filled in."""
    days = [_option(day, str(number)) for number, day in enumerate(WEEKDAYS)]
    times = [_option(f"{at:%H:%M}", f"{at:%H:%M}") for at in half_hours(hours, filled.at)]
    chosen_at = next(each for each in times if each["value"] == f"{filled.at:%H:%M}")
    yes_no = [_option("Yes", YES), _option("No", NO)]
    where: Block = {"type": "plain_text_input", "max_length": WHERE_LENGTH}
    if filled.where:
        where["initial_value"] = filled.where
    weekday = days[filled.weekday] if filled.weekday < len(days) else days[0]
    return {
        "type": "modal",
        "callback_id": ids.DIGEST_TIME,
        "private_metadata": remembered.as_metadata(),
        "title": _plain(TITLE),
        "submit": _plain("Save"),
        "close": _plain("Cancel"),
        "blocks": [
            section(f"*{escape(about)}*\n{escape(now_words)}"),
            _input(
                ON,
                "It is sent",
                {
                    "type": "radio_buttons",
                    "options": yes_no,
                    "initial_option": yes_no[0 if filled.is_on else 1],
                },
            ),
            _input(
                WEEKDAY,
                "Day",
                {"type": "static_select", "options": days, "initial_option": weekday},
                "On a bank holiday it comes the next working day.",
            ),
            _input(
                AT, "Time", {"type": "static_select", "options": times, "initial_option": chosen_at}
            ),
            {**_input(WHERE, "Where to", where, _WHERE_HINT), "optional": True},
        ],
    }


def half_hours(hours: WorkingHours, also: time) -> list[time]:
    """The times within working hours, and the one that is set now."""
    of_a_day = [time(minute // 60, minute % 60) for minute in range(0, 24 * 60, STEP)]
    return sorted({also, *(at for at in of_a_day if hours.opens <= at < hours.closes)})


def _option(label: str, value: str) -> Block:
    return {"text": _plain(label), "value": value}


def _input(field: str, label: str, element: Block, hint: str = "") -> Block:
    block: Block = {"type": "input", "block_id": field, "label": _plain(label)}
    if hint:
        block["hint"] = _plain(hint)
    return {**block, "element": {**element, "action_id": field}}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}
