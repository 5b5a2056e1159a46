"""Payloads as Slack sends them, and as somebody might forge them, given straight to the app."""

from typing import Any

from slack_bolt import BoltRequest, BoltResponse

from bot.demo.running import Running
from tests.bot.slack.persona import Member

JSON = dict[str, Any]


def deliver(running: Running, payload: Any) -> BoltResponse:
    """Hands the app a payload as Socket Mode does; its answer is the acknowledgement."""
    return running.caseload.app.dispatch(BoltRequest(mode="socket_mode", body=payload))


def a_press(
    running: Running, person: Member, channel: str, *, deed: str, value: Any, **more: Any
) -> JSON:
    """A button of `deed` (ask_0, counted, share) with any value, whether or not it was offered."""
    workspace = running.server.workspace
    now = workspace.now()
    token = workspace.tickets.response_url(person.user_id, channel, now)
    return {
        "type": "block_actions",
        "user": {"id": person.user_id, "team_id": workspace.plan.team_id},
        "team": {"id": workspace.plan.team_id},
        "channel": {"id": channel},
        "container": {"type": "message", "channel_id": channel, "message_ts": "1.1"},
        "response_url": f"{running.server.url}/response/{token}",
        "trigger_id": workspace.tickets.trigger(person.user_id, now),
        "actions": [{"type": "button", "action_id": deed, "block_id": "b", "value": value}],
        **more,
    }


def a_command(running: Running, person: Member, channel: str, text: str, **more: Any) -> JSON:
    workspace = running.server.workspace
    token = workspace.tickets.response_url(person.user_id, channel, workspace.now())
    return {
        "command": "/caseload",
        "text": text,
        "user_id": person.user_id,
        "team_id": workspace.plan.team_id,
        "channel_id": channel,
        "response_url": f"{running.server.url}/response/{token}",
        **more,
    }


def an_event(running: Running, event_id: str | None, **event: Any) -> JSON:
    plan = running.server.workspace.plan
    return {
        "type": "event_callback",
        "team_id": plan.team_id,
        "api_app_id": plan.app_id,
        "event": event,
        **({"event_id": event_id} if event_id else {}),
    }


def shared_in(running: Running, channel: str) -> list[str]:
    """What the app has said in a channel for all to see."""
    workspace = running.server.workspace
    return [
        message.text
        for message in workspace.messages(channel)
        if message.user_id == workspace.plan.bot_user_id and message.visible_to is None
    ]
