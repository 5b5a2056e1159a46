"""The ticking: every few seconds, whether there is something to check and whose hour has come.

APScheduler only ticks, and remembers nothing: the database says what is due.
"""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from alerts.checking.check import check_if_new
from alerts.digest.sending import digest_jobs
from alerts.housekeeping import housekeeping
from alerts.slots import Job, run_due
from bot.clock import utc_now
from bot.failures import new_reference
from bot.services import Services

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
        """Waits for the end of a tick that has begun."""
        self._scheduler.shutdown(wait=True)

    def tick(self) -> None:
        """What fails is logged, and tried again next time; the rest is done meanwhile."""
        for what, deed in (
            ("a check", self._check),
            ("looking for what is due", self._run_nightly),
            ("looking for digests", self._run_digests),
        ):
            try:
                deed()
            except Exception as error:
                _failed(what, error)

    def _check(self) -> None:
        services = self._services
        if check_if_new(services.database, services.authority, services.clock()).looked:
            services.wake()

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
            _failed(name, error)

        done = run_due(services.database, awake, now, services.calendar, failed)
        for slot in done:
            log.info("%s%s", slot.schedule, ", late" if slot.late else "")
        if done:
            services.wake()


def _failed(what: str, error: Exception) -> None:
    log.error("%s failed, reference %s", what, new_reference(), exc_info=error)


def _nightly(services: Services) -> list[Job]:
    settings = services.settings
    return housekeeping(
        settings.zone,
        names_kept=timedelta(days=settings.names_kept_days),
        history_kept=timedelta(days=settings.history_days),
    )
