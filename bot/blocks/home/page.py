"""The App Home as Slack takes it: the parts of one person, within a hundred blocks."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from alerts.wording import moment
from bot import ids
from bot.blocks.home.parts import part_blocks
from bot.blocks.home.shown import Shown
from bot.blocks.parts import Block, actions, button, context, divider, escape, header, section
from bot.home.part import Part

MOST_BLOCKS = 100
LONGEST = 60_000
"""Characters of text; Slack takes more of a view, and nobody reads it."""

ROWS, ITEMS = 12, 6
"""Rows of a table and items of a part that are still one screen."""

_STEPS = ((ROWS, ITEMS), (10, 4), (8, 3), (6, 2), (4, 1), (0, 0))
"""How much is shown of each part; the first of these with which the page is within the limits."""

_HELP = "What I can answer"
_ANSWERS = "I answer questions about caseloads and staffing."
_WHAT_THIS_IS = (
    "Caseload shows social workers, their managers and leadership how caseloads and staffing "
    "stand against their limits and targets."
)


def home_view(
    parts: Sequence[Part], *, now: datetime, zone: ZoneInfo, told: str | None = None
) -> Block:
    """Everything for one person, after what was just done here, if anything was."""
    today = now.astimezone(zone).date()
    opening = [section(escape(told)), divider()] if told else []
    closing = _closing(moment(now, zone, today))
    room = MOST_BLOCKS - len(opening) - len(closing)
    drawn: list[list[Block]] = []
    for rows, items in _STEPS:
        drawn = list(_drawn(parts, Shown(items, rows, zone, today)))
        if _fits(drawn, room):
            break
    while drawn and not _fits(drawn, room):
        drawn.pop()  # the least pressing
    blocks = [block for each in drawn for block in each]
    return _home([*opening, *blocks, *closing])


def stranger_view(
    sentence: str, *, now: datetime, zone: ZoneInfo, told: str | None = None
) -> Block:
    """For whoever is not known: what this is, and whom to ask."""
    opened = moment(now, zone, now.astimezone(zone).date())
    return _home(
        [
            *([section(escape(told)), divider()] if told else []),
            header("Welcome to Caseload"),
            section(f"{_WHAT_THIS_IS}\n{escape(sentence)}"),
            actions([button(_HELP, ids.ask_id(0), "help")]),
            _opened(opened),
        ]
    )


def failed_view(sentence: str) -> Block:
    """One sentence, where nothing else can be said; its markup is ours."""
    return _home([section(sentence)])


def _drawn(parts: Sequence[Part], shown: Shown) -> Iterator[list[Block]]:
    """The blocks of each part; the first with a table has it as one, the others as lines."""
    tables = 0
    for number, part in enumerate(parts):
        has_table = part.table is not None and not part.table.of_sentences
        blocks = part_blocks(part, shown, with_table=has_table and not tables)
        tables += has_table
        yield [*([divider()] if number and part.title else []), *blocks]


def _fits(drawn: Sequence[Sequence[Block]], room: int) -> bool:
    blocks = [block for each in drawn for block in each]
    return len(blocks) <= room and len(str(blocks)) <= LONGEST


def _closing(opened: str) -> list[Block]:
    helped = {**section(_ANSWERS), "accessory": button(_HELP, ids.ask_id(0), "help")}
    return [divider(), helped, _opened(opened)]


def _opened(opened: str) -> Block:
    return context(escape(f"Opened {opened}. Open this tab again for the newest figures."))


def _home(blocks: Sequence[Block]) -> Block:
    return {"type": "home", "blocks": list(blocks)}
