"""A campaign: weeks of an authority's life in minutes, while processes are killed at random."""

import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from random import Random

from sqlalchemy import func, select
from sqlmodel import col

from alerts.calendar import WorkingCalendar
from alerts.checking.gathering import seen_now
from bot.practice.rate_limits import RELAXED
from bot.practice.server import PracticeServer
from models.database import Database
from models.outbox import OutboxRow
from models.rules import CheckMark
from models.vocabulary import OutboxState
from tests.chaos.books import Books, gather
from tests.chaos.clicking import Clickers
from tests.chaos.clock import SharedClock, pass_time
from tests.chaos.crew import Crew
from tests.chaos.delivery_account import due, find_wrong_delivery, tokens
from tests.chaos.finding import Finding, Wrong
from tests.chaos.processes import CLOCK, LONDON, Place
from tests.chaos.state_account import find_wrong_states
from tests.chaos.town import Town, found, plan
from tests.chaos.trouble import Killer, Moods

CALENDAR = WorkingCalendar()
FIRST_DAY = date(2026, 2, 27)

MORNING, AFTERNOON, EVENING = clock_time(8, 30), clock_time(16, 30), clock_time(19)

LONGEST_REST = 90.0
"""Seconds after which what has not come to rest never will."""

WORTH_PASSING = timedelta(seconds=5)

