"""The loads that bring a change and take it back, each committed by a process of its own."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.loading import options_of
from models.database import Database
from models.extracts.importing import import_extracts
from models.vocabulary import LoadStatus
from tests.bench.building import HOUR
from tests.bench.extracts import write_extracts
from tests.bench.peers.job import FIRST, MORE
from tests.bench.processes import Installed, Processes, Shifted, url_of
from tests.bench.setting import AS_AT
from tests.bench.sizes import Size
from tests.bench.telling import TEN

_NOBODY = "http://127.0.0.1:9/api/"
"""A load asks nothing of Slack."""

_LATER = 120
"""Minutes: more than the loads of the product's side, each of which is a minute later."""


def write_changes(size: Size, folder: Path) -> Mapping[int, list[Path]]:
    """The extracts before a change, and with it."""
    return {
        changed: write_extracts(size, folder / f"peers_{changed}", as_at=AS_AT, changed=changed)
        for changed in (FIRST, MORE)
    }


@dataclass
class Changes:
    """Loads without a check: the data is there, and whoever looks has to find it."""

    processes: Processes
    installed: Installed
    extracts: Mapping[int, list[Path]]
    loads: int = 0  # each is of a minute later than the one before

    def load(self, changed: int) -> float:
        """When it was committed, as time.time() has it."""
        self.loads += 1
        as_at = TEN.replace(hour=HOUR.hour) + timedelta(minutes=self.loads)
        given = self.installed, tuple(self.extracts[changed]), as_at
        with self.processes.running(_load, *given) as running:
            committed: float = running.said()
        return committed


def changes_of(database: Database, extracts: Mapping[int, list[Path]], clock: Shifted) -> Changes:
    """On a database that the product's own side was loading before, by the same clock."""
    installed = Installed(database_url=url_of(database), api_url=_NOBODY, clock=clock)
    return Changes(Processes(), installed, extracts, loads=_LATER)


def _load(installed: Installed, paths: Sequence[Path], as_at: datetime, pipe: Any) -> None:
    services = installed.services()
    now = services.clock().replace(microsecond=0)
    options = replace(options_of(services, now, "the bench", as_at, given=True), accept=True)
    report = import_extracts(services.database, paths, options)
    committed = time.time()
    assert report.status is LoadStatus.LOADED, report
    pipe.send(committed)
    services.database.close()
