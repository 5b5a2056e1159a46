"""The limits of every interactive element and image that a block may hold."""

from collections.abc import Mapping

from bot.practice.block_kit.objects import (
    ACTION_ID,
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH_CONFIG,
    IMAGE_SOURCE,
    ONE_IMAGE_SOURCE,
    OPTION_GROUP,
    PLAIN_OPTION,
    RICH_OPTION,
    URL,
    WORKFLOW,
    plain_text,
    text,
)
from bot.practice.block_kit.rich_text import RICH_TEXT
from bot.practice.block_kit.rules import (
    Rule,
    choice,
    flag,
    integer,
    listing,
    matching,
    not_both,
    one_of_fields,
    record,
    string,
)

DATE = matching(r"\d{4}-\d{2}-\d{2}", "a date as YYYY-MM-DD")
TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "a time as HH:MM")
ID = string(255, 1)
STYLE = choice("primary", "danger")
PEOPLE = listing(ID, 10)

_COMMON: Mapping[str, Rule] = {"action_id": ACTION_ID, "confirm": CONFIRM, "focus_on_load": flag}
_HINTED: Mapping[str, Rule] = {**_COMMON, "placeholder": plain_text(150)}
_TYPED: Mapping[str, Rule] = {
    "action_id": ACTION_ID,
    "focus_on_load": flag,
    "placeholder": plain_text(150),
    "dispatch_action_config": DISPATCH_CONFIG,
}
_OPTIONS: Mapping[str, Rule] = {
    "options": listing(PLAIN_OPTION, 100),
    "option_groups": listing(OPTION_GROUP, 100),
}
_ONE_SET_OF_OPTIONS = (
    one_of_fields("options", "option_groups"),
    not_both("options", "option_groups"),
)
_MANY: Mapping[str, Rule] = {"max_selected_items": integer(1)}


def _select(**more: Rule) -> Rule:
    return record({}, {**_HINTED, **more})


BUTTON = record(
    {"text": plain_text(75)},
    {
        "action_id": ACTION_ID,
        "url": URL,
        "value": string(2000),
        "style": STYLE,
        "confirm": CONFIRM,
        "accessibility_label": string(75),
        "agent_prompt": string(4000),
        "agent_prompt_display": string(4000),
        "visible_to_user_ids": PEOPLE,
    },
)

_FEEDBACK = record(
    {"text": plain_text(75), "value": string(2000)}, {"accessibility_label": string(75)}
)

IMAGE = record({"alt_text": string(2000)}, IMAGE_SOURCE, *ONE_IMAGE_SOURCE)

SELECTS: Mapping[str, Rule] = {
    "static_select": record(
        {}, {**_HINTED, **_OPTIONS, "initial_option": PLAIN_OPTION}, *_ONE_SET_OF_OPTIONS
    ),
    "external_select": _select(initial_option=PLAIN_OPTION, min_query_length=integer(0)),
    "users_select": _select(initial_user=ID),
    "conversations_select": _select(
        initial_conversation=ID,
        default_to_current_conversation=flag,
        response_url_enabled=flag,
        filter=CONVERSATION_FILTER,
    ),
    "channels_select": _select(initial_channel=ID, response_url_enabled=flag),
}

MULTI_SELECTS: Mapping[str, Rule] = {
    "multi_static_select": record(
        {},
        {**_HINTED, **_OPTIONS, **_MANY, "initial_options": listing(PLAIN_OPTION, 100)},
        *_ONE_SET_OF_OPTIONS,
    ),
    "multi_external_select": _select(
        **_MANY, initial_options=listing(PLAIN_OPTION, 100), min_query_length=integer(0)
    ),
    "multi_users_select": _select(**_MANY, initial_users=listing(ID)),
    "multi_conversations_select": _select(
        **_MANY,
        initial_conversations=listing(ID),
        default_to_current_conversation=flag,
        filter=CONVERSATION_FILTER,
    ),
    "multi_channels_select": _select(**_MANY, initial_channels=listing(ID)),
}

CHOICES: Mapping[str, Rule] = {
    "checkboxes": record(
        {"options": listing(RICH_OPTION, 10)},
        {**_COMMON, "initial_options": listing(RICH_OPTION, 10)},
    ),
    "radio_buttons": record(
        {"options": listing(RICH_OPTION, 10)}, {**_COMMON, "initial_option": RICH_OPTION}
    ),
}

PICKERS: Mapping[str, Rule] = {
    "datepicker": _select(initial_date=DATE),
    "timepicker": _select(initial_time=TIME, timezone=string(100, 1)),
    "datetimepicker": record({}, {**_COMMON, "initial_date_time": integer(0)}),
}

OVERFLOW = record(
    {"options": listing(PLAIN_OPTION, 5)}, {"action_id": ACTION_ID, "confirm": CONFIRM}
)
WORKFLOW_BUTTON = record(
    {"text": plain_text(75), "workflow": WORKFLOW},
    {"action_id": ACTION_ID, "style": STYLE, "accessibility_label": string(75)},
)

_DECIMAL = matching(r"-?\d+(\.\d+)?", "a number written as a string")
RICH_TEXT_INPUT = record(
    {},
    {
        **_TYPED,
        "initial_value": RICH_TEXT,
        "min_lines": integer(1, 100),
        "max_lines": integer(1, 100),
    },
)

TYPED_INPUTS: Mapping[str, Rule] = {
    "plain_text_input": record(
        {},
        {
            **_TYPED,
            "initial_value": string(3000),
            "multiline": flag,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
    ),
    "rich_text_input": RICH_TEXT_INPUT,
    "email_text_input": record({}, {**_TYPED, "initial_value": string(3000)}),
    "url_text_input": record({}, {**_TYPED, "initial_value": string(3000)}),
    "number_input": record(
        {"is_decimal_allowed": flag},
        {**_TYPED, "initial_value": _DECIMAL, "min_value": _DECIMAL, "max_value": _DECIMAL},
    ),
    "file_input": record(
        {},
        {"action_id": ACTION_ID, "filetypes": listing(string(50, 1)), "max_files": integer(1, 10)},
    ),
}

ACCESSORIES: Mapping[str, Rule] = {
    "button": BUTTON,
    "image": IMAGE,
    "overflow": OVERFLOW,
    "workflow_button": WORKFLOW_BUTTON,
    **SELECTS,
    **MULTI_SELECTS,
    **CHOICES,
    "datepicker": PICKERS["datepicker"],
    "timepicker": PICKERS["timepicker"],
}

ACTIONS: Mapping[str, Rule] = {
    "button": BUTTON,
    "overflow": OVERFLOW,
    "workflow_button": WORKFLOW_BUTTON,
    "rich_text_input": RICH_TEXT_INPUT,
    **SELECTS,
    **MULTI_SELECTS,
    **CHOICES,
    **PICKERS,
}

INPUTS: Mapping[str, Rule] = {**TYPED_INPUTS, **SELECTS, **MULTI_SELECTS, **CHOICES, **PICKERS}

CONTEXT: Mapping[str, Rule] = {
    "image": IMAGE,
    "plain_text": text(3000),
    "mrkdwn": text(3000),
}

CONTEXT_ACTIONS: Mapping[str, Rule] = {
    "feedback_buttons": record(
        {"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, {"action_id": ACTION_ID}
    ),
    "icon_button": record(
        {"icon": string(50, 1), "text": plain_text(75)},
        {
            "action_id": ACTION_ID,
            "value": string(2000),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
            "visible_to_user_ids": PEOPLE,
        },
    ),
}
