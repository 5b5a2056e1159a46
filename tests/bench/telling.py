"""From a committed load to its messages in Slack: the first flood, one change, and its end."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from slack_sdk import WebClient
from sqlalchemy import func, or_, select
from sqlmodel import col

from alerts.checking.gathering import seen_now
from alerts.checking.marks import write_mark
from bot.clock import utc_now
from models.database import Database
from models.outbox import OutboxRow
from models.vocabulary import OutboxState
from tests.bench.building import HOUR, tell_at_once
from tests.bench.extracts import write_extracts
from tests.bench.processes import (
    Installed,
    Loaded,
    Processes,
    Shifted,
    SlackApart,
    load_apart,
    service_apart,
    slack_apart,
    url_of,
)
from tests.bench.setting import AS_AT, Bench
from tests.bench.sizes import BOROUGH, TINY
from tests.bench.slack import BOT_TOKEN
from tests.bench.stand_in import AT_WILL, Arrival, Members
from tests.bench.table import Bound, Row
from tests.bench.timing import spread_of

TEN = datetime(AS_AT.year, AS_AT.month, AS_AT.day, 10, tzinfo=UTC)
"""When the bench's day begins: notices are sent, and nothing else is due."""

LONGEST = 1_200.0
"""Seconds after which what was not told never will be."""

_LOOK = 0.02  # seconds
_FLOODED = 0.5  # seconds; each arrival has its own time, and to count what waits takes longest

_FLOOD = (
    "The floor is one bare client of Slack's own library that posts as many messages one after the "
    "other, or a second for each message of the channel that gets most, whichever is longer: "
    "nobody can say less, or say it sooner."
)
_CHANGE = (
    "From the commit of a load by another process, in which one more worker of all is over, to the "
    "arrival of the message: the check of everything is in between, and so is the service's "
    "finding it. Peers told of one change in 1.43 s (an authority) and 9.1 s (England) by their "
    "fastest sane settings, in 48.8 s and 58.5 s as installed."
)
_END = (
    "The same for the message's end, when the worker is over no more. Peers took 1.68 s and 10.9 s "
    "by their fastest sane settings, 201 s and 138 s as installed."
)
_PEER_FLOOD = "at England's size, fast: 5,635 messages for 3,707 teams, or 38,802 in 81 s"


def measure(bench: Bench) -> Iterable[Row]:
    """Three rows: the flood, one change told, and its end."""
    with ExitStack() as stack:
        scene = stack.enter_context(_scene(bench))
        bench.say("telling the first flood")
        yield _flood(bench, scene)
        told, ended = [], []
        for number in range(bench.repeats):
            bench.say(f"telling one change, {number + 1} of {bench.repeats}")
            over, channel = scene.one_change()
            told.append(over)
            ended.append(scene.its_end(channel))
    most = 1.0 if bench.size in (TINY, BOROUGH) else 5.0
    bound = Bound(most, of_floor=False)
    for name, found, note in (
        ("one change told", told, _CHANGE),
        ("its end told", ended, _END),
    ):
        yield bench.row(
            measure=name,
            measured=spread_of(each.told for each in found),
            bound=bound,
            note=note,
            facts={
                "of which the check s": spread_of(each.check for each in found).median,
                "after the check s": spread_of(each.after_check for each in found).median,
            },
        )


@dataclass(frozen=True, slots=True)
class Told:
    """How long after the commit of a load it was told, and what of that its check took."""

    told: float
    check: float

    @property
    def after_check(self) -> float:
        """How much later than the end of the check it was told: less than nothing for a flood."""
        return self.told - self.check


