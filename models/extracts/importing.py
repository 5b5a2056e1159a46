"""An import from start to end: read the files, decide, and apply all of it in one transaction."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

from sqlmodel import Session

from models.census.deciding import ReturnExtract, decide_return
from models.census.records import ReturnRecords
from models.database import Database
from models.extracts.deciding import Decision, Statement, decide
from models.extracts.files import ExtractFile, gather_extracts, read_extract
from models.extracts.keeping import Records
from models.extracts.lock import import_lock
from models.extracts.plausibility import WorkingDays, weekdays
from models.extracts.records import (
    AllocationsRecords,
    Place,
    Problem,
    ReadExtract,
    WorkforceRecords,
)
from models.extracts.rekeying import TAKEN_AS_NEW
from models.extracts.report import ImportReport, LoadReport
from models.extracts.writing_down import (
    drop_overtaken,
    keep_records,
    write_audit,
    write_day,
    write_load,
    write_problems,
)
from models.figures.queries import unmatched_workers
from models.kept import AS_SHIPPED, Kept
from models.loads import HeldRecords, Load
from models.reference.deciding import PublishedExtract, decide_published
from models.reference.records import PublishedRecords
from models.uncollected import uncollected
from models.vocabulary import FEEDS, LoadStatus

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


def _silent(_step: str, _done: int, _total: int) -> None:
    """Nobody is watching."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What an import is told besides its files."""

    as_at: datetime  # aware; midnight in the authority's zone means the whole day
    as_at_day: date  # the same in the authority's zone
    as_at_given: bool  # False: nobody said, so the time of the import was taken
    now: datetime
    by: str  # who imports, for the audit
    dry_run: bool = False
    accept: bool = False
    lost_key: bool = False  # the key that cases are hashed with is given up
    case_key: str | None = None
    case_key_before: str | None = None  # while a new key takes its place
    children_in_need: int | None = None
    not_seen_days: int = 28
    working_days: WorkingDays = weekdays
    zone: tzinfo = UTC  # the authority's
    authority_code: str | None = None  # its own, as in the settings
    waits_for: int | None = None  # the held load of the workforce that came with it, loaded before
    again: bool = False  # a process died over it, and may have loaded it and newer ones before
    kept: Kept = AS_SHIPPED


def import_extracts(
    database: Database,
    paths: Sequence[Path],
    options: ImportOptions,
    progress: Progress = _silent,
) -> ImportReport:
    """Load the files and folders; refused extracts leave the figures exactly as they were.

    Raises ImportRunning when another import is under way.
    """
    with import_lock(database):
        return import_found(database, gather_extracts(paths), options, progress)


def import_found(
    database: Database,
    found: Sequence[ExtractFile],
    options: ImportOptions,
    progress: Progress = _silent,
) -> ImportReport:
    """The same of what was gathered before, by somebody who holds the import lock."""
    with uncollected():
        return _import(database, tuple(map(_nameable, found)), options, progress)


def _import(
    database: Database, found: Sequence[ExtractFile], options: ImportOptions, progress: Progress
) -> ImportReport:
    read = []
    for done, file in enumerate(found):
        progress(f"Reading {file.name}", done, len(found))
        read.append(read_extract(file, as_at=options.as_at_day))
    problems = [problem for extract in read for problem in extract.problems]
    if not problems:
        with _kept_unless_refused(database, options) as (session, outcome):
            outcome.report = _apply(session, read, options, progress)
            problems = list(outcome.report.problems)
        if not problems:
            assert outcome.report is not None
            return outcome.report
    report = _refusal(read, problems, options)
    if not options.dry_run:
        _write_down_refusal(database, report, options)
    return report


def _nameable(file: ExtractFile) -> ExtractFile:
    """The same, refused where its name has bytes that cannot be written down."""
    said = [file.name, *(path.name for path in file.paths)]
    said += [problem.message for problem in file.problems]
    if all(text.isascii() or _is_unicode(text) for text in said):
        return file
    name = file.name.encode(errors="replace").decode()
    message = "The name of the file has bytes that are no letters; rename it and import it again."
    return replace(file, name=name, problems=(Problem(Place(name), message),))


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


@dataclass(slots=True)
class _Outcome:
    report: ImportReport | None = None


class _NothingKept(Exception):
    """Rolls the transaction back: a rehearsal, or a refusal found while applying."""


@contextmanager
def _kept_unless_refused(
    database: Database, options: ImportOptions
) -> Iterator[tuple[Session, _Outcome]]:
    outcome = _Outcome()
    try:
        with database.transaction(long=True) as session:
            yield session, outcome
            if options.dry_run or outcome.report is None or outcome.report.problems:
                raise _NothingKept
    except _NothingKept:
        pass


