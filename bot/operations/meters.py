"""What is counted and timed while the service works, for whoever watches it with Prometheus.

Labels are words of the program, never anything that was typed, loaded or named.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
)

from alerts.delivery.taking import Outcome
from models.version import VERSION

P = ParamSpec("P")
R = TypeVar("R")

PREFIX = "caseload_"

DONE, FAILED = "done", "failed"

PARTS = (
    "caseload",
    "caseload.bolt",
    "caseload.check",
    "caseload.database",
    "caseload.delivery",
    "caseload.doctor",
    "caseload.heartbeat",
    "caseload.inbox",
    "caseload.readers",
    "caseload.refusals",
    "caseload.requests",
    "caseload.ticking",
)
"""The names that parts of the program log by."""

OTHER_PARTS = "other"

_ANSWERS_TAKE = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10)
_ACKNOWLEDGEMENTS_TAKE = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)
_CALLS_TAKE = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_CHECKS_TAKE = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)


class Meters:
    """Those of one process, in a registry of their own."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # when each began: no use here
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        build = Info("caseload_build", "The version that runs.", registry=self.registry)
        build.info({"version": VERSION})
        self._of_requests()
        self._of_delivery()
        self._of_what_time_brings()
        self.errors = self._counter(
            "errors", "Errors in the log, by part of the program.", "logger"
        )
        self._begin_at_zero()

    def _of_requests(self) -> None:
        self.answers = self._counter(
            "answers",
            "Questions, by the way they came, what they were about and how they ended.",
            *("via", "topic", "outcome"),
        )
        self.answer_seconds = self._histogram(
            "answer_seconds",
            "From a question to its answer, before it is shown.",
            _ANSWERS_TAKE,
            "outcome",
        )
        self.requests = self._counter(
            "requests",
            "Requests from Slack, by kind and the status they were acknowledged with.",
            *("kind", "status"),
        )
        self.acknowledged_seconds = self._histogram(
            "acknowledged_seconds",
            "From taking in a request from Slack to its acknowledgement; Slack waits three.",
            _ACKNOWLEDGEMENTS_TAKE,
            "kind",
        )
        self.refused_requests = self._counter(
            "requests_refused",
            "Requests and payloads that were not taken, by the reason: not signed by Slack, say.",
            "reason",
        )

    def _of_delivery(self) -> None:
        self.sends = self._counter(
            "sends", "What came of rows of the outbox that were taken to be sent.", "result"
        )
        self.send_seconds = self._histogram(
            "send_seconds", "One sending, with all that Slack is asked for it.", _CALLS_TAKE
        )
        self.refusals = self._counter(
            "slack_refusals",
            "Sendings that did not succeed, by Slack's code or the kind of failure.",
            "code",
        )
        self.pictures = self._counter("pictures", "Pictures drawn for digests.", "outcome")
        self.picture_seconds = self._histogram(
            "picture_seconds", "Drawing one picture.", _CALLS_TAKE
        )

    def _of_what_time_brings(self) -> None:
        self.checks = self._counter(
            "checks", "Checks of everything there was news for, and how they ended.", "outcome"
        )
        self.check_seconds = self._histogram(
            "check_seconds", "One check of everything, when there was news.", _CHECKS_TAKE
        )
        self.slots = self._counter(
            "slots",
            "Due times of schedules that this process did, on time or late.",
            *("schedule", "late"),
        )
        self.failed_slots = self._counter(
            "slots_failed", "Attempts at what a schedule made due that failed.", "schedule"
        )

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(f"{PREFIX}{name}", what, labels, registry=self.registry)

    def _histogram(self, name: str, what: str, buckets: Sequence[float], *labels: str) -> Histogram:
        return Histogram(f"{PREFIX}{name}", what, labels, buckets=buckets, registry=self.registry)

    def _begin_at_zero(self) -> None:
        """A series that begins with its first event does not rise by it, as Prometheus sees it."""
        for outcome in (DONE, FAILED):
            self.checks.labels(outcome)
            self.pictures.labels(outcome)
        for result in Outcome:
            self.sends.labels(result.value)
        for part in (*PARTS, OTHER_PARTS):
            self.errors.labels(part)

    @contextmanager
    def timed(self, outcomes: Counter, seconds: Histogram) -> Iterator[None]:
        """Count what is done in it as done or failed, and time it where it was done."""
        began = time.perf_counter()
        try:
            yield
        except BaseException:
            outcomes.labels(FAILED).inc()
            raise
        outcomes.labels(DONE).inc()
        seconds.observe(time.perf_counter() - began)

    def drawing(self, draw: Callable[P, R]) -> Callable[P, R]:
        """The same, counted and timed as a picture."""

        def drawn(*given: P.args, **named: P.kwargs) -> R:
            with self.timed(self.pictures, self.picture_seconds):
                return draw(*given, **named)

        return drawn

    def answered(self, via: str, topic: str, outcome: str, seconds: float) -> None:
        self.answers.labels(via, topic, outcome).inc()
        self.answer_seconds.labels(outcome).observe(seconds)

    def acknowledged(self, kind: str, status: int, seconds: float) -> None:
        self.requests.labels(kind, str(status)).inc()
        self.acknowledged_seconds.labels(kind).observe(seconds)

    def slot_done(self, schedule: str, *, late: bool) -> None:
        self.slots.labels(schedule_kind(schedule), "yes" if late else "no").inc()

    def slot_failed(self, schedule: str) -> None:
        self.failed_slots.labels(schedule_kind(schedule)).inc()


def schedule_kind(name: str) -> str:
    """ "digest service" for each service's: the word alone, not which."""
    return name.partition(":")[0]
