"""The metrics that the database holds, looked at when they are asked for: the same everywhere."""

from collections.abc import Callable, Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.operations.facts import Facts
from bot.operations.meters import PREFIX
from models.vocabulary import OutboxState

Look = Callable[[], Facts]
"""Raises whatever goes wrong with a look at the database."""


class Gathered(Collector):
    """Asks once each time; of a database that does not answer it says that alone."""

    def __init__(self, look: Look) -> None:
        self._look = look

    def collect(self) -> Iterator[Metric]:
        """The gauges; none but the first when the database does not answer."""
        try:
            facts = self._look()
        except Exception:
            yield _up(False)
            return
        yield _up(True)
        yield from gauges(facts)

    def describe(self) -> list[Metric]:
        """None: asking the database is not for registering."""
        return []


def gauges(facts: Facts) -> Iterator[Metric]:
    """The facts as Prometheus takes them."""
    yield _by_state(facts)
    yield _one(
        "outbox_lag_seconds",
        "How long the oldest row of the outbox that is due has waited.",
        max(0.0, facts.backlog.late_by(facts.now).total_seconds()),
    )
    yield _one(
        "outbox_overdue_rows",
        "Rows due for more than a quarter of an hour that no pause of Slack's holds up.",
        facts.overdue_rows,
    )
    yield _age(
        "newest_check_age_seconds", "Since the newest check with news.", facts.checked_at, facts
    )
    yield _age(
        "check_waiting_seconds",
        "For how long what is new has waited for a check; 0 when nothing waits.",
        facts.unchecked_since or facts.now,
        facts,
    )
    yield _one(
        "schedules_overdue",
        "Schedules with a due time that passed a quarter of an hour ago and is not done.",
        len(facts.overdue_schedules),
    )
    yield _one("slots_late", "Due times that were done late within the last day.", facts.late_slots)
    yield _one("rules_parked", "Rules that the last check could not evaluate.", facts.parked_rules)
    yield from _of_data(facts)
    alerts = _labelled("alerts_open", "Alerts that are not over.", "kind", "state")
    for (kind, state), number in facts.alerts.items():
        alerts.add_metric([kind.value, state.value], number)
    yield alerts


def _up(up: bool) -> Metric:
    return _one("database_up", "Whether the database answered this look in time.", up)


def _by_state(facts: Facts) -> Metric:
    found = _labelled("outbox_rows", "Rows of the outbox that are not finished.", "state")
    for state in (OutboxState.WAITING, OutboxState.SENDING, OutboxState.PARKED):
        found.add_metric([state.value], facts.backlog.counts[state])
    return found


def _of_data(facts: Facts) -> Iterator[Metric]:
    age = _labelled("data_age_seconds", "Since the as-at of the newest data, by feed.", "kind")
    days = _labelled("data_age_working_days", "The same in the authority's working days.", "kind")
    for kind, found in facts.data.items():
        age.add_metric([kind.value], found.age.total_seconds())
        days.add_metric([kind.value], found.working_days)
    loads = _labelled("loads", "Loads that are kept, by what became of them.", "kind", "status")
    for (name, status), number in facts.loads.items():
        loads.add_metric([name, status.value], number)
    yield from (age, days, loads)
    yield _one("loads_held", "Loads that wait for an administrator's decision.", facts.held_loads)


def _one(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(f"{PREFIX}{name}", what, value=value)


def _age(name: str, what: str, since: datetime | None, facts: Facts) -> Metric:
    found = GaugeMetricFamily(f"{PREFIX}{name}", what)
    if since is not None:
        found.add_metric([], max(0.0, (facts.now - since).total_seconds()))
    return found


def _labelled(name: str, what: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{PREFIX}{name}", what, labels=labels)
