"""Fifty who ask at once, while loads, checks and deliveries go on in the same process."""

import math
import os
import shutil
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import func, select
from sqlmodel import col

from bot.clock import utc_now
from models.database import Database
from models.loads import Load
from models.vocabulary import LoadStatus
from tests.bench.building import HOUR
from tests.bench.crowd import LATER, Crowd, Heard, Question
from tests.bench.draining import CHANNELS, NOTICES, put_notices
from tests.bench.extracts import write_extracts
from tests.bench.people import account_of, teams_of
from tests.bench.processes import (
    Hands,
    Installed,
    Processes,
    Running,
    Shifted,
    service_apart,
    slack_apart,
    url_of,
)
from tests.bench.setting import AS_AT, Bench
from tests.bench.sizes import TINY, Size
from tests.bench.stand_in import Members
from tests.bench.table import Bound, Row
from tests.bench.telling import TEN, leave_to_the_next_load
from tests.bench.timing import spread_of

ASKERS = 50
SLACK_WAITS = 3.0
WIDE_MARGIN = 0.5
"""Seconds below Slack's three that 999 of 1,000 acknowledgements stay."""

EVERY = 60.0
"""Seconds from one thousand notices, and from one load, to the next."""

_LOOK = 1.0  # seconds

_NOTE = (
    "No floor: Slack waits three seconds for an acknowledgement, and the bound leaves half of one "
    "for the way there and back. Fifty people each ask again as soon as they are answered; "
    "meanwhile files are put into the inbox, so that the same process loads and checks them, and a "
    "thousand notices more wait to be sent each minute."
)

OTHER_HANDS = {
    "as shipped, as briefly": Hands(),
    "4 at the desk": Hands(workers=4),
    "16 at the desk": Hands(workers=16),
    "16 chairs": Hands(chairs=16),
    "48 chairs": Hands(chairs=48, at_once=64),
    "64 taken at once": Hands(at_once=64),
    "5 connections": Hands(pool=5),
    "40 connections": Hands(pool=40),
    "3 deliverers": Hands(deliverers=3),
    "12 deliverers": Hands(deliverers=12),
}
"""What else the numbers of threads and connections could be, beside what they are."""


def measure(bench: Bench) -> Iterable[Row]:
    """Over HTTP."""
    yield _row(bench, "HTTP", _asked(bench, Hands(), bench.minutes * 60, over_http=True))


def measure_sockets(bench: Bench) -> Iterable[Row]:
    """By Socket Mode."""
    yield _row(bench, "Socket Mode", _asked(bench, Hands(), bench.minutes * 60, over_http=False))


def measure_sizing(bench: Bench, others: Mapping[str, Hands] = OTHER_HANDS) -> Iterable[Row]:
    """A row for each other number of hands, over HTTP, for a tenth of the time."""
    for name, hands in others.items():
        found = _asked(bench, hands, bench.minutes * 6, over_http=True)
        yield _row(bench, f"HTTP, {name}", found)


@dataclass(frozen=True, slots=True)
class Found:
    """What everybody heard, and what the process held in memory meanwhile: (second, megabytes)."""

    heard: Sequence[Heard]
    memory: Sequence[tuple[float, float]]
    notices: int  # arrived
    loads: int  # done


def askers_of(size: Size) -> int:
    """How many ask at once."""
    return ASKERS if size is not TINY else 5


