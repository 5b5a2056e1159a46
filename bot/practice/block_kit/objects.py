"""The limits of the objects that blocks and elements are composed of."""

from bot.practice.block_kit.rules import (
    Rule,
    anything,
    choice,
    flag,
    listing,
    not_both,
    one_of_fields,
    record,
    string,
    tagged,
)

BLOCK_ID = string(255, 1)
ACTION_ID = string(255, 1)
URL = string(3000, 1)


def plain_text(most: int, least: int = 1) -> Rule:
    """A `plain_text` object of `least` to `most` characters."""
    kinds = {"plain_text": record({"text": string(most, least)}, {"emoji": flag})}
    return tagged(kinds, "text where only plain_text is allowed")


def mrkdwn(most: int, least: int = 1) -> Rule:
    """An `mrkdwn` object of `least` to `most` characters."""
    kinds = {"mrkdwn": record({"text": string(most, least)}, {"verbatim": flag})}
    return tagged(kinds, "text where only mrkdwn is allowed")


def text(most: int, least: int = 1) -> Rule:
    """A `plain_text` or `mrkdwn` object of `least` to `most` characters."""
    kinds = {
        "plain_text": record({"text": string(most, least)}, {"emoji": flag}),
        "mrkdwn": record({"text": string(most, least)}, {"verbatim": flag}),
    }
    return tagged(kinds, "text")


CONFIRM = record(
    {
        "title": plain_text(100),
        "text": text(300),
        "confirm": plain_text(30),
        "deny": plain_text(30),
    },
    {"style": choice("primary", "danger")},
)


def option(label: Rule) -> Rule:
    """One choice of a select, its label keeping `label`."""
    return record(
        {"text": label, "value": string(150, 1)},
        {"description": text(75), "url": URL},
    )


PLAIN_OPTION = option(plain_text(75))
RICH_OPTION = option(text(75))
OPTION_GROUP = record({"label": plain_text(75), "options": listing(PLAIN_OPTION, 100)})

SLACK_FILE = record({}, {"id": string(255, 1), "url": URL}, one_of_fields("id", "url"))

DISPATCH_CONFIG = record(
    {}, {"trigger_actions_on": listing(choice("on_enter_pressed", "on_character_entered"), 2)}
)

CONVERSATION_FILTER = record(
    {},
    {
        "include": listing(choice("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)

IMAGE_SOURCE = {"image_url": URL, "slack_file": SLACK_FILE}
ONE_IMAGE_SOURCE = (one_of_fields("image_url", "slack_file"), not_both("image_url", "slack_file"))

WORKFLOW = record({"trigger": anything})
