"""Checks the blocks of a message or a view against Slack's documented limits."""

from collections.abc import Iterator
from typing import Any

from bot.practice.block_kit.blocks import BLOCKS, SURFACES, Surface
from bot.practice.block_kit.data_blocks import DATA_TABLE_CHARACTERS, text_characters
from bot.practice.block_kit.objects import plain_text
from bot.practice.block_kit.rules import (
    Fault,
    Rule,
    anything,
    flag,
    record,
    string,
    tagged,
)

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MESSAGE_CHARACTERS = 13_200
MARKDOWN_CHARACTERS = 12_000
VIEW_CHARACTERS = 250_000

_BLOCK = tagged(BLOCKS, "block")


def check_blocks(blocks: Any, surface: Surface) -> list[Fault]:
    """Everything about a list of blocks that Slack would refuse on this surface, [] if nothing.

    From Slack's documents and its SDK, not verified against Slack; the total of
    13,200 characters is undocumented, and the text of data tables is counted apart.
    """
    return list(_faults(blocks, surface, "/blocks"))


def check_view(view: Any) -> list[Fault]:
    """Everything about a modal or Home view that Slack would refuse, pointers from `/view`."""
    kind = view.get("type") if isinstance(view, dict) else None
    faults = list(_VIEW(view, "/view"))
    if kind in ("modal", "home"):
        faults += _faults(view.get("blocks"), kind, "/view/blocks")
    if kind == "modal" and _holds_input(view) and not view.get("submit"):
        faults.append(Fault("/view", "missing required field: submit"))
    return faults


_FIELDS: dict[str, Rule] = {
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}
_VIEW = tagged(
    {
        "modal": record(
            {"title": plain_text(24), "blocks": anything},
            {
                **_FIELDS,
                "submit": plain_text(24),
                "close": plain_text(24),
                "clear_on_close": flag,
                "notify_on_close": flag,
                "submit_disabled": flag,
            },
        ),
        "home": record({"blocks": anything}, _FIELDS),
    },
    "view",
)


def _holds_input(view: Any) -> bool:
    blocks = view.get("blocks")
    return isinstance(blocks, list) and any(
        isinstance(block, dict) and block.get("type") == "input" for block in blocks
    )


def _faults(blocks: Any, surface: Surface, pointer: str) -> Iterator[Fault]:
    if not isinstance(blocks, list):
        yield Fault(pointer, "must be a list of blocks")
        return
    most = MESSAGE_BLOCKS if surface == "message" else VIEW_BLOCKS
    if len(blocks) > most:
        yield Fault(pointer, f"no more than {most} items allowed, not {len(blocks)}")
    for index, block in enumerate(blocks):
        yield from _BLOCK(block, f"{pointer}/{index}")
    known = [block for block in blocks if isinstance(block, dict)]
    yield from _on_surface(known, surface, pointer)
    yield from _repeated_ids(known, pointer)
    yield from _totals(known, surface, pointer)


def _on_surface(blocks: list[dict[str, Any]], surface: Surface, pointer: str) -> Iterator[Fault]:
    for index, block in enumerate(blocks):
        kind = block.get("type")
        if isinstance(kind, str) and kind in BLOCKS and kind not in SURFACES[surface]:
            yield Fault(f"{pointer}/{index}/type", f"{kind} is not allowed in a {surface}")


def _repeated_ids(blocks: list[dict[str, Any]], pointer: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        if isinstance(block_id, str):
            if block_id in seen:
                yield Fault(f"{pointer}/{index}/block_id", f"block_id already exists: {block_id}")
            seen.add(block_id)
        yield from _repeated_action_ids(block, f"{pointer}/{index}")


def _repeated_action_ids(block: dict[str, Any], pointer: str) -> Iterator[Fault]:
    elements = block.get("elements")
    seen: set[str] = set()
    for index, element in enumerate(elements if isinstance(elements, list) else []):
        action_id = element.get("action_id") if isinstance(element, dict) else None
        if isinstance(action_id, str):
            if action_id in seen:
                where = f"{pointer}/elements/{index}/action_id"
                yield Fault(where, f"action_id already exists in this block: {action_id}")
            seen.add(action_id)


def _totals(blocks: list[dict[str, Any]], surface: Surface, pointer: str) -> Iterator[Fault]:
    def places(kind: str) -> list[int]:
        return [index for index, block in enumerate(blocks) if block.get("type") == kind]

    def characters(kind: str) -> int:
        return sum(text_characters(blocks[index]) for index in places(kind))

    if surface != "message":
        return
    for index in places("table")[1:]:
        yield Fault(f"{pointer}/{index}", "only_one_table_allowed")
    for index in places("data_visualization")[2:]:
        yield Fault(f"{pointer}/{index}", "no more than 2 data_visualization blocks allowed")
    if characters("markdown") > MARKDOWN_CHARACTERS:
        yield Fault(pointer, f"markdown blocks hold more than {MARKDOWN_CHARACTERS} characters")
    if characters("data_table") > DATA_TABLE_CHARACTERS:
        yield Fault(pointer, f"data tables hold more than {DATA_TABLE_CHARACTERS} characters")
    if text_characters(blocks) - characters("data_table") > MESSAGE_CHARACTERS:
        too_long = f"blocks hold more than {MESSAGE_CHARACTERS} characters"
        yield Fault(pointer, too_long, "msg_blocks_too_long")
