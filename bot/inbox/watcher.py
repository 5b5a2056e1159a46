"""Looks into the inbox every few seconds, and loads what has arrived there completely."""

import logging
import secrets
import threading
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.checking import Checked, check_after_load
from bot.failures import log_failure
from bot.inbox.folders import Inbox, InboxUnusable, open_inbox, takings_in, things_in
from bot.inbox.loading import Outcome, load
from bot.inbox.looks import Seen, abandoned, complete, look
from bot.inbox.names import JSON, TEXT
from bot.inbox.parcels import found_in, in_order
from bot.inbox.putting_away import put_away
from bot.inbox.reports import report_json, report_text
from bot.inbox.taking import (
    TakenByAnother,
    Taking,
    claim,
    clear_away,
    mark_whole,
    new_taking,
    settle,
    state_of,
    taken_up,
)
from bot.operations.work import working
from bot.services import Services
from models.errors import ImportRunning
from models.extracts.lock import import_lock

log = logging.getLogger("caseload.inbox")

EVERY = 5.0
"""Seconds between looks."""

STUCK = timedelta(minutes=5)
"""Until it is tried again to move what could not be moved: somebody may have given the right to."""


class Watcher:
    """Between `start` and `close` what is put into the folder is loaded, by one of all replicas."""

    def __init__(self, services: Services, inbox: Path, every: float = EVERY) -> None:
        self._services = services
        self._inbox = inbox
        self._every = every
        self._things: dict[str, Seen] = {}
        self._takings: dict[str, Seen] = {}
        self._stuck: dict[str, datetime] = {}  # what could not be moved, and when
        self._failed: set[str] = set()  # takings that are tried again later, and not waited for
        self._amiss = ""  # what was last said to be wrong
        self._closing = threading.Event()
        # A folder on a server that does not answer must not keep the process from ending.
        self._thread = threading.Thread(target=self._watch, name="inbox", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Waits until what was taken is put away."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join()

    def look(self) -> None:
        """One look, and what comes of it. What is amiss is logged once, and tried again."""
        try:
            with open_inbox(self._inbox) as inbox:
                self._look_into(inbox)
        except InboxUnusable as error:
            if self._is_news(str(error)):
                log.error("the inbox cannot be used: %s", error)
        except ImportRunning:
            return  # somebody loads; there is another look soon
        except Exception as error:
            outage = self._services.outage
            if not outage.explains(error) and self._is_news(type(error).__name__):
                log_failure(log, "looking into the inbox", error)
        else:
            # What was left half done may be what was amiss.
            if not self._takings and self._is_news(""):
                log.info("the inbox can be used again")

    def _watch(self) -> None:
        while not self._closing.is_set():
            with working():
                self.look()
            self._closing.wait(self._every)

    def _look_into(self, inbox: Inbox) -> None:
        now = self._services.clock()
        self._takings = look(self._takings, takings_in(inbox), now)
        self._things = look(self._things, things_in(inbox), now)
        left, names = abandoned(self._takings, now), complete(self._to_take(now), now)
        self._failed &= self._takings.keys()
        if self._takings.keys() - left - self._failed:
            names = []  # first what was taken before: it may be older, or belong to what lies there
        if not left and not names:
            return
        with import_lock(self._services.database):
            for name in left:
                half = not self._takings[name].mark[-1]
                self._take_up(inbox, name, names if half else [], now)
                names = [] if half else names
            if names:
                with new_taking(inbox, _taking_name(now)) as taking:
                    self._take(taking, names, now)

    def _to_take(self, now: datetime) -> dict[str, Seen]:
        """What lies there, without what could not be moved a short while ago."""
        self._stuck = {name: at for name, at in self._stuck.items() if name in self._things}
        return {
            name: seen
            for name, seen in self._things.items()
            if name not in self._stuck or now - self._stuck[name] >= STUCK
        }

    def _remember_stuck(self, stuck: dict[str, OSError], now: datetime) -> None:
        for name, error in stuck.items():
            if name not in self._stuck:
                log.warning("something in the inbox cannot be moved: %s", error.strerror)
            self._stuck[name] = now

    def _take_up(self, inbox: Inbox, left: str, names: Sequence[str], now: datetime) -> None:
        try:
            with taken_up(inbox, left, _taking_name(now)) as taking:
                self._take(taking, names, now)
        except TakenByAnother:
            log.info("a taking that was left is taken up by another process")

    def _take(self, taking: Taking, names: Sequence[str], now: datetime) -> None:
        try:
            self._remember_stuck(claim(taking, names), now)
            mark_whole(taking)
            settle(taking)
            self._work_on(taking)
        except Exception:
            self._failed.add(taking.name)
            raise

    def _work_on(self, taking: Taking) -> None:
        services = self._services
        ordered = in_order(found_in(taking, services.clock(), services.settings.zone))
        before = state_of(taking)
        outcomes = load(services, taking, ordered)
        if state_of(taking) != before:
            log.warning("something taken from the inbox is still being written; it is read again")
            return
        self._put_away(taking, outcomes, check_after_load(services) if outcomes else None)
        clear_away(taking)
        _log_what_became(outcomes)

    def _put_away(self, taking: Taking, outcomes: Sequence[Outcome], checked: Checked) -> None:
        now, zone = self._services.clock(), self._services.settings.zone
        when = f"{now.astimezone(zone):%Y-%m-%d %H.%M.%S}"
        # The allocations before the workforce, which are judged by it when all is done again.
        for name in reversed(list(dict.fromkeys(each.found.parcel for each in outcomes))):
            of_parcel = [each for each in outcomes if each.found.parcel == name]
            reports = {
                TEXT: report_text(name, of_parcel, checked, now, zone),
                JSON: report_json(of_parcel, checked, zone),
            }
            taking.beat()
            refused = any(each.is_refused for each in of_parcel)
            put_away(taking, name, reports, refused=refused, when=when)

    def _is_news(self, amiss: str) -> bool:
        """Whether this is not what was last said, so that it is not said every few seconds."""
        before, self._amiss = self._amiss, amiss
        return before != amiss


def watcher_of(services: Services) -> Watcher | None:
    """None where the settings name no inbox."""
    inbox = services.settings.inbox
    return None if inbox is None else Watcher(services, inbox)


def _taking_name(now: datetime) -> str:
    return f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"


def _log_what_became(outcomes: Sequence[Outcome]) -> None:
    said = Counter(each.report.status.value for each in outcomes)
    if said:
        words = ", ".join(f"{number} {status}" for status, number in sorted(said.items()))
        log.info("from the inbox: %s", words)
