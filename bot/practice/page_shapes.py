"""The shapes in which the page gets people, conversations and messages."""

from datetime import UTC, datetime
from typing import Any

from bot.practice.conversations import Conversation, Message
from bot.practice.files import StoredFile
from bot.practice.shown_files import address_of, with_addresses
from bot.practice.workspace import Workspace

JSON = dict[str, Any]

# Dark enough for white initials: at least 4.5 to 1.
COLOURS = ("#1d6f5c", "#8a3b12", "#5b3f9e", "#1f5f99", "#9b2c53", "#5c6416", "#7a4a00", "#3f4f5f")
APP_COLOUR = "#0b5d4e"


def initials(name: str) -> str:
    """The first letters of the first and last word of a name."""
    words = [word for word in name.split() if word[0].isalnum()] or ["?"]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def colour(workspace: Workspace, user_id: str) -> str:
    """A person's colour, the same every time."""
    if user_id == workspace.plan.bot_user_id:
        return APP_COLOUR
    return COLOURS[list(workspace.users).index(user_id) % len(COLOURS)]


def _name(workspace: Workspace, user_id: str) -> str:
    return workspace.users[user_id].real_name


def boot_shape(workspace: Workspace) -> JSON:
    """What the page needs first: the workspace, the app, who one can be, its commands."""
    plan = workspace.plan
    offered = plan.commands if "commands" in plan.scopes else ()
    return {
        "workspace": {"name": plan.name},
        "now": workspace.clock().isoformat(),  # the workspace's clock may not be the browser's
        "bot": {"user_id": plan.bot_user_id, "name": plan.bot_name, "app_id": plan.app_id},
        "personas": [
            {
                "id": user.id,
                "name": user.real_name,
                "initials": initials(user.real_name),
                "title": user.title,
                "note": user.note,
                "colour": colour(workspace, user.id),
            }
            for user in plan.users
            if user.persona
        ],
        "commands": [
            {"command": c.command, "usage_hint": c.usage_hint, "description": c.description}
            for c in offered
        ],
    }


def conversation_shape(workspace: Workspace, place: Conversation, user_id: str) -> JSON:
    """A conversation as one person sees it in the list."""
    known = [member for member in place.members if member in workspace.users]
    return {
        "id": place.id,
        "name": place.name,
        "kind": place.kind,
        "topic": place.topic,
        "purpose": "",
        "members": [{"id": member, "name": _name(workspace, member)} for member in known],
        "is_member": user_id in place.members,
        "unread": place.unread(user_id),
        "guests": workspace.has_guests(place),
        "shared": place.is_ext_shared or place.is_pending_ext_shared,
    }


def file_shape(file: StoredFile, user_id: str) -> JSON:
    """A file as the page shows it to one person."""
    width, height = file.size or (None, None)
    return {
        "id": file.id,
        "name": file.name,
        "url": address_of(file, user_id),
        "alt_txt": file.alt_txt,
        "mimetype": file.mimetype,
        "width": width,
        "height": height,
    }


def message_shape(
    workspace: Workspace, place: Conversation, message: Message, user_id: str
) -> JSON:
    """A message as the page shows it to one person."""
    machine = workspace.users[message.user_id]
    return {
        "ts": message.ts,
        "channel": place.id,
        "user": {
            "id": message.user_id,
            "name": machine.real_name,
            "initials": initials(machine.real_name),
            "colour": colour(workspace, message.user_id),
            "is_bot": message.user_id == workspace.plan.bot_user_id,
        },
        "text": message.text,
        "blocks": with_addresses(workspace, message.blocks, user_id),
        "files": [file_shape(file, user_id) for file in message.files],
        "ephemeral": message.visible_to is not None,
        "edited": message.edited_ts is not None,
        "thread_ts": message.thread_ts,
        "reply_count": len(place.replies(message.ts)),
        "time": datetime.fromtimestamp(float(message.ts), UTC).isoformat(),
        "broadcast": message.broadcast,
    }


def names_shape(workspace: Workspace) -> JSON:
    """Every name an id in a message may stand for."""
    channels = [c for c in workspace.conversations.values() if c.kind != "im"]
    return {
        "users": {user.id: user.real_name for user in workspace.users.values()},
        "channels": {channel.id: channel.name for channel in channels},
    }
