"""The shapes in which the Web API gives people, conversations, files, messages and views."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.practice.conversations import Conversation, Message
from bot.practice.files import StoredFile
from bot.practice.plan import PracticeUser, WorkspacePlan
from bot.practice.views import View

JSON = dict[str, Any]

TIME_ZONE = "Europe/London"


def team_of(user: PracticeUser, plan: WorkspacePlan) -> str:
    """The id of the workspace a person belongs to."""
    return user.team_id or plan.team_id


def user_shape(user: PracticeUser, plan: WorkspacePlan, *, email: bool, now: datetime) -> JSON:
    """A person as users.info gives them; the email only with its own scope."""
    offset = now.astimezone(ZoneInfo(TIME_ZONE)).utcoffset()
    profile: JSON = {
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "title": user.title,
        "team": team_of(user, plan),
    }
    if email and user.email and not user.is_stranger:
        profile["email"] = user.email
    shape: JSON = {
        "id": user.id,
        "team_id": team_of(user, plan),
        "name": user.name,
        "real_name": user.real_name,
        "deleted": user.deleted,
        "tz": TIME_ZONE,
        "tz_label": "London",
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": profile,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "is_bot": user.is_bot or user.id == plan.bot_user_id,
        "is_app_user": False,
        "updated": 0,
    }
    return {**shape, "is_stranger": True} if user.is_stranger else shape


def channel_shape(conversation: Conversation, plan: WorkspacePlan) -> JSON:
    """A conversation as conversations.info gives it to the app."""
    shape: JSON = {
        "id": conversation.id,
        "created": 0,
        "is_archived": conversation.is_archived,
        "is_im": conversation.kind == "im",
        "is_org_shared": conversation.is_org_shared,
        "is_ext_shared": conversation.is_ext_shared,
        "is_shared": conversation.is_ext_shared or conversation.is_org_shared,
        "is_pending_ext_shared": conversation.is_pending_ext_shared,
        "context_team_id": plan.team_id,
    }
    if conversation.kind == "im":
        person = next(m for m in conversation.members if m != plan.bot_user_id)
        closed = conversation.is_user_deleted
        return {**shape, "user": person, "is_user_deleted": closed, "is_open": True, "priority": 0}
    private = conversation.kind == "private"
    return {
        **shape,
        "name": conversation.name,
        "name_normalized": conversation.name,
        "is_channel": not private,
        "is_group": private,
        "is_mpim": False,
        "is_private": private,
        "is_general": False,
        "is_member": plan.bot_user_id in conversation.members,
        "topic": {"value": conversation.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(conversation.members),
    }


def file_shape(file: StoredFile, base_url: str, *, processed: bool = True) -> JSON:
    """A file as messages and the file methods give it; its type only once it is processed."""
    shape: JSON = {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype if processed else "",
        "filetype": file.filetype if processed else "",
        "pretty_type": file.filetype.upper() if processed else "",
        "size": file.length,
        "user": file.user_id,
        "alt_txt": file.alt_txt,
        "url_private": f"{base_url}/files/{file.id}",
        "permalink": f"{base_url}/files/{file.id}",
    }
    if file.size and processed:
        shape["original_w"], shape["original_h"] = file.size
    return shape


def message_shape(
    message: Message, conversation: Conversation, plan: WorkspacePlan, base_url: str
) -> JSON:
    """A message as conversations.history gives it, without its metadata."""
    shape: JSON = {
        "type": "message",
        "user": message.user_id,
        "text": message.text,
        "ts": message.ts,
        "team": plan.team_id,
    }
    if message.user_id == plan.bot_user_id:
        shape |= {"bot_id": plan.bot_id, "app_id": plan.app_id, "bot_profile": bot_profile(plan)}
    if message.tombstone:
        shape["subtype"] = "tombstone"
    elif message.broadcast:
        shape["subtype"] = "thread_broadcast"
    if message.blocks:
        shape["blocks"] = message.blocks
    if message.files:
        shape["files"] = [file_shape(file, base_url) for file in message.files]
    if message.edited_ts:
        shape["edited"] = {"user": message.user_id, "ts": message.edited_ts}
    if message.reactions:
        shape["reactions"] = [
            {"name": name, "users": users, "count": len(users)}
            for name, users in message.reactions.items()
        ]
    return {**shape, **_thread_fields(message, conversation)}


def _thread_fields(message: Message, conversation: Conversation) -> JSON:
    if message.is_reply:
        root = conversation.find(message.thread_ts or "")
        return {
            "thread_ts": message.thread_ts,
            "parent_user_id": root.user_id if root else None,
        }
    replies = conversation.replies(message.ts)
    if not replies:
        return {}
    people = list(dict.fromkeys(reply.user_id for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(people),
        "reply_users": people,
        "latest_reply": replies[-1].ts,
    }


def bot_profile(plan: WorkspacePlan) -> JSON:
    """The app's bot as its messages carry it."""
    return {
        "id": plan.bot_id,
        "app_id": plan.app_id,
        "user_id": plan.bot_user_id,
        "name": plan.bot_name,
        "deleted": False,
        "updated": 0,
        "team_id": plan.team_id,
    }


def view_shape(view: View, plan: WorkspacePlan) -> JSON:
    """A view as the views methods answer it and interactions carry it."""
    body = view.body
    return {
        "id": view.id,
        "team_id": plan.team_id,
        "type": body["type"],
        "blocks": view.blocks,
        "private_metadata": body.get("private_metadata", ""),
        "callback_id": body.get("callback_id", ""),
        "external_id": body.get("external_id", ""),
        "state": {"values": view.values},
        "hash": view.hash,
        "title": body.get("title"),
        "submit": body.get("submit"),
        "close": body.get("close"),
        "clear_on_close": body.get("clear_on_close", False),
        "notify_on_close": body.get("notify_on_close", False),
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": plan.app_id,
        "app_installed_team_id": plan.team_id,
        "bot_id": plan.bot_id,
    }
