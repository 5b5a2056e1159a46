"""The product under attack: one for each file of tests, with a clock that can be moved."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.demo.running import Running, running_demo
from bot.practice.plan import Timing
from bot.practice.rate_limits import RateLimits
from tests.bot.practice.visitor import wait_longer
from tests.bot.slack.acting import Hands
from tests.bot.slack.persona import Member


@pytest.fixture(scope="module")
def hands() -> Hands:
    return Hands()


@pytest.fixture(scope="module")
def attacked(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("attacks") / "caseload.db"
    shutil.copyfile(demo_template, path)
    return path


@pytest.fixture(scope="module")
def running(attacked: Path, hands: Hands) -> Iterator[Running]:
    with running_demo(attacked, hands, by_itself=False) as running:
        wait_longer(running.server)
        yield running


@pytest.fixture
def slack_has_rested(running: Running) -> None:
    running.server.workspace.rate_limits = RateLimits(Timing(post_burst=1_000))


@pytest.fixture
def member(running: Running) -> Callable[[str], Member]:
    return lambda key: Member(running.server.url, key)
