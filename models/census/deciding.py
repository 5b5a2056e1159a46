"""What becomes of a census return that could be read: one row of sums for each year."""

from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from hashlib import sha256
from typing import Protocol

from sqlmodel import Session

from models.census.figures import census_figures
from models.census.parts import CensusParts, count_return, parts_as_json
from models.census.records import ReturnRecords
from models.census.wording import figure_lines, of_another, said_day
from models.extracts.deciding import Decision, Statement
from models.extracts.records import Place, Problem
from models.published import CensusReturn
from models.vocabulary import ExtractKind, LoadStatus


class Options(Protocol):
    """The part of an import's options that matters here."""

    @property
    def now(self) -> datetime: ...
    @property
    def zone(self) -> tzinfo: ...
    @property
    def authority_code(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class ReturnExtract:
    """A return that could be read, and its file's name."""

    file: str
    records: ReturnRecords


def decide_return(session: Session, extract: ReturnExtract, options: Options) -> Decision:
    """Keep what the return comes to in the place of an earlier return of its year."""
    said, parts = extract.records, count_return(extract.records)
    statement = _statement(extract, parts, options.zone)
    if statement.as_at > options.now:
        return Decision(None, (Problem(Place(extract.file), _in_future(said.reference_on)),))
    known = session.get(CensusReturn, said.year)
    row = CensusReturn(
        year=said.year,
        authority_code=said.authority_code,
        reference_on=said.reference_on,
        file=extract.file,
        loaded_at=options.now,
        parts=parts_as_json(parts),
        warnings=list(said.notes),
    )
    if known is not None and _says(known) == _says(row):
        reason = f"the same return of {said.year} is already loaded"
        return Decision(replace(statement, status=LoadStatus.UNCHANGED, reasons=(reason,)))
    session.merge(row)
    changes = {"added": int(known is None), "changed": int(known is not None)}
    figures = census_figures(parts, said.reference_on)
    doubts = dict.fromkeys(warning for figure in figures for warning in figure.warnings)
    beside = f"Beside the live and the published figures: caseload return {said.year}"
    another = of_another(said.authority_code, options.authority_code)
    notes = (*([another] if another else []), *figure_lines(figures), *doubts, *said.notes, beside)
    return Decision(replace(statement, changes=changes, notes=notes))


def _statement(extract: ReturnExtract, parts: CensusParts, zone: tzinfo) -> Statement:
    """It is loaded, as things stand; counted are the file's records, whoever is in a figure."""
    workers, day = extract.records.workers, extract.records.reference_on
    return Statement(
        file=extract.file,
        kind=ExtractKind.CENSUS_RETURN,
        status=LoadStatus.LOADED,
        as_at=datetime(day.year, day.month, day.day, tzinfo=zone),
        digest=sha256(repr(parts).encode()).hexdigest(),
        counts={
            "workers": len(workers),
            "agency": sum(worker.agency is True for worker in workers),
            "ended": sum(worker.ended_on is not None for worker in workers),
            "cases": sum(worker.cases or 0 for worker in workers),
        },
        changes={},
        as_at_day=day,
    )


def _says(row: CensusReturn) -> tuple[object, ...]:
    return row.authority_code, row.reference_on, row.parts, row.warnings


def _in_future(day: date) -> str:
    return (
        f"The return is of {said_day(day)}, which lies in the future; correct its ReferenceDate, "
        "or import it once the day has come."
    )
