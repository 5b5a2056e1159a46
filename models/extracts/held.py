"""Held loads and what is decided about them: loaded after all, or refused."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.database import Database
from models.errors import LoadDecided, RecordsUnreadable
from models.extracts.comparing import compare
from models.extracts.deciding import WITH_THE_WORKFORCE, Candidate, Decision, Statement, judge
from models.extracts.differences import Differences
from models.extracts.importing import ImportOptions
from models.extracts.keeping import unpacked
from models.extracts.lock import import_lock
from models.extracts.plausibility import WorkingDays, weekdays
from models.extracts.records import Place, Problem
from models.extracts.refusing import as_at_problems, is_older
from models.extracts.rekeying import HASHED_ANEW, take_key
from models.extracts.writing_down import (
    drop_overtaken,
    drop_records,
    mark_decided,
    write_audit,
    write_day,
    write_problems,
)
from models.figures.queries import newest_load
from models.kept import AS_SHIPPED, Kept
from models.loads import HeldRecords, Load
from models.uncollected import uncollected
from models.vocabulary import ExtractKind, LoadStatus
from models.workforce import Worker

_NEWER = {
    ExtractKind.ALLOCATIONS: "Newer allocations have",
    ExtractKind.WORKFORCE: "A newer workforce has",
}
_OPEN = (
    select(Load, col(HeldRecords.waits_for))
    .join(HeldRecords, col(HeldRecords.load_id) == col(Load.id))
    .order_by(col(Load.id).desc())
)
_WITHOUT_THE_WORKFORCE = "the workforce extract in the same import was not loaded"


@dataclass(frozen=True, slots=True)
class HeldLoad:
    """A held load that somebody may still decide about."""

    id: int
    mark: str  # tells it from another that gets its number after a restore
    kind: ExtractKind
    file: str
    as_at: datetime
    held_at: datetime
    counts: dict[str, Any]
    reasons: tuple[str, ...]
    waits: bool  # for the workforce it came with, which is decided first


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides, when, and by which settings what waited is judged."""

    by: str  # the email, for the audit and whoever comes second
    now: datetime  # in the authority's zone
    children_in_need: int | None = None
    not_seen_days: int = 28
    working_days: WorkingDays = weekdays
    kept: Kept = AS_SHIPPED


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of one held load; with problems it was not loaded."""

    kind: ExtractKind
    file: str
    as_at: datetime
    status: LoadStatus
    counts: dict[str, Any]
    reasons: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    waited: "tuple[Decided, ...]" = ()  # the allocations that waited for this workforce


def open_held(session: Session) -> tuple[HeldLoad, ...]:
    """Every load that is open for a decision, the last held first."""
    rows = session.execute(_OPEN).all()
    ids = {load.id for load, _ in rows}
    return tuple(_shown(load, waits=waits_for in ids) for load, waits_for in rows)


def check_mark(session: Session, load_id: int, mark: str) -> None:
    """Raises LoadDecided where the load of this number is not the one that has this mark."""
    load = session.get(Load, load_id)
    if load is not None and _mark(load) != mark:
        raise LoadDecided(
            "This button belongs to a load that is here no more, as after a restored backup. "
            "Nothing was changed; open the app's Home for what is held now."
        )


def held_differences(session: Session, load_id: int, now: datetime) -> tuple[HeldLoad, Differences]:
    """What a held load would change as things are now; LoadDecided when it is no longer open."""
    load, kept = _open(session, load_id, now)
    found = compare(session, unpacked(kept.records, _kind(load)), load.as_at_day)
    return _shown(load, waits=_waits(session, kept)), found


def accept_held(database: Database, load_id: int, decider: Decider) -> Decided:
    """Load it after all, in one transaction; with problems, nothing is changed.

    Raises LoadDecided when it is no longer open, ImportRunning beside an import, and
    RecordsUnreadable when a former version kept it in another form, or under another key.
    """
    with import_lock(database), uncollected(), database.transaction(long=True) as session:
        load, kept = _open(session, load_id, decider.now)
        if _waits(session, kept):
            raise LoadDecided(
                "This load waits for the workforce extract of the same import. Decide about that "
                "first; this one is then loaded with it, or held for reasons of its own."
            )
        if not take_key(session, kept.case_key, _kind(load)):
            raise RecordsUnreadable(f"{HASHED_ANEW} with --accept.")
        decision = judge(session, _candidate(load, kept), _options(load, decider, accept=True))
        if decision.load is None:
            return _decided(load, problems=decision.problems)
        _write_loaded(session, load, decision.load, decider)
        write_audit(session, decider.by, decider.now, "accepted", _detail(load))
        waited = _decide_waiting(session, load, decider)
        write_day(session, decider.not_seen_days)
        return _decided(load, waited=waited)


def refuse_held(database: Database, load_id: int, by: str, now: datetime) -> Decided:
    """Never load it: its records are deleted, its reasons kept; raises as `accept_held` does."""
    with import_lock(database), database.transaction(long=True) as session:
        load, _ = _open(session, load_id, now)
        mark_decided(load, LoadStatus.REFUSED, by, now)
        drop_records(session, [load_id])
        write_audit(session, by, now, "refused", _detail(load))
        return _decided(load)


def _decide_waiting(session: Session, workforce: Load, decider: Decider) -> tuple[Decided, ...]:
    """The allocations that came with an accepted workforce, judged as an import judges them."""
    session.flush()
    waiting = session.execute(
        select(Load, HeldRecords)
        .join(HeldRecords, col(HeldRecords.load_id) == col(Load.id))
        .where(col(HeldRecords.waits_for) == workforce.id)
        .order_by(col(Load.id))
    ).all()
    return tuple(_decide_one(session, load, kept, decider) for load, kept in waiting)


def _decide_one(session: Session, load: Load, kept: HeldRecords, decider: Decider) -> Decided:
    options = _options(load, decider, accept=False)
    newest = newest_load(session, _kind(load))
    problems = as_at_problems(load.file, newest, options)
    if not problems and not take_key(session, kept.case_key, _kind(load)):
        problems = (Problem(Place(load.file), f"{HASHED_ANEW}."),)
    decision = (
        Decision(None, problems) if problems else judge(session, _candidate(load, kept), options)
    )
    if decision.load is None:
        mark_decided(load, LoadStatus.REFUSED, decider.by, decider.now)
        write_problems(session, load.id, decision.problems)
        drop_records(session, [load.id])
    elif decision.load.status is LoadStatus.HELD:
        load.counts, load.changes = decision.load.counts, decision.load.changes
        load.reasons, kept.waits_for = list(decision.load.reasons), None
    else:
        _write_loaded(session, load, decision.load, decider)
    write_audit(session, decider.by, decider.now, "imported", _detail(load))
    return _decided(load, problems=decision.problems)


def _write_loaded(session: Session, load: Load, loaded: Statement, decider: Decider) -> None:
    mark_decided(load, LoadStatus.LOADED, decider.by, decider.now)
    load.loaded_at = decider.now
    load.counts, load.changes = loaded.counts, loaded.changes
    session.flush()
    drop_overtaken(session, load, load.as_at.astimezone(decider.now.tzinfo))


def _open(session: Session, load_id: int, now: datetime) -> tuple[Load, HeldRecords]:
    """The load and what was kept of it; LoadDecided, with why, when it is not open any more."""
    load, kept = session.get(Load, load_id), session.get(HeldRecords, load_id)
    if load is not None and kept is not None:
        return load, kept
    raise LoadDecided(_why_closed(session, load, now))


def _why_closed(session: Session, load: Load | None, now: datetime) -> str:
    if load is not None and load.decided_by is not None and load.decided_at is not None:
        at = load.decided_at.astimezone(now.tzinfo)
        return (
            f"This load has already been decided: {load.status.value} by "
            f"{_name_of(session, load.decided_by)} on {at:%a} {at.day} {at:%b %H:%M}."
        )
    if load is None or load.kind is None or load.status is not LoadStatus.HELD:
        return "This load is not held, so there is nothing to decide about it."
    newest = newest_load(session, load.kind)
    if newest is not None:
        as_at = newest.as_at.astimezone(now.tzinfo)
        if not is_older(as_at, newest.as_at_day, load):
            return (
                f"{_NEWER[load.kind]} been loaded since, as at {newest.as_at_day:%d/%m/%Y}, so "
                "there is nothing left to decide about this load."
            )
    return "The records of this load were not kept. Import the file again with --accept."


def _name_of(session: Session, by: str) -> str:
    """Whoever has this email in the workforce, by name; else the email, or "command line"."""
    name = select(col(Worker.name)).where(col(Worker.email) == by)
    return session.scalars(name).first() or by


def _waits(session: Session, kept: HeldRecords) -> bool:
    """Whether the workforce it came with is still to be decided."""
    if kept.waits_for is None:
        return False
    query = select(col(HeldRecords.load_id)).where(col(HeldRecords.load_id) == kept.waits_for)
    return session.scalars(query).first() is not None


def _candidate(load: Load, kept: HeldRecords) -> Candidate:
    kind = _kind(load)
    records = unpacked(kept.records, kind)
    return Candidate(load.file, kind, records, load.digest or "", hashed=True)


def _options(load: Load, decider: Decider, *, accept: bool) -> ImportOptions:
    return ImportOptions(
        as_at=load.as_at.astimezone(decider.now.tzinfo),
        as_at_day=load.as_at_day,
        as_at_given=True,
        now=decider.now,
        by=decider.by,
        accept=accept,
        children_in_need=decider.children_in_need,
        not_seen_days=decider.not_seen_days,
        working_days=decider.working_days,
        kept=decider.kept,
    )


def _shown(load: Load, *, waits: bool) -> HeldLoad:
    reasons = tuple(load.reasons)
    if reasons == (WITH_THE_WORKFORCE,) and not waits:
        reasons = (_WITHOUT_THE_WORKFORCE,)
    return HeldLoad(
        id=load.id,
        mark=_mark(load),
        kind=_kind(load),
        file=load.file,
        as_at=load.as_at,
        held_at=load.loaded_at,
        counts=dict(load.counts),
        reasons=reasons,
        waits=waits,
    )


def _decided(
    load: Load, *, problems: tuple[Problem, ...] = (), waited: tuple[Decided, ...] = ()
) -> Decided:
    return Decided(
        _kind(load), load.file, load.as_at, load.status, dict(load.counts), tuple(load.reasons),
        problems, waited,
    )  # fmt: skip


def _kind(load: Load) -> ExtractKind:
    assert load.kind is not None  # only what was recognised is held
    return load.kind


def _mark(load: Load) -> str:
    return (load.digest or "0")[:12]  # whatever has the same records may as well be loaded


def _detail(load: Load) -> dict[str, object]:
    return {"file": load.file, "kind": _kind(load).value, "status": load.status.value}
