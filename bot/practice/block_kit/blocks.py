"""The limits of every block, and the surfaces each may appear on."""

from collections.abc import Mapping
from typing import Literal

from bot.practice.block_kit import elements
from bot.practice.block_kit.data_blocks import DATA_TABLE, DATA_VISUALIZATION, TABLE
from bot.practice.block_kit.objects import (
    BLOCK_ID,
    IMAGE_SOURCE,
    ONE_IMAGE_SOURCE,
    URL,
    plain_text,
    text,
)
from bot.practice.block_kit.rich_text import RICH_TEXT
from bot.practice.block_kit.rules import (
    Rule,
    anything,
    choice,
    flag,
    later,
    listing,
    one_of_fields,
    record,
    string,
    tagged,
)

Surface = Literal["message", "modal", "home"]

_ID: Mapping[str, Rule] = {"block_id": BLOCK_ID}

_SECTION = record(
    {},
    {
        **_ID,
        "text": text(3000),
        "fields": listing(text(2000), 10),
        "accessory": tagged(elements.ACCESSORIES, "section accessory"),
        "expand": flag,
    },
    one_of_fields("text", "fields"),
)

_INPUT = record(
    {"label": plain_text(2000), "element": tagged(elements.INPUTS, "input element")},
    {**_ID, "hint": plain_text(2000), "optional": flag, "dispatch_action": flag},
)

_VIDEO = record(
    {
        "alt_text": string(2000),
        "title": plain_text(200),
        "thumbnail_url": URL,
        "video_url": URL,
    },
    {
        **_ID,
        "author_name": string(50),
        "description": plain_text(200),
        "provider_icon_url": URL,
        "provider_name": string(50),
        "title_url": URL,
    },
)

_TASK_FIELDS: Mapping[str, Rule] = {
    "details": RICH_TEXT,
    "output": RICH_TEXT,
    "sources": listing(anything),
}
_STATUS = choice("pending", "in_progress", "complete", "error")
_TASK = record(
    {"task_id": string(255, 1), "title": string(None, 1)}, {**_TASK_FIELDS, "status": _STATUS}
)
_TASK_CARD = record(
    {
        "task_id": string(255, 1),
        "title": string(None, 1),
        "status": choice("in_progress", "complete", "error"),
    },
    {**_ID, **_TASK_FIELDS},
)

_CARD = record(
    {},
    {
        **_ID,
        "hero_image": elements.IMAGE,
        "icon": elements.IMAGE,
        "title": text(150),
        "subtitle": text(150),
        "body": text(200),
        "subtext": text(200),
        "slack_icon": anything,
        "actions": listing(tagged({"button": elements.BUTTON}, "card action"), 3),
    },
    one_of_fields("hero_image", "title", "actions", "body"),
)

_CONTAINER = record(
    {
        "child_blocks": listing(
            later(lambda: tagged(_CONTAINER_CHILDREN, "block in a container")), 10
        )
    },
    {
        **_ID,
        "title": plain_text(150),
        "rich_text_title": RICH_TEXT,
        "subtitle": plain_text(150),
        "icon": elements.IMAGE,
        "width": choice("narrow", "standard", "wide", "full"),
        "is_collapsible": flag,
        "default_collapsed": flag,
        "has_header_divider": flag,
    },
    one_of_fields("title", "rich_text_title"),
)

BLOCKS: Mapping[str, Rule] = {
    "section": _SECTION,
    "header": record({"text": plain_text(150)}, {**_ID}),
    "divider": record({}, {**_ID}),
    "image": record(
        {"alt_text": string(2000)},
        {**_ID, **IMAGE_SOURCE, "title": plain_text(2000)},
        *ONE_IMAGE_SOURCE,
    ),
    "actions": record({"elements": listing(tagged(elements.ACTIONS, "actions element"), 25)}, _ID),
    "context": record({"elements": listing(tagged(elements.CONTEXT, "context element"), 10)}, _ID),
    "context_actions": record(
        {"elements": listing(tagged(elements.CONTEXT_ACTIONS, "context_actions element"), 5)}, _ID
    ),
    "input": _INPUT,
    "rich_text": RICH_TEXT,
    "markdown": record({"text": string(12_000, 1)}, _ID),
    "file": record({"external_id": string(255, 1), "source": choice("remote")}, _ID),
    "video": _VIDEO,
    "alert": record(
        {"text": text(200)},
        {**_ID, "level": choice("default", "info", "warning", "error", "success")},
    ),
    "card": _CARD,
    "carousel": record({"elements": listing(tagged({"card": _CARD}, "carousel element"), 10)}, _ID),
    "container": _CONTAINER,
    "task_card": _TASK_CARD,
    "plan": record({"title": string(None, 1)}, {**_ID, "tasks": listing(_TASK, 50)}),
    "table": TABLE,
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
}

_CONTAINER_CHILDREN: Mapping[str, Rule] = {
    kind: rule for kind, rule in BLOCKS.items() if kind not in {"container", "carousel", "input"}
}

_BOTH_VIEWS = frozenset(
    {
        *("section", "header", "divider", "image", "actions", "context"),
        *("input", "rich_text", "video", "card"),
    }
)

# Where documents disagree the narrower reading is kept: charts in messages, alerts in modals.
SURFACES: Mapping[Surface, frozenset[str]] = {
    "message": frozenset(BLOCKS) - {"alert"},
    "modal": _BOTH_VIEWS | {"alert"},
    "home": _BOTH_VIEWS | {"carousel", "container", "table"},
}