def _apply(
    session: Session, read: list[ReadExtract], options: ImportOptions, progress: Progress
) -> ImportReport:
    decisions: list[Decision] = []
    for done in range(len(read)):
        progress(f"Loading {read[done].file}", done, len(read))
        decision = _decide(session, read[done], options, decisions)
        decisions.append(decision)
        if decision.load is None or decision.load.status is not LoadStatus.HELD:
            read[done] = replace(read[done], records=None)  # a hundred megabytes of England's
    loads = [decision.load for decision in decisions if decision.load is not None]
    problems = [problem for decision in decisions for problem in decision.problems]
    written: Sequence[int | None] = [None] * len(loads)
    if not problems:
        written = _write_down_all(session, read, loads, options)
        if any(load.status is LoadStatus.LOADED and load.kind in FEEDS for load in loads):
            progress("Writing the day's figures", len(read), len(read))
            write_day(session, options.not_seen_days)
    # Of a held load too it is the load's own gaps that are told, not those in force.
    matched = [load.unmatched for load in loads if load.unmatched is not None]
    unmatched = matched[-1] if matched else unmatched_workers(session, None)
    of_feeds = any(load.kind in FEEDS for load in loads)
    return ImportReport(
        tuple(_reported(load, row) for load, row in zip(loads, written, strict=True)),
        tuple(problems),
        unmatched if of_feeds else (),
        options.dry_run,
    )


def _decide(
    session: Session, extract: ReadExtract, options: ImportOptions, earlier: Sequence[Decision]
) -> Decision:
    records, kind = extract.records, extract.kind
    if isinstance(records, PublishedRecords) and kind is not None:
        found = PublishedExtract(extract.file, kind, records)
        return decide_published(session, found, options)
    if isinstance(records, ReturnRecords):
        return decide_return(session, ReturnExtract(extract.file, records), options)
    return decide(session, extract, options, earlier)


def _reported(load: Statement, written: int | None) -> LoadReport:
    return LoadReport(
        file=load.file,
        kind=load.kind,
        status=load.status,
        as_at=load.as_at,
        counts=load.counts,
        changes=load.changes,
        reasons=load.reasons,
        notes=load.notes,
        written_as=written,
    )


def _write_down_all(
    session: Session,
    read: Sequence[ReadExtract],
    loads: Sequence[Statement],
    options: ImportOptions,
) -> list[int | None]:
    """The id of each load's row; None for one that left none."""
    held, rows = options.waits_for, []
    for extract, load in zip(read, loads, strict=True):
        rows.append(_write_down(session, load, extract.records, options, held))
        if load.status is LoadStatus.HELD:
            held = rows[-1]
    return rows


def _write_down(
    session: Session,
    load: Statement,
    records: Records | PublishedRecords | ReturnRecords | None,
    options: ImportOptions,
    waits_for: int | None,
) -> int | None:
    """Keep what was loaded or held; gives the id of the load that says so.

    What was unchanged or held before leaves no second row.
    """
    if load.written_as is not None:
        if load.waits:
            session.get_one(HeldRecords, load.written_as).waits_for = waits_for
        return load.written_as
    if load.status is LoadStatus.UNCHANGED:
        return None
    row = write_load(session, load, load.as_at_day or options.as_at_day, options.now)
    held = load.status is LoadStatus.HELD
    if held and isinstance(records, AllocationsRecords | WorkforceRecords):
        keep_records(session, row.id, waits_for if load.waits else None, records, options)
    if load.status is LoadStatus.LOADED:
        drop_overtaken(session, row, options.as_at)
    deed = "accepted" if options.accept else "imported"
    detail: dict[str, object] = {"file": load.file, "status": load.status.value}
    if TAKEN_AS_NEW in load.notes:
        detail["lost_key"] = True
    write_audit(session, options.by, options.now, deed, detail)
    return row.id


def _refusal(
    read: Sequence[ReadExtract], problems: Sequence[Problem], options: ImportOptions
) -> ImportReport:
    loads = tuple(
        LoadReport(extract.file, extract.kind, LoadStatus.REFUSED, options.as_at, {}, {})
        for extract in read
        if extract.kind is not None
    )
    return ImportReport(loads, tuple(problems), (), options.dry_run)


def _write_down_refusal(database: Database, report: ImportReport, options: ImportOptions) -> None:
    """Keep what was wrong, so that whoever asks about late data can be told."""
    files = {load.file: load.kind for load in report.loads}
    if not files:
        files = {report.problems[0].place.file: None}
    with database.transaction() as session:
        loads = {}
        for file, kind in files.items():
            load = Load(
                kind=kind,
                status=LoadStatus.REFUSED,
                file=file,
                as_at=options.as_at,
                as_at_day=options.as_at_day,
                loaded_at=options.now,
            )
            session.add(load)
            session.flush()
            loads[file] = load.id
        first = next(iter(loads.values()))
        for problem in report.problems:
            write_problems(session, loads.get(problem.place.file, first), [problem])
        detail: dict[str, object] = {"files": sorted(files), "status": "refused"}
        write_audit(session, options.by, options.now, "imported", detail)
