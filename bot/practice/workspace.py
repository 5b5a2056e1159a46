"""What the practice workspace holds: people, conversations, messages, views and tickets."""

import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.practice.changes import Changes
from bot.practice.conversations import Conversation, Message
from bot.practice.faults import FaultSwitch
from bot.practice.files import Files, StoredFile
from bot.practice.http_mode import prove_url
from bot.practice.plan import PracticeUser, Timing, WorkspacePlan
from bot.practice.rate_limits import RateLimits
from bot.practice.tickets import Tickets
from bot.practice.views import Views

SLACKBOT = "USLACKBOT"


@dataclass(frozen=True)
class ApiCall:
    """One Web API call the app made, and when.

    `error` is Slack's code when it was refused, `fault` the kind of mood that struck it. One that
    was struck before it took effect has no error: nothing was looked at.
    """

    method: str
    arguments: dict[str, Any]
    error: str | None
    at: datetime
    fault: str | None = None


@dataclass(frozen=True)
class Draft:
    """What a message will say, before it has a place and a time."""

    text: str
    blocks: list[dict[str, Any]] | None = None
    files: tuple[StoredFile, ...] = ()
    thread_ts: str | None = None
    broadcast: bool = False
    metadata: dict[str, Any] | None = None
    visible_to: str | None = None


class Workspace:
    """The state of one practice workspace.

    Everything is guarded by `lock`, which the server's doors take before they reach in;
    tests may call any method from their own thread.
    """

    def __init__(self, plan: WorkspacePlan, *, clock: Clock, timing: Timing) -> None:
        self.plan = plan
        self.clock = clock
        self.timing = timing
        self.lock = threading.RLock()
        self.changes = Changes()
        self.files = Files()
        self.views = Views()
        self.tickets = Tickets(timing)
        self.rate_limits = RateLimits(timing)
        self.faults = FaultSwitch()
        self.calls: deque[ApiCall] = deque(maxlen=10_000)
        self.request_url: str | None = None
        self.base_url = ""
        self.users = {user.id: user for user in (*plan.users, *_machines(plan))}
        self.conversations = {c.id: c for c in _channels(plan)}
        self._last_micros = 0
        for user in plan.users:
            self.im_with(user.id)

    def now(self) -> datetime:
        """The time now, in UTC."""
        return self.clock()

    def new_ts(self) -> str:
        """A timestamp later than every one before it, as Slack writes them."""
        with self.lock:
            micros = int(self.now().timestamp() * 1_000_000)
            self._last_micros = max(micros, self._last_micros + 1)
            return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"

    def send_over_http(self, url: str) -> None:
        """Delivers from now on by signed HTTP requests to `url` instead of Socket Mode.

        Raises ValueError when the address does not answer Slack's challenge.
        """
        prove_url(url, self.plan.signing_secret, self.now())
        with self.lock:
            self.request_url = url
        self.changes.tell("connection", connected=True)

    def im_with(self, user_id: str) -> Conversation:
        """The direct message between the app and a person."""
        with self.lock:
            channel_id = f"D{user_id[1:]}"
            if channel_id not in self.conversations:
                members = [user_id, self.plan.bot_user_id]
                name = self.plan.bot_name
                place = Conversation(channel_id, name, "im", members)
                place.is_user_deleted = self.users[user_id].deleted
                self.conversations[channel_id] = place
            return self.conversations[channel_id]

    def post(self, conversation: Conversation, user_id: str, draft: Draft) -> Message:
        """Adds a message and tells the pages of those who may see it."""
        with self.lock:
            message = Message(
                ts=self.new_ts(),
                channel_id=conversation.id,
                user_id=user_id,
                text=draft.text,
                blocks=draft.blocks,
                files=list(draft.files),
                thread_ts=draft.thread_ts,
                broadcast=draft.broadcast,
                metadata=draft.metadata,
                visible_to=draft.visible_to,
            )
            conversation.messages.append(message)
            self.tell_messages(conversation, draft.visible_to)
            return message

    def tell_messages(self, conversation: Conversation, only: str | None = None) -> None:
        """Says that a conversation's messages have changed."""
        # Anyone may look into a public channel; the others are for their members.
        to = [only] if only else (None if conversation.kind == "channel" else conversation.members)
        self.changes.tell("messages", to=to, channel=conversation.id)

    def join(self, conversation: Conversation, user_id: str) -> bool:
        """Makes somebody a member; False when they already were."""
        with self.lock:
            if user_id in conversation.members:
                return False
            conversation.members.append(user_id)
            self.changes.tell("conversations")
            return True

    def leave(self, conversation: Conversation, user_id: str) -> None:
        """Ends somebody's membership."""
        with self.lock:
            if user_id in conversation.members:
                conversation.members.remove(user_id)
            self.changes.tell("conversations")

    def messages(self, channel_id: str, as_user: str | None = None) -> list[Message]:
        """What a conversation holds, oldest first: everything, or what one person sees."""
        with self.lock:
            conversation = self.conversations[channel_id]
            if as_user is None:
                return list(conversation.messages)
            return conversation.seen_by(as_user)

    def has_guests(self, conversation: Conversation) -> bool:
        """Whether guests or people of other organisations are members."""
        return any(self.users[m].is_guest for m in conversation.members if m in self.users)


def _machines(plan: WorkspacePlan) -> Iterable[PracticeUser]:
    yield PracticeUser(
        plan.bot_user_id, plan.bot_name.lower(), plan.bot_name, None, "", "", persona=False
    )
    yield PracticeUser(SLACKBOT, "slackbot", "Slackbot", None, "", "", persona=False)


def _channels(plan: WorkspacePlan) -> Iterable[Conversation]:
    for channel in plan.channels:
        members = [m for m in channel.members if m != plan.bot_user_id]
        if channel.id in plan.channels_of_bot or plan.bot_user_id in channel.members:
            members.append(plan.bot_user_id)
        yield Conversation(
            channel.id,
            channel.name,
            "private" if channel.is_private else "channel",
            members,
            topic=channel.topic,
            is_ext_shared=channel.is_ext_shared,
        )
