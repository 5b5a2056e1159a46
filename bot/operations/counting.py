"""Counts the errors in the log, whoever wrote them."""

import logging

from bot.operations.meters import OTHER_PARTS, PARTS, Meters


class ErrorCounter(logging.Handler):
    """Writes nothing; each error is logged once, with its reference."""

    def __init__(self, meters: Meters) -> None:
        super().__init__(logging.ERROR)
        self._errors = meters.errors

    def emit(self, record: logging.LogRecord) -> None:
        self._errors.labels(record.name if record.name in PARTS else OTHER_PARTS).inc()
