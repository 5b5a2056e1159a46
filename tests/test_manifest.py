"""Slack's manifest, the product's own list of it, and the listeners agree."""

import json
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse

import bot.listeners
from bot import ids
from bot.app import Caseload, build
from bot.clock import Clock
from bot.demo.running import practice_plan
from bot.manifest import COMMANDS, EVENTS, SCOPES
from bot.practice.server import PracticeServer
from bot.services import make_services
from bot.settings import read_settings
from models.database import Database

DEPLOY = Path(__file__).parent.parent / "deploy"
Json = dict[str, Any]


@pytest.fixture(scope="module")
def manifest() -> Json:
    found: Json = json.loads((DEPLOY / "slack-manifest.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture
def caseload(sqlite_database: Database, clock: Clock) -> Iterator[Caseload]:
    """The product as it is built for Slack, having asked the practice workspace who it is."""
    plan = practice_plan()
    with PracticeServer(plan, clock=clock) as server:
        settings = read_settings(
            _env_file=None,
            SLACK_BOT_TOKEN=plan.bot_token,
            CASELOAD_SLACK_API_URL=server.api_url,
            CASELOAD_DATABASE_URL=f"sqlite:///{sqlite_database.path()}",
        )
        made = build(make_services(settings, clock))
        yield made
        made.close()


class Registered:
    """Takes what listeners register, as Bolt's app would, and remembers it by kind."""

    def __init__(self) -> None:
        self.names: dict[str, list[str | re.Pattern[str]]] = {}

    def __getattr__(self, kind: str) -> Callable[..., Callable[..., None]]:
        def register(name: str | re.Pattern[str], **_given: Any) -> Callable[..., None]:
            self.names.setdefault(kind, []).append(name)
            return lambda listener: None  # noqa: ARG005

        return register

    def exact(self, kind: str) -> set[str]:
        return {name for name in self.names[kind] if isinstance(name, str)}

    def takes(self, kind: str, value: str) -> bool:
        """Whether a listener takes this one in particular, and not whatever comes."""
        return any(
            name == value if isinstance(name, str) else bool(name.search(value))
            for name in self.names[kind]
            if name is not ids.ANYTHING
        )


@pytest.fixture(scope="module")
def registered() -> Registered:
    """What every module of listeners registers."""
    found = Registered()
    for module in iter_modules(bot.listeners.__path__, "bot.listeners."):
        register = getattr(import_module(module.name), "register", None)
        if register is not None:
            register(found, None)
    return found


def test_the_manifest_asks_for_exactly_the_scopes_that_have_a_reason(manifest: Json) -> None:
    assert manifest["oauth_config"] == {"scopes": {"bot": sorted(SCOPES)}}


def test_the_manifest_subscribes_to_exactly_the_events_that_have_a_reason(manifest: Json) -> None:
    events = manifest["settings"]["event_subscriptions"]
    assert events == {"bot_events": sorted(EVENTS)}


def test_the_manifest_has_exactly_the_commands(manifest: Json) -> None:
    assert manifest["features"]["slash_commands"] == [
        {"command": name, "description": what, "usage_hint": hint, "should_escape": False}
        for name, (hint, what) in COMMANDS.items()
    ]


def test_the_manifest_turns_on_what_the_product_needs_and_nothing_else(manifest: Json) -> None:
    settings = manifest["settings"]
    assert settings["interactivity"] == {"is_enabled": True}
    assert settings["socket_mode_enabled"] is True
    assert settings["org_deploy_enabled"] is False
    assert settings["token_rotation_enabled"] is False
    assert manifest["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert manifest["features"]["bot_user"]["display_name"] == "Caseload"


def test_the_manifest_is_within_slacks_limits(manifest: Json) -> None:
    shown = manifest["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4_000
    assert re.fullmatch(r"#[0-9a-f]{6}", shown["background_color"])
    assert set(manifest) == {"display_information", "features", "oauth_config", "settings"}


def test_the_operators_guide_gives_every_scope_and_event_its_reason() -> None:
    guide = (DEPLOY / "README.md").read_text(encoding="utf-8")
    for name, reason in (SCOPES | EVENTS).items():
        assert f"| `{name}` | {reason} |" in guide


def test_the_listeners_take_exactly_the_events_of_the_manifest(registered: Registered) -> None:
    # "message.im" is subscribed to, and arrives as "message".
    assert registered.exact("event") == {name.split(".")[0] for name in EVENTS}


def test_the_listeners_take_exactly_the_commands_of_the_manifest(registered: Registered) -> None:
    assert registered.exact("command") == set(COMMANDS)


ALERT_ACTIONS = [ids.ACKNOWLEDGE, ids.CHANGE_DECISION, ids.SNOOZE, ids.ALERT_COUNTED]
PLAN_ACTIONS = [ids.SAVE_PLAN, ids.drop_plan_id(7)]
SET_UP_ACTIONS = [
    ids.set_up_id("people"),
    ids.set_up_page_id(3),
    ids.SET_UP_CAME,
    ids.SETTINGS,
    ids.FINISH_SET_UP,
]


@pytest.mark.parametrize(
    "action",
    [
        ids.ask_id(0),
        ids.ask_id(14),
        ids.COUNTED,
        ids.SHARE,
        ids.EXPORT,
        *ALERT_ACTIONS,
        *PLAN_ACTIONS,
        *SET_UP_ACTIONS,
    ],
)
def test_every_button_has_a_listener_of_its_own(action: str, registered: Registered) -> None:
    assert registered.takes("action", action)


def test_a_button_nobody_knows_is_taken_too(registered: Registered) -> None:
    assert not registered.takes("action", "of_an_older_version")
    assert ids.ANYTHING in registered.names["action"]


EVENT_REQUESTS = [
    {"type": "app_home_opened", "user": "U1", "tab": "home"},
    {"type": "app_mention", "user": "U1", "text": "help", "channel": "C1"},
    {"type": "channel_shared", "channel": "C1", "connected_team_id": "T2"},
    {"type": "channel_unshared", "channel": "C1", "previously_connected_team_id": "T2"},
    {"type": "member_joined_channel", "user": "U1", "channel": "C1", "channel_type": "G"},
    {"type": "message", "channel_type": "im", "user": "U1", "text": "help", "channel": "D1"},
]


@pytest.mark.parametrize("event", EVENT_REQUESTS, ids=lambda event: str(event["type"]))
def test_the_built_app_gives_each_event_to_its_listener(event: Json, caseload: Caseload) -> None:
    unasked = _taker(caseload, _event({"type": "team_rename", "name": "x"}))
    assert _taker(caseload, _event(event)) not in {None, unasked}


def test_that_the_app_itself_joins_is_for_another_listener_than_that_others_do(
    caseload: Caseload,
) -> None:
    joined = next(each for each in EVENT_REQUESTS if each["type"] == "member_joined_channel")
    own = {**joined, "user": caseload.office.bot_user_id}
    assert _taker(caseload, _event(own)) not in {None, _taker(caseload, _event(joined))}


def test_every_event_of_the_manifest_is_tried() -> None:
    assert {event["type"] for event in EVENT_REQUESTS} == {name.split(".")[0] for name in EVENTS}


@pytest.mark.parametrize(
    "action",
    [
        *(ids.ask_id(0), ids.COUNTED, ids.SHARE, ids.EXPORT),
        *(*ALERT_ACTIONS, *PLAN_ACTIONS, *SET_UP_ACTIONS),
    ],
)
def test_the_built_app_gives_each_button_to_its_listener(action: str, caseload: Caseload) -> None:
    unknown = _taker(caseload, _button("of_an_older_version"))
    assert unknown is not None
    assert _taker(caseload, _button(action)) not in {None, unknown}


@pytest.mark.parametrize(
    "dialog",
    [
        *(ids.DECIDE, ids.SNOOZE_UNTIL, ids.KEEP_PLAN),
        *(ids.SET_UP_CHANNELS, ids.SET_UP_HOURS, ids.SET_UP_TEST),
    ],
)
def test_the_built_app_gives_each_dialog_to_its_listener(dialog: str, caseload: Caseload) -> None:
    unknown = _taker(caseload, _dialog("of_an_older_version"))
    assert unknown is not None
    assert _taker(caseload, _dialog(dialog)) not in {None, unknown}


@pytest.mark.parametrize("command", COMMANDS)
def test_the_built_app_gives_each_command_to_its_listener(command: str, caseload: Caseload) -> None:
    unknown = _taker(caseload, {"command": "/of-an-older-version", "text": ""})
    assert unknown is not None
    assert _taker(caseload, {"command": command, "text": ""}) not in {None, unknown}


def _event(event: Json) -> Json:
    return {"type": "event_callback", "team_id": "T1", "event": event}


def _button(action: str) -> Json:
    pressed = {"type": "button", "action_id": action, "block_id": "b", "value": "help"}
    return {"type": "block_actions", "user": {"id": "U1"}, "actions": [pressed]}


def _dialog(callback_id: str) -> Json:
    view = {"type": "modal", "callback_id": callback_id, "state": {"values": {}}}
    return {"type": "view_submission", "user": {"id": "U1"}, "view": view}


def _taker(caseload: Caseload, body: Json) -> int | None:
    """The place of the first listener of the built app that takes this request."""
    request = BoltRequest(body=body, mode="socket_mode")
    for place, listener in enumerate(caseload.app._listeners):
        if listener.matches(req=request, resp=BoltResponse(status=200)):
            return place
    return None
