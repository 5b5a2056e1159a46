"""A check made beside something else, and what a check did in words and as JSON."""

import logging
import time
from collections.abc import Iterator
from typing import Any

from alerts.checking.check import CheckReport, check_if_new
from alerts.wording import count
from bot.failures import Failure, failure_of
from bot.operations.meters import DONE, FAILED
from bot.services import Services

log = logging.getLogger("caseload.check")

Checked = CheckReport | Failure | None
"""What came of the check after a load; None where none was made."""


def check_for_news(services: Services) -> CheckReport:
    """A check where there is anything new since the last one, counted and timed."""
    meters, began = services.meters, time.perf_counter()
    try:
        report = check_if_new(services.database, services.authority, services.clock())
    except Exception:
        meters.checks.labels(FAILED).inc()
        raise
    if report.looked:
        took = time.perf_counter() - began
        meters.checks.labels(DONE).inc()
        meters.check_seconds.observe(took)
        said = {"took_ms": round(took * 1000), "late": report.late}
        log.info("checked: %s", check_words(report) or "no news", extra=said)
    return report


def check_after_load(services: Services) -> CheckReport | Failure:
    """Judge what was loaded, and let it be delivered. Never raises: the load stands anyway.

    What fails here is done by the next tick of the service.
    """
    try:
        report = check_for_news(services)
    except Exception as error:
        return failure_of(error)
    services.wake()
    return report


def check_words(report: CheckReport) -> str:
    """ "3 alerts to tell, 2 pending, 1 ended."; empty when nothing is to be said."""
    parts = [
        *([count(report.fired, "alert") + " to tell"] if report.fired else []),
        *([f"{report.pending} pending"] if report.pending else []),
        *([f"{report.resolved} ended"] if report.resolved else []),
        *([f"{report.held} held"] if report.held else []),
    ]
    if parts and not report.fired:
        first, _, rest = parts[0].partition(" ")
        parts[0] = f"{count(int(first), 'alert')} {rest}"
    sentences = [", ".join(parts) + "."] if parts else []
    return " ".join([*sentences, *_warnings(report)])


def check_as_json(report: CheckReport) -> dict[str, Any]:
    """The same keys in every version; documented in the README."""
    return {
        "told": report.fired,
        "pending": report.pending,
        "over": report.resolved,
        "held": report.held,
        "late": report.late,
        "left": report.left,
        "parked": list(report.parked),
    }


def checked_words(checked: Checked) -> str:
    """What alerts came of a load; empty when there is no news."""
    if isinstance(checked, Failure):
        logged = f" (reference {checked.reference} in the log)" if checked.reference else ""
        return (
            f"The alerts could not be looked at{logged}. A running service does it by itself; "
            "otherwise run: caseload check"
        )
    return check_words(checked) if checked is not None and _has_news(checked) else ""


def checked_as_json(checked: Checked) -> dict[str, Any] | None:
    """Null where no check was made, or it failed."""
    return check_as_json(checked) if isinstance(checked, CheckReport) else None


def _has_news(report: CheckReport) -> bool:
    """That the data is late still, as it was before this load, is none."""
    return any(
        (report.fired, report.pending, report.resolved, report.held, report.left, report.parked)
    )


def _warnings(report: CheckReport) -> Iterator[str]:
    if report.late:
        yield "The data is late: no alert is raised or closed until a new load arrives."
    if report.parked:
        rules = ", ".join(f'"{name}"' for name in report.parked)
        yield f"Not evaluated: {rules}; the log says why."
    if report.left:
        yield f"{count(report.left, 'place')} changed meanwhile; the next tick looks again."
