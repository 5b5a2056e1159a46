"""What an import and a decision leave in the tables about themselves: loads, problems, audit."""

from collections.abc import Sequence
from datetime import date, datetime, time

from sqlalchemy import Date, bindparam, delete, insert, select
from sqlmodel import Session, col

from models.extracts.deciding import Statement
from models.extracts.keeping import Records, hashed, packed
from models.extracts.records import AllocationsRecords, Problem
from models.extracts.rekeying import KeysGiven, case_keys
from models.figures.queries import gather_book
from models.figures.snapshots import write_snapshots
from models.loads import HeldRecords, Load, LoadProblem
from models.people import AuditEntry
from models.rows import change, rows
from models.staffing.queries import gather_staffing
from models.staffing.snapshots import write_staffing
from models.vocabulary import FEEDS, ExtractKind, LoadStatus

_HELD = (
    select(col(Load.id), col(Load.as_at), col(Load.as_at_day), col(Load.digest))
    .join(HeldRecords, col(HeldRecords.load_id) == col(Load.id))
    .where(col(Load.kind) == bindparam("kind"), col(Load.as_at_day) <= bindparam("day", type_=Date))
)
_AUDIT = insert(AuditEntry).inline()  # nobody wants its number
_LOADED = (
    select(col(Load.kind))
    .where(col(Load.kind).in_(FEEDS), col(Load.status) == LoadStatus.LOADED)
    .distinct()
)


def write_load(session: Session, load: Statement, day: date, now: datetime) -> Load:
    """A new row for what was loaded or held."""
    row = Load(
        kind=load.kind,
        status=load.status,
        file=load.file,
        digest=load.digest,
        as_at=load.as_at,
        as_at_day=day,
        loaded_at=now,
        counts=load.counts,
        changes=load.changes,
        reasons=list(load.reasons),
    )
    session.add(row)
    session.flush()
    return row


def keep_records(
    session: Session, load_id: int, waits_for: int | None, records: Records, given: KeysGiven
) -> None:
    """Keep what a held load says, its case references hashed by the key that is in use."""
    fingerprint = None
    if isinstance(records, AllocationsRecords):
        keys = case_keys(session, records.cases, given)
        assert keys is not None  # else the extract was refused
        records, fingerprint = hashed(records, keys.under), keys.under.fingerprint
    session.add(
        HeldRecords(
            load_id=load_id, waits_for=waits_for, records=packed(records), case_key=fingerprint
        )
    )
    session.flush()


def drop_records(session: Session, load_ids: Sequence[int]) -> None:
    """These held loads are no longer open for a decision."""
    session.execute(delete(HeldRecords).where(col(HeldRecords.load_id).in_(load_ids)))


def drop_overtaken(session: Session, loaded: Load, as_at: datetime) -> None:
    """Close the held loads of the same kind that say nothing newer than what is now loaded.

    `as_at` is that of the load, in the authority's zone.
    """
    held = rows(session, _HELD, kind=loaded.kind, day=loaded.as_at_day)
    whole_day = as_at.time() == time.min
    overtaken = [
        row.id
        for row in held
        if row.as_at_day < loaded.as_at_day
        or whole_day
        or row.as_at <= loaded.as_at
        or row.digest == loaded.digest
    ]
    if overtaken:
        drop_records(session, overtaken)


def write_problems(session: Session, load_id: int, problems: Sequence[Problem]) -> None:
    """Where and what is wrong with a refused load."""
    for problem in problems:
        place = problem.place
        session.add(
            LoadProblem(
                load_id=load_id,
                file=place.file,
                sheet=place.sheet,
                row=place.row,
                column=place.column,
                message=problem.message,
            )
        )


def write_day(session: Session, not_seen_days: int) -> None:
    """Write the day's snapshots once there are feeds to make figures of."""
    loaded = {kind for (kind,) in rows(session, _LOADED)}
    if ExtractKind.WORKFORCE in loaded:
        write_staffing(session, gather_staffing(session))
    if loaded.issuperset(FEEDS):
        write_snapshots(session, gather_book(session, team_ids=None, not_seen_days=not_seen_days))


def write_audit(
    session: Session, who: str, now: datetime, deed: str, detail: dict[str, object]
) -> None:
    change(session, _AUDIT, at=now, who=who, deed=deed, detail=detail)


def mark_decided(load: Load, status: LoadStatus, by: str, now: datetime) -> None:
    """Write on a held load what was decided about it, and by whom."""
    load.status, load.decided_by, load.decided_at = status, by, now
