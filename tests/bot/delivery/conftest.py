"""A workplace, and the means to make another."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from bot.practice.plan import WorkspacePlan
from bot.practice.rate_limits import RELAXED
from bot.practice.server import PracticeServer
from bot.services import make_services
from bot.settings import read_settings
from models.database import Database
from tests.bot.delivery.workplace import Workplace, plan, workplace
from tests.bot.practice.conftest import MovableClock

MakeWorkplace = Callable[[WorkspacePlan], Workplace]


@pytest.fixture
def make_workplace(sqlite_database: Database) -> Iterator[MakeWorkplace]:
    with ExitStack() as opened:

        def make(made: WorkspacePlan) -> Workplace:
            clock = MovableClock()
            server = opened.enter_context(PracticeServer(made, clock=clock))
            server.use_pace(RELAXED)
            settings = read_settings(
                _env_file=None,
                SLACK_BOT_TOKEN=made.bot_token,
                CASELOAD_SLACK_API_URL=server.api_url,
                CASELOAD_DATABASE_URL=f"sqlite:///{sqlite_database.path()}",
            )
            services = make_services(settings, clock)
            opened.callback(services.database.close)
            return workplace(server, services, clock)

        yield make


@pytest.fixture
def court(make_workplace: MakeWorkplace) -> Workplace:
    return make_workplace(plan())