_UNFINISHED = (OutboxState.WAITING, OutboxState.SENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a campaign is asked for."""

    database_url: str  # of an empty database whose tables are up to date
    replicas: int
    kills: int
    seconds: float
    seed: int
    moods: bool = True
    blind: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came of it, in numbers, and what was wrong."""

    database: str
    replicas: int
    seed: int
    days: int
    kills: int
    struck: dict[str, int]  # kills, freezes and starts, by what
    clicks: dict[str, int]
    alerts: int
    due: int
    sent: int
    found_by_lookup: int
    taken_again: int
    seconds: float
    findings: list[Finding] = field(default_factory=list)

    def number(self, wrong: Wrong) -> int:
        return sum(finding.wrong is wrong for finding in self.findings)


class Campaign:
    """One database, one Slack, one crew."""

    def __init__(self, asked: Plan, folder: Path, tell: Callable[[str], None]) -> None:
        self._asked, self._folder, self._tell = asked, folder, tell
        self._database = Database(asked.database_url)
        self._clock, self._day = SharedClock(folder / CLOCK), FIRST_DAY
        self._town = Town(Random(f"{asked.seed} town"))
        self._chance = Random(f"{asked.seed} days")

    def run(self) -> Report:
        """Live until enough were killed or the time is up, come to rest, and compare."""
        began = time.monotonic()
        workspace = plan()
        self._folder.mkdir(exist_ok=True)
        self._clock.set(_at(self._day, MORNING))
        try:
            with PracticeServer(workspace, clock=self._clock) as server:
                server.use_pace(RELAXED)
                found(self._database, self._folder, self._town, self._day)
                crew = Crew(self._place(server), self._asked.replicas)
                crew.start()
                try:
                    clicks, days = self._suffer(server, crew)
                    at_rest = self._rest(crew)
                finally:
                    crew.close()
                books = gather(self._database, server)
        finally:
            self._database.close()
        return self._report(books, crew, clicks, days, at_rest, time.monotonic() - began)

    def _place(self, server: PracticeServer) -> Place:
        workspace = server.workspace.plan
        return Place(
            folder=self._folder,
            database_url=self._asked.database_url,
            api_url=server.api_url,
            bot_token=workspace.bot_token,
            app_token=workspace.app_token,
            blind=self._asked.blind,
        )

    def _suffer(self, server: PracticeServer, crew: Crew) -> tuple[Counter[str], int]:
        seed, until = self._asked.seed, time.monotonic() + self._asked.seconds
        killer = Killer(crew, server, Random(f"{seed} kills"), self._asked.kills)
        moods = Moods(server, Random(f"{seed} moods"))
        clickers = Clickers(server, [seed * 10 + number for number in (1, 2)])
        killer.start()
        clickers.start()
        if self._asked.moods:
            moods.start()
        days = 0
        try:
            while not killer.done.is_set() and time.monotonic() < until:
                self._live_a_day(crew)
                days += 1
                self._tell(f"{self._day:%a %d %b}: {sum_of(crew.counts, 'killed')} kills")
        finally:
            killer.close()
            clickers.close()
            if self._asked.moods:
                moods.close()
        return clickers.counts, days

    def _live_a_day(self, crew: Crew) -> None:
        """A morning, and mostly an extract: in the afternoon, or when nobody is told any more."""
        self._day = CALENDAR.after(self._day, 1)
        self._pass_to(_at(self._day, MORNING))
        time.sleep(self._chance.uniform(0.3, 1.2))
        if self._chance.random() < 0.8:
            self._town.live_a_day()
            self._load(crew, self._chance.choice((AFTERNOON, AFTERNOON, EVENING)))
            time.sleep(self._chance.uniform(0.3, 1.2))

    def _load(self, crew: Crew, at: clock_time) -> None:
        self._pass_to(_at(self._day, at))
        self._town.write_cases(self._folder, self._day)
        crew.load(self._day)
        self._town.was_loaded(self._day)

    def _pass_to(self, moment: datetime) -> None:
        pass_time(self._database, self._clock, moment)

    def _rest(self, crew: Crew) -> bool:
        """A last extract, and nobody is killed any more; whether everything was done in time."""
        self._day = CALENDAR.after(self._day, 1)
        self._pass_to(_at(self._day, MORNING))
        self._town.live_a_day()
        self._town.settle()
        self._load(crew, AFTERNOON)
        until = time.monotonic() + LONGEST_REST
        while time.monotonic() < until:
            time.sleep(0.3)
            if self._is_at_rest():
                time.sleep(0.3)
                if self._is_at_rest():
                    return True
        return False

    def _is_at_rest(self) -> bool:
        now = self._clock()
        with self._database.look() as session:
            unfinished = col(OutboxRow.state).in_(_UNFINISHED)
            query = select(func.count(), func.max(OutboxRow.due_at)).where(unfinished)
            number, last = session.execute(query).one()
            mark = session.get(CheckMark, 1)
            seen = mark is not None and mark.seen == seen_now(session, now.date())
        if number and last is not None and last > now + WORTH_PASSING:
            self._pass_to(last)  # a pause that has grown, or the next morning
        return seen and not number

    def _report(
        self,
        books: Books,
        crew: Crew,
        clicks: Counter[str],
        days: int,
        at_rest: bool,
        seconds: float,
    ) -> Report:
        findings = [*find_wrong_delivery(books), *find_wrong_states(books, self._town)]
        if not at_rest:
            findings.append(Finding(Wrong.LOST, "not everything was done when the time was up"))
        outcomes = _outcomes(self._folder)
        taken = sum(row.attempts for row in books.rows)
        marked = sum(row.state is OutboxState.SENT for row in books.rows)
        return Report(
            database="sqlite" if self._database.is_sqlite else "postgres",
            replicas=self._asked.replicas,
            seed=self._asked.seed,
            days=days,
            kills=sum_of(crew.counts, "killed"),
            struck=dict(sorted(crew.counts.items())),
            clicks=dict(sorted(clicks.items())),
            alerts=len(books.alerts),
            due=due(books),
            sent=len(tokens(books)),
            found_by_lookup=outcomes["found"],
            taken_again=taken - marked - outcomes["waiting"],
            seconds=seconds,
            findings=findings,
        )


def run_campaign(asked: Plan, folder: Path, tell: Callable[[str], None] = lambda _: None) -> Report:
    """Run one in an empty folder; `tell` hears how far it is."""
    return Campaign(asked, folder, tell).run()


def sum_of(counts: Counter[str], what: str) -> int:
    """All counts whose name begins so."""
    return sum(number for name, number in counts.items() if name.startswith(what))


def _at(day: date, at: clock_time) -> datetime:
    return datetime.combine(day, at, LONDON)


def _outcomes(folder: Path) -> Counter[str]:
    """What came of rows, as the replicas' logs have it; a kill may have kept a line from them."""
    line = re.compile(r"deliverer \d+: (?:post|edit|reply) \d+ ([a-z]+)")
    said: Counter[str] = Counter()
    for path in folder.glob("replica-*.log"):
        said.update(line.findall(path.read_text(encoding="utf-8", errors="replace")))
    return said
