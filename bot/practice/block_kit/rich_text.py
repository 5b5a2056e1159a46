"""The limits of rich text: sections, lists, quotes, and the pieces they are made of."""

from collections.abc import Mapping

from bot.practice.block_kit.rules import (
    Rule,
    choice,
    flag,
    integer,
    listing,
    matching,
    record,
    string,
    tagged,
)

_ID = string(255, 1)
_STYLE_NAMES = (
    "bold",
    "italic",
    "strike",
    "code",
    "underline",
    "highlight",
    "client_highlight",
    "unlink",
)
_STYLE = record({}, dict.fromkeys(_STYLE_NAMES, flag))
_STYLED: Mapping[str, Rule] = {"style": _STYLE}

_PIECES: Mapping[str, Rule] = {
    "text": record({"text": string(None, 1)}, _STYLED),
    "link": record({"url": string(3000, 1)}, {"text": string(), "unsafe": flag, **_STYLED}),
    "emoji": record({"name": string(255, 1)}, {"unicode": string(255), "skin_tone": integer(1, 6)}),
    "user": record({"user_id": _ID}, _STYLED),
    "usergroup": record({"usergroup_id": _ID}, _STYLED),
    "team": record({"team_id": _ID}, _STYLED),
    "channel": record({"channel_id": _ID}, _STYLED),
    "broadcast": record({"range": choice("here", "channel", "everyone")}, _STYLED),
    "color": record({"value": matching(r"#[0-9a-fA-F]{6}", "a colour as #rrggbb")}),
    "date": record(
        {"timestamp": integer(0), "format": string(255, 1)},
        {"url": string(3000, 1), "fallback": string(255, 1), **_STYLED},
    ),
}

_PIECE = tagged(_PIECES, "rich text piece")
_BORDER = integer(0, 1)

RICH_TEXT_SECTION = record({"elements": listing(_PIECE, None, 0)})

RICH_TEXT_PARTS: Mapping[str, Rule] = {
    "rich_text_section": RICH_TEXT_SECTION,
    "rich_text_list": record(
        {
            "style": choice("bullet", "ordered"),
            "elements": listing(
                tagged({"rich_text_section": RICH_TEXT_SECTION}, "rich text list item")
            ),
        },
        {"indent": integer(0, 8), "offset": integer(0), "border": _BORDER},
    ),
    "rich_text_quote": record({"elements": listing(_PIECE, None, 0)}, {"border": _BORDER}),
    "rich_text_preformatted": record(
        {"elements": listing(_PIECE, None, 0)}, {"border": _BORDER, "language": string(50)}
    ),
}

RICH_TEXT = tagged(
    {
        "rich_text": record(
            {"elements": listing(tagged(RICH_TEXT_PARTS, "rich text part"), None, 0)},
            {"block_id": _ID},
        )
    },
    "rich text",
)