@dataclass
class Scene:
    """A service on a database and in a Slack, and extracts to load beside it."""

    database: Database
    installed: Installed
    processes: Processes
    slack: SlackApart
    extracts: Mapping[int, list[Path]]  # by how many more workers are over than at first
    loads: int = 0

    def load(self, changed: int) -> Loaded:
        """Load in another process; each load is of a minute later."""
        self.loads += 1
        as_at = TEN.replace(hour=HOUR.hour) + timedelta(minutes=self.loads)
        return load_apart(self.processes, self.installed, self.extracts[changed], as_at)

    def flood(self) -> tuple[Told, list[Arrival]]:
        """Load what nobody was told of before."""
        loaded = self.load(1)
        deadline = time.monotonic() + LONGEST
        while self._anything_waits():
            if time.monotonic() > deadline:
                raise TimeoutError("the flood does not end")
            time.sleep(_FLOODED)
        posted = [each for each in self.slack.arrivals() if each.method == "chat.postMessage"]
        return _told(loaded, max(each.at for each in posted)), posted

    def one_change(self) -> tuple[Told, str]:
        """One more worker is over; gives the channel in which that was said, too."""
        before = len(self.slack.arrivals())
        loaded = self.load(2)
        said = self._said(before, "chat.postMessage")
        return _told(loaded, said.at), said.channel

    def its_end(self, channel: str) -> Told:
        """The same worker is over no more, and the message in that channel says so."""
        before = len(self.slack.arrivals())
        loaded = self.load(1)
        return _told(loaded, self._said(before, "chat.update", channel).at)

    def _said(self, before: int, method: str, channel: str | None = None) -> Arrival:
        """The first of its kind after so many arrivals; TimeoutError when it does not come."""
        deadline = time.monotonic() + LONGEST
        while time.monotonic() < deadline:
            for each in self.slack.arrivals(before):
                if each.method == method and channel in (None, each.channel):
                    return each
            time.sleep(_LOOK)
        raise TimeoutError(f"{method} never came")

    def _anything_waits(self) -> bool:
        """Silent refreshes aside, which are put off for minutes."""
        waiting = col(OutboxRow.state) == OutboxState.WAITING
        due = col(OutboxRow.due_at) <= self.installed.clock()
        sending = col(OutboxRow.state) == OutboxState.SENDING
        query = select(func.count()).select_from(OutboxRow).where(or_(waiting & due, sending))
        with self.database.look() as session:
            return session.scalars(query).one() > 0


def _told(loaded: Loaded, at: float) -> Told:
    return Told(told=at - loaded.committed, check=loaded.checked - loaded.committed)


@contextmanager
def _scene(bench: Bench) -> Iterator[Scene]:
    """Everything runs, and nobody was told anything yet."""
    processes = Processes(apart=bench.size is not TINY)
    with ExitStack() as stack:
        database = stack.enter_context(bench.filled())
        folder = stack.enter_context(bench.folder())
        bench.say("writing extracts with changes")
        extracts = {
            changed: write_extracts(
                bench.size, folder / f"changed_{changed}", as_at=AS_AT, changed=changed
            )
            for changed in (1, 2)
        }
        tell_at_once(database, TEN)
        leave_to_the_next_load(database)
        slack = stack.enter_context(slack_apart(processes, Members.of(bench.size)))
        installed = Installed(
            database_url=url_of(database),
            api_url=slack.api_url,
            clock=Shifted(TEN - utc_now()),
        )
        stack.enter_context(service_apart(processes, installed))
        yield Scene(database, installed, processes, slack, extracts)


def leave_to_the_next_load(database: Database) -> None:
    """The service would tell of what is there as soon as it starts."""
    with database.transaction() as session:
        write_mark(session, seen_now(session, AS_AT), AS_AT, TEN)


def _flood(bench: Bench, scene: Scene) -> Row:
    told, posted = scene.flood()
    calls, refused = scene.slack.counts()
    bare = _posted_bare(bench, posted)
    most = max(Counter(each.channel for each in posted).values())
    floor = max(bare, float(most - 1))
    return bench.row(
        measure="first flood told",
        measured=spread_of([told.told]),
        floor=spread_of([floor]),
        ratio=spread_of([told.told / floor]),
        note=_FLOOD,
        facts={
            "messages": len(posted),
            "teams": len({each.channel for each in posted if each.channel.startswith("C")}),
            "calls of Slack": sum(calls.values()),
            "refused by Slack": sum(refused.values()),
            "of which the check s": told.check,
            "bare client s": bare,
            "peers": _PEER_FLOOD,
        },
    )


def _posted_bare(bench: Bench, posted: list[Arrival]) -> float:
    """Seconds that a bare client takes for as many messages, to a Slack without a pace."""
    processes = Processes(apart=bench.size is not TINY)
    with slack_apart(processes, Members.of(bench.size), AT_WILL) as slack:
        client = WebClient(token=BOT_TOKEN, base_url=slack.api_url, retry_handlers=[])
        began = time.perf_counter()
        for each in posted:
            client.chat_postMessage(
                channel=each.channel, text=each.text, metadata=dict(each.metadata)
            )
        return time.perf_counter() - began
