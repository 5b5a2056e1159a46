"""The ticking: every few seconds, whether there is something to check and whose hour has come.

APScheduler only ticks, and remembers nothing: the database says what is due.
"""

import logging
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from alerts.digest.sending import digest_jobs
from alerts.retention import nightly_jobs
from alerts.slots import Job, run_due
from bot.checking import check_for_news
from bot.clock import utc_now
from bot.failures import log_failure
from bot.kept import kept_as_set
from bot.operations.work import working
from bot.services import Services
from models.errors import ImportRunning

log = logging.getLogger("caseload.ticking")

EVERY = 5
"""Seconds; who loads checks at once, so that a tick finds what others left or the day brought."""


AFTER_FAILURE = timedelta(minutes=1)
"""Until something due that failed is tried again: what fails may be long at it."""


class Ticker:
    """Between `start` and `close` the service does what time brings."""

    def __init__(
        self, services: Services, every: float = EVERY, nightly: Sequence[Job] = ()
    ) -> None:
        self._services = services
        self._nightly = [*_nightly(services), *nightly]
        self._resting: dict[str, datetime] = {}  # by schedule: when it is tried again
        self._closing = threading.Event()
        self._ticked = time.monotonic()
        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a long check is no warning
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )
        self._scheduler.add_job(self.tick, "interval", seconds=every, next_run_time=utc_now())

    def start(self) -> None:
        self._scheduler.start()

    def close(self) -> None:
        """Waits for the end of what a tick has begun."""
        self._closing.set()
        self._scheduler.shutdown(wait=True)

    def stood_still(self) -> float:
        """Seconds since the last tick ended, or since there could have been one."""
        return time.monotonic() - self._ticked

    def jobs(self, now: datetime) -> list[Job]:
        """All that schedules can make due."""
        services = self._services
        return [*self._nightly, *digest_jobs(services.database, services.authority, now)]

    def tick(self) -> None:
        """What fails is logged, and tried again next time; the rest is done meanwhile."""
        for what, deed in (
            ("a check", self._check),
            ("looking for what is due", self._run_nightly),
            ("looking for digests", self._run_digests),
        ):
            if self._closing.is_set():
                return
            with working():
                try:
                    deed()
                except Exception as error:
                    self._log(what, error)
        self._ticked = time.monotonic()

    def _log(self, what: str, error: Exception) -> None:
        if not self._services.outage.explains(error):
            log_failure(log, what, error)

    def _check(self) -> None:
        looked = check_for_news(self._services).looked
        self._services.outage.answered()
        if looked:
            self._services.wake()

    def _run_nightly(self) -> None:
        self._run_due(self._nightly, self._services.clock())

    def _run_digests(self) -> None:
        services, now = self._services, self._services.clock()
        self._run_due(digest_jobs(services.database, services.authority, now), now)

    def _run_due(self, jobs: Sequence[Job], now: datetime) -> None:
        services = self._services
        awake = [job for job in jobs if self._resting.get(job.schedule.name, now) <= now]

        def failed(name: str, error: Exception) -> None:
            self._resting[name] = now + AFTER_FAILURE
            if isinstance(error, ImportRunning):
                log.info("waits for an import", extra={"schedule": name})
                return
            services.meters.slot_failed(name)
            self._log(name, error)

        done = run_due(services.database, awake, now, services.calendar, failed)
        for slot in done:
            services.meters.slot_done(slot.schedule, late=slot.late)
            log.info("done", extra={"schedule": slot.schedule, "late": slot.late})
        if done:
            services.wake()


def _nightly(services: Services) -> list[Job]:
    settings = services.settings
    return nightly_jobs(settings.zone, kept_as_set(settings))
