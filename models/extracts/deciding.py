"""What becomes of one extract that could be read: loaded, unchanged, held or refused after all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import bindparam, func, select
from sqlmodel import Session, col

from models.extracts.agreement import workforce_problems
from models.extracts.applying_allocations import (
    Known,
    apply_allocations,
    note_unmatched,
    open_totals,
    rematch,
)
from models.extracts.applying_workforce import apply_workforce, known_teams, known_workers
from models.extracts.comparing import remarks
from models.extracts.keeping import Records
from models.extracts.long_gone import without_long_gone
from models.extracts.noting import workforce_notes
from models.extracts.plausibility import Totals, WorkingDays, doubts
from models.extracts.records import AllocationsRecords, Problem, ReadExtract, WorkforceRecords
from models.extracts.refusing import as_at_problems, team_problems
from models.extracts.rekeying import gives_key_up, key_problems, not_held, rekey
from models.extracts.roles_ending import end_roles
from models.extracts.successors import part_successors
from models.extracts.way_back import is_way_back
from models.figures.book import Unmatched
from models.figures.queries import loads_of, newest_load, unmatched_workers
from models.folding import folded
from models.kept import Kept
from models.loads import HeldRecords, Load
from models.rows import rows
from models.vocabulary import ExtractKind, LoadStatus
from models.workforce import Worker


class Options(Protocol):
    """The part of an import's options that decides."""

    @property
    def as_at(self) -> datetime: ...
    @property
    def as_at_day(self) -> date: ...
    @property
    def as_at_given(self) -> bool: ...
    @property
    def now(self) -> datetime: ...
    @property
    def accept(self) -> bool: ...
    @property
    def lost_key(self) -> bool: ...
    @property
    def waits_for(self) -> int | None: ...
    @property
    def again(self) -> bool: ...
    @property
    def case_key(self) -> str | None: ...
    @property
    def case_key_before(self) -> str | None: ...
    @property
    def kept(self) -> Kept: ...
    @property
    def children_in_need(self) -> int | None: ...
    @property
    def working_days(self) -> WorkingDays: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """An extract that could be read, to be decided about: just imported, or kept since."""

    file: str
    kind: ExtractKind
    records: Records
    digest: str  # of the records with their case references in clear
    hashed: bool = False  # whether case references are replaced by their hashes already


@dataclass(frozen=True, slots=True)
class Statement:
    """One extract's outcome, ready to be written down and reported."""

    file: str
    kind: ExtractKind
    status: LoadStatus
    as_at: datetime
    digest: str
    counts: dict[str, Any]
    changes: dict[str, Any]
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    written_as: int | None = None  # the load that says so already; None: it is news
    waits: bool = False  # for the workforce it came with
    unmatched: tuple[Unmatched, ...] | None = None  # None: nothing was matched
    as_at_day: date | None = None  # where it is not the import's


@dataclass(frozen=True, slots=True)
class Decision:
    """A statement, or the problems that refuse the extract."""

    load: Statement | None
    problems: tuple[Problem, ...] = ()


def decide(
    session: Session, extract: ReadExtract, options: Options, earlier: Sequence[Decision]
) -> Decision:
    """Apply one extract inside a savepoint, and keep it if it is believed."""
    records, kind = extract.records, extract.kind
    assert isinstance(records, AllocationsRecords | WorkforceRecords)
    assert kind is not None
    assert extract.digest is not None
    candidate = Candidate(extract.file, kind, records, extract.digest)
    newest = newest_load(session, kind)
    problems = key_problems(session, records, options, candidate.file)
    as_new = gives_key_up(session, records, options)
    same = None if as_new else _same_records(session, newest, candidate, options)
    if not problems and same is not None:
        return Decision(_unchanged(session, candidate, same, newest, options))
    problems = problems or as_at_problems(candidate.file, newest, options)
    if problems:
        return Decision(None, problems)
    # Before its teams are looked up: they may be new in the workforce that is held.
    held = any(d.load is not None and d.load.status is LoadStatus.HELD for d in earlier)
    if held or options.waits_for is not None:
        unread = Statement(
            candidate.file, kind, LoadStatus.HELD, options.as_at, candidate.digest, {}, {},
            waits=True,
        )  # fmt: skip
        decision = Decision(_held(session, unread, options, [WITH_THE_WORKFORCE]))
    else:
        decision = judge(session, candidate, options)
    load = decision.load
    if as_new and load is not None and load.status is LoadStatus.HELD:
        return Decision(None, (not_held(load.file, load.reasons),))
    return decision


def judge(session: Session, candidate: Candidate, options: Options) -> Decision:
    """Load it, or hold it because it is not believed, or say what the tables have against it."""
    problems = _record_problems(session, candidate, options)
    if problems:
        return Decision(None, problems)
    if isinstance(candidate.records, WorkforceRecords):
        here = without_long_gone(candidate.records, options.as_at_day, options.kept)
        candidate = replace(candidate, records=here)
    return Decision(_applied(session, candidate, options))


def _record_problems(
    session: Session, candidate: Candidate, options: Options
) -> tuple[Problem, ...]:
    if isinstance(candidate.records, WorkforceRecords):
        return workforce_problems(candidate.records, candidate.file, options.as_at_day)
    return team_problems(known_teams(session), candidate.records, candidate.file)


