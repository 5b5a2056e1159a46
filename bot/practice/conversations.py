"""The workspace's conversations and the messages in them."""

from dataclasses import dataclass, field
from typing import Any, Literal

from bot.practice.files import StoredFile

Kind = Literal["channel", "private", "im"]


@dataclass
class Message:
    """One message; `visible_to` names the only person who sees an ephemeral one."""

    ts: str
    channel_id: str
    user_id: str
    text: str
    blocks: list[dict[str, Any]] | None = None
    files: list[StoredFile] = field(default_factory=list)
    thread_ts: str | None = None
    broadcast: bool = False
    metadata: dict[str, Any] | None = None
    visible_to: str | None = None
    edited_ts: str | None = None
    edits: int = 0
    tombstone: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        """Whether this is a reply in a thread and not its root."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def in_channel(self) -> bool:
        """Whether this stands in the channel itself, not only in a thread."""
        return not self.is_reply or self.broadcast


@dataclass
class Conversation:
    """One channel or direct message; `members` are user ids, the bot's included.

    `is_user_deleted` says of a direct message that the person's account is closed.
    """

    id: str
    name: str
    kind: Kind
    members: list[str]
    topic: str = ""
    is_ext_shared: bool = False
    is_pending_ext_shared: bool = False
    is_org_shared: bool = False
    is_archived: bool = False
    is_user_deleted: bool = False
    messages: list[Message] = field(default_factory=list)
    read_up_to: dict[str, str] = field(default_factory=dict)

    def find(self, ts: str) -> Message | None:
        """The lasting message with this timestamp; ephemeral ones cannot be found."""
        found = self.find_any(ts)
        return None if found is None or found.visible_to else found

    def find_any(self, ts: str) -> Message | None:
        """The message with this timestamp, ephemeral or not."""
        return next((message for message in self.messages if message.ts == ts), None)

    def lasting(self) -> list[Message]:
        """The messages everybody sees, oldest first."""
        return [message for message in self.messages if message.visible_to is None]

    def replies(self, root_ts: str) -> list[Message]:
        """The lasting replies to a root, oldest first."""
        return [m for m in self.lasting() if m.is_reply and m.thread_ts == root_ts]

    def seen_by(self, user_id: str) -> list[Message]:
        """The messages this person sees, oldest first."""
        return [message for message in self.messages if message.visible_to in (None, user_id)]

    def unread(self, user_id: str) -> int:
        """How many messages of others in the channel this person has not read."""
        last = self.read_up_to.get(user_id, "")
        return sum(
            1
            for message in self.seen_by(user_id)
            if message.ts > last and message.in_channel and message.user_id != user_id
        )
