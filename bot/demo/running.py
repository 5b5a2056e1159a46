"""The demo itself: the practice workspace, and the product behind it as it would run for real."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import ids
from bot.app import Caseload, build
from bot.clock import Clock
from bot.demo.cast import CAST, CHANNELS, PERSONAS, CastMember
from bot.demo.organisation import AUTHORITY
from bot.manifest import COMMAND_DESCRIPTION, COMMAND_HINT, SCOPES
from bot.practice.plan import PracticeChannel, PracticeCommand, PracticeUser, WorkspacePlan
from bot.practice.server import PracticeServer
from bot.serve import close_socket_mode, connect_socket_mode, until_told
from bot.services import make_services
from bot.settings import read_settings

TEAM_ID = "T0NORTHMERE"
PARTNER_TEAM_ID = "T0PARTNER"
ZONE = ZoneInfo("Europe/London")
OPENS = time(8, 45, tzinfo=ZONE)


@dataclass(frozen=True, slots=True)
class Running:
    """The demo while it runs."""

    server: PracticeServer
    caseload: Caseload


def demo_clock(real: Clock, last_day: date) -> Clock:
    """A clock that starts on the Monday morning after the last extract, and then runs as usual.

    So the demo always shows a morning with fresh data, whatever day it is opened on.
    """
    monday = datetime.combine(last_day + timedelta(days=3), OPENS)
    shift = monday - real()
    return lambda: real() + shift


def practice_plan() -> WorkspacePlan:
    """The cast and its channels as a workspace with the app installed in every channel."""
    id_of = {member.key: member.slack_id for member in CAST}
    return WorkspacePlan(
        team_id=TEAM_ID,
        name=AUTHORITY,
        users=tuple(_user(member) for member in CAST),
        channels=tuple(
            PracticeChannel(
                id=channel.slack_id,
                name=channel.name,
                is_private=channel.is_private,
                members=tuple(id_of[key] for key in channel.members),
                topic=channel.topic,
                is_ext_shared=channel.is_shared,
            )
            for channel in CHANNELS
        ),
        scopes=frozenset(SCOPES),
        commands=(PracticeCommand(ids.COMMAND, COMMAND_HINT, COMMAND_DESCRIPTION),),
        channels_of_bot=tuple(channel.slack_id for channel in CHANNELS),
    )


@contextmanager
def running_demo(database: Path, clock: Clock, port: int = 0) -> Iterator[Running]:
    """The practice workspace with the product connected to it over Socket Mode."""
    plan = practice_plan()
    with PracticeServer(plan, clock=clock, port=port) as server:
        settings = read_settings(
            _env_file=None,
            SLACK_BOT_TOKEN=plan.bot_token,
            SLACK_APP_TOKEN=plan.app_token,
            SLACK_SIGNING_SECRET=plan.signing_secret,
            CASELOAD_SLACK_API_URL=server.api_url,
            CASELOAD_DATABASE_URL=f"sqlite:///{database}",
            CASELOAD_AUTHORITY=AUTHORITY,
        )
        caseload = build(make_services(settings, clock))
        handler = connect_socket_mode(caseload, plan.app_token)
        try:
            yield Running(server, caseload)
        finally:
            close_socket_mode(handler)
            caseload.close()


def run_demo(database: Path, clock: Clock, port: int, ready: Callable[[str], None]) -> None:
    """Run until SIGINT or SIGTERM; `ready` is told the page's address."""
    with until_told() as stopped, running_demo(database, clock, port) as running:
        ready(running.server.url)
        stopped.wait()


def _user(member: CastMember) -> PracticeUser:
    outside = member.standing != "member"
    return PracticeUser(
        id=member.slack_id,
        name=member.name.lower().replace(" ", "."),
        real_name=member.name,
        email=member.email,
        title=member.title,
        note=member.note,
        is_restricted=member.standing == "guest",
        is_stranger=member.standing == "external",
        team_id=PARTNER_TEAM_ID if member.standing == "external" else None,
        persona=member in PERSONAS and not outside,
    )
