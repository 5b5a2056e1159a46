"""What administrators change while the workspace runs: members, sharing, archives, accounts."""

from dataclasses import replace
from typing import Any

from bot.practice.conversations import Conversation
from bot.practice.plan import PracticeUser
from bot.practice.refusal import Sorry
from bot.practice.workspace import Workspace


class Administration:
    """Changes of membership, channels and accounts, told to open pages but not to the app.

    Channels and people are named by their ids; Sorry when there is no such one. Any thread may
    call.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def add_member(self, channel: str, user: str) -> None:
        """Lets somebody into a channel."""
        self._workspace.join(self._channel(channel), self._user(user).id)

    def remove_member(self, channel: str, user: str) -> None:
        """Takes somebody out of a channel."""
        self._workspace.leave(self._channel(channel), self._user(user).id)

    def add_app(self, channel: str) -> None:
        """Lets the app into a channel."""
        self.add_member(channel, self._workspace.plan.bot_user_id)

    def remove_app(self, channel: str) -> None:
        """Takes the app out of a channel."""
        self.remove_member(channel, self._workspace.plan.bot_user_id)

    def share(
        self, channel: str, *, ext: bool = False, pending: bool = False, org: bool = False
    ) -> None:
        """Shares a channel with another organisation, an invited one, or the whole own one.

        What is not named is not so any longer; without any the channel is shared with nobody.
        """
        self._change(channel, is_ext_shared=ext, is_pending_ext_shared=pending, is_org_shared=org)

    def archive(self, channel: str) -> None:
        """Closes a channel: it can be read, and nobody can write to it."""
        self._change(channel, is_archived=True)

    def unarchive(self, channel: str) -> None:
        """Opens an archived channel again."""
        self._change(channel, is_archived=False)

    def deactivate(self, user: str) -> None:
        """Closes somebody's account; they stay a member of their channels."""
        self._account(user, deleted=True)

    def reactivate(self, user: str) -> None:
        """Opens a closed account again."""
        self._account(user, deleted=False)

    def make_guest(self, user: str) -> None:
        """Makes somebody a guest."""
        self._account(user, is_restricted=True)

    def make_full_member(self, user: str) -> None:
        """Makes a guest a full member."""
        self._account(user, is_restricted=False, is_ultra_restricted=False)

    def _change(self, channel_id: str, **flags: bool) -> None:
        workspace = self._workspace
        with workspace.lock:
            channel = self._channel(channel_id)
            for name, value in flags.items():
                setattr(channel, name, value)
            workspace.changes.tell("conversations")

    def _account(self, user_id: str, **changes: Any) -> None:
        workspace = self._workspace
        with workspace.lock:
            user = replace(self._user(user_id), **changes)
            workspace.users[user.id] = user
            workspace.im_with(user.id).is_user_deleted = user.deleted
            workspace.changes.tell("conversations")

    def _channel(self, channel_id: str) -> Conversation:
        channel = self._workspace.conversations.get(channel_id)
        if channel is None or channel.kind == "im":
            raise Sorry(f"There is no channel {channel_id}. Name one by its id.")
        return channel

    def _user(self, user_id: str) -> PracticeUser:
        user = self._workspace.users.get(user_id)
        if user is None:
            raise Sorry(f"There is nobody with the id {user_id}. Name one by their id.")
        return user
