"""What becomes of a published file that could be read: loaded or unchanged; nothing is lost."""

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from hashlib import sha256
from typing import Protocol

from sqlmodel import Session

from models.extracts.deciding import Decision, Statement
from models.extracts.records import Place, Problem
from models.figures.queries import newest_load
from models.published import PublishedFile
from models.reference.merging import Change, change, merged, neighbours_change
from models.reference.records import PublishedRecords
from models.reference.storing import known_neighbours, known_table, text_of
from models.reference.table import Neighbours, Table
from models.vocabulary import ExtractKind, LoadStatus

_COUNTED_ON = {ExtractKind.INDICATORS: (9, 30), ExtractKind.CHILDREN_IN_NEED: (3, 31)}
"""The day of the year that the Department counts on."""


class Options(Protocol):
    """The part of an import's options that matters here."""

    @property
    def now(self) -> datetime: ...
    @property
    def zone(self) -> tzinfo: ...
    @property
    def accept(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class PublishedExtract:
    """A published file that could be read."""

    file: str
    kind: ExtractKind
    records: PublishedRecords


def decide_published(session: Session, extract: PublishedExtract, options: Options) -> Decision:
    """Put what the file says beside what is known, unless it says nothing new."""
    said = extract.records.said
    statement = _statement(extract, options)
    if statement.as_at > options.now:
        return Decision(None, (Problem(Place(extract.file), _in_future(said)),))
    newest = newest_load(session, extract.kind)
    if newest is not None and newest.digest == statement.digest:
        return _unchanged(statement, "the same figures are already loaded")
    known, after, brought = _beside_known(session, extract.kind, said)
    if 0 < said.latest_year < known.latest_year and not brought.added:
        return _unchanged(statement, _ends_before(said, known))
    if isinstance(said, Neighbours) and not said.year and known.latest_year and not options.accept:
        return _unchanged(statement, _may_be_older(known))
    _store(session, extract, options, after)
    changes = {"rows_added": brought.added, "rows_changed": brought.changed}
    return Decision(replace(statement, changes=changes, notes=extract.records.notes))


def _beside_known(
    session: Session, kind: ExtractKind, said: Table | Neighbours
) -> tuple[Table | Neighbours, Table | Neighbours, Change]:
    """What was known, what is known with the file, and the difference.

    A model of neighbours is one whole: it is replaced, never mixed with another year's.
    """
    if isinstance(said, Table):
        known = known_table(session, kind)
        after = merged(known, said)
        return known, after, change(known, after)
    model = known_neighbours(session)
    if 0 < said.year < model.year:
        return model, model, Change(0, 0)
    return model, said, neighbours_change(model, said)


def _statement(extract: PublishedExtract, options: Options) -> Statement:
    """It is loaded, as things stand."""
    said = extract.records.said
    as_at = _as_at(extract.kind, said, options)
    return Statement(
        file=extract.file,
        kind=extract.kind,
        status=LoadStatus.LOADED,
        as_at=as_at,
        digest=sha256(text_of(said).encode()).hexdigest(),
        counts=_counts(said),
        changes={},
        as_at_day=as_at.astimezone(options.zone).date(),
    )


def _unchanged(statement: Statement, reason: str) -> Decision:
    return Decision(replace(statement, status=LoadStatus.UNCHANGED, reasons=(reason,)))


def _as_at(kind: ExtractKind, said: Table | Neighbours, options: Options) -> datetime:
    """The day of the newest figures; neighbours are as at their import."""
    if kind not in _COUNTED_ON:
        return options.now
    month, day = _COUNTED_ON[kind]
    return datetime(said.latest_year, month, day, tzinfo=options.zone)


def _counts(said: Table | Neighbours) -> dict[str, int]:
    if isinstance(said, Table):
        return {"rows": len(said.rows), "areas": len(said.areas), "years": len(said.years)}
    return {"authorities": len(said.of)}


def _in_future(said: Table | Neighbours) -> str:
    return (
        f"The file goes to {said.latest_year}, which lies in the future; correct its years, or "
        "take the file as it was published."
    )


def _ends_before(said: Table | Neighbours, known: Table | Neighbours) -> str:
    what = "ends in" if isinstance(said, Table) else "is the model of"
    return (
        f"the file {what} {said.latest_year}, and what is known goes to {known.latest_year}: "
        "nothing in it is new"
    )


def _may_be_older(known: Table | Neighbours) -> str:
    return (
        "the name of the file has no year, so that it may be older than the model of "
        f"{known.latest_year}, which stays; name it as it was published, such as "
        "sn_model_2025_wide.csv, or import it with --accept"
    )


def _store(
    session: Session, extract: PublishedExtract, options: Options, after: Table | Neighbours
) -> None:
    session.merge(
        PublishedFile(
            kind=extract.kind,
            file=extract.file,
            latest_year=after.latest_year,
            loaded_at=options.now,
            content=text_of(after).encode(),
        )
    )
