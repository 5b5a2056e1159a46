"""What an import did, for people and as the stable JSON."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.extracts.records import Problem
from models.figures.book import Unmatched
from models.vocabulary import ExtractKind, LoadStatus


@dataclass(frozen=True, slots=True)
class LoadReport:
    """One extract's outcome; `reasons` say why a load is held or unchanged."""

    file: str
    kind: ExtractKind | None
    status: LoadStatus
    as_at: datetime
    counts: dict[str, Any]
    changes: dict[str, Any]
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    written_as: int | None = None  # the load's row, where it left one


@dataclass(frozen=True, slots=True)
class ImportReport:
    """A whole import's outcome."""

    loads: tuple[LoadReport, ...]
    problems: tuple[Problem, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    dry_run: bool = False

    @property
    def status(self) -> LoadStatus:
        """The gravest of the loads' outcomes."""
        if self.problems:
            return LoadStatus.REFUSED
        found = {load.status for load in self.loads}
        order = (LoadStatus.REFUSED, LoadStatus.HELD, LoadStatus.LOADED, LoadStatus.UNCHANGED)
        return next((status for status in order if status in found), LoadStatus.UNCHANGED)
