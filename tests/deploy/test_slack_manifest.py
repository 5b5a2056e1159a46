"""The manifest asks for no scope and offers nothing that the code does not use."""

import json
import re

from bot.manifest import COMMANDS, EVENTS, SCOPES
from tests.deploy.deployed import DEPLOY, ROOT

METHODS: dict[str, set[str]] = {
    "apps_connections_open": set(),  # of the app-level token
    "auth_test": set(),
    "bots_info": {"users:read"},
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_history": {"channels:history", "groups:history", "im:history"},
    "conversations_info": {"channels:read", "groups:read", "im:read"},
    "conversations_list": {"channels:read", "groups:read"},
    "conversations_members": {"channels:read", "groups:read"},
    "conversations_open": {"im:write"},
    "conversations_replies": {"channels:history", "groups:history", "im:history"},
    "files_delete": {"files:write"},
    "files_info": {"files:read"},
    "files_upload_v2": {"files:write"},
    "users_info": {"users:read", "users:read.email"},
    "users_list": {"users:read", "users:read.email"},
    "users_lookupByEmail": {"users:read.email"},
    "views_open": set(),
    "views_publish": set(),
    "views_push": set(),
    "views_update": set(),
}
"""Each method of Slack's Web API that the code calls, with the scopes Slack documents for it."""

DELIVERED: dict[str, set[str]] = {
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "channel_shared": {"channels:read", "groups:read"},
    "channel_unshared": {"channels:read", "groups:read"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "message.im": {"im:history"},
}
"""Each event with the scopes without which Slack does not send it."""

_CALL = re.compile(
    r"\bclient\.((?:apps|auth|bots|chat|conversations|files|reactions|team|users|views)_\w+)"
)


def test_every_method_that_is_called_is_known_with_its_scopes() -> None:
    sources = [path for path in (ROOT / "bot").rglob("*.py") if "practice" not in path.parts]
    called = {name for path in sources for name in _CALL.findall(path.read_text(encoding="utf-8"))}
    assert called == set(METHODS)


def test_the_manifest_asks_for_exactly_the_scopes_that_methods_events_and_commands_need() -> None:
    needed = {"commands"} if COMMANDS else set()
    assert needed.union(*METHODS.values(), *DELIVERED.values()) == set(SCOPES)
    assert set(DELIVERED) == set(EVENTS)


def test_the_manifest_offers_no_shortcut_and_nothing_else_that_has_no_listener() -> None:
    manifest = json.loads((DEPLOY / "slack-manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["features"]) == {"app_home", "bot_user", "slash_commands"}
    assert set(manifest["oauth_config"]) == {"scopes"}
    assert set(manifest["oauth_config"]["scopes"]) == {"bot"}
