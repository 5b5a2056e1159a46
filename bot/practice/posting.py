"""Checks what the app wants to say before it becomes a message."""

from typing import Any

from bot.practice.block_kit import check_blocks
from bot.practice.files import file_of, images_in
from bot.practice.forms import with_ids
from bot.practice.refusal import Refusal
from bot.practice.workspace import Draft, Workspace

MOST_CHARACTERS = 40_000


def checked_blocks(workspace: Workspace, blocks: Any) -> list[dict[str, Any]] | None:
    """The blocks of a message with ids filled in, None when there are none.

    Refuses with `invalid_blocks` or `msg_blocks_too_long`, naming each fault's place.
    """
    if blocks is None:
        return None
    if not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format")
    faults = check_blocks(blocks, "message")
    if faults:
        serious = next((f for f in faults if f.code == "invalid_blocks"), faults[0])
        messages = [f"{fault.sentence} [json-pointer:{fault.pointer}]" for fault in faults]
        raise Refusal(
            serious.code,
            errors=messages,
            response_metadata={"messages": [f"[ERROR] {message}" for message in messages]},
        )
    _refuse_unknown_files(workspace, blocks)
    return with_ids(blocks) or None


def _refuse_unknown_files(workspace: Workspace, blocks: list[dict[str, Any]]) -> None:
    """A file that Slack has not looked at yet is as unknown as one that never was."""
    for pointer, image in images_in(blocks):
        file = file_of(workspace.files, image)
        if file is None or not file.is_image or not file.processed(workspace.now()):
            message = f"invalid slack file [json-pointer:{pointer}/slack_file]"
            metadata = {"messages": [f"[ERROR] {message}"]}
            raise Refusal("invalid_blocks", errors=[message], response_metadata=metadata)


def checked_text(text: Any) -> str:
    """The text of a message; Slack cuts at 40,000 characters, this server refuses."""
    if text is None:
        return ""
    written = str(text)
    if len(written) > MOST_CHARACTERS:
        raise Refusal("msg_too_long")
    return written


def checked_metadata(metadata: Any) -> dict[str, Any] | None:
    """Message metadata: an event type and a flat payload."""
    if metadata is None:
        return None
    if not isinstance(metadata, dict):
        raise Refusal("invalid_metadata_format")
    payload = metadata.get("event_payload")
    if not isinstance(metadata.get("event_type"), str) or not isinstance(payload, dict):
        raise Refusal("invalid_metadata_schema")
    return {"event_type": metadata["event_type"], "event_payload": payload}


def answer_draft(workspace: Workspace, answer: dict[str, Any]) -> Draft:
    """The message in an acknowledgement or sent to a response URL."""
    text = checked_text(answer.get("text"))
    blocks = checked_blocks(workspace, answer.get("blocks"))
    if not text and not blocks:
        raise Refusal("no_text")
    return Draft(
        text=text,
        blocks=blocks,
        thread_ts=answer.get("thread_ts"),
        metadata=checked_metadata(answer.get("metadata")),
    )
