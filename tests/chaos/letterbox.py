"""Drops an extract into the inbox that all replicas look into, and waits until one has taken it."""

import os
import shutil
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from tests.waiting import until

_LONGEST = 12.0
"""Seconds after which an extract is left there: whoever could take it is killed again and again."""

_STEP = 30.0
"""Seconds that the campaign's clock goes on between two looks at what became of it."""


class Letterbox:
    """The inbox of a campaign, and how to let time go by."""

    def __init__(self, inbox: Path, later: Callable[[float], None]) -> None:
        self._inbox, self._later = inbox, later

    def drop(self, cases: Path, written: datetime) -> str:
        """Put a copy there in one step, as written at a moment; what became of it, in a word."""
        coming = cases.with_name("coming.csv")
        shutil.copyfile(cases, coming)
        os.utime(coming, (written.timestamp(), written.timestamp()))
        dropped = self._inbox / cases.name
        before = self._put_away()
        coming.rename(dropped)
        deadline = time.monotonic() + _LONGEST
        while time.monotonic() < deadline:
            self._later(_STEP)
            if until(lambda: self._put_away() > before, within=0.7):
                return "by the inbox"
        return "left in the inbox"

    def _put_away(self) -> int:
        """How many extracts lie where those are put that somebody has done with."""
        found = [*self._inbox.glob("done/*.csv"), *self._inbox.glob("refused/*.csv")]
        return sum(each.stat().st_size > 0 for each in found)  # an empty one is but a place kept
