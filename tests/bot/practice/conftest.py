"""A small practice workspace, a clock that can be moved, and people to be."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk import WebClient

from bot.practice.plan import (
    PracticeChannel,
    PracticeCommand,
    PracticeUser,
    Timing,
    WorkspacePlan,
)
from bot.practice.server import PracticeServer
from tests.bot.practice.visitor import Visitor
from tests.waiting import PATIENCE

SCOPES = frozenset(
    {
        *("app_mentions:read", "channels:history", "channels:join", "channels:read", "chat:write"),
        *("commands", "connections:write", "files:read", "files:write"),
        *("groups:history", "groups:read"),
        *("im:history", "im:read", "im:write", "reactions:write", "team:read"),
        *("users:read", "users:read.email"),
    }
)


class MovableClock:
    """A clock that stands still until moved."""

    def __init__(self) -> None:
        self._now = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self._now

    def move(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)


def make_plan(scopes: frozenset[str] = SCOPES) -> WorkspacePlan:
    """Three people, a guest and a stranger; the app is in two of four channels."""
    return WorkspacePlan(
        team_id="T0NORTH",
        name="Northmere Council",
        users=(
            PracticeUser("U0MIA", "mia.ward", "Mia Ward", "mia@northmere.example", "Manager", "M"),
            PracticeUser("U0SAM", "sam.low", "Sam Low", "sam@northmere.example", "Worker", "W"),
            PracticeUser(
                "U0OLD", "old.hand", "Old Hand", "old@northmere.example", "", "", deleted=True
            ),
            PracticeUser(
                "U0GUEST", "guest", "Gil Guest", "gil@else.example", "", "", is_restricted=True
            ),
            PracticeUser(
                "U0STRANGE",
                "str",
                "Stef Range",
                "s@else.example",
                "",
                "",
                is_stranger=True,
                team_id="T0ELSE",
            ),
        ),
        channels=(
            PracticeChannel("C0COURT", "court-north", members=("U0MIA", "U0SAM"), topic="The team"),
            PracticeChannel("C0ALL", "all-staff", members=("U0MIA", "U0GUEST"), is_ext_shared=True),
            PracticeChannel("C0LEAD", "leadership", is_private=True, members=("U0MIA",)),
            PracticeChannel("C0HEADS", "heads", is_private=True, members=("U0MIA",)),
        ),
        scopes=scopes,
        commands=(PracticeCommand("/caseload", "[question]", "Ask about caseloads"),),
        channels_of_bot=("C0COURT", "C0LEAD"),
    )


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def serve(clock: MovableClock) -> Iterator[Callable[..., PracticeServer]]:
    """Starts a workspace; all are stopped after the test."""
    servers: list[PracticeServer] = []

    def start(plan: WorkspacePlan | None = None, timing: Timing | None = None) -> PracticeServer:
        server = PracticeServer(
            plan or make_plan(), clock=clock, timing=timing or Timing(ack=PATIENCE)
        )
        server.start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def server(serve: Callable[..., PracticeServer]) -> PracticeServer:
    return serve()


@pytest.fixture
def client(server: PracticeServer) -> WebClient:
    return client_of(server)


@pytest.fixture
def mia(server: PracticeServer) -> Visitor:
    return Visitor(server.url, "U0MIA")


def client_of(server: PracticeServer) -> WebClient:
    """The app's own Slack client, without any retries."""
    token = server.workspace.plan.bot_token
    return WebClient(token, base_url=server.api_url, retry_handlers=[])
