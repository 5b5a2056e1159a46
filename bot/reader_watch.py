"""Looks again at who reads a channel: when Slack says it changed, at the start, and each hour.

An event whose handling fails is tried again; what a process that died had still to do is found by
the next look at every channel in which workers' names stand.
"""

import logging
import threading
import time
from dataclasses import dataclass
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from alerts.reader_marks import note_other_readers
from alerts.readers import (
    channels_with_names,
    let_names_in,
    names_stand_in,
    take_names_out,
)
from bot.audience import audience_of
from bot.failures import log_failure
from bot.known_channels import KnownChannels
from bot.services import Services
from bot.slack_codes import undelivered

log = logging.getLogger("caseload.readers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often, in seconds."""

    every: float = 3_600  # all channels with names
    apart: float = 6  # from one of them to the next: each asks Slack about all its readers
    pauses: tuple[float, ...] = (1, 5, 25, 125)  # after failures; the last again and again


@dataclass(slots=True)
class _Look:
    """One channel that is to be looked at."""

    at: float
    attempts: int = 0
    told: bool = False  # by an event: what is being sent meanwhile is to be looked at, too
    fewer: bool = False  # perhaps nobody is left for whose sake names were left out


class ReaderWatch:
    """Between `start` and `close` channels are looked at, one after the other; one per process."""

    def __init__(
        self,
        services: Services,
        client: WebClient,
        team_id: str,
        bot_user_id: str,
        rhythm: Rhythm | None = None,
    ) -> None:
        self.services, self.client = services, client
        self.team_id, self.bot_user_id = team_id, bot_user_id
        self.channels = KnownChannels()
        self._rhythm = rhythm or Rhythm()
        self._looks: dict[str, _Look] = {}  # one for each channel, however often it changes
        self._all_at = time.monotonic()
        self._turn = threading.Condition()
        self._closing = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="reader watch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Waits for the end of a look that has begun; the others are made after the next start."""
        with self._turn:
            self._closing = True
            self._turn.notify_all()
        if self._thread is not None:
            self._thread.join()

    def changed(self, channel: str, *, fewer: bool = False) -> None:
        """Others read this channel since just now; any thread may say so, and it never fails."""
        self.channels.forget(channel)
        with self._turn:
            known = self._looks.get(channel)
            fewer = fewer or (known is not None and known.fewer)
            self._looks[channel] = _Look(time.monotonic(), told=True, fewer=fewer)
            self._turn.notify_all()

    @property
    def is_idle(self) -> bool:
        """Whether no channel waits to be looked at."""
        with self._turn:
            return not self._looks

    def do_next(self) -> bool:
        """Do what is due first; whether anything was."""
        if self._all_at <= time.monotonic():
            self._look_up_all()
            return True
        with self._turn:
            channel = min(self._looks, key=lambda each: self._looks[each].at, default=None)
            if channel is None or self._looks[channel].at > time.monotonic():
                return False
            look = self._looks.pop(channel)
        self._look_at(channel, look)
        return True

    def _work(self) -> None:
        while not self._closing:
            if self.do_next():
                continue
            with self._turn:
                moments = [self._all_at, *(each.at for each in self._looks.values())]
                pause = min(moments) - time.monotonic()
                if pause > 0 and not self._closing:
                    self._turn.wait(pause)

    def _look_up_all(self) -> None:
        """Put every channel with names in line, unless it is there already."""
        now, pauses = time.monotonic(), self._rhythm.pauses
        try:
            with self.services.database.look() as session:
                channels = channels_with_names(session, self.services.clock())
        except Exception as error:
            self._all_at = now + pauses[-1]
            _log_failure(error)
            return
        self._all_at = now + self._rhythm.every
        with self._turn:
            for number, channel in enumerate(channels):
                self._looks.setdefault(channel, _Look(now + number * self._rhythm.apart))

    def _look_at(self, channel: str, look: _Look) -> None:
        try:
            edited = self._looked_at(channel, look)
        except Exception as error:
            self._again(channel, look, error)
            return
        if edited:
            log.info("%d messages are edited for who reads them now", edited)
            self.services.wake()

    def _looked_at(self, channel: str, look: _Look) -> int:
        """How many messages are edited. Slack is not asked about a channel without names."""
        services = self.services
        now = services.clock()
        if look.told:
            with services.database.transaction() as session:
                note_other_readers(session, channel, now)
        with services.database.look() as session:
            named = names_stand_in(session, channel, now)
        if not named and not look.fewer:
            return 0
        audience = audience_of(self, channel)
        with services.database.transaction() as session:
            edited = take_names_out(session, channel, audience, now)
            if look.fewer:
                edited += let_names_in(session, channel, audience, now)
        return edited

    def _again(self, channel: str, look: _Look, error: Exception) -> None:
        """Later; not where Slack will go on refusing, because the app is not there any more."""
        pauses = self._rhythm.pauses
        pause = pauses[min(look.attempts, len(pauses) - 1)]
        if isinstance(error, SlackApiError | SlackClientError | OSError | HTTPException):
            meant = undelivered(error, changes=False)
            log.warning("Slack does not say who reads a channel: %s", meant.code)
            if meant.permanent:
                return
            pause = max(pause, meant.retry_after or 0)
        else:
            _log_failure(error)
        look.at, look.attempts = time.monotonic() + pause, look.attempts + 1
        with self._turn:
            newer = self._looks.setdefault(channel, look)
            newer.fewer = newer.fewer or look.fewer


def _log_failure(error: Exception) -> None:
    log_failure(log, "looking at readers", error)
