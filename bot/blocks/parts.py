"""The pieces every message is made of, within Slack's limits and with its escaping.

Plain dictionaries, because the SDK's own models drop the block types they do not know yet.
"""

from collections.abc import Sequence
from typing import Any

Block = dict[str, Any]

SECTION_LENGTH = 3_000
BUTTON_LENGTH = 75
TABLE_ROWS = 100


def escape(text: str) -> str:
    """Text from the database, safe inside mrkdwn: Slack asks for these three and no others."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, length: int) -> str:
    """At most `length` characters, with a sign where something was cut off."""
    return text if len(text) <= length else text[: length - 1] + "…"


def section(mrkdwn: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": cut(mrkdwn, SECTION_LENGTH)}}


def header(text: str) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": cut(text, 150)}}


def context(mrkdwn: str) -> Block:
    element = {"type": "mrkdwn", "text": cut(mrkdwn, SECTION_LENGTH)}
    return {"type": "context", "elements": [element]}


def divider() -> Block:
    return {"type": "divider"}


def button(label: str, action_id: str, value: str) -> Block:
    return {
        "type": "button",
        "text": {"type": "plain_text", "text": cut(label, BUTTON_LENGTH)},
        "action_id": action_id,
        "value": value,
    }


def actions(buttons: Sequence[Block]) -> Block:
    return {"type": "actions", "elements": list(buttons)}


def table(
    rows: Sequence[Sequence[str]], numeric: Sequence[bool], wrapping: Sequence[bool] = ()
) -> Block:
    """A table whose first row is the headings; cells are raw text, so nothing in them is markup."""
    settings: list[Block] = [{"align": "right" if number else "left"} for number in numeric]
    settings[0]["is_wrapped"] = True  # names are long; the rest must stay narrow on a phone
    for setting, wraps in zip(settings, wrapping, strict=False):
        if wraps:
            setting["is_wrapped"] = True
    cells = [[{"type": "raw_text", "text": cell or "–"} for cell in row] for row in rows]
    return {"type": "table", "rows": cells[:TABLE_ROWS], "column_settings": settings}
