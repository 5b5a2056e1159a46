"""The ticking: every few seconds, whether there is something to check and whose hour has come.

APScheduler only ticks, and remembers nothing: the database says what is due.
"""

import logging
from datetime import UTC, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from alerts.checking.check import check_if_new
from alerts.housekeeping import housekeeping
from alerts.slots import Job, run_due
from bot.clock import utc_now
from bot.failures import new_reference
from bot.services import Services

log = logging.getLogger("caseload.ticking")

EVERY = 5
"""Seconds; who loads checks at once, so that a tick finds what others left or the day brought."""


class Ticker:
    """Between `start` and `close` the service does what time brings."""

    def __init__(self, services: Services, every: float = EVERY) -> None:
        self._services = services
        self._jobs = _jobs(services)
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
        try:
            self._check()
        except Exception as error:
            _failed("a check", error)
        try:
            self._run_due()
        except Exception as error:
            _failed("looking for what is due", error)

    def _check(self) -> None:
        services = self._services
        if check_if_new(services.database, services.authority, services.clock()).looked:
            services.wake()

    def _run_due(self) -> None:
        services = self._services
        done = run_due(services.database, self._jobs, services.clock(), services.calendar, _failed)
        for slot in done:
            log.info("%s%s", slot.schedule, ", late" if slot.late else "")
        if done:
            services.wake()


def _failed(what: str, error: Exception) -> None:
    log.error("%s failed, reference %s", what, new_reference(), exc_info=error)


def _jobs(services: Services) -> list[Job]:
    settings = services.settings
    return housekeeping(settings.zone, timedelta(days=settings.names_kept_days))
