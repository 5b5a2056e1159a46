"""One call of a Web API method: its arguments, and who may make it."""

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.practice.conversations import Conversation
from bot.practice.faults import Fault
from bot.practice.plan import PracticeUser
from bot.practice.refusal import Refusal, invalid_arguments
from bot.practice.workspace import Workspace

JSON = dict[str, Any]

SPECIAL = None
TIER_2 = 20
TIER_3 = 50
TIER_4 = 100
"""Calls a minute of each of Slack's tiers; special methods are limited in their own way."""

_READ_SCOPE = {"channel": "channels", "private": "groups", "im": "im"}


@dataclass(frozen=True)
class Call:
    """A method being called with these arguments, read leniently as Slack reads them."""

    workspace: Workspace
    arguments: Mapping[str, Any]
    fault: Fault | None = None  # the mood under which it takes effect

    def get(self, name: str) -> str | None:
        """An argument as a string, None when absent or empty."""
        value = self.arguments.get(name)
        return None if value is None or value == "" else str(value)

    def need(self, name: str) -> str:
        """An argument that must be there."""
        value = self.get(name)
        if value is None:
            raise invalid_arguments(f"missing required field: {name} [json-pointer:/{name}]")
        return value

    def flag(self, name: str) -> bool:
        """An argument that is true or false."""
        return str(self.arguments.get(name, "")).lower() in ("1", "true")

    def json(self, name: str) -> Any:
        """An argument that is JSON, or JSON written in a form field; None when absent."""
        value = self.arguments.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            code = "invalid_blocks_format" if name == "blocks" else "invalid_json"
            raise Refusal(code) from None

    def limit(self, default: int, most: int) -> int:
        """The page size asked for; 0 or none means the default."""
        value = self.get("limit") or "0"
        if not value.isdigit():
            raise Refusal("invalid_limit")
        return min(int(value) or default, most)

    def need_scope(self, scope: str) -> None:
        """Refuses with `missing_scope` unless the app was granted it."""
        scopes = self.workspace.plan.scopes
        if scope not in scopes:
            raise Refusal("missing_scope", needed=scope, provided=",".join(sorted(scopes)))

    def user(self, name: str = "user") -> PracticeUser:
        """The person an argument names."""
        user = self.workspace.users.get(self.need(name))
        if user is None:
            raise Refusal("user_not_found")
        return user

    def conversation(self, right: Literal["read", "history"] | None = None) -> Conversation:
        """The conversation the call is about, if the app may see it.

        A private channel without the app in it is `channel_not_found`; `right` is the kind
        of scope needed for the conversation's kind.
        """
        found = self.workspace.conversations.get(self.need("channel"))
        if found is None:
            raise Refusal("channel_not_found")
        if right is not None:
            self.need_scope(f"{_READ_SCOPE[found.kind]}:{right}")
        if found.kind == "private" and not self.is_member(found):
            raise Refusal("channel_not_found")
        return found

    def is_member(self, conversation: Conversation) -> bool:
        """Whether the app's bot is in it."""
        return self.workspace.plan.bot_user_id in conversation.members

    def page(self, items: Sequence[JSON], default: int, most: int) -> tuple[list[JSON], JSON]:
        """One page of items and the `response_metadata` with the cursor of the next."""
        start = int(self.cursor("offset") or 0)
        end = start + self.limit(default, most)
        following = cursor_to("offset", str(end)) if end < len(items) else ""
        return list(items[start:end]), {"next_cursor": following}

    def cursor(self, name: str) -> str | None:
        """The number in the cursor given, None without one; refuses any other sort of cursor."""
        cursor = self.get("cursor")
        if cursor is None:
            return None
        try:
            found, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            raise Refusal("invalid_cursor") from None
        if found != name or not number.isdigit():
            raise Refusal("invalid_cursor")
        return number


def cursor_to(name: str, number: str) -> str:
    """A cursor that `Call.cursor` reads."""
    return base64.b64encode(f"{name}:{number}".encode()).decode()


@dataclass(frozen=True)
class Method:
    """A Web API method: what runs it, the scope and kind of token it needs, calls a minute.

    Scopes that depend on the conversation are asked for by the method itself.
    """

    run: Callable[[Call], JSON]
    scope: str | None = None
    per_minute: int | None = TIER_3
    token: Literal["bot", "app", "none"] = "bot"
