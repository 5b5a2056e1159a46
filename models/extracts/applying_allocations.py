"""An allocations extract becomes rows: what is new, moved, closed or gone since the last one."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case as sql_case
from sqlalchemy import delete, func, insert, select, update
from sqlmodel import Session, col

from models.cases import Case
from models.extracts.long_gone import is_long_closed
from models.extracts.matching import Match, WorkerIndex
from models.extracts.moves import Move, move_of, same_worker, write_moves
from models.extracts.records import CaseRecord
from models.folding import folded
from models.kept import AS_SHIPPED, Kept
from models.loads import UnmatchedWorker
from models.secrets import CaseHasher

COLUMNS = (
    *("kind", "team_id", "worker_id", "worker_ref", "opened_on", "allocated_on"),
    *("unallocated_since", "closed_on", "last_seen_on", "weight"),
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is needed to place a case: teams by folded name, workers by what extracts call them."""

    teams: Mapping[str, int]
    workers: WorkerIndex[int]
    hasher: CaseHasher
    kept: Kept = AS_SHIPPED


def apply_allocations(
    session: Session, records: Sequence[CaseRecord], known: Known, day: date
) -> dict[str, int]:
    """Write a checked allocations extract as at a day; gives what changed, in cases."""
    existing = _existing(session)
    match = _remembered(known.workers.find)
    added, changed, gone = [], [], []
    counts = dict.fromkeys(("opened", "closed", "moved", "gone", "changed"), 0)
    moves: Counter[Move] = Counter()
    for record in records:
        case_hash = known.hasher(record.case_ref)
        before = existing.pop(case_hash, None)
        if before is None and is_long_closed(record, day, known.kept):
            continue
        after = _row(record, before, known, match, day)
        if before is None:
            added.append({"case_hash": case_hash, **after})
            counts["opened"] += after["closed_on"] is None
        elif any(getattr(before, column) != after[column] for column in COLUMNS):
            changed.append({"id": before.id, **after})
            moves.update(move_of(before, after))
            counts[_kind_of_change(before, after)] += 1
    for row in existing.values():
        if row.closed_on is None:
            gone.append({"id": row.id, "closed_on": day, "unallocated_since": None})
            moves.update(move_of(row, None))
    counts["gone"] = len(gone)
    for rows in (changed, gone):
        if rows:
            session.execute(update(Case), rows)
    if added:
        session.execute(insert(Case), added)
    write_moves(session, moves, day)
    return counts


def rematch(session: Session, workers: WorkerIndex[int]) -> None:
    """Match every open case's worker again, after the workforce has changed."""
    match = _remembered(workers.find)
    named = session.execute(
        select(col(Case.id), col(Case.worker_ref), col(Case.worker_id)).where(
            col(Case.worker_ref).is_not(None), col(Case.closed_on).is_(None)
        )
    )
    # By key, all at once: a search for each name would read every case for every worker.
    changed = [
        {"id": case_id, "worker_id": match(ref).key}
        for case_id, ref, worker_id in named
        if ref is not None and match(ref).key != worker_id
    ]
    if changed:
        session.execute(update(Case), changed)


def note_unmatched(session: Session, workers: WorkerIndex[int]) -> int:
    """Write down whom the open cases name that the workforce does not; gives their cases."""
    parts = (col(Case.worker_ref), col(Case.team_id))
    rows = session.execute(
        select(*parts, func.count())
        .where(
            col(Case.worker_id).is_(None),
            col(Case.worker_ref).is_not(None),
            col(Case.closed_on).is_(None),
        )
        .group_by(*parts)
        .order_by(*parts)
    ).all()
    session.execute(delete(UnmatchedWorker))
    for ref, team_id, cases in rows:
        reason = workers.find(ref).reason or "not in the workforce list"
        session.add(
            UnmatchedWorker(worker_ref=ref, team_id=team_id, open_cases=cases, reason=reason)
        )
    session.flush()
    return sum(row[2] for row in rows)


def open_totals(session: Session) -> tuple[int, int]:
    """Open cases and unallocated cases as the tables stand."""
    unallocated = col(Case.worker_id).is_(None) & col(Case.worker_ref).is_(None)
    query = select(func.count(), func.sum(sql_case((unallocated, 1), else_=0))).where(
        col(Case.closed_on).is_(None)
    )
    cases, waiting = session.execute(query).one()
    return int(cases), int(waiting or 0)


def _existing(session: Session) -> dict[str, Any]:
    columns = (col(Case.id), col(Case.case_hash), *(getattr(Case, name) for name in COLUMNS))
    return {row.case_hash: row for row in session.execute(select(*columns))}


def _row(
    record: CaseRecord,
    before: Any,
    known: Known,
    match: Callable[[str], Match[int]],
    day: date,
) -> dict[str, Any]:
    worker_id = match(record.worker).key if record.worker else None
    return {
        "kind": record.kind,
        "team_id": None if record.team is None else known.teams.get(folded(record.team)),
        "worker_id": worker_id,
        "worker_ref": record.worker,
        "opened_on": record.opened_on or (before.opened_on if before else None),
        "allocated_on": _allocated_on(record, before, worker_id, day),
        "unallocated_since": _unallocated_since(record, before, day),
        "closed_on": record.closed_on,
        "last_seen_on": record.last_seen_on,
        "weight": record.weight,
    }


def _allocated_on(record: CaseRecord, before: Any, worker_id: int | None, day: date) -> date | None:
    """The extract's date; where it gives none, the first day this worker was seen with it."""
    if record.worker is None or record.allocated_on is not None:
        return record.allocated_on
    if before is None:
        return None
    if _opened_anew(record, before) or not same_worker(before, record.worker, worker_id):
        return day
    kept: date | None = before.allocated_on
    return kept


def _unallocated_since(record: CaseRecord, before: Any, day: date) -> date | None:
    """The first day known to be without a worker: since opening for a case never allocated."""
    if record.worker is not None or record.closed_on is not None:
        return None
    if before is not None and not _opened_anew(record, before):
        if before.worker_ref is not None:
            return day
        if before.unallocated_since is not None:
            kept: date = before.unallocated_since
            return kept
    return record.allocated_on or record.opened_on or day


def _opened_anew(record: CaseRecord, before: Any) -> bool:
    """Closed before and opened again since, not only missing from an extract for a while."""
    return (
        before.closed_on is not None
        and record.opened_on is not None
        and record.opened_on >= before.closed_on
    )


def _kind_of_change(before: Any, after: Mapping[str, Any]) -> str:
    if before.closed_on is None and after["closed_on"] is not None:
        return "closed"
    if before.closed_on is not None and after["closed_on"] is None:
        return "opened"
    stayed = same_worker(before, after["worker_ref"], after["worker_id"])
    return "changed" if stayed and before.team_id == after["team_id"] else "moved"


def _remembered(find: Callable[[str], Match[int]]) -> Callable[[str], Match[int]]:
    """Look each worker up once: an extract names a few hundred workers in thousands of rows."""
    known: dict[str, Match[int]] = {}

    def remembered(ref: str) -> Match[int]:
        if ref not in known:
            known[ref] = find(ref)
        return known[ref]

    return remembered