_LOADED = (
    select(col(Load.id))
    .where(col(Load.kind) == bindparam("kind"), col(Load.status) == LoadStatus.LOADED)
    .limit(1)
)
_WORKERS = select(func.count()).select_from(Worker).where(col(Worker.dropped_on).is_(None))
WITH_THE_WORKFORCE = "the workforce extract in the same import is held, and has to be decided first"


def _applied(session: Session, candidate: Candidate, options: Options) -> Statement:
    records, kind = candidate.records, candidate.kind
    before = _totals(session, kind) if rows(session, _LOADED, kind=kind) else None
    savepoint = session.begin_nested()
    notes = records.notes
    if isinstance(records, WorkforceRecords):
        ended = end_roles(session, records.workers, options.now)
        parted = part_successors(session, records.workers, options.as_at_day)
        changes: dict[str, Any] = dict(apply_workforce(session, records, options.as_at_day))
        notes = (*notes, *ended, *workforce_notes(records, parted, options.as_at_day))
        workers = known_workers(session, options.as_at_day)
        rematch(session, workers)
    else:
        hasher, rekeyed = (str, ()) if candidate.hashed else rekey(session, records.cases, options)
        workers = known_workers(session, options.as_at_day)
        teams = {folded(name): team_id for name, team_id in known_teams(session).items()}
        known = Known(teams, workers, hasher, options.kept)
        changes = dict(apply_allocations(session, records.cases, known, options.as_at_day))
        notes = (*notes, *rekeyed)
    unmatched = note_unmatched(session, workers)
    after = _totals(session, kind)
    counts = _counts(records, after, unmatched)
    load = Statement(
        candidate.file, kind, LoadStatus.LOADED, options.as_at, candidate.digest, counts, changes,
        notes=notes, unmatched=unmatched_workers(session, None),
    )  # fmt: skip
    found = doubts(before, after, options.children_in_need)
    if found and not options.accept and is_way_back(session, kind, after, options.children_in_need):
        found = []
    if options.accept or not found:
        savepoint.commit()
        return replace(load, reasons=tuple(found))  # what was accepted stays to be read
    savepoint.rollback()
    session.expire_all()
    changed, day = (before, after), options.as_at_day
    found += remarks(session, records, changed, day, options.working_days)
    return _held(session, load, options, found)


def _totals(session: Session, kind: ExtractKind) -> Totals:
    """What plausibility judges this kind of extract by, as the tables stand."""
    if kind is ExtractKind.WORKFORCE:
        ((workers,),) = rows(session, _WORKERS)
        return Totals(workers=workers)
    cases, waiting = open_totals(session)
    return Totals(open_cases=cases, unallocated=waiting)


def _counts(records: Any, after: Totals, unmatched: int) -> dict[str, Any]:
    if isinstance(records, WorkforceRecords):
        names = ("services", "teams", "workers", "posts", "limits", "targets")
        return {name: len(getattr(records, name)) for name in names}
    closed = sum(case.closed_on is not None for case in records.cases)
    return {
        "open_cases": after.open_cases,
        "closed_cases": closed,
        "unallocated": after.unallocated,
        "held_by_unmatched": unmatched,
    }


def _same_records(
    session: Session, newest: Load | None, candidate: Candidate, options: Options
) -> Load | None:
    """The load of the same records; a later as-at that somebody stated makes them news."""
    known = [newest] if newest is not None else []
    if options.again:
        known += loads_of(session, candidate.kind, candidate.digest)
    same = (
        load
        for load in known
        if load.digest == candidate.digest
        and (not options.as_at_given or options.as_at_day == load.as_at_day)
    )
    return next(same, None)


def _unchanged(
    session: Session, candidate: Candidate, same: Load, newest: Load | None, options: Options
) -> Statement:
    records = candidate.records
    notes: tuple[str, ...] = ()
    # What was overtaken since does not name every open case: its key is not that of all of them.
    if isinstance(records, AllocationsRecords) and same is newest:
        _, notes = rekey(session, records.cases, options)
    return Statement(
        candidate.file, candidate.kind, LoadStatus.UNCHANGED, same.as_at, candidate.digest,
        dict(same.counts), {},
        reasons=("the same records are already loaded",), written_as=same.id, notes=notes,
    )  # fmt: skip


def _held(session: Session, load: Statement, options: Options, reasons: Sequence[str]) -> Statement:
    """The same extract held instead; one held before and still open is not news."""
    waits = col(HeldRecords.waits_for).is_not(None)
    query = (
        select(col(Load.id))
        .join(HeldRecords, col(HeldRecords.load_id) == col(Load.id))
        .where(
            col(Load.kind) == load.kind,
            col(Load.status) == LoadStatus.HELD,
            col(Load.digest) == load.digest,
            col(Load.as_at_day) == options.as_at_day,
            waits if load.waits else ~waits,
        )
    )
    known = session.scalars(query).first()
    return replace(load, status=LoadStatus.HELD, reasons=tuple(reasons), notes=(), written_as=known)
