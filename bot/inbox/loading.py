"""Loads what was taken, one extract after the other, and says what became of each."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.failures import log_failure
from bot.inbox.attempts import ENDED_THE_SERVICE, attempt
from bot.inbox.parcels import Found, refused
from bot.inbox.taking import TakenByAnother, Taking
from bot.loading import options_of
from bot.services import Services
from models.errors import CaseloadError
from models.extracts.importing import ImportOptions, import_found
from models.extracts.report import ImportReport
from models.vocabulary import ExtractKind, LoadStatus

log = logging.getLogger("caseload.inbox")

BY = "inbox"
"""Who loaded it, in the audit."""

_NOT_UNDERSTOOD = (
    "Something went wrong that should not have, and nothing of this was loaded. Tell whoever runs "
    'the service "reference {reference}".'
)


_AWAY = (OperationalError, InterfaceError, PoolTimeout, CaseloadError, OSError, TakenByAnother)
"""The database, the folder or the taking is not there; it is tried again."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one extract."""

    found: Found
    report: ImportReport

    @property
    def is_refused(self) -> bool:
        return self.report.status is LoadStatus.REFUSED


def load(services: Services, taking: Taking, ordered: Sequence[Found]) -> list[Outcome]:
    """Load them in this order, by somebody who holds the import lock.

    Raises what is no fault of a file: the database does not answer, say. All of it may be done
    again then, since the same file twice changes nothing.
    """
    return list(_loaded(services, taking, ordered))


def _loaded(services: Services, taking: Taking, ordered: Sequence[Found]) -> Iterator[Outcome]:
    waits_for: int | None = None
    for found in ordered:
        now = services.clock().replace(microsecond=0)
        as_at = found.as_at
        options = replace(
            options_of(services, now, BY, as_at.moment, given=as_at.given), again=taking.again
        )
        if found.file.kind is ExtractKind.ALLOCATIONS:
            options = replace(options, waits_for=waits_for)
        outcome = Outcome(found, _load_one(services, taking, found, options))
        if found.file.kind is ExtractKind.WORKFORCE:
            waits_for = _held(outcome.report)
        yield outcome


def _held(report: ImportReport) -> int | None:
    """The load that the allocations beside it wait for."""
    return next((load.written_as for load in report.loads if load.status is LoadStatus.HELD), None)


def _load_one(
    services: Services, taking: Taking, found: Found, options: ImportOptions
) -> ImportReport:
    taking.beat()
    with attempt(taking, f"{found.parcel}/{found.file.name}") as may_be_read:
        if not may_be_read:
            return _refuse(services, found, options, ENDED_THE_SERVICE)
        try:
            return import_found(services.database, [found.file], options, lambda *_: taking.beat())
        except Exception as error:
            if _is_no_fault_of_the_file(error):
                raise
            reference = log_failure(log, "a file of the inbox", error)
            return _refuse(services, found, options, _NOT_UNDERSTOOD.format(reference=reference))


def _refuse(services: Services, found: Found, options: ImportOptions, why: str) -> ImportReport:
    file = refused(found.file.name, why, found.file.kind)
    return import_found(services.database, [file], options)


def _is_no_fault_of_the_file(error: Exception) -> bool:
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, _AWAY)
