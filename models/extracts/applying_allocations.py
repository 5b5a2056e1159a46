"""An allocations extract becomes rows: what is new, moved, closed or gone since the last one."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Row, String, delete, func, select, type_coerce, update
from sqlalchemy import case as sql_case
from sqlmodel import Session, col

from models.cases import Case
from models.extracts.long_gone import is_long_closed
from models.extracts.matching import Match, WorkerIndex
from models.extracts.moves import Move, move_of, same_worker, write_moves
from models.extracts.records import CaseRecord
from models.folding import folded
from models.inserting import insert_rows
from models.kept import AS_SHIPPED, Kept
from models.loads import UnmatchedWorker
from models.rows import change, rows
from models.secrets import CaseHasher
from models.vocabulary import CaseKind


class CaseValues(NamedTuple):
    """What an extract makes of a case, as the columns of the same names."""

    kind: CaseKind
    team_id: int | None
    worker_id: int | None
    worker_ref: str | None
    opened_on: date | None
    allocated_on: date | None
    unallocated_since: date | None
    closed_on: date | None
    last_seen_on: date | None
    weight: float


COLUMNS = CaseValues._fields
READ_AT_ONCE = 10_000  # rows; more at a time is no quicker, and all of them would fill the memory

_OPEN = col(Case.closed_on).is_(None)
_NAMED = col(Case.worker_ref).is_not(None)
_NOBODYS = col(Case.worker_id).is_(None)
_CALLED = select(col(Case.worker_ref), col(Case.worker_id)).where(_NAMED, _OPEN)
_UNMATCHED = (
    select(col(Case.worker_ref), col(Case.team_id), func.count())
    .where(_NOBODYS, _NAMED, _OPEN)
    .group_by(col(Case.worker_ref), col(Case.team_id))
    .order_by(col(Case.worker_ref), col(Case.team_id))
)
_FORGET_UNMATCHED = delete(UnmatchedWorker)
_TOTALS = select(func.count(), func.sum(sql_case((_NOBODYS & ~_NAMED, 1), else_=0))).where(_OPEN)
_STORED = select(
    col(Case.id),
    col(Case.case_hash),
    # The kind as it is written: a word of the vocabulary equals its text.
    type_coerce(col(Case.kind), String).label("kind"),
    *(getattr(Case, name) for name in COLUMNS[1:]),
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
    said = {known.hasher(record.case_ref): record for record in records}
    values_of = _Placing(known, day).values_of
    changed, gone = [], []
    counts = dict.fromkeys(("opened", "closed", "moved", "gone", "changed"), 0)
    moves: Counter[Move] = Counter()
    for before in _stored(session):
        record = said.pop(before.case_hash, None)
        if record is not None:
            after = values_of(record, before)
            if before[STORED_BEFORE:] != after:
                changed.append({"id": before.id, **after._asdict()})
                moves.update(move_of(before, after))
                counts[_kind_of_change(before, after)] += 1
        elif before.closed_on is None:
            gone.append({"id": before.id, "closed_on": day, "unallocated_since": None})
            moves.update(move_of(before, None))
    counts["gone"] = len(gone)
    for some in (changed, gone):
        if some:
            session.execute(update(Case), some)
    counts["opened"] += sum(record.closed_on is None for record in said.values())
    added = (
        (case_hash, *values_of(record, None))
        for case_hash, record in said.items()
        if not is_long_closed(record, day, known.kept)
    )
    insert_rows(session, Case, ("case_hash", *COLUMNS), added)
    write_moves(session, moves, day)
    return counts


def rematch(session: Session, workers: WorkerIndex[int]) -> None:
    """Match every open case's worker again, after the workforce has changed."""
    match = _remembered(workers.find)
    known = rows(session, _CALLED.distinct())
    changed = {(ref, worker_id) for ref, worker_id in known if match(ref).key != worker_id}
    if not changed:
        return
    # By key, all at once: a search for each name would read every case for every worker.
    found = [
        {"id": case_id, "worker_id": match(ref).key}
        for ref, worker_id, case_id in rows(session, _CALLED.add_columns(col(Case.id)))
        if (ref, worker_id) in changed
    ]
    session.execute(update(Case), found)


def note_unmatched(session: Session, workers: WorkerIndex[int]) -> int:
    """Write down whom the open cases name that the workforce does not; gives their cases."""
    found = rows(session, _UNMATCHED)
    change(session, _FORGET_UNMATCHED)
    noted = (
        (ref, team_id, cases, workers.find(ref).reason or "not in the workforce list")
        for ref, team_id, cases in found
    )
    insert_rows(session, UnmatchedWorker, ("worker_ref", "team_id", "open_cases", "reason"), noted)
    return sum(cases for _, _, cases in found)


def open_totals(session: Session) -> tuple[int, int]:
    """Open cases and unallocated cases as the tables stand."""
    ((cases, waiting),) = rows(session, _TOTALS)
    return int(cases), int(waiting or 0)


def _stored(session: Session) -> Iterator[Row[Any]]:
    """Every case's id, hash and values, a part at a time; nothing may be written meanwhile."""
    session.flush()
    options = {"yield_per": READ_AT_ONCE}
    yield from session.connection().execute(_STORED, execution_options=options)


STORED_BEFORE = 2
"""What `_stored` gives before the values."""


class _Placing:
    """Finds the team and the worker of each case; an extract names few in thousands of rows."""

    def __init__(self, known: Known, day: date) -> None:
        self._match = _remembered(known.workers.find)
        self._team = cache(lambda name: known.teams.get(folded(name)))
        self._day = day

    def values_of(self, record: CaseRecord, before: Any) -> CaseValues:
        """The case's new values; `before` are those it has, or None for one that is new."""
        worker_id = self._match(record.worker).key if record.worker else None
        opened_on = record.opened_on or (before.opened_on if before else None)
        return CaseValues(
            record.kind,
            None if record.team is None else self._team(record.team),
            worker_id,
            record.worker,
            opened_on,
            _allocated_on(record, before, worker_id, self._day),
            _unallocated_since(record, before, self._day),
            record.closed_on,
            record.last_seen_on,
            record.weight,
        )


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


def _kind_of_change(before: Any, after: CaseValues) -> str:
    if before.closed_on is None and after.closed_on is not None:
        return "closed"
    if before.closed_on is not None and after.closed_on is None:
        return "opened"
    stayed = same_worker(before, after.worker_ref, after.worker_id)
    return "changed" if stayed and before.team_id == after.team_id else "moved"


def _remembered(find: Callable[[str], Match[int]]) -> Callable[[str], Match[int]]:
    """Look each worker up once: an extract names a few hundred workers in thousands of rows."""
    known: dict[str, Match[int]] = {}

    def remembered(ref: str) -> Match[int]:
        if ref not in known:
            known[ref] = find(ref)
        return known[ref]

    return remembered
