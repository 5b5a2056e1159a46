"""Lets others watch one process for as long as it runs: endpoints, metrics and the sign of life."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime

from alerts.slots import Job
from bot.operations.facts import gather_facts
from bot.operations.gathered import Gathered
from bot.operations.glance import Glance
from bot.operations.health import Vitals, in_time, tables_of, why_not_ready
from bot.operations.heartbeat import Heartbeat
from bot.operations.web import operations_app, serving_operations
from bot.services import Services

Jobs = Callable[[datetime], list[Job]]
"""All that schedules can make due."""


@contextmanager
def watched(services: Services, vitals: Callable[[], Vitals], jobs: Jobs) -> Iterator[str | None]:
    """What the settings ask for; gives the endpoints' address, where there are any.

    `vitals` says how the process is but for the database, which is looked at here.
    """
    settings = services.settings
    facts = Glance(lambda: gather_facts(services, jobs(services.clock())))
    tables = Glance(lambda: tables_of(services.database))

    def reasons() -> Sequence[str]:
        return why_not_ready(replace(vitals(), tables=in_time(tables)))

    with ExitStack() as stack:
        address = None
        if settings.health_port is not None:
            gathered = Gathered(facts)
            services.meters.registry.register(gathered)
            stack.callback(services.meters.registry.unregister, gathered)
            app = operations_app(services.meters.registry, reasons)
            listening = serving_operations(app, settings.health_host, settings.health_port)
            address = stack.enter_context(listening)
        if settings.heartbeat_url is not None:
            heartbeat = Heartbeat(settings.heartbeat_url.get_secret_value(), facts)
            heartbeat.start()
            stack.callback(heartbeat.close)
        yield address
