"""An authority with an inbox, and somebody who looks into it as time goes by."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from alerts.calendar import WorkingCalendar
from bot.inbox.watcher import Watcher
from bot.services import Services
from bot.settings import read_settings
from models.database import Database
from models.loads import Load
from tests.conftest import NOW
from tests.models.extracts.authority import FRIDAY, KEY, Authority, Row


@dataclass
class Clock:
    """It stands still but for who moves it."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Drop:
    """The folder as whoever exports sees it, and the service behind it."""

    inbox: Path
    services: Services
    clock: Clock = field(default_factory=Clock)
    watcher: Watcher = field(init=False)
    authority: Authority = field(init=False)  # writes its extracts beside the inbox

    def __post_init__(self) -> None:
        self.services = replace(self.services, clock=self.clock)
        self.watcher = Watcher(self.services, self.inbox)
        self.authority = Authority(self.services.database, self.inbox.parent)

    def put(self, path: Path, name: str | None = None) -> Path:
        """Put in what was written elsewhere."""
        return path.rename(self.inbox / (name or path.name))

    def cases(self, *cases: Row, name: str = f"cases {FRIDAY}.csv") -> Path:
        return self.put(self.authority.cases_file(*cases), name)

    def look(self, *seconds: float) -> None:
        """A look now, and one after each of so many seconds."""
        self.watcher.look()
        for pause in seconds:
            self.clock.now += timedelta(seconds=pause)
            self.watcher.look()

    def wait(self) -> None:
        """As long as it takes for what lies there to be loaded."""
        self.look(5, 5)

    def __contains__(self, path: str) -> bool:
        return (self.inbox / path).exists()

    def report(self, path: str) -> str:
        return (self.inbox / f"{path}.report.txt").read_text(encoding="utf-8")

    def loads(self) -> Sequence[tuple[str, str]]:
        """What is written down of each load: its file and what became of it."""
        return [(load.file, load.status.value) for load in self.authority.rows(Load)]


def services_of(database: Database, inbox: Path) -> Services:
    settings = read_settings(
        _env_file=None,
        CASELOAD_DATABASE_URL=database.url.render_as_string(hide_password=False),
        CASELOAD_INBOX=str(inbox),
        CASELOAD_CASE_KEY=KEY,
    )
    return Services(database, settings, lambda: NOW, WorkingCalendar([]))


def drop_on(database: Database, folder: Path) -> Drop:
    inbox = folder / "inbox"
    inbox.mkdir(mode=0o700)
    return Drop(inbox, services_of(database, inbox))


@pytest.fixture
def bare(sqlite_database: Database, tmp_path: Path) -> Drop:
    """An inbox before anything was ever loaded."""
    return drop_on(sqlite_database, tmp_path)


@pytest.fixture
def drop(bare: Drop) -> Drop:
    """An inbox of an authority with two teams and four workers, W1 to W4."""
    bare.authority.workforce()
    return bare
