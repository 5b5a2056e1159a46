"""The demo's days go on: the clock goes forward, and each night's files come, or do not."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from alerts.calendar import WorkingCalendar
from alerts.wording import day as day_words
from bot.demo.authority import Evening
from bot.demo.clock import ZONE, DemoClock, opening
from bot.demo.coming_days import ComingDays
from bot.demo.history import load
from bot.demo.mishaps import broken, short
from bot.demo.nights import Night, nights_between, working_day_before
from bot.demo.told import Loaded, advanced, delivered
from bot.demo.workforce import Sheet
from models.database import Database
from models.extracts.report import ImportReport
from models.figures.queries import newest_load
from models.vocabulary import ExtractKind, LoadStatus

_FRIDAY = 4


def nothing() -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class DemoHooks:
    """Called, on the thread of whoever pressed, when something has come about."""

    after_load: Callable[[], None] = nothing  # files were imported, whatever became of them
    after_advance: Callable[[], None] = nothing  # the clock has come to where it was sent
    changed: Callable[[], None] = nothing  # the state reads differently
    standing_still: Callable[[], AbstractContextManager[None]] = nullcontext
    # ^ while the clock is put forward: who is in the middle of something would be late at once


@dataclass(frozen=True, slots=True)
class DemoState:
    now: datetime  # in the authority's zone
    as_at: datetime | None  # of the newest allocations
    stopped: bool
    working: str | None  # what is being done just now


class DemoDays:
    """One thing is done at a time; `state` never waits. Every deed tells what came of it.

    `coming` makes the days to come, and is called when the first of them is needed.
    """

    def __init__(
        self,
        database: Database,
        clock: DemoClock,
        calendar: WorkingCalendar,
        coming: Callable[[], ComingDays],
        hooks: DemoHooks | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._calendar = calendar
        self._make_coming = coming
        self._hooks = hooks or DemoHooks()
        self._coming: ComingDays | None = None
        self._workforce: dict[str, Sheet] | None = None  # as last loaded
        self._stopped = False
        self._closed = False
        self._working: str | None = None
        self._lock = Lock()

    def advance(self, days: int = 1) -> str:
        """To the opening of the day so many calendar days on, with each night's files on the way.

        ValueError for less than a day.
        """
        with self._lock:
            if days < 1:
                raise ValueError(f"The days only go on, not by {days}.")
            to = opening(self._clock(), days)
            nights = nights_between(self._clock(), to, self._calendar)
            try:
                loads = self._pass_nights(nights)
                if self._closed:
                    return "The demo is being closed: the days do not go on."
                self._go_to(to)
                self._say("Looking at what has changed")
                self._hooks.after_advance()
            finally:
                self._say(None)
            missed = len(nights) if self._stopped else 0
            return advanced(self._clock(), loads, missed)

    def stop_data(self) -> str:
        """From now on no files come."""
        with self._lock:
            self._stopped = True
            self._hooks.changed()
        return "The data is stopped: no files come until it goes on again, and what is loaded ages."

    def resume_data(self) -> str:
        """Files come again, from the next night on."""
        with self._lock:
            self._stopped = False
            self._hooks.changed()
        return "The data goes on: the next night's files will be loaded."

    def deliver_broken_file(self) -> str:
        """Allocations of the last evening that are refused: a date that cannot be, a wrong word."""
        return self._deliver(broken)

    def deliver_short_file(self) -> str:
        """Allocations of the last evening without a third of the open cases, which are held."""
        return self._deliver(short)

    def state(self) -> DemoState:
        """As it is at this moment, also in the middle of a deed."""
        with self._database.look() as session:
            newest = newest_load(session, ExtractKind.ALLOCATIONS)
            as_at = newest.as_at if newest else None
        return DemoState(self._clock().astimezone(ZONE), as_at, self._stopped, self._working)

    def close(self) -> None:
        """Waits for what is being done, which ends with the files that are being loaded."""
        self._closed = True
        with self._lock:
            self._say(None)

    def _pass_nights(self, nights: list[Night]) -> list[Loaded]:
        loads = []
        for number, night in enumerate(nights, start=1):
            if self._stopped or self._closed:
                break
            self._go_to(night.arrives)
            today = night.arrives.date()
            self._say(f"Loading {day_words(night.evening, today)} ({number} of {len(nights)})")
            loads.append((night.evening, self._load(night.evening)))
        return loads

    def _go_to(self, moment: datetime) -> None:
        """The clock runs while files are loaded, and may be there already."""
        with self._hooks.standing_still():
            if self._clock() < moment:
                self._clock.advance(until=moment)

    def _load(self, evening: date) -> ImportReport:
        drawn = self._drawn(evening)
        is_news = drawn.workforce != self._workforce or evening.weekday() == _FRIDAY
        sheets = drawn.workforce if is_news else None
        report = self._import(Evening(drawn.day, drawn.as_at, drawn.cases, sheets))
        if report.status is LoadStatus.LOADED:
            self._workforce = drawn.workforce
        return report

    def _deliver(self, mishap: Callable[[Evening], Evening]) -> str:
        with self._lock:
            try:
                self._say("Delivering the file")
                today = self._clock().astimezone(ZONE).date()
                report = self._import(
                    mishap(self._drawn(working_day_before(today, self._calendar)))
                )
            finally:
                self._say(None)
            return delivered(report)

    def _drawn(self, evening: date) -> Evening:
        """What the systems gave on that evening, or on the last day if that is later."""
        if self._coming is None:
            self._coming = self._make_coming()
        return self._coming.evening(max(evening, self._coming.day))

    def _import(self, evening: Evening) -> ImportReport:
        with TemporaryDirectory() as place:
            report = load(self._database, evening, Path(place), self._clock())
        self._hooks.after_load()
        return report

    def _say(self, working: str | None) -> None:
        self._working = working
        self._hooks.changed()
