"""Makes workers nobody: their days stay for the figures, and nothing tells whose they were."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from models.cases import Case
from models.folding import folded, folded_name
from models.limits import Limit
from models.loads import UnmatchedWorker
from models.staffing.book import last_day_in_post
from models.workforce import Head, Manager, Spell, Worker

FIGURES_LOOK_BACK = timedelta(days=731)
"""Turnover a year ago counts whoever left in the two years to today."""

_AT_ONCE = 500  # values in one query, below what every database takes


def forget_workers(session: Session, worker_ids: Collection[int], today: date) -> None:
    """Make these workers nobody; who is listed by the newest extract would come back with the next.

    Staff id, name and email are replaced. Team, role, FTE and days stay, because turnover and the
    history of teams are made of them; what no figure looks back to goes too. Rows of one person
    stay rows of one person, so that a move between them does not become a leaving.
    """
    workers = [
        worker
        for ids in _portions(sorted(worker_ids))
        for worker in session.scalars(
            select(Worker).where(col(Worker.id).in_(ids), col(Worker.forgotten_on).is_(None))
        )
    ]
    if not workers:
        return
    names = _names(workers)
    refs = {ref: names[worker.id] for worker in workers for ref in _called(worker)}
    _forget_refs(session, refs)
    session.execute(update(Worker), [_nobody(w, names[w.id], today) for w in workers])
    long_gone = [worker.id for worker in workers if _is_long_gone(worker, today)]
    for worker in workers:
        session.expire(worker)
    ids = list(names)
    for table in (Limit, Manager, Head):
        _delete(session, table, ids)
    _delete(session, Spell, long_gone)
    _rename_held_cases(session, ids)


def nobody_called(worker_id: int) -> str:
    """What a forgotten worker is called wherever a row still needs a name."""
    return f"somebody forgotten {worker_id}"


_FORGOTTEN_ID = "forgotten  "  # with two spaces, as no cell of an extract is ever read


def _names(workers: Sequence[Worker]) -> dict[int, str]:
    """What each is called from now on, by id: rows that may be one person alike."""
    names: dict[int, str] = {}
    taken: dict[str, tuple[str, bool]] = {}  # by folded name: the first one's, and whether by email
    for worker in sorted(workers, key=lambda each: each.id):
        fresh = nobody_called(worker.id)
        name, has_email = taken.get(worker.folded_name, (fresh, False))
        if has_email and worker.email:
            name = fresh
        names[worker.id] = name
        taken[worker.folded_name] = (name, has_email or bool(worker.email))
    return names


def _called(worker: Worker) -> Iterator[str]:
    """What an allocations extract may call this worker, as it compares."""
    yield folded(worker.staff_id)
    yield folded_name(worker.name)
    if worker.email:
        yield folded(worker.email)


def _nobody(worker: Worker, name: str, today: date) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": worker.id,
        "staff_id": f"{_FORGOTTEN_ID}{worker.id}",
        "name": name,
        "folded_name": folded_name(name),
        "email": None,
        "absent_from": None,
        "absent_until": None,
        "dropped_on": worker.dropped_on or today,
        "forgotten_on": today,
    }
    of_figures = ("qualified_on", "newly_qualified_until", "weekly_cost")
    kept = not _is_long_gone(worker, today)
    return values | {each: getattr(worker, each) if kept else None for each in of_figures}


def _is_long_gone(worker: Worker, today: date) -> bool:
    last = last_day_in_post(worker.left_on, worker.dropped_on)
    return last is not None and last < today - FIGURES_LOOK_BACK


def _forget_refs(session: Session, names: Mapping[str, str]) -> None:
    """Cases that name somebody whom no listed worker is; what is counted of them stays."""
    for table, unmatched in (
        (Case, col(Case.worker_id).is_(None)),
        (UnmatchedWorker, col(UnmatchedWorker.id).is_not(None)),
    ):
        ref = col(table.worker_ref)
        found = session.scalars(select(ref).where(ref.is_not(None), unmatched).distinct())
        for text in found.all():
            name = names.get(folded(text or "")) or names.get(folded_name(text or ""))
            if name is not None:
                session.execute(update(table).where(ref == text, unmatched).values(worker_ref=name))


def _rename_held_cases(session: Session, worker_ids: Sequence[int]) -> None:
    """Their own cases, open or closed, go on being held by the same row."""
    name = select(col(Worker.name)).where(col(Worker.id) == col(Case.worker_id)).scalar_subquery()
    for ids in _portions(worker_ids):
        held = col(Case.worker_id).in_(ids) & col(Case.worker_ref).is_not(None)
        session.execute(
            update(Case).where(held).values(worker_ref=name),
            execution_options={"synchronize_session": False},
        )


def _delete(
    session: Session,
    table: type[Limit] | type[Manager] | type[Head] | type[Spell],
    worker_ids: Sequence[int],
) -> None:
    for ids in _portions(worker_ids):
        session.execute(delete(table).where(col(table.worker_id).in_(ids)))


def _portions(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
