"""What a person types: messages, mentions and slash commands."""

import re

from bot.practice.conversations import Conversation, Message
from bot.practice.courier import Courier
from bot.practice.payloads import command_payload, escaped, rich_text_of
from bot.practice.plan import PracticeUser
from bot.practice.posting import answer_draft
from bot.practice.refusal import Refusal, Sorry
from bot.practice.slack_shapes import team_of
from bot.practice.socket_mode import Ack
from bot.practice.workspace import SLACKBOT, Draft, Workspace


def conversation_for(workspace: Workspace, user: PracticeUser, channel_id: str) -> Conversation:
    """The conversation, if this person can see it."""
    found = workspace.conversations.get(channel_id)
    if found is None or not can_see(user, found):
        raise Sorry("You cannot see this conversation. Choose another one.")
    return found


def can_see(user: PracticeUser, conversation: Conversation) -> bool:
    """Members see their conversations; public channels are open to all but guests."""
    if user.id in conversation.members:
        return True
    return conversation.kind == "channel" and not user.is_guest


def whisper(workspace: Workspace, place: Conversation, user_id: str, text: str) -> None:
    """Tells one person something that the workspace itself has to say."""
    workspace.post(place, SLACKBOT, Draft(text, visible_to=user_id))


class Composer:
    """Sends what people type to where it belongs."""

    def __init__(self, workspace: Workspace, courier: Courier) -> None:
        self._workspace = workspace
        self._courier = courier

    def send(
        self, user: PracticeUser, place: Conversation, text: str, thread_ts: str | None
    ) -> None:
        """A message or a slash command; raises Sorry when it cannot be sent."""
        if not text.strip():
            raise Sorry("Write something first.")
        if len(text) > 12_000:
            raise Sorry("This message is too long. Keep it under 12,000 characters.")
        if text.startswith("/"):
            self._command(user, place, text.strip(), thread_ts)
        else:
            self._say(user, place, text.strip(), thread_ts)

    def _say(
        self, user: PracticeUser, place: Conversation, text: str, thread_ts: str | None
    ) -> None:
        if user.id not in place.members:
            raise Sorry("You are not in this channel. Join it to write here.")
        if place.is_archived:
            raise Sorry("This channel is archived. Write in another one.")
        if thread_ts is not None and place.find(thread_ts) is None:
            raise Sorry("This thread is gone. Write in the channel instead.")
        plan = self._workspace.plan
        mention = re.compile(rf"@{re.escape(plan.bot_name)}\b", re.IGNORECASE)
        written = mention.sub(f"<@{plan.bot_user_id}>", escaped(text))
        message = self._workspace.post(place, user.id, Draft(written, thread_ts=thread_ts))
        place.read_up_to[user.id] = message.ts
        self._announce(user, place, message)

    def _announce(self, user: PracticeUser, place: Conversation, message: Message) -> None:
        """Sends the event of a message, if the app may have it: DMs and mentions only."""
        plan = self._workspace.plan
        in_dm = place.kind == "im"
        mentioned = f"<@{plan.bot_user_id}>" in message.text
        if in_dm and "im:history" in plan.scopes:
            kind = {"type": "message", "channel_type": "im"}
        elif mentioned and "app_mentions:read" in plan.scopes and plan.bot_user_id in place.members:
            kind = {"type": "app_mention"}
        else:
            return
        event = {
            **kind,
            "user": user.id,
            "text": message.text,
            "ts": message.ts,
            "team": team_of(user, plan),
            "blocks": rich_text_of(message.text),
            "channel": place.id,
            "event_ts": message.ts,
        }
        thread = {"thread_ts": message.thread_ts} if message.thread_ts else {}
        self._courier.send_event({**event, **thread})

    def _command(
        self, user: PracticeUser, place: Conversation, text: str, thread_ts: str | None
    ) -> None:
        command, _, rest = text.partition(" ")
        if command == "/invite":
            self._invite(user, place, rest)
            return
        plan = self._workspace.plan
        known = {offered.command for offered in plan.commands}
        if command not in known or "commands" not in plan.scopes:
            raise Sorry(f"{command} is not a valid command. Type / to see those there are.")
        if thread_ts is not None:
            raise Sorry(f"{command} is not supported in threads. Use it in the channel instead.")
        words = (command, escaped(rest.strip()))
        payload = command_payload(user, place, plan, words)
        now = self._workspace.now()
        token = self._workspace.tickets.response_url(user.id, place.id, now)
        payload["response_url"] = f"{self._workspace.base_url}/response/{token}"
        payload["trigger_id"] = self._workspace.tickets.trigger(user.id, now)
        self._courier.spawn(self._run_command(user, place, payload))

    async def _run_command(
        self, user: PracticeUser, place: Conversation, payload: dict[str, str]
    ) -> None:
        ack = await self._courier.deliver("slash_commands", payload)
        with self._workspace.lock:
            self._show_answer(user, place, payload["command"], ack)

    def _show_answer(
        self, user: PracticeUser, place: Conversation, command: str, ack: Ack | None
    ) -> None:
        workspace = self._workspace
        if ack is None:
            text = f"{command} failed because the app did not respond."
            whisper(workspace, place, user.id, text)
        elif ack.payload:
            try:
                draft = answer_draft(workspace, ack.payload)
            except Refusal as refusal:
                text = f'{command} failed with the error "{refusal.error}"'
                whisper(workspace, place, user.id, text)
                return
            public = ack.payload.get("response_type") == "in_channel"
            seen_by = None if public else user.id
            answer = Draft(draft.text, draft.blocks, visible_to=seen_by)
            workspace.post(place, workspace.plan.bot_user_id, answer)

    def _invite(self, user: PracticeUser, place: Conversation, who: str) -> None:
        """`/invite @Caseload`, the way people let an app into a channel."""
        plan = self._workspace.plan
        if who.strip().removeprefix("@").lower() != plan.bot_name.lower():
            raise Sorry(f"Only the app can be invited here: /invite @{plan.bot_name}.")
        if place.kind == "im" or user.id not in place.members:
            raise Sorry("You can invite the app to a channel that you are in.")
        if not self._workspace.join(place, plan.bot_user_id):
            raise Sorry(f"{plan.bot_name} is already in this channel.")
        self.announce_join(plan.bot_user_id, place, inviter=user.id)

    def announce_join(self, user_id: str, place: Conversation, inviter: str | None = None) -> None:
        """Sends member_joined_channel, which an app gets for channels it is in."""
        plan = self._workspace.plan
        scope = "groups:read" if place.kind == "private" else "channels:read"
        if plan.bot_user_id not in place.members or scope not in plan.scopes:
            return
        event = {
            "type": "member_joined_channel",
            "user": user_id,
            "channel": place.id,
            "channel_type": "G" if place.kind == "private" else "C",
            "team": plan.team_id,
            "event_ts": self._workspace.new_ts(),
        }
        self._courier.send_event({**event, **({"inviter": inviter} if inviter else {})})
