"""The demo authority in a small history, and the product running on it as it would for real."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from bot.demo.history import prepare
from bot.demo.running import Running, running_demo
from tests.bot.practice.visitor import wait_longer
from tests.bot.slack.persona import LAST_DAY, MONDAY, WEEKS, Member, Persona


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's database with a short history, made once for all processes of the suite."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if own.name.startswith("popen-") else own  # one process of several
    mine = tmp_path_factory.mktemp("demo") / "caseload.db"
    with FileLock(shared / "demo.lock"):
        made = prepare(shared / "all-demos", LAST_DAY, lambda _done, _all: None, WEEKS)
        return shutil.copyfile(made, mine)


@pytest.fixture(scope="module")
def demo(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    database = tmp_path_factory.mktemp("running") / "caseload.db"
    shutil.copyfile(demo_template, database)
    with running_demo(database, lambda: MONDAY, by_itself=False) as running:
        wait_longer(running.server)
        yield running


@pytest.fixture
def persona(demo: Running) -> Persona:
    return lambda key: Member(demo.server.url, key)