def percentile(values: Iterable[float], share: float) -> float:
    """The least value that so many of 100 do not exceed; ValueError of none."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("a percentile is of one value or more")
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]


def slope(points: Sequence[tuple[float, float]]) -> float:
    """How much a second it rises, by least squares; 0 of fewer than two moments."""
    if len({at for at, _ in points}) < 2:
        return 0.0
    middle = math.fsum(at for at, _ in points) / len(points)
    height = math.fsum(value for _, value in points) / len(points)
    across = math.fsum((at - middle) ** 2 for at, _ in points)
    return math.fsum((at - middle) * (value - height) for at, value in points) / across


def _row(bench: Bench, way: str, found: Found) -> Row:
    seconds = [each.acknowledged for each in found.heard]
    answers = [each.answered for each in found.heard if each.answered is not None]
    outcomes = Counter(each.outcome for each in found.heard)
    later = found.memory[len(found.memory) // 3 :]  # what is filled once is full by then
    worst = percentile(seconds, 99.9)
    return bench.row(
        measure=f"{askers_of(bench.size)} at once, {way}: 99.9 of 100 acknowledged",
        measured=spread_of([worst]),
        bound=Bound(SLACK_WAITS - WIDE_MARGIN, of_floor=False),
        memory_mb=max((held for _, held in found.memory), default=None),
        note=_NOTE,
        facts={
            "requests": len(seconds),
            "median s": percentile(seconds, 50),
            "99 s": percentile(seconds, 99),
            "most s": max(seconds),
            "answered, median s": percentile(answers, 50),
            "answered, 99 s": percentile(answers, 99),
            "answered later": outcomes[LATER],
            "errors": len(seconds) - len(answers),
            "loads": found.loads,
            "notices": found.notices,
            "MB at first": found.memory[0][1] if found.memory else 0.0,
            "MB at last": found.memory[-1][1] if found.memory else 0.0,
            "MB a minute more": slope(later) * 60,
        },
    )


def _asked(bench: Bench, hands: Hands, seconds: float, *, over_http: bool) -> Found:
    way = "HTTP" if over_http else "Socket Mode"
    bench.say(f"{askers_of(bench.size)} ask for {seconds:.0f} seconds, {way}")
    processes = Processes(apart=bench.size is not TINY)
    with ExitStack() as stack:
        database = stack.enter_context(bench.filled())
        inbox = stack.enter_context(bench.folder()) / "inbox"
        inbox.mkdir(exist_ok=True)
        leave_to_the_next_load(database)
        members = Members.of(bench.size, CHANNELS)
        slack = stack.enter_context(slack_apart(processes, members))
        installed = Installed(
            database_url=url_of(database),
            api_url=slack.api_url,
            clock=Shifted(TEN - utc_now()),
            hands=hands,
            over_http=over_http,
            inbox=inbox,
        )
        service, address = stack.enter_context(service_apart(processes, installed))
        trouble = stack.enter_context(_troubled(bench, database, inbox, service))
        heard = slack.ask(
            Crowd(
                questions=questions(bench.size),
                askers=askers_of(bench.size),
                seconds=seconds,
                address=address if over_http else None,
            )
        )
        trouble.ended.set()
        posted = sum(each.method == "chat.postMessage" for each in slack.arrivals())
        return Found(heard, trouble.memory, posted, _loads(database))


def questions(size: Size) -> list[Question]:
    """Mostly managers about their teams and workers about themselves; now and then the director."""
    found = []
    for number, team in enumerate(teams_of(size)):
        manager = account_of(team.manager.staff_id)
        worker = account_of(team.workers[-1].staff_id)
        found += [
            Question(manager, "/caseload", f"team {team.name}"),
            Question(worker, "/caseload", "me"),
            Question(manager, "/caseload", "who has room"),
            Question(manager, "/caseload", "unallocated"),
        ]
        if number % 5 == 0:
            found.append(Question(account_of("DIRECTOR"), "/staffing", "agency"))
    return found


@dataclass
class _Trouble:
    """What goes on meanwhile, until it is ended."""

    memory: list[tuple[float, float]] = field(default_factory=list)
    ended: Event = field(default_factory=Event)


@contextmanager
def _troubled(
    bench: Bench, database: Database, inbox: Path, service: Running
) -> Iterator[_Trouble]:
    """Extracts come into the inbox, notices into the outbox, and the memory is looked at."""
    trouble = _Trouble()
    with bench.folder() as folder:
        extracts = [
            write_extracts(bench.size, folder / f"at_once_{n}", as_at=AS_AT, changed=n)[-1]
            for n in (1, 2)
        ]
    began = time.monotonic()

    def watch() -> None:
        while not trouble.ended.wait(_LOOK):
            trouble.memory.append((time.monotonic() - began, service.megabytes()))

    def bring() -> None:
        for number in count():
            _put_in(inbox, extracts[number % 2], number)
            put_notices(database, bench.size, _notices_of(bench.size), CHANNELS)
            if trouble.ended.wait(EVERY):
                return

    threads = [Thread(target=watch), Thread(target=bring)]
    for thread in threads:
        thread.start()
    try:
        yield trouble
    finally:
        trouble.ended.set()
        for thread in threads:
            thread.join()


def _notices_of(size: Size) -> int:
    return NOTICES if size is not TINY else 10


def _put_in(inbox: Path, extract: Path, number: int) -> None:
    """As it is after copying is complete; written a minute later each time."""
    written = TEN.replace(hour=HOUR.hour) + timedelta(minutes=number + 1)
    copy = shutil.copyfile(extract, inbox.parent / f"cases {number}.csv")
    os.utime(copy, (written.timestamp(), written.timestamp()))
    copy.rename(inbox / copy.name)


def _loads(database: Database) -> int:
    """How many were loaded since the database was filled."""
    later = col(Load.loaded_at) > TEN - timedelta(hours=1)
    loaded = col(Load.status) == LoadStatus.LOADED
    query = select(func.count()).select_from(Load).where(later, loaded)
    with database.look() as session:
        return session.scalars(query).one()
