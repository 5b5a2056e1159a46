"""The shapes of what Slack sends to an app: commands, interactions and events."""

import re
from datetime import datetime
from typing import Any

from bot.practice.conversations import Conversation, Message
from bot.practice.plan import PracticeUser, WorkspacePlan
from bot.practice.slack_shapes import message_shape, team_of, view_shape
from bot.practice.views import View

JSON = dict[str, Any]

# Slack still sends the verification token that signatures replaced; nothing should trust it.
VERIFICATION_TOKEN = "practice-verification-token"


def domain(plan: WorkspacePlan) -> str:
    """The workspace's subdomain."""
    return re.sub(r"[^a-z0-9]+", "-", plan.name.lower()).strip("-")


def channel_name(conversation: Conversation) -> str:
    """A conversation's name in commands and interactions, which hide private names."""
    return {"im": "directmessage", "private": "privategroup"}.get(
        conversation.kind, conversation.name
    )


def _who(user: PracticeUser, plan: WorkspacePlan) -> JSON:
    team_id = team_of(user, plan)
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": team_id}


def _common(user: PracticeUser, plan: WorkspacePlan) -> JSON:
    return {
        "user": _who(user, plan),
        "api_app_id": plan.app_id,
        "token": VERIFICATION_TOKEN,
        "team": {"id": plan.team_id, "domain": domain(plan)},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def command_payload(
    user: PracticeUser, conversation: Conversation, plan: WorkspacePlan, words: tuple[str, str]
) -> JSON:
    """A slash command, without its trigger id and response URL; `words` are command and text."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": plan.team_id,
        "team_domain": domain(plan),
        "channel_id": conversation.id,
        "channel_name": channel_name(conversation),
        "user_id": user.id,
        "user_name": user.name,
        "command": words[0],
        "text": words[1],
        "api_app_id": plan.app_id,
        "is_enterprise_install": "false",
    }


def message_action_payload(
    user: PracticeUser,
    conversation: Conversation,
    message: Message,
    plan: WorkspacePlan,
    base_url: str,
) -> JSON:
    """A click in a message; the message itself is left out of ephemeral ones, as Slack does."""
    ephemeral = message.visible_to is not None
    container: JSON = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": conversation.id,
        "is_ephemeral": ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload: JSON = {
        "type": "block_actions",
        **_common(user, plan),
        "container": container,
        "channel": {"id": conversation.id, "name": channel_name(conversation)},
    }
    if not ephemeral:
        payload["message"] = message_shape(message, conversation, plan, base_url)
    return payload


def view_payload(kind: str, user: PracticeUser, view: View, plan: WorkspacePlan) -> JSON:
    """An interaction in a view: block_actions, view_submission or view_closed."""
    payload = {"type": kind, **_common(user, plan), "view": view_shape(view, plan)}
    if kind == "block_actions":
        payload["container"] = {"type": "view", "view_id": view.id}
    if kind == "view_submission":
        payload["response_urls"] = []
    return payload


def event_payload(event: JSON, event_id: str, plan: WorkspacePlan, now: datetime) -> JSON:
    """An event in its event_callback envelope."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": plan.team_id,
        "api_app_id": plan.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(now.timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": plan.team_id,
                "user_id": plan.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }


def rich_text_of(text: str) -> list[JSON]:
    """The rich_text block Slack adds to what a person types; `text` is escaped mrkdwn."""
    pieces: list[JSON] = []
    for part in re.split(r"(<@[UW][A-Z0-9]+>)", text):
        if part.startswith("<@"):
            pieces.append({"type": "user", "user_id": part[2:-1]})
        elif part:
            pieces.append({"type": "text", "text": unescaped(part)})
    section = {"type": "rich_text_section", "elements": pieces}
    return [{"type": "rich_text", "block_id": "typed", "elements": [section]}]


def escaped(text: str) -> str:
    """Text as Slack escapes what people type."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """The opposite of `escaped`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
