"""The demo itself: the practice workspace, and the product behind it as it would run for real."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from bot.app import Caseload, build
from bot.clock import Clock
from bot.demo.cast import CAST, CHANNELS, PERSONAS, CastMember
from bot.demo.clock import OPENS, ZONE, DemoClock
from bot.demo.coming_days import ComingDays
from bot.demo.controls import TITLE, panel_state
from bot.demo.days import DemoDays, DemoHooks
from bot.demo.first_digest import expect_todays_digests
from bot.demo.history import SEED, last_friday
from bot.demo.organisation import AUTHORITY
from bot.demo.settings import SETTINGS
from bot.manifest import COMMANDS, SCOPES
from bot.practice.plan import PracticeChannel, PracticeCommand, PracticeUser, WorkspacePlan
from bot.practice.server import PracticeServer
from bot.serve import AtWork, at_work, close_socket_mode, connect_socket_mode, until_told
from bot.services import make_services
from bot.settings import read_settings

TEAM_ID = "T0NORTHMERE"
PARTNER_TEAM_ID = "T0PARTNER"


@dataclass(frozen=True, slots=True)
class Running:
    """The demo while it runs."""

    server: PracticeServer
    caseload: Caseload
    days: DemoDays


def demo_clock(real: Clock, last_day: date) -> Clock:
    """A clock that starts on the Monday morning after the last extract, and then runs as usual.

    So the demo always shows a morning with fresh data, whatever day it is opened on.
    """
    monday = datetime.combine(last_day + timedelta(days=3), OPENS, ZONE)
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
        commands=tuple(PracticeCommand(name, *shown) for name, shown in COMMANDS.items()),
        channels_of_bot=tuple(channel.slack_id for channel in CHANNELS),
    )


@contextmanager
def running_demo(
    database: Path, clock: Clock, port: int = 0, *, by_itself: bool = True, digests: bool = False
) -> Iterator[Running]:
    """The practice workspace with the product connected to it over Socket Mode.

    The demo's days go on from what `clock` says; the history ends on the Friday before. Without
    `by_itself` nothing is checked or delivered, and there are only answers. With `digests` those
    of the day it opens on are sent as well.
    """
    going_on = DemoClock(clock, clock())
    plan = practice_plan()
    with PracticeServer(plan, clock=going_on, port=port) as server:
        settings = read_settings(
            _env_file=None,
            SLACK_BOT_TOKEN=plan.bot_token,
            SLACK_APP_TOKEN=plan.app_token,
            SLACK_SIGNING_SECRET=plan.signing_secret,
            CASELOAD_SLACK_API_URL=server.api_url,
            CASELOAD_DATABASE_URL=f"sqlite:///{database}",
            CASELOAD_INBOX=None,  # what lies in a real one is not the demo's to take
            **SETTINGS,
        )
        services = make_services(settings, going_on)
        if digests:
            expect_todays_digests(services)
        caseload = build(services)
        with ExitStack() as stack:
            stack.callback(caseload.close)
            work = stack.enter_context(at_work(caseload)) if by_itself else None
            stack.callback(close_socket_mode, connect_socket_mode(caseload, plan.app_token))
            days = _days(server, caseload, going_on, work)
            stack.callback(days.close)
            yield Running(server, caseload, days)


def _days(
    server: PracticeServer, caseload: Caseload, clock: DemoClock, work: AtWork | None
) -> DemoDays:
    """The days to come, with their panel on the page."""
    services = caseload.office.services
    last_day = last_friday(clock().astimezone(ZONE).date())
    days = DemoDays(
        services.database,
        clock,
        services.calendar,
        coming=lambda: ComingDays(SEED, last_day, services.calendar),
        hooks=_hooks(server, work),
    )
    server.panel.offer(TITLE, lambda: panel_state(days))
    return days


def _hooks(server: PracticeServer, work: AtWork | None) -> DemoHooks:
    """What comes in is checked at once, and so is what a new day brings."""
    changed = server.panel.changed
    if work is None:
        return DemoHooks(changed=changed)
    return DemoHooks(
        after_load=work.ticker.tick,
        after_advance=work.ticker.tick,
        changed=changed,
        standing_still=work.deliverers.standing_still,
    )


def run_demo(database: Path, clock: Clock, port: int, ready: Callable[[str], None]) -> None:
    """Run until SIGINT or SIGTERM; `ready` is told the page's address."""
    with until_told() as stopped, running_demo(database, clock, port, digests=True) as running:
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
